"""Where input and rows go that cannot be loaded: kept, with the reason, counted, and worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

import sql
from warehouse.support.rows import fetch_row
from warehouse.support.values import prepare, set_variables

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from warehouse.runs import Run

KEPT_BYTES = pl.Schema({"quarantine_key": pl.Int64, "source_format": pl.String, "raw_bytes": pl.Binary})


def quarantine_records(con: duckdb.DuckDBPyConnection, run: Run, held: pl.DataFrame) -> None:
    """Write what was held back: stage, reason_code, message, source_path, content_hash, byte_count, table_name,
    row_json, raw_excerpt, and root_path where the staged records do not say it.
    """
    if "root_path" not in held.columns:
        held = held.with_columns(root_path=pl.lit(None, pl.String))
    set_variables(con, run_key=run.run_key)
    _execute_with(con, "load/insert_quarantine_records.sql", "held_record", held)


def find_held(con: duckdb.DuckDBPyConnection, keys: Sequence[int] = (), reason: str = "") -> list[dict[str, Any]]:
    """What waits in quarantine: the rows of `keys`, or all, whose reason code holds `reason`.

    Gives quarantine_key, root_path, file_path, source_path, source_format, content_hash, byte_count, reason_code,
    table_name and raw_bytes.
    """
    found = con.execute(sql.read_statement("load/select_held_records.sql"), {"keys": list(keys), "reason": reason})
    names = [column for column, *_ in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def discard_records(con: duckdb.DuckDBPyConnection, keys: Sequence[int], person: str, note: str) -> int:
    """Mark what is held as discarded by a person, who says why; gives how many rows that were."""
    con.execute("set variable quarantine_keys = ?", [list(keys)])
    set_variables(con, person=person, note=note)
    before = len(find_held(con, keys))
    con.execute(sql.read_statement("load/discard_quarantined.sql"))
    return before - len(find_held(con, keys))


def find_without_bytes(con: duckdb.DuckDBPyConnection, run: Run) -> list[tuple[int, str, str, str, str | None]]:
    """Whole records that a run held back, whose bytes are not kept yet.

    Gives (quarantine_key, root_path, file_path, source_path, content_hash).
    """
    text = sql.read_statement("load/select_records_without_bytes.sql")
    return con.execute(prepare(con, text, {"run_key": run.run_key})).fetchall()


def count_kept_bytes(con: duckdb.DuckDBPyConnection) -> int:
    """Bytes of records that quarantine keeps."""
    ((count,),) = con.execute("select coalesce(sum(octet_length(raw_bytes)), 0) from quarantine.record").fetchall()
    return int(count)


def read_bytes(con: duckdb.DuckDBPyConnection, quarantine_key: int) -> bytes | None:
    """The bytes that are kept of a record; None where none are."""
    row = fetch_row(con.execute("select raw_bytes from quarantine.record where quarantine_key = ?", [quarantine_key]))
    return row[0] if row else None


def keep_bytes(con: duckdb.DuckDBPyConnection, rows: Sequence[tuple[int, str | None, bytes]]) -> None:
    """Keep the bytes of records: (quarantine_key, source_format, raw_bytes)."""
    _execute_with(con, "load/keep_raw_bytes.sql", "kept_bytes", pl.DataFrame(rows, schema=KEPT_BYTES, orient="row"))


def _execute_with(con: duckdb.DuckDBPyConnection, statement: str, name: str, frame: pl.DataFrame) -> None:
    con.register(name, frame)
    try:
        con.execute(sql.read_statement(statement))
    finally:
        con.unregister(name)
