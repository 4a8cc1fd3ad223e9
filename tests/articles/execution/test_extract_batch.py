from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from articles.execution import extract_batch as batches
from articles.execution.extract_batch import extract_batch
from articles.execution.frames import fold_space, make_frames
from articles.execution.grouping import ExtractionOptions, group_records, make_batch
from articles.quotes.printing import write_quote
from articles.reading.records import hash_payload
from articles.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

OPTIONS = ExtractionOptions("test-1", "en_core_web_md")

ARTICLE = """Harbour bridge to close for a year

PORT ANSEL — The old swing bridge over the Ansel will close in March, said Marta Quill, the harbour master.

"We have waited far too long," Quill told the Harbour Post on Tuesday. "The bearings are worn out."

Ferry owner Tom Brandt said the closure would ruin his business.
"""


def make_record(text: str, path: str = "a.txt") -> SourceRecord:
    payload = text.encode()
    return SourceRecord(path, "text", payload, hash_payload(payload))


def make_records(count: int) -> list[SourceRecord]:
    return [make_record(ARTICLE.replace("Brandt", f"Brandt{number}"), f"{number}.txt") for number in range(count)]


@given(sizes=st.lists(st.integers(1, 50), max_size=40), article_limit=st.integers(1, 8), byte_limit=st.integers(1, 120))
def test_grouping_keeps_order_and_bounds(sizes: list[int], article_limit: int, byte_limit: int) -> None:
    records = [make_record("x" * size, f"{number}.txt") for number, size in enumerate(sizes)]
    groups = list(group_records(records, OPTIONS, article_limit=article_limit, byte_limit=byte_limit))
    assert [record for group in groups for record in group.records] == records
    assert [group.batch_number for group in groups] == list(range(len(groups)))
    for group in groups:
        assert 1 <= len(group.records) <= article_limit
        assert len(group.records) == 1 or sum(len(record.payload) for record in group.records) <= byte_limit


def test_grouping_streams() -> None:
    def read() -> Any:
        yield from make_records(3)
        raise AssertionError("read on although a batch was full")

    first = next(group_records(read(), OPTIONS, article_limit=2, byte_limit=10_000))
    assert len(first.records) == 2


def test_batch_id_names_content_path_and_options() -> None:
    records = make_records(2)

    def name(records: list[SourceRecord], options: ExtractionOptions = OPTIONS) -> str:
        return make_batch(0, records, options).batch_id

    assert name(records) == name(list(records))
    others = [
        name(records[::-1]),
        name(records[:1]),
        name([records[0], replace(records[1], source_path="other.txt")]),
        name([records[0], replace(records[1], content_hash="0" * 32)]),
        name([records[0], replace(records[1], source_format="html")]),
        name(records, replace(OPTIONS, extractor_version="test-2")),
        name(records, replace(OPTIONS, schemas_version="other")),
        name(records, replace(OPTIONS, limits=replace(OPTIONS.limits, article_byte_limit=7))),
        name(records, replace(OPTIONS, policy=replace(OPTIONS.policy, keep_captions=True))),
    ]
    assert len({name(records), *others}) == len(others) + 1


def test_frames_have_the_declared_columns_and_raw_spans(nlp: Language, schemas: dict[str, pl.Schema]) -> None:
    extraction = extract_batch([make_record(ARTICLE)], nlp, schemas, OPTIONS)
    assert extraction.rejected == []
    assert set(extraction.frames) == {
        "articles",
        "removed_spans",
        "embedded_posts",
        "mentions",
        "entity_roles",
        "quotes",
    }
    for table, frame in extraction.frames.items():
        assert frame.schema == schemas[table]
    article = extraction.frames["articles"].row(0, named=True)
    assert article["raw_text"] == ARTICLE
    assert article["extractor_version"] == "test-1"
    assert article["mention_count"] == extraction.frames["mentions"].height > 0
    assert article["quote_count"] == extraction.frames["quotes"].height > 0
    assert article["raw_char_count"] == len(ARTICLE)
    assert article["word_count"] == len(article["clean_text"].split())
    for run in article["offset_map"]:
        clean = article["clean_text"][run["clean_start"] : run["clean_start"] + run["char_count"]]
        assert ARTICLE[run["raw_start"] : run["raw_start"] + run["char_count"]] == clean
    for row in extraction.frames["mentions"].iter_rows(named=True):
        assert fold_space(ARTICLE[row["raw_start"] : row["raw_end"]]) == row["mention_text"] != ""
        assert row["is_headline"] == (row["clean_start"] < article["body_start"])
    for row in extraction.frames["removed_spans"].iter_rows(named=True):
        assert ARTICLE[row["raw_start"] : row["raw_end"]] == row["removed_text"]


