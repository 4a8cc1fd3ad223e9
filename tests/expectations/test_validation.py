"""Faults planted in sound frames: each is caught by the check that should catch it, with the right consequence."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from expectations import running
from expectations.validation import Validation, merge_results, validate_frames
from warehouse.schema.catalog import read_schemas

if TYPE_CHECKING:
    from pathlib import Path

    from tests.expectations.conftest import FrameMaker
    from tests.staged_rows import Frames

TODAY = date(2024, 6, 1)


def _validate(frames: Frames, *tables: str) -> Validation:
    """Validate all frames, or articles and `tables` alone: a suite costs a good part of a second to run."""
    wanted = {table: frame for table, frame in frames.items() if not tables or table in ("articles", *tables)}
    return validate_frames(wanted, schemas=read_schemas(), today=TODAY)


def _plant(frames: Frames, table: str, row: int, **values: Any) -> Frames:
    frame = frames[table].with_row_index("_row")
    for column, value in values.items():
        changed = pl.lit(value, frame.schema[column])
        frame = frame.with_columns(pl.when(pl.col("_row") == row).then(changed).otherwise(pl.col(column)).alias(column))
    return frames | {table: frame.drop("_row")}


def _failed(validation: Validation) -> set[str]:
    failed = validation.results.filter(~pl.col("is_passed"))
    return set((failed["table_name"] + "." + failed["check_name"]).to_list())


def test_sound_frames_pass_untouched(
    make_frames: FrameMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    frames = make_frames()
    validation = _validate(frames)
    assert _failed(validation) == set()
    assert validation.blocked == ()
    assert validation.quarantined.is_empty()
    assert all(validation.frames[table].equals(frame) for table, frame in frames.items())
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")
    assert validation.results.columns == [name for name in read_schemas("meta")["quality_result"] if name != "run_key"]
    declared, quarantined = read_schemas("quarantine")["record"], validation.quarantined.schema
    assert {"stage", "reason_code", "message", "source_path", "table_name", "row_json"} <= set(quarantined)
    assert quarantined == {name: declared[name] for name in quarantined}


def test_empty_frames_pass(make_frames: FrameMaker) -> None:
    validation = _validate(make_frames(0))
    assert validation.blocked == ()
    assert validation.results["is_passed"].all()
    assert validation.results.filter(pl.col("check_name") != "columns_are_as_declared")["checked_count"].sum() == 0


def test_frames_without_a_suite_pass_as_they_are(make_frames: FrameMaker) -> None:
    other = pl.DataFrame({"anything": [1, 2]})
    assert validate_frames({"source_records": other}).frames["source_records"].equals(other)


# Faults are planted one an article and checked in one go, because a run of all suites costs a second.
ROW_FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("mentions", {"raw_end": 0}, "span_lies_in_raw_text"),
    ("mentions", {"raw_start": -1}, "span_lies_in_raw_text"),
    ("mentions", {"raw_end": 10_000_000}, "span_lies_in_raw_text"),
    ("mentions", {"clean_end": 10_000_000}, "span_lies_in_clean_text"),
    ("mentions", {"entity_type": "SPACESHIP"}, "entity_type_is_known"),
    ("mentions", {"entity_type": None}, "entity_type_is_given"),
    ("mentions", {"mention_text": "Somebody Else"}, "mention_text_stands_at_its_offsets"),
    ("mentions", {"mention_text": "—"}, "mention_text_has_a_word"),
    ("mentions", {"entity_name": "Mara  Lindqvist"}, "entity_name_is_folded"),
    ("mentions", {"sentence_number": -1}, "sentence_number_is_not_negative"),
    ("quotes", {"raw_end": 10_000_000}, "span_lies_in_raw_text"),
    ("quotes", {"quote_type": "sung"}, "quote_type_is_known"),
    ("quotes", {"quote_text": "”"}, "quote_text_has_a_word"),
    ("quotes", {"quote_text": "The bridge will never open"}, "quote_text_stands_at_its_fragments"),
    (
        "quotes",
        {"fragments": [{"raw_start": 10_000_000, "raw_end": 10_000_007}]},
        "span_starts_with_its_first_fragment",
    ),
    ("quotes", {"fragments": []}, "fragment_count_is_usual"),
    ("quotes", {"speaker_text": "Nobody"}, "speaker_text_stands_at_its_offsets"),
    ("quotes", {"speaker_raw_end": 10_000_000}, "speaker_lies_in_raw_text"),
    ("quotes", {"speaker_type": "SPACESHIP"}, "speaker_type_is_known"),
    ("quotes", {"speaker_type": None}, "speaker_has_its_type"),
    ("quotes", {"confidence": 1.5}, "confidence_is_a_share"),
    ("quotes", {"parent_quote_number": 99}, "parent_is_staged"),
    ("quotes", {"clean_end": None}, "clean_span_is_whole"),
    ("removed_spans", {"kind": "unknown"}, "kind_is_known"),
    ("removed_spans", {"rule_id": "a rule"}, "rule_id_is_an_id"),
    ("removed_spans", {"removed_text": "Share this  article"}, "removed_text_is_the_raw_text"),
    ("embedded_posts", {"raw_end": 10_000_000}, "span_lies_in_raw_text"),
    ("entity_roles", {"role_text": "Nobody"}, "role_text_stands_at_its_offsets"),
    ("entity_roles", {"country_code": "Norway"}, "country_code_is_a_code"),
    ("entity_roles", {"role_rule": "behind"}, "role_rule_is_known"),
    ("entity_roles", {"entity_name": None}, "entity_name_is_given"),
    ("entity_roles", {"role_group": "wizard"}, "role_group_is_known"),
    ("mentions", {"gender": "unknown", "gender_source": "title"}, "gender_is_known"),
    ("mentions", {"gender": "male", "gender_source": "guess"}, "gender_source_is_known"),
]


def _plant_in_first_row(frames: Frames, table: str, article: int, values: dict[str, Any]) -> Frames:
    content_hash = frames["articles"]["content_hash"][article]
    rows = frames[table].with_row_index("_row").filter(pl.col("content_hash") == content_hash)
    return _plant(frames, table, rows["_row"][0], **values)


@pytest.fixture(scope="module")
def row_faults(make_frames: FrameMaker) -> tuple[Frames, Validation]:
    frames = make_frames(len(ROW_FAULTS) + 1)
    for article, (table, values, _) in enumerate(ROW_FAULTS):
        frames = _plant_in_first_row(frames, table, article, values)
    return frames, _validate(frames)


@pytest.mark.parametrize("article", range(len(ROW_FAULTS)), ids=lambda place: f"{ROW_FAULTS[place][:2]}"[:60])
def test_a_faulty_row_goes_to_quarantine(row_faults: tuple[Frames, Validation], article: int) -> None:
    frames, validation = row_faults
    table, _, check = ROW_FAULTS[article]
    content_hash = frames["articles"]["content_hash"][article]
    (row,) = validation.quarantined.filter(pl.col("content_hash") == content_hash).iter_rows(named=True)
    assert (row["stage"], row["table_name"], row["reason_code"]) == ("validate", table, check)
    assert row["source_path"] == f"day/bridge-{article}.txt"
    assert json.loads(row["row_json"])["content_hash"] == content_hash
    assert "held back" in row["message"]
    result = validation.results.filter(pl.col("check_name") == check, pl.col("table_name") == table).row(0, named=True)
    assert result["is_passed"] is False
    assert row["source_path"] in [shown["source_path"] for shown in json.loads(result["failing_rows"])]


def test_only_the_faulty_rows_leave(row_faults: tuple[Frames, Validation]) -> None:
    frames, validation = row_faults
    assert validation.blocked == ()
    assert validation.quarantined.height == len(ROW_FAULTS)
    assert validation.frames["articles"].height == frames["articles"].height
    for table in ("removed_spans", "embedded_posts", "mentions", "entity_roles", "quotes"):
        lost = sum(fault[0] == table for fault in ROW_FAULTS)
        assert validation.frames[table].height == frames[table].height - lost
    untouched = frames["articles"]["content_hash"][-1]
    for frame in validation.results.filter(pl.col("failed_count") > 0)["failing_rows"]:
        assert untouched not in frame


def test_of_duplicate_offsets_the_first_row_stays(make_frames: FrameMaker) -> None:
    frames = make_frames(2)
    frames["mentions"] = pl.concat([frames["mentions"], frames["mentions"].head(1)])
    frames["articles"] = frames["articles"].with_columns(
        mention_count=pl.Series([5, 4], dtype=frames["articles"].schema["mention_count"])
    )
    validation = _validate(frames, "mentions")
    assert validation.blocked == ()
    assert validation.quarantined["reason_code"].to_list() == ["mention_is_unique"]
    assert validation.frames["mentions"].equals(make_frames(2)["mentions"])
    assert validation.frames["articles"]["mention_count"].to_list() == [4, 4]


ARTICLE_FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"published_on": TODAY + timedelta(days=2)}, "published_on_is_a_possible_day"),
    ({"published_on": date(1500, 1, 1)}, "published_on_is_a_possible_day"),
    ({"word_count": 0}, "word_count_is_an_articles"),
    ({"removed_share": 1.2}, "removed_share_is_a_share"),
    ({"body_start": 10_000_000}, "body_start_is_inside_the_text"),
    (
        {"offset_map": [{"clean_start": 0, "raw_start": 10_000_000, "char_count": 5}]},
        "offset_map_ends_inside_raw_text",
    ),
    ({"offset_map": []}, "offset_map_is_given"),
    ({"sentence_starts": [0, 10_000_000]}, "sentences_begin_inside_clean_text"),
    ({"signature": [1, 2, 3]}, "signature_has_its_length"),
    ({"shingle_count": -1}, "shingle_count_is_an_articles"),
]


@pytest.fixture(scope="module")
def article_faults(make_frames: FrameMaker) -> tuple[Frames, Validation]:
    frames = make_frames(len(ARTICLE_FAULTS) + 1)
    for article, (values, _) in enumerate(ARTICLE_FAULTS):
        frames = _plant(frames, "articles", article, **values)
    return frames, _validate(frames)


@pytest.mark.parametrize("article", range(len(ARTICLE_FAULTS)), ids=lambda place: f"{ARTICLE_FAULTS[place][0]}"[:60])
def test_a_faulty_article_is_held_back(article_faults: tuple[Frames, Validation], article: int) -> None:
    frames, validation = article_faults
    content_hash = frames["articles"]["content_hash"][article]
    (row,) = validation.quarantined.filter(pl.col("content_hash") == content_hash).iter_rows(named=True)
    assert (row["table_name"], row["reason_code"]) == ("articles", ARTICLE_FAULTS[article][1])
    assert "4 mentions" in row["message"]
    assert "2 quotes" in row["message"]
    assert row["raw_excerpt"].startswith(f"Bridge number {article}".encode())
    assert "raw_text" not in json.loads(row["row_json"])


def test_a_faulty_article_takes_its_rows_with_it(article_faults: tuple[Frames, Validation]) -> None:
    frames, validation = article_faults
    held = len(ARTICLE_FAULTS)
    assert validation.blocked == ()
    assert validation.followed == {
        "removed_spans": 2 * held,
        "embedded_posts": held,
        "entity_roles": held,
        "mentions": 4 * held,
        "quotes": 2 * held,
    }
    for frame in validation.frames.values():
        assert set(frame["content_hash"]) == {frames["articles"]["content_hash"][-1]}


def test_tomorrow_is_not_the_future_because_it_is_tomorrow_somewhere(make_frames: FrameMaker) -> None:
    validation = _validate(_plant(make_frames(1), "articles", 0, published_on=TODAY + timedelta(days=1)), "articles")
    assert validation.quarantined.is_empty()


BLOCKS: list[tuple[str, dict[str, Any], str]] = [
    ("articles", {"content_hash": None}, "articles.content_hash_is_given"),
    ("articles", {"content_hash": "no hash"}, "articles.content_hash_is_a_hash"),
    ("articles", {"source_path": ""}, "articles.source_path_has_a_length"),
    ("articles", {"raw_char_count": 10_000_000}, "articles.raw_char_count_counts_raw_text"),
    ("articles", {"mention_count": 3}, "articles.mention_count_counts_mentions"),
    ("articles", {"extractor_version": "2 test"}, "articles.extractor_version_is_one"),
    ("quotes", {"quote_number": 1}, "quotes.quote_number_is_unique"),
    ("mentions", {"content_hash": "f" * 32}, "mentions.article_is_staged"),
]


def test_faults_of_the_pipeline_block(make_frames: FrameMaker) -> None:
    frames = make_frames(len(BLOCKS) + 1)
    for article, (table, values, _) in reversed(list(enumerate(BLOCKS))):
        frames = _plant_in_first_row(frames, table, article, values)
    blocked = set(_validate(frames).blocked)
    assert {check for _, _, check in BLOCKS} <= blocked
    # An article without its hash leaves its other rows without an article.
    orphans = {
        f"{table}.article_is_staged"
        for table in ("removed_spans", "embedded_posts", "mentions", "entity_roles", "quotes")
    }
    assert blocked - {check for _, _, check in BLOCKS} <= orphans | {"articles.quote_count_counts_quotes"}


def test_two_rows_for_one_article_block(make_frames: FrameMaker) -> None:
    frames = make_frames(1)
    frames["articles"] = pl.concat([frames["articles"], frames["articles"]])
    assert _validate(frames, "articles").blocked == ("articles.content_hash_is_unique",)


_LATER = datetime.fromisoformat("2024-03-09")
WARNINGS: list[tuple[str, dict[str, Any], str]] = [
    ("articles", {"language": "sv"}, "articles.language_is_supported"),
    ("articles", {"headline_source": None}, "articles.headline_has_its_source"),
    ("articles", {"author_names": ["By Ola Brandt"]}, "articles.author_names_are_names"),
    ("articles", {"url": "javascript:alert(1)"}, "articles.url_is_an_address"),
    ("articles", {"removed_share": 0.95}, "articles.removed_share_is_usual"),
    ("articles", {"updated_at": datetime.fromisoformat("2024-03-01")}, "articles.updated_at_follows_published_at"),
    ("articles", {"updated_at": datetime.fromisoformat("2025-03-01")}, "articles.updated_at_is_not_in_the_future"),
    (
        "articles",
        {"published_at": _LATER},
        "articles.published_at_agrees_with_published_on",
    ),
    ("embedded_posts", {"handle": "@traffic"}, "embedded_posts.handle_is_a_handle"),
    ("embedded_posts", {"posted_on": date(1999, 1, 1)}, "embedded_posts.posted_on_is_a_possible_day"),
    ("embedded_posts", {"platform": "Twitter"}, "embedded_posts.platform_is_known"),
    ("mentions", {"entity_name": "Mara Lindqvist's"}, "mentions.entity_name_has_no_possessive"),
    ("mentions", {"is_headline": True}, "mentions.headline_mentions_stand_in_the_headline"),
    ("quotes", {"speaker_rule": None}, "quotes.speaker_has_its_rule"),
    ("quotes", {"speaker_name": "she"}, "quotes.speaker_is_no_pronoun"),
    ("quotes", {"speaker_name": None, "speaker_type": None}, "quotes.direct_quotes_have_a_speaker"),
    ("quotes", {"clean_start": None, "clean_end": None}, "quotes.clean_span_is_given"),
    ("quotes", {"clean_start": 0}, "quotes.quote_stands_in_the_body"),
]


@pytest.fixture(scope="module")
def doubts(make_frames: FrameMaker) -> tuple[Frames, Validation]:
    frames = make_frames(len(WARNINGS))
    for article, (table, values, _) in enumerate(WARNINGS):
        frames = _plant_in_first_row(frames, table, article, values)
    return frames, _validate(frames)


@pytest.mark.parametrize("article", range(len(WARNINGS)), ids=lambda place: WARNINGS[place][2])
def test_a_doubtful_value_is_recorded(doubts: tuple[Frames, Validation], article: int) -> None:
    frames, validation = doubts
    table, check = WARNINGS[article][2].split(".")
    result = validation.results.filter(pl.col("check_name") == check, pl.col("table_name") == table).row(0, named=True)
    assert result["severity"] == "warn"
    (shown,) = json.loads(result["failing_rows"])
    assert shown["content_hash"] == frames["articles"]["content_hash"][article]


def test_doubtful_values_are_kept(doubts: tuple[Frames, Validation]) -> None:
    frames, validation = doubts
    assert validation.blocked == ()
    assert validation.quarantined.is_empty()
    assert all(validation.frames[table].equals(frame) for table, frame in frames.items())


def test_an_embedded_post_has_no_place_in_the_clean_text(make_frames: FrameMaker) -> None:
    frames = _plant(make_frames(1), "quotes", 0, clean_start=None, clean_end=None, sentence_number=None, medium="post")
    assert _failed(_validate(frames, "quotes")) == set()


def test_a_quote_broken_by_its_attribution_passes(make_frames: FrameMaker) -> None:
    frames = make_frames(1)
    start, end = frames["quotes"].select("raw_start", "raw_end").row(0)
    text = frames["quotes"]["quote_text"][0]
    fragments = [{"raw_start": start, "raw_end": start + 10}, {"raw_start": end - 14, "raw_end": end}]
    planted = _plant(frames, "quotes", 0, fragments=fragments, quote_text=f"{text[:10]} {text[-14:]}")
    assert _failed(_validate(planted, "quotes")) == set()
    backwards = _plant(frames, "quotes", 0, fragments=fragments[::-1])
    assert "quotes.fragments_follow_each_other" in _failed(_validate(backwards, "quotes"))


@pytest.mark.parametrize(("member", "is_sound"), [("Bo Ek", True), ("", False), (None, False)])
def test_each_of_several_sources_has_a_name(make_frames: FrameMaker, member: str | None, is_sound: bool) -> None:
    members = [{"entity_name": "Anna", "entity_type": "PERSON"}, {"entity_name": member, "entity_type": "PERSON"}]
    failed = _failed(_validate(_plant(make_frames(1), "quotes", 0, speaker_members=members), "quotes"))
    assert failed == (set() if is_sound else {"quotes.joint_sources_are_named"})


def test_a_nested_quote_loses_the_parent_that_left(make_frames: FrameMaker) -> None:
    frames = _plant(make_frames(1), "quotes", 1, parent_quote_number=0)
    assert _validate(frames, "quotes").frames["quotes"]["parent_quote_number"].to_list() == [None, 0]
    validation = _validate(_plant(frames, "quotes", 0, quote_type="sung"), "quotes")
    assert validation.frames["quotes"]["quote_number"].to_list() == [1]
    assert validation.frames["quotes"]["parent_quote_number"].to_list() == [None]
    assert validation.frames["articles"]["quote_count"].to_list() == [1]


def test_what_passed_passes_again(make_frames: FrameMaker) -> None:
    frames = _plant(make_frames(3), "mentions", 0, entity_type="SPACESHIP")
    frames = _plant(_plant(frames, "quotes", 3, quote_text="else"), "articles", 2, word_count=0)
    again = _validate(_validate(frames).frames)
    assert again.blocked == ()
    assert again.quarantined.is_empty()


def test_one_row_with_two_faults_is_held_back_once(make_frames: FrameMaker) -> None:
    validation = _validate(_plant(make_frames(1), "quotes", 0, quote_type="sung", confidence=7.0), "quotes")
    (row,) = validation.quarantined.iter_rows(named=True)
    assert row["reason_code"] == "quote_type_is_known"
    assert "confidence_is_a_share" in row["message"]


def test_a_faulty_row_of_a_held_article_goes_with_it(make_frames: FrameMaker) -> None:
    frames = _plant(_plant(make_frames(1), "articles", 0, word_count=0), "quotes", 0, quote_type="sung")
    validation = _validate(frames, "quotes")
    assert validation.quarantined["table_name"].to_list() == ["articles"]
    assert validation.followed["quotes"] == 2


def test_a_missing_column_blocks_and_is_named(make_frames: FrameMaker) -> None:
    frames = make_frames(1)
    frames["mentions"] = frames["mentions"].drop("entity_type").with_columns(extra=pl.lit(1))
    validation = _validate(frames)
    assert validation.blocked == ("mentions.columns_are_as_declared",)
    observed = validation.results.filter(~pl.col("is_passed"))["observed_value"][0]
    assert "entity_type is missing, declared String" in observed
    assert "extra is Int32, declared not declared" in observed


def test_a_wrong_type_blocks(make_frames: FrameMaker) -> None:
    frames = make_frames(1)
    frames["quotes"] = frames["quotes"].with_columns(pl.col("confidence").cast(pl.String))
    assert _validate(frames).blocked == ("quotes.columns_are_as_declared",)


def test_an_expectation_that_raises_blocks(make_frames: FrameMaker) -> None:
    frames = make_frames(1)
    # Without declared schemas nothing says that this column is wrong until a check stumbles over it.
    frames["quotes"] = frames["quotes"].with_columns(confidence=pl.lit("surely"))
    validation = validate_frames(frames, today=TODAY)
    assert validation.blocked == ("quotes.confidence_is_a_share",)
    result = validation.results.filter(~pl.col("is_passed")).row(0, named=True)
    assert result["severity"] == "block"
    assert "could not be run" in result["observed_value"]


def test_texts_kept_with_a_row_are_bounded(make_frames: FrameMaker) -> None:
    validation = _validate(_plant(make_frames(1), "quotes", 0, quote_text="word " * 100_000), "quotes")
    assert len(validation.quarantined["row_json"][0]) < 5_000
    assert validation.results["failing_rows"].str.len_chars().max() < 30_000  # type: ignore[operator]


def test_slices_add_up(make_frames: FrameMaker) -> None:
    whole = make_frames(3)
    slices = [
        {table: frame.filter(pl.col("content_hash") == content_hash) for table, frame in whole.items()}
        for content_hash in whole["articles"]["content_hash"]
    ]
    slices[0] = _plant(slices[0], "mentions", 0, entity_type="SPACESHIP")
    slices[2] = _plant(slices[2], "mentions", 0, entity_type="SPACESHIP")
    whole_results = _validate(whole, "mentions").results
    merged = merge_results([_validate(part, "mentions").results for part in slices])
    assert merged.columns == whole_results.columns
    assert merged.height == whole_results.height
    row = merged.filter(pl.col("check_name") == "entity_type_is_known").row(0, named=True)
    assert (row["is_passed"], row["checked_count"], row["failed_count"]) == (False, 12, 2)
    assert len(json.loads(row["failing_rows"])) == 2
    assert row["checked_at"] <= datetime.now(UTC).replace(tzinfo=None)


def test_a_share_that_may_fail_is_judged_on_the_whole_run(make_frames: FrameMaker) -> None:
    sound = _validate(make_frames(60), "articles").results
    doubtful = _validate(_plant(make_frames(1), "articles", 0, language="sv"), "articles").results

    def judge(results: pl.DataFrame) -> tuple[bool, int]:
        row = results.filter(pl.col("check_name") == "language_is_supported").row(0, named=True)
        return row["is_passed"], row["failed_count"]

    assert judge(doubtful) == (False, 1)
    assert judge(merge_results([sound, doubtful])) == (True, 1)
    assert judge(merge_results([doubtful, doubtful, sound])) == (False, 2)
    assert merge_results([]).is_empty()


@pytest.mark.parametrize(
    ("stored", "found", "is_equal"),
    [
        ("‘Had Its", "Ã¢â‚¬ËœHad  Its", True),
        ("café", "cafÃ©", True),
        ("cafe bar", "cafÃ© car", False),
        ("‘Had Its", "Had Its", False),  # no mojibake: every character counts
    ],
)
def test_mended_text_is_compared_by_its_plain_letters(stored: str, found: str, is_equal: bool) -> None:
    from expectations.custom_expectations import match_folded

    assert match_folded(stored, found) is is_equal


def test_what_the_library_rarely_uses_is_imported_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_RARELY_USED", ("colorsys",))
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with running.quiet_great_expectations():
        import colorsys

        assert not hasattr(colorsys, "__file__")
    assert "colorsys" not in sys.modules
    assert colorsys.rgb_to_hsv(0, 0, 0) == (0, 0, 0)
