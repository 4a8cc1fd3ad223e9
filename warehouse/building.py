"""The private database that runs write: opened, brought up to date, restored where it is lost."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

import sql
from warehouse.catalog import create_macros, create_schema
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
    if not home.build.exists():
        _set_log_aside(home)  # of a build file that is gone: DuckDB would play it into the copy
        if home.published.exists():
            _copy_whole(home.published, home.build)
    try:
        con = _connect(home.build)
    except duckdb.Error as error:
        _raise_unless_damaged(home, error)
        con = _restore(home, error)
    try:
        con.execute("set TimeZone = 'UTC'")
        create_macros(con)
        migrate(con)
        con.begin()  # one transaction for some four hundred small statements: a quarter of the time
        con.execute("drop schema if exists staging cascade")  # holds one run's rows: made anew, it needs no migrations
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


def _restore(home: Home, error: duckdb.Error) -> duckdb.DuckDBPyConnection:
    aside = home.build.with_name(f"build.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb")
    home.build.rename(aside)
    _set_log_aside(home, aside)
    if home.published.exists():
        _copy_whole(home.published, home.build)
    try:
        return _connect(home.build)
    except duckdb.Error as second:
        raise WarehouseError(
            f"{home.build} was damaged ({error}) and set aside as {aside.name}; {home.published} cannot be opened "
            f"either ({second}). Move both away and ingest the raw files again."
        ) from second


def _set_log_aside(home: Home, aside: Path | None = None) -> None:
    log = home.build.with_name(home.build.name + ".wal")
    if log.exists():
        aside = aside or home.build.with_name(f"build.lost-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb")
        log.rename(aside.with_name(aside.name + ".wal"))


def _copy_whole(source: Path, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WarehouseError(
            f"Cannot copy {source} to {target}: {error.strerror}. Make room or mend the rights and run again."
        ) from error
