"""The private database that runs write: opened, brought up to date, restored where it is lost."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

import sql
from warehouse.catalog import create_schema
from warehouse.errors import WarehouseError, WarehouseHeld
from warehouse.migrating import migrate

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home


def open_build(home: Home) -> duckdb.DuckDBPyConnection:
    """Open the build database for writing, with its schema as this release wants it.

    Where the file is missing it is restored from the published one, which holds all that was committed when it was
    published; where it is damaged it is set aside (never deleted) first.

    Raises WarehouseHeld where another program has the file open, WarehouseError where it cannot be opened at all.
    """
    if not home.build.exists() and home.published.exists():
        _copy_whole(home.published, home.build)
    try:
        con = _connect(home.build)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise WarehouseHeld(f"Another program has {home.build} open: {error}") from error
        con = _restore(home, error)
    except duckdb.Error as error:
        con = _restore(home, error)
    con.execute("set TimeZone = 'UTC'")
    create_macros(con)
    migrate(con)
    con.begin()  # one transaction for some four hundred small statements: a quarter of the time
    con.execute("drop schema if exists staging cascade")  # holds one run's rows: made anew, it needs no migrations
    create_schema(con)
    con.execute(sql.read_statement("load/insert_special_members.sql"))
    con.commit()
    return con


def create_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Give a connection the macros that the statements use (surrogate keys and the like)."""
    con.execute(sql.read_statement("schema/create_macros.sql"))


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path))
    con.execute("select count(*) from duckdb_tables()").fetchall()
    return con


def _restore(home: Home, error: duckdb.Error) -> duckdb.DuckDBPyConnection:
    aside = home.build.with_name(f"build.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}.duckdb")
    home.build.rename(aside)
    log = home.build.with_name(home.build.name + ".wal")
    if log.exists():
        log.rename(aside.with_name(aside.name + ".wal"))
    if home.published.exists():
        _copy_whole(home.published, home.build)
    try:
        return _connect(home.build)
    except duckdb.Error as second:
        raise WarehouseError(
            f"{home.build} was damaged ({error}) and set aside as {aside.name}; {home.published} cannot be opened "
            f"either ({second}). Move both away and ingest the raw files again."
        ) from second


def _copy_whole(source: Path, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    part.replace(target)
