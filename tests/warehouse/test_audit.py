"""Every audit catches the fault it is there for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import sql
from tests.warehouse.conftest import make_article, start_run
from warehouse.audit import run_audits

if TYPE_CHECKING:
    import duckdb

FAULTS = {
    "find_duplicate_keys": "insert into core.fact_mention from core.fact_mention limit 1",
    "find_null_keys": "update core.fact_quote set cue_key = null",
    "find_orphan_keys": "update core.fact_mention set outlet_key = 7",
    "find_articles_without_one_current_version": "update core.dim_article set is_current = false",
    "find_version_gaps": "update core.dim_article set valid_to = valid_from",
    "find_uneven_author_weights": "update core.bridge_article_author set weight = 0.5",
    "find_uneven_speaker_weights": "delete from core.bridge_quote_speaker",
    "find_date_gaps": (
        "insert into core.dim_date (date_key, date_on) values (20240101, '2024-01-01'), (20240103, '2024-01-03')"
    ),
    "find_spans_outside_text": "update core.fact_mention set raw_end = 1000",
    "find_misplaced_texts": "update core.fact_quote set quote_text = 'never said'",
    "find_count_differences": "delete from core.fact_mention",
    "find_uncounted_records": "update meta.run set seen_count = seen_count + 1",
    "find_quarantined_without_reason": "update record_outcome set outcome = 'quarantined'",
    "find_overlapping_removed_spans": (
        "insert into core.fact_removed_span by name select 1 as removed_span_key, article_key, "
        "unnest([0, 2]) as raw_start, 5 as raw_end, 'Anna ' as removed_text, 'chrome' as kind, 'rule' as rule_id, "
        "run_key from core.fact_article"
    ),
    "find_names_without_one_judgement": "insert into core.resolution from core.resolution",
    "find_miscounted_articles": "update core.fact_article set quote_count = 5",
    "find_current_articles_without_story": "update core.fact_article set story_key = -1",
    "find_uncut_lines": "update core.fact_mention set is_cut = true",
    "find_miscut_texts": (
        "insert into core.cut_text by name select article_key, 'Anna' as clean_text, 0 as body_start, offset_map, "
        "[{'clean_start': 0, 'clean_end': 2, 'sentence_count': 1}] as spans, run_key from core.article_text"
    ),
    "find_misjudged_copies": "update core.dim_article set original_article_key = 7",
    "find_crowded_bands": (
        "insert into core.article_band by name select article_key, unnest(range(51))::integer as band_number, "
        "5 as band_hash from core.dim_article"
    ),
    "find_unlisted_cues": "update core.fact_quote set cue_key = -1",
    "find_future_articles": "update core.dim_article set published_on = '2999-01-01'",
    "find_silent_articles": "update core.fact_article set word_count = 500, mention_count = 0, quote_count = 0",
}


def test_every_audit_has_a_fault_here_and_a_header() -> None:
    names = {name.rsplit("/", 1)[1].removesuffix(".sql") for name in sql.list_statements("audits")}
    assert names == FAULTS.keys()
    for name in sql.list_statements("audits"):
        header = sql.read_header(name)
        assert header["severity"] in {"block", "warn"}, name
        assert header["reason"].endswith("."), name
        assert header["table"], name


@pytest.mark.parametrize("audit", FAULTS)
def test_audit_catches_its_fault(build: duckdb.DuckDBPyConnection, load: Any, audit: str) -> None:
    run = load(make_article("a.txt", "Anna said it rains"))
    build.execute(FAULTS[audit])
    results = {row["check_name"]: row for row in run_audits(build, run).to_dicts()}
    assert not results[audit]["is_passed"]
    assert results[audit]["failed_count"] >= 1
    assert results[audit]["failing_rows"].startswith("[{")


def test_sound_warehouse_passes_every_audit(build: duckdb.DuckDBPyConnection, load: Any) -> None:
    load(make_article("a.txt", "Anna said it rains"), make_article("b.txt", "Bert said it snows"))
    results = run_audits(build, start_run(build))
    blocking = results.filter(~results["is_passed"] & (results["check_name"] != "find_count_differences"))
    assert blocking.is_empty(), blocking.to_dicts()
