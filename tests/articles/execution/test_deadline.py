"""A slow article costs itself alone."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from articles.execution import extract_batch as batches
from articles.execution.deadline import CHARACTERS, LONGEST, DeadlineExceeded, find_limit, limit_seconds
from articles.execution.extract_batch import LONG_TEXT, extract_batch
from articles.execution.grouping import ExtractionOptions
from articles.reading.records import hash_payload
from articles.records import SourceRecord
from pipeline.settings import Settings

if TYPE_CHECKING:
    import polars as pl
    from spacy.language import Language

OPTIONS = ExtractionOptions("test-1", "en_core_web_md", article_seconds=1)
ARTICLE = 'Ferry sold\n\nThe ferry of {} is sold.\n\n"It is done," said Orla Brandt, who owned it, on Monday.\n'
STEPS = ("parse_record", "clean_article", "find_named_mentions", "find_quotes")


def spin(seconds: float = 30) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_what_takes_too_long_is_broken_off_and_nothing_after_it() -> None:
    assert not issubclass(DeadlineExceeded, Exception)  # else a step may take it for a fault of its own
    with pytest.raises(DeadlineExceeded), limit_seconds(0.1):
        spin()
    with limit_seconds(0.1):
        pass
    spin(0.3)
    with limit_seconds(0.1, 10 * CHARACTERS):
        spin(0.3)


def test_no_article_may_take_what_its_batch_has() -> None:
    assert (find_limit(10, 500), find_limit(10, 2 * CHARACTERS)) == (10, 20)
    assert find_limit(10, 1_000 * CHARACTERS) == LONGEST < Settings.model_fields["batch_seconds"].default
    assert find_limit(2 * LONGEST, 1_000 * CHARACTERS) == 2 * LONGEST


def test_a_machine_that_is_busy_makes_no_article_slow() -> None:
    with limit_seconds(0.1):
        time.sleep(0.4)


def test_a_thread_has_no_deadline_of_its_own() -> None:
    ended = []

    def work() -> None:
        with limit_seconds(0.01):
            spin(0.1)
        ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended


@pytest.fixture(scope="module")
def _warm(nlp: Language, schemas: dict[str, pl.Schema]) -> None:
    """The first article of a process pays for what the steps import, on a busy machine more than its second."""
    extract_batch([make_record(ARTICLE.format("Brandt"), "0.txt")], nlp, schemas, ExtractionOptions("test-1", "none"))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.usefixtures("_warm")
def test_a_slow_article_is_quarantined_and_its_batch_mates_are_not(
    nlp: Language, schemas: dict[str, pl.Schema], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real = getattr(batches, step)

    def work(*given: Any) -> Any:
        if any("Slowmouth" in read_text(each) for each in given):
            spin()
        return real(*given)

    monkeypatch.setattr(batches, step, work)
    texts = [ARTICLE.format(place) for place in ("Ansel", "Slowmouth", "Calder")]
    records = [make_record(text, f"{number}.txt") for number, text in enumerate(texts)]
    began = time.process_time()
    extraction = extract_batch(records, nlp, schemas, OPTIONS)
    assert time.process_time() - began < 20  # far less than it would have spun
    assert [(record.source_path, record.reason_code) for record in extraction.rejected] == [("1.txt", "timed_out")]
    assert "article_seconds" in extraction.rejected[0].message
    assert extraction.frames["articles"]["source_path"].to_list() == ["0.txt", "2.txt"]


def test_long_and_short_texts_keep_their_order(nlp: Language, schemas: dict[str, pl.Schema]) -> None:
    long = ARTICLE.format("Ansel") + "\nThe ferry has sailed since the war, and few can remember the day it came.\n" * (
        LONG_TEXT // 60
    )
    records = [
        make_record(text, f"{n}.txt") for n, text in enumerate([ARTICLE.format("Ans"), long, ARTICLE.format("Bo")])
    ]
    extraction = extract_batch(records, nlp, schemas, ExtractionOptions("test-1", "en_core_web_md"))
    assert extraction.frames["articles"]["source_path"].to_list() == ["0.txt", "1.txt", "2.txt"]


def make_record(text: str, path: str) -> SourceRecord:
    payload = text.encode()
    return SourceRecord(path, "text", payload, hash_payload(payload))


def read_text(given: Any) -> str:
    """What a step was given to read, in whatever form."""
    return "".join(str(getattr(given, name, "")) for name in ("payload", "raw_text", "clean_text", "text"))
