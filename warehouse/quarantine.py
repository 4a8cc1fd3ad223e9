"""Where input and rows go that cannot be loaded: kept, with the reason, and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sql

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from warehouse.runs import Run


def quarantine_records(con: duckdb.DuckDBPyConnection, run: Run, held: pl.DataFrame) -> None:
    """Write what was held back: stage, reason_code, message, source_path, content_hash, byte_count, table_name,
    row_json and raw_excerpt.
    """
    con.execute("set variable run_key = ?", [run.run_key])
    con.register("held_record", held)
    try:
        con.execute(sql.read_statement("load/insert_quarantine_records.sql"))
    finally:
        con.unregister("held_record")
