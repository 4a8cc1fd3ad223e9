"""Where input and rows go that cannot be loaded: kept, with the reason, and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

import sql

if TYPE_CHECKING:
    import duckdb

    from warehouse.runs import Run


def quarantine_records(con: duckdb.DuckDBPyConnection, run: Run, held: pl.DataFrame) -> None:
    """Write what was held back: stage, reason_code, message, source_path, content_hash, byte_count, table_name,
    row_json, raw_excerpt, and root_path where the staged records do not say it.
    """
    if "root_path" not in held.columns:
        held = held.with_columns(root_path=pl.lit(None, pl.String))
    con.execute("set variable run_key = ?", [run.run_key])
    con.register("held_record", held)
    try:
        con.execute(sql.read_statement("load/insert_quarantine_records.sql"))
    finally:
        con.unregister("held_record")
