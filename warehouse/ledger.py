"""What was read before: files by path, size and modification time, contents by hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

import sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


def find_unchanged_files(con: duckdb.DuckDBPyConnection, files: pl.DataFrame, extractor_version: str) -> pl.DataFrame:
    """Those of `files` that were read before for the same extractor, of the same size, time and revision.

    `files`: root_path, source_path, byte_count, modified_at_ns, revision_id. Gives the same columns and record_count.
    """
    con.execute("set variable extractor_version = ?", [extractor_version])
    return _select(con, "load/select_unchanged_files.sql", "found_file", files)


def find_known_records(con: duckdb.DuckDBPyConnection, content_hashes: Sequence[str]) -> pl.DataFrame:
    """Which of the contents the warehouse holds, and where each was read.

    Held is what each file held last: the current version of its article, or one that another file's newer version
    follows. Gives content_hash, article_id, root_path, source_path, extractor_version.
    """
    hashes = pl.DataFrame({"content_hash": list(content_hashes)}, schema={"content_hash": pl.String}).unique()
    return _select(con, "load/select_known_records.sql", "read_content", hashes)


def _select(con: duckdb.DuckDBPyConnection, statement: str, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    con.register(name, frame)
    try:
        return con.sql(sql.read_statement(statement)).pl()
    finally:
        con.unregister(name)
