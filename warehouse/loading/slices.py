"""A load that is committed slice by slice: its plan, kept in the build database, and how it is undone.

Committed slices stay invisible, because readers have the published copy and `publish` refuses an unfinished load. A
killed load resumes where it stopped; one that fails or is held is undone as a whole, from a copy of the build file that
was made before the first slice.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from functools import cache
from typing import TYPE_CHECKING

import duckdb

import sql
from warehouse.errors import WarehouseError
from warehouse.schema.catalog import create_macros
from warehouse.support.connections import connect
from warehouse.support.copying import replace_whole
from warehouse.support.rows import fetch_row
from warehouse.support.values import read_frame, register_frame

if TYPE_CHECKING:
    import polars as pl

    from warehouse.home import Home
    from warehouse.runs import Run

RUN_TABLES = ("quarantine.record", "meta.quality_result")


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """A load of several slices: its run, how far it is, and what it must know of its input to end."""

    run_key: int
    slice_count: int
    loaded_count: int
    file_count: int
    unopened_count: int
    extractor_version: str
    retire_folders: list[str]


def write_plan(con: duckdb.DuckDBPyConnection, plan: LoadPlan) -> None:
    """Begin a load of several slices, in the transaction that decides on them."""
    con.execute("insert into staging.versions by name from planned_version")
    con.execute("insert into staging.load_plan values (?, ?, ?, ?, ?, ?, ?, ?)", [*astuple(plan), read_layout()])


def recall_versions(con: duckdb.DuckDBPyConnection) -> None:
    """Give a connection what was decided for the current load."""
    con.execute("create or replace temp table planned_version as from staging.versions")


def count_slice(con: duckdb.DuckDBPyConnection) -> None:
    """Record that one more slice is loaded, in its transaction."""
    con.execute("update staging.load_plan set loaded_count = loaded_count + 1")


def end_plan(con: duckdb.DuckDBPyConnection) -> None:
    """Record that the load is done, in the transaction of its last slice."""
    con.execute("truncate staging.load_plan")


def find_plan(con: duckdb.DuckDBPyConnection) -> LoadPlan | None:
    """The unfinished load, if this release can resume it."""
    try:
        row = fetch_row(
            con.execute(f"select * exclude (layout) from staging.load_plan where layout = '{read_layout()}'")
        )
    except (duckdb.CatalogException, duckdb.BinderException):  # written by another release
        return None
    return None if row is None else LoadPlan(*row)


def _count_plans(con: duckdb.DuckDBPyConnection) -> int:
    try:
        (count,) = fetch_row(con.execute("select count(*) from staging.load_plan")) or (0,)
    except duckdb.CatalogException:
        return 0
    return int(count)


@cache
def read_layout() -> str:
    """Hash of the schema and of the statements that load."""
    names = [*sql.list_statements("schema"), *sql.list_statements("load")]
    texts = "\0".join(f"{name}\0{sql.read_statement(name)}" for name in names)
    return hashlib.blake2b(texts.encode(), digest_size=8).hexdigest()


def keep_base(con: duckdb.DuckDBPyConnection, home: Home) -> duckdb.DuckDBPyConnection:
    """Copy the build file before a load of several slices; returns a new connection, because the file is closed
    meanwhile.

    Raises WarehouseError where there is no room for the copy.
    """
    con.close()
    try:
        replace_whole(home.build, home.base)
    except OSError as error:
        raise WarehouseError(
            f"Cannot keep a copy of {home.build} as {home.base}: {error.strerror}. Make room or correct the "
            "permissions and run again."
        ) from error
    return connect_build(home)


def settle_base(con: duckdb.DuckDBPyConnection, home: Home, *, carry_on: bool) -> duckdb.DuckDBPyConnection:
    """Keep an interrupted load for its run to resume, or undo it; delete the copy where the load was done."""
    if find_plan(con) is not None and carry_on:
        return con
    if _count_plans(con):
        return restore_base(con, home)
    home.base.unlink()
    return con


def restore_base(con: duckdb.DuckDBPyConnection, home: Home) -> duckdb.DuckDBPyConnection:
    """Undo a load of several slices; returns a new connection. Without a copy the build file stays as it is."""
    con.close()
    if home.base.exists():
        home.build.with_name(home.build.name + ".wal").unlink(missing_ok=True)
        home.base.replace(home.build)
    return connect_build(home)


def take_run_rows(con: duckdb.DuckDBPyConnection, run: Run) -> dict[str, pl.DataFrame]:
    """What a run wrote before its first slice: rows in quarantine and results of checks, by table."""
    return {
        table: read_frame(con.sql(f"select * from {table} where run_key = $run_key", params={"run_key": run.run_key}))
        for table in RUN_TABLES
    }


def put_run_rows(con: duckdb.DuckDBPyConnection, run_rows: dict[str, pl.DataFrame]) -> None:
    """Write what `take_run_rows` returned."""
    for table, rows in run_rows.items():
        with register_frame(con, "taken", rows):
            con.execute(f"insert into {table} by name select * from taken")


def connect_build(home: Home) -> duckdb.DuckDBPyConnection:
    """A connection to the build file as it is."""
    con = connect(home.build)
    con.execute("set TimeZone = 'UTC'")
    create_macros(con)
    return con
