"""Quarantine: input and rows that cannot be loaded, kept with the reason, counted, and dealt with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

import sql
from warehouse.support.rows import fetch_row
from warehouse.support.values import lend_frame, register_frame, set_variables

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from warehouse.runs import Run


class KeptBytes(NamedTuple):
    """The bytes of a whole record that is held back."""

    root_path: str
    source_path: str
    content_hash: str | None
    source_format: str | None
    raw_bytes: bytes


KEPT_BYTES = pl.Schema({**dict.fromkeys(KeptBytes._fields[:-1], pl.String), "raw_bytes": pl.Binary})


def quarantine_records(con: duckdb.DuckDBPyConnection, run: Run, held: pl.DataFrame) -> None:
    """Write what was held back.

    `rejects`: stage, reason_code, message, source_path, content_hash, byte_count, table_name, row_json, raw_excerpt,
    and root_path where the staged records do not say it.
    """
    set_variables(con, run_key=run.run_key)
    _execute_with(con, "load/insert_quarantine_records.sql", "held_record", _complete(held))


def find_whole_records(con: duckdb.DuckDBPyConnection, held: pl.DataFrame) -> list[tuple[str, str, str, str | None]]:
    """Whole records among those held back, before they are written: root_path, file_path, source_path, content_hash."""
    with lend_frame(con, "held_record", _complete(held)):
        return con.execute(sql.read_statement("load/select_whole_records.sql")).fetchall()


def find_held(con: duckdb.DuckDBPyConnection, keys: Sequence[int] = (), reason: str = "") -> list[dict[str, Any]]:
    """What waits in quarantine: the rows of `keys`, or all, whose reason code is `reason`.

    Returns quarantine_key, root_path, file_path, source_path, source_format, content_hash, byte_count, reason_code,
    table_name and raw_bytes.
    """
    found = con.execute(sql.read_statement("load/select_held_records.sql"), {"keys": list(keys), "reason": reason})
    names = [column for column, *_ in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def discard_records(con: duckdb.DuckDBPyConnection, keys: Sequence[int], person: str, note: str) -> int:
    """Mark held rows as discarded by a person, who says why; returns how many."""
    con.execute("set variable quarantine_keys = ?", [list(keys)])
    set_variables(con, person=person, note=note)
    before = len(find_held(con, keys))
    con.execute(sql.read_statement("load/discard_quarantined.sql"))
    return before - len(find_held(con, keys))


def count_kept_bytes(con: duckdb.DuckDBPyConnection) -> int:
    """Bytes of records that quarantine keeps."""
    ((count,),) = con.execute("select coalesce(sum(octet_length(raw_bytes)), 0) from quarantine.record").fetchall()
    return int(count)


def read_bytes(con: duckdb.DuckDBPyConnection, quarantine_key: int) -> bytes | None:
    """The kept bytes of a record; None where none are kept."""
    row = fetch_row(con.execute("select raw_bytes from quarantine.record where quarantine_key = ?", [quarantine_key]))
    return row[0] if row else None


def keep_bytes(con: duckdb.DuckDBPyConnection, run: Run, kept: Sequence[KeptBytes]) -> None:
    """Keep the bytes of whole records that `run` wrote to quarantine."""
    set_variables(con, run_key=run.run_key)
    _execute_with(con, "load/keep_raw_bytes.sql", "kept_bytes", pl.DataFrame(kept, schema=KEPT_BYTES, orient="row"))


def _complete(held: pl.DataFrame) -> pl.DataFrame:
    return held if "root_path" in held.columns else held.with_columns(root_path=pl.lit(None, pl.String))


def _execute_with(con: duckdb.DuckDBPyConnection, statement: str, name: str, frame: pl.DataFrame) -> None:
    with register_frame(con, name, frame):
        con.execute(sql.read_statement(statement))
