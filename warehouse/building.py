"""The private database that runs write: opened, brought up to date, restored where it is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

import sql
from warehouse.catalog import create_macros, create_schema
from warehouse.copying import replace_whole
from warehouse.errors import WarehouseError, WarehouseHeld
from warehouse.migrating import migrate
from warehouse.slices import find_plan, settle_base

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from warehouse.home import Home


def open_build(
    home: Home, *, carry_on: bool = False, say: Callable[[str], None] = lambda _: None
) -> duckdb.DuckDBPyConnection:
    """Open the build database for writing, with its schema as this release wants it.

    Where the file is missing it is restored from the published one, which holds all that was committed when it was
    published; where it is damaged it is set aside (never deleted) first, and `say` is told. A load that was cut off
    half way is undone, unless the caller will `carry_on` with it (see warehouse.slices).

    Raises WarehouseHeld where another program has the file open, WarehouseError where it cannot be opened at all.
    """
    if not home.build.exists():
        _set_log_aside(home)  # of a build file that is gone: DuckDB would play it into the copy
        _copy_last_whole(home)
    try:
        con = _connect(home.build)
    except duckdb.Error as error:
        _raise_unless_damaged(home, error)
        con = _restore(home, error, say)
    try:
        if home.base.exists():
            con = settle_base(con, home, carry_on=carry_on)
        con.execute("set TimeZone = 'UTC'")
        create_macros(con)
        migrate(con)
        is_carried_on = find_plan(con) is not None
        con.begin()  # one transaction for some four hundred small statements: a quarter of the time
        if not is_carried_on:
            con.execute("drop schema if exists staging cascade")  # one run's rows: made anew, they need no migrations
        create_schema(con)
        con.execute(sql.read_statement("load/insert_special_members.sql"))
        con.commit()
    except BaseException:
        con.close()  # else the file stays locked until the connection is collected
        raise
    return con


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path))
    con.execute("select count(*) from duckdb_tables()").fetchall()
    return con


def _raise_unless_damaged(home: Home, error: duckdb.Error) -> None:
    """Raise what keeps a sound file from being opened: such a file must not be set aside."""
    text = str(error).lower()
    if isinstance(error, duckdb.ConnectionException) or "could not set lock" in text or "conflicting lock" in text:
        raise WarehouseHeld(f"Another program has {home.build} open: {error}") from error
    if isinstance(error, duckdb.OutOfMemoryException):
        raise WarehouseError(f"{home.build} cannot be opened for want of memory: {error}") from error
    if "permission denied" in text or "read-only" in text or "no space" in text or "too many open files" in text:
        raise WarehouseError(f"{home.build} cannot be opened: {error}. Mend the rights or make room.") from error
    if "version number" in text:
        raise WarehouseError(
            f"{home.build} was written by another version of DuckDB than this one ({duckdb.__version__}): {error}. "
            "Install the version that wrote it, or move the home away and ingest the raw files again."
        ) from error


def _restore(home: Home, error: duckdb.Error, say: Callable[[str], None]) -> duckdb.DuckDBPyConnection:
    aside = home.build.with_name(f"build.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb")
    home.build.rename(aside)
    _set_log_aside(home, aside)
    source = _copy_last_whole(home)
    try:
        con = _connect(home.build)
    except duckdb.Error as second:
        home.build.unlink()
        raise WarehouseError(
            f"{home.build} was damaged ({error}) and set aside as {aside.name}; {source} cannot be opened either "
            f"({second}). Move it away too and ingest the raw files again."
        ) from second
    origin = f"It was made anew from {source.name}." if source else "Only what is ingested now is in the new one."
    say(f"{home.build} was damaged and is set aside as {aside.name}. {origin}")
    return con


def _copy_last_whole(home: Home) -> Path | None:
    """Make the build file anew from the newest whole copy of it, and say which; None where there is none."""
    for source in (home.base, home.published):
        if source.exists():
            try:
                replace_whole(source, home.build)
            except OSError as error:
                raise WarehouseError(
                    f"Cannot copy {source} to {home.build}: {error.strerror}. Make room or mend the rights and "
                    "run again."
                ) from error
            return source
    return None


def _set_log_aside(home: Home, aside: Path | None = None) -> None:
    log = home.build.with_name(home.build.name + ".wal")
    if log.exists():
        aside = aside or home.build.with_name(f"build.lost-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb")
        log.rename(aside.with_name(aside.name + ".wal"))