def test_quotes_are_numbered_by_place_and_their_text_is_the_raw_one(
    nlp: Language, schemas: dict[str, pl.Schema]
) -> None:
    quotes = extract_batch([make_record(ARTICLE)], nlp, schemas, OPTIONS).frames["quotes"].to_dicts()
    assert [quote["quote_number"] for quote in quotes] == list(range(len(quotes)))
    assert quotes == sorted(quotes, key=lambda quote: (quote["raw_start"], quote["raw_end"]))
    for quote in quotes:
        pieces = [ARTICLE[piece["raw_start"] : piece["raw_end"]] for piece in quote["fragments"]]
        assert write_quote(map(fold_space, pieces)) == quote["quote_text"]
        assert quote["raw_start"] == quote["fragments"][0]["raw_start"]
        assert quote["raw_end"] == quote["fragments"][-1]["raw_end"]
        if quote["speaker_text"] is not None:
            assert ARTICLE[quote["speaker_raw_start"] : quote["speaker_raw_end"]] == quote["speaker_text"]
    broken = next(quote for quote in quotes if len(quote["fragments"]) > 1)
    assert broken["quote_text"].startswith("We have waited far too long")
    assert broken["quote_text"].endswith("The bearings are worn out.")


def test_rows_do_not_depend_on_the_batch(nlp: Language, schemas: dict[str, pl.Schema]) -> None:
    records = make_records(5)
    together = extract_batch(records, nlp, schemas, OPTIONS).frames
    alone = [extract_batch([record], nlp, schemas, OPTIONS).frames for record in records]
    for table, frame in together.items():
        assert_frame_equal(frame, pl.concat([frames[table] for frames in alone]))


def fail_for(marker: str, real: Callable[..., Any], text_of: Callable[..., str]) -> Callable[..., Any]:
    def fail(*arguments: Any) -> Any:
        if marker in text_of(*arguments):
            raise ZeroDivisionError("the rule divided by zero")
        return real(*arguments)

    return fail


@pytest.mark.parametrize(
    ("function", "text_of", "stage"),
    [
        ("clean_article", lambda raw, policy, outlets: raw.raw_text, "clean"),
        ("find_named_mentions", lambda tokens, article: article.raw.raw_text, "extract"),
        ("find_quotes", lambda tokens, article, mentions, references: article.raw.raw_text, "extract"),
        ("parse_texts", lambda nlp, texts: " ".join(texts), "extract"),
        ("make_frames", lambda rows, schemas: str([each["articles"] for each in rows]), "extract"),
    ],
)
def test_fault_costs_the_article_at_fault_alone(  # noqa: PLR0917
    nlp: Language,
    schemas: dict[str, pl.Schema],
    monkeypatch: pytest.MonkeyPatch,
    function: str,
    text_of: Callable[..., str],
    stage: str,
) -> None:
    monkeypatch.setattr(batches, function, fail_for("Brandt1", getattr(batches, function), text_of))
    records = make_records(4)
    extraction = extract_batch(records, nlp, schemas, OPTIONS)
    assert extraction.frames["articles"]["source_path"].to_list() == ["0.txt", "2.txt", "3.txt"]
    (rejected,) = extraction.rejected
    assert (rejected.source_path, rejected.stage, rejected.reason_code) == ("1.txt", stage, f"{stage}_fault")
    assert rejected.content_hash == records[1].content_hash
    assert "ZeroDivisionError: the rule divided by zero" in rejected.message
    assert rejected.byte_count == len(records[1].payload)
    assert rejected.raw_excerpt == records[1].payload[:1_000]


def test_record_that_cannot_be_read_keeps_the_readers_reason(nlp: Language, schemas: dict[str, pl.Schema]) -> None:
    records = [make_record("  \n "), make_record(ARTICLE, "b.txt")]
    extraction = extract_batch(records, nlp, schemas, OPTIONS)
    assert [(record.stage, record.reason_code) for record in extraction.rejected] == [("read", "empty")]
    assert extraction.frames["articles"].height == 1


DEEP_MAIL = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3_000))


@pytest.mark.parametrize(
    ("source_format", "payload"),
    [
        ("message", b"From: a@b.c\n" + DEEP_MAIL + b"\nIt held."),
        ("message", b"From: a@b.c\nContent-Type: message/rfc822\n\n" * 3_000 + b"From: a@b.c\n\nIt held."),
        ("message", b"From: " + b"(" * 9_000 + b"\n\nIt held."),
        ("saved_page", b"From: a@b.c\n" + DEEP_MAIL + b"\n<p>It held."),
    ],
)
def test_what_is_nested_without_end_is_no_fault_of_ours(
    nlp: Language, schemas: dict[str, pl.Schema], source_format: str, payload: bytes
) -> None:
    record = SourceRecord("a.eml", source_format, payload, hash_payload(payload))
    (rejected,) = extract_batch([record], nlp, schemas, OPTIONS).rejected
    assert (rejected.stage, rejected.reason_code) == ("read", "nested_too_deep")
    assert "nested too deep" in rejected.message


def test_text_longer_than_the_model_takes_is_rejected(
    nlp: Language, schemas: dict[str, pl.Schema], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nlp, "max_length", 2_000)
    long = ARTICLE + "\n\n".join(
        f"Ferry number {number} sailed to island {number + 7} at noon." for number in range(80)
    )
    extraction = extract_batch([make_record(long), make_record(ARTICLE, "b.txt")], nlp, schemas, OPTIONS)
    assert [record.reason_code for record in extraction.rejected] == ["too_long"]
    assert extraction.frames["articles"]["source_path"].to_list() == ["b.txt"]


def test_batch_of_nothing_has_empty_frames(schemas: dict[str, pl.Schema]) -> None:
    frames = make_frames([], schemas)
    assert all(frame.height == 0 and frame.schema == schemas[table] for table, frame in frames.items())
