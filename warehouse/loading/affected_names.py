"""Which names to judge anew: those that changed and all whose judgement depends on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sql
from warehouse.support.rows import fetch_row
from warehouse.support.values import put_frame, read_frame, set_variables

if TYPE_CHECKING:
    import duckdb
    import polars as pl


def has_outdated(con: duckdb.DuckDBPyConnection, resolver_version: str) -> bool:
    """Whether rules of another version judged any names."""
    return bool(_read_versions(con) - {resolver_version})


def touch_outdated(con: duckdb.DuckDBPyConnection, resolver_version: str) -> bool:
    """Whether all names must be judged anew, because other rules judged them or none did; if so, all are marked."""
    set_variables(con, resolver_version=resolver_version)
    con.execute(sql.read_statement("load/list_borne_names.sql"))
    if _read_versions(con) == {resolver_version}:
        return False
    con.execute(_read("touch_all_names"))
    return True


def touch_decided(con: duckdb.DuckDBPyConnection, decided: pl.DataFrame) -> None:
    """Mark names for judgement on which somebody decided. `decided`: entity_type, entity_name."""
    _run_with(con, "touch_decided_names", decided_name=decided)


def has_touched(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is any name to judge."""
    return fetch_row(con.execute("from core.touched_name limit 1")) is not None


def read_touched(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Names to judge again that occur in facts: entity_type, entity_name, role_texts (what articles call a person)."""
    return read_frame(con.sql(_read("select_touched_names")))


def load_blocks(con: duckdb.DuckDBPyConnection, blocks: pl.DataFrame) -> None:
    """Store the block keys of the names to judge. `blocks`: entity_type, entity_name, relation, block."""
    _run_with(con, "replace_blocks", touched_block=blocks)


def read_chosen(con: duckdb.DuckDBPyConnection, decided: pl.DataFrame) -> pl.DataFrame:
    """The names to judge and those their judgement depends on: the columns of loading.read_names, and is_judged.

    `decided` are the keys of names on which somebody decided: entity_type, entity_name, relation, block, link.
    """
    put_frame(con, "decided_block", decided)
    con.execute(_read("start_names"))
    before = -1
    while (count := _count_started(con)) != before:
        before = count
        con.execute(_read("choose_names"))
        con.execute(_read("start_decided_names"))
    return read_frame(con.sql(_read("select_chosen_names")))


def _read_versions(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {version for (version,) in con.execute(_read("select_resolver_versions")).fetchall()}


def _count_started(con: duckdb.DuckDBPyConnection) -> int:
    (count,) = fetch_row(con.execute("select count(*) from started_name")) or (0,)
    return int(count)


def _run_with(con: duckdb.DuckDBPyConnection, statement: str, **frames: pl.DataFrame) -> None:
    for name, frame in frames.items():
        put_frame(con, name, frame)
    con.execute(_read(statement))


def _read(statement: str) -> str:
    return sql.read_statement(f"judge/{statement}.sql")
