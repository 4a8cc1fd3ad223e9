"""What was read before: files by path, size and modification time, contents by hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

import sql
from warehouse.support.rows import fetch_row
from warehouse.support.values import lend_frame, read_frame, set_variables

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


def find_unchanged_files(con: duckdb.DuckDBPyConnection, files: pl.DataFrame, extractor_version: str) -> pl.DataFrame:
    """Those of `files` that were read before by the same extractor, with the same size, time and revision.

    `files`: root_path, source_path, byte_count, modified_at_ns, revision_id. Returns the same columns and record_count.
    """
    set_variables(con, extractor_version=extractor_version)
    return _select(con, "load/select_unchanged_files.sql", "found_file", files)


def find_outdated_files(con: duckdb.DuckDBPyConnection, files: pl.DataFrame, extractor_version: str) -> pl.DataFrame:
    """Those of `files` that did not change, but were read by another extractor.

    `files` as in find_unchanged_files. Returns root_path, source_path, record_count and that extractor_version.
    """
    set_variables(con, extractor_version=extractor_version)
    return _select(con, "load/select_outdated_files.sql", "found_file", files)


def find_known_records(con: duckdb.DuckDBPyConnection, content_hashes: Sequence[str]) -> pl.DataFrame:
    """Which of the contents the warehouse holds, and where each was read.

    Held is what each file held last: the current version of its article, or one that another file's newer version
    follows. Returns content_hash, article_id, root_path, source_path, extractor_version.
    """
    hashes = pl.DataFrame({"content_hash": list(content_hashes)}, schema={"content_hash": pl.String}).unique()
    return _select(con, "load/select_known_records.sql", "read_content", hashes)


def find_left_copies(
    con: duckdb.DuckDBPyConnection, records: pl.DataFrame, extractor_version: str
) -> list[tuple[str, str, str]]:
    """Copies that will be the only ones of their content once what was read is loaded: (root_path, file_path,
    content_hash).

    `records`: root_path, file_path, source_path, content_hash, outcome of what was read, as in staging.source_records.
    """
    set_variables(con, extractor_version=extractor_version)
    return [tuple(row) for row in _select(con, "load/select_left_copies.sql", "read_record", records).iter_rows()]


def find_known_rejects(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str, str]]:
    """What discovery rejected before and the ledger holds as such: (root_path, source_path, reason_code)."""
    return set(con.execute(sql.read_statement("load/select_known_rejects.sql")).fetchall())


def find_discarded(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str, str | None, int | None, str]]:
    """What a person discarded: (root_path, source_path, content_hash, byte_count, reason_code) of whole records."""
    return set(con.execute(sql.read_statement("load/select_discarded_records.sql")).fetchall())


def find_gone_files(
    con: duckdb.DuckDBPyConnection, found: pl.DataFrame, folders: Sequence[str]
) -> list[tuple[str, str]]:
    """Files below `folders` (absolute paths) that the ledger knows and that were not found.

    `found`: root_path, source_path. Returns (root_path, source_path).
    """
    set_variables(con, retire_folders=list(folders))
    return [tuple(row) for row in _select(con, "load/select_gone_files.sql", "found_file", found).iter_rows()]


def find_ledgered_files(con: duckdb.DuckDBPyConnection, found: pl.DataFrame) -> set[tuple[str, str]]:
    """Those of `found` (root_path, source_path) that the ledger knows, in any state."""
    return set(_select(con, "load/select_ledgered_files.sql", "found_file", found).iter_rows())


def read_seconds_per_record(con: duckdb.DuckDBPyConnection) -> float | None:
    """Seconds a loaded record took in one of the last runs, all stages included; None where none loaded any."""
    row = fetch_row(con.execute(sql.read_statement("load/select_run_speed.sql")))
    return float(row[0]) / row[1] if row and row[1] else None


def count_retired(con: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Articles that the current run retired, and current articles below the folders that its load looked at."""
    retired, current = fetch_row(con.execute(sql.read_statement("load/count_retired.sql"))) or (0, 0)
    return retired, current


def count_lost(con: duckdb.DuckDBPyConnection, published: duckdb.DuckDBPyConnection) -> int:
    """Articles current in what is published that the warehouse has neither as current ones nor under another name.

    Retired articles and those whose content is another's by now are not lost. Costs a look at two counts where no fewer
    articles are current than were.
    """
    current = "select count(*) from core.dim_article where is_current"
    before, now = (fetch_row(each.execute(current)) or (0,) for each in (published, con))
    if now >= before:
        return 0
    frame = read_frame(published.sql("select article_id, content_hash from core.dim_article where is_current"))
    return int(_select(con, "load/count_lost_articles.sql", "published_article", frame).item())


def _select(con: duckdb.DuckDBPyConnection, statement: str, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    with lend_frame(con, name, frame):
        return read_frame(con.sql(sql.read_statement(statement)))
