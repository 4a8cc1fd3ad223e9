"""What was read before is known again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from tests.warehouse.conftest import ROOT, make_article
from warehouse import quarantine, runs
from warehouse.ledger import find_known_records, find_unchanged_files

if TYPE_CHECKING:
    import duckdb


def make_files(*rows: tuple[str, int, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(ROOT, *row, None) for row in rows],
        schema={
            "root_path": pl.String,
            "source_path": pl.String,
            "byte_count": pl.Int64,
            "modified_at_ns": pl.Int64,
            "revision_id": pl.String,
        },
        orient="row",
    )


def test_file_is_unchanged_while_size_time_and_extractor_are(build: duckdb.DuckDBPyConnection, load: Any) -> None:
    article = make_article("a.txt", "Anna said it rains")
    size = len(article["raw_text"])
    load(article)
    found = find_unchanged_files(build, make_files(("a.txt", size, 1), ("new.txt", size, 1)), "1")
    assert found.select("source_path", "record_count").rows() == [("a.txt", 1)]
    assert find_unchanged_files(build, make_files(("a.txt", size, 2)), "1").is_empty()
    assert find_unchanged_files(build, make_files(("a.txt", size + 1, 1)), "1").is_empty()
    assert find_unchanged_files(build, make_files(("a.txt", size, 1)), "2").is_empty()


def test_only_current_content_is_known(build: duckdb.DuckDBPyConnection, load: Any) -> None:
    first, second = make_article("a.txt", "Anna said it rains"), make_article("a.txt", "Anna said it snows")
    load(first)
    load(second)
    known = find_known_records(build, [first["content_hash"], second["content_hash"], "other"])
    assert known.select("content_hash", "source_path", "root_path").rows() == [(second["content_hash"], "a.txt", ROOT)]


def test_runs_left_open_are_closed_as_interrupted(build: duckdb.DuckDBPyConnection, load: Any) -> None:
    load(make_article("a.txt", "Anna said it rains"))
    from tests.warehouse.conftest import start_run

    start_run(build)
    assert runs.close_stale_runs(build) == 1
    states = build.execute("select run_number, state from mart.runs order by 1").fetchall()
    assert states == [(1, "published"), (2, "interrupted")]


def test_quarantine_keeps_reason_and_bytes(build: duckdb.DuckDBPyConnection, load: Any) -> None:
    run = load(make_article("a.txt", "Anna said it rains"))
    held = pl.DataFrame(
        {
            "stage": ["read"],
            "reason_code": ["empty"],
            "message": ["b.txt is empty."],
            "source_path": ["b.txt"],
            "content_hash": ["00"],
            "byte_count": [0],
            "table_name": [None],
            "row_json": [None],
            "raw_excerpt": [b""],
        }
    )
    quarantine.quarantine_records(build, run, held)
    assert build.execute(
        "select stage, reason_code, source_path, raw_excerpt, run_number from mart.quarantine"
    ).fetchall() == [("read", "empty", "b.txt", b"", 1)]
