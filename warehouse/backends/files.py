"""A warehouse in two files of its home: runs write the build file, users read the published one."""

from __future__ import annotations

import secrets
import tempfile
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse.backends.backend import Extent
from warehouse.errors import WarehouseError, WarehouseHeld
from warehouse.heartbeat import RunLogHeartbeat
from warehouse.loading.slices import find_plan, settle_base
from warehouse.loading.staging import clear_staging
from warehouse.schema.catalog import create_staging
from warehouse.support.connections import connect
from warehouse.support.copying import replace_whole
from warehouse.support.transactions import transact
from warehouse.support.values import write_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from warehouse.backends.backend import Note
    from warehouse.home import Home
    from warehouse.runs import Run


class Descent(Enum):
    """How a build file relates to the published one."""

    FOLLOWS = "it holds all that is published"
    BUILD_STRANGE = "it does not know what is published, or is not a warehouse"
    PUBLISHED_UNUSABLE = "what is published is damaged or no warehouse"


class FileBackend:
    """Two files of the home: runs write one, readers see a copy. The lock on the home admits one run at a time."""

    has_slices = True

    def __init__(self, home: Home) -> None:
        self.home = home
        self.name = str(home.published)

    def connect_build(self, *, carry_on: bool, say: Callable[[str], None]) -> duckdb.DuckDBPyConnection:
        """The build file, restored where it is lost."""
        con = _open_build(self.home, say)
        try:
            if self.home.base.exists():
                con = settle_base(con, self.home, carry_on=carry_on)
            if find_plan(con) is None:
                with transact(con):
                    create_staging(con)
        except BaseException:
            con.close()
            raise
        return con

    def connect_published(self) -> duckdb.DuckDBPyConnection:
        """The published file, read-only."""
        return _open_published(self.home)

    def hold_writing(self, con: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:
        """Do nothing: whoever has the file open for writing is alone."""
        del con
        return nullcontext()

    @contextmanager
    def write(self, con: duckdb.DuckDBPyConnection, note: Note) -> Iterator[None]:
        """One transaction; a file keeps no history that could hold the note."""
        del note
        with transact(con):
            yield

    def start_heartbeat(self, con: duckdb.DuckDBPyConnection, run: Run) -> RunLogHeartbeat:
        """A heartbeat in the run log."""
        return RunLogHeartbeat(con, run)

    def is_alive(self, con: duckdb.DuckDBPyConnection, run_number: int) -> bool:
        """Never: the lock on the home admits no other run."""
        del con, run_number
        return False

    def publish(self, con: duckdb.DuckDBPyConnection) -> None:
        """Replace the published file with a copy of the build file."""
        _publish_build(con, self.home)

    def is_there(self) -> bool:
        """Whether there is a published file."""
        return self.home.published.exists()

    def measure(self) -> Extent | None:
        """Size and time of the published file."""
        if not self.is_there():
            return None
        status = self.home.published.stat()
        return Extent(status.st_size, datetime.fromtimestamp(status.st_mtime, UTC).replace(microsecond=0))


def attach_file(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Attach a warehouse file to a connection, read-only. Raises WarehouseError where it cannot be opened."""
    if not path.is_file():
        raise WarehouseError(f"There is no warehouse file {path}. Name one such as data/warehouse.duckdb.")
    try:
        con.execute(f"attach {_quote(path)} as {name} (read_only)")
    except duckdb.Error as error:
        raise WarehouseError(f"Cannot open {path}: {error}") from error


def _open_build(home: Home, say: Callable[[str], None]) -> duckdb.DuckDBPyConnection:
    """Open the build file for writing.

    A missing one is restored from the published file, which holds all that was committed when it was published; a
    damaged one is set aside (never deleted) first, and `say` is told.

    Raises WarehouseHeld where another program has the file open, WarehouseError where it cannot be opened at all.
    """
    if log := _set_log_aside(home.published):
        say(f"Another program left a log beside {home.published.name}; it is set aside as {log.name}.")
    source = None
    if not home.build.exists():
        _set_log_aside(home.build)  # of a build file that is gone: DuckDB would replay it into the copy
        source = _copy_last_whole(home)
    try:
        return _hold_to_published(_connect(home.build), home, say)
    except duckdb.Error as error:
        _raise_unless_damaged(home.build, error)
        if source is None:
            return _restore(home, error, say)
        home.build.unlink()  # a copy, and no better than its original
        raise WarehouseError(
            f"{home.build} is gone, and {source}, which it would be made anew from, cannot be opened: {error}\nMove "
            "that file away and ingest the raw files again."
        ) from error


def _open_published(home: Home) -> duckdb.DuckDBPyConnection:
    """Open the published file read-only. Raises WarehouseError where there is none or it cannot be read."""
    if not home.published.exists():
        known = "`quotehouse status` says how the runs before it ended. " if home.build.is_file() else ""
        raise WarehouseError(
            f"There is no published warehouse in {home.path}. {known}Run `quotehouse ingest PATH` first, or name "
            "another home with --home."
        )
    if _name_log(home.published).exists():
        raise WarehouseError(
            f"Beside {home.published} lies {_name_log(home.published).name}: another program had the file open for "
            "writing and did not close it. What is published has no log; read with this one it would show other rows. "
            "Move the log away, or run `quotehouse ingest`, whose publication does."
        )
    # In its own instance, which nothing else in this process shares; a large query spills elsewhere.
    spill = Path(tempfile.gettempdir(), f"quotehouse-{secrets.token_hex(8)}")
    con = connect(config={"temp_directory": str(spill)})
    try:
        con.execute(f"attach {_quote(home.published)} as warehouse (read_only)")
        con.execute("use warehouse")
        con.execute("set TimeZone = 'UTC'")
    except duckdb.Error as error:
        con.close()
        raise WarehouseError(
            f"Cannot open {home.published}: {error}\nIf the file is damaged, move it away and run `quotehouse ingest` "
            f"again: it publishes anew from {home.build.name} beside it."
        ) from error
    return con


def _publish_build(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Close the build file, copy it beside the published one and swap the copy in.

    The copy is on disk before the swap, so a crash or a full disk leaves the published file whole. Raises
    WarehouseError where the copy cannot be written.
    """
    try:
        clear_staging(con)  # readers do not need the run's frames, which double the size
        con.execute("checkpoint")
    except duckdb.Error as error:
        raise WarehouseError(
            f"Cannot write {home.build}: {error}\nWhat was published before is untouched. Make room or correct "
            "the permissions and run again."
        ) from error
    finally:
        con.close()
    try:
        _set_log_aside(home.published)  # DuckDB would apply it to every file that is published from now on
        replace_whole(home.build, home.published)
    except OSError as error:
        raise WarehouseError(
            f"Cannot publish to {home.published}: {error.strerror}. What was published before is untouched and the "
            "loaded data is safe in the build file; make room or correct the permissions and run again."
        ) from error


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    con = connect(path)
    con.execute("select count(*) from duckdb_tables()").fetchall()
    return con


def _hold_to_published(
    con: duckdb.DuckDBPyConnection, home: Home, say: Callable[[str], None]
) -> duckdb.DuckDBPyConnection:
    """The build file if it descends from the published one, otherwise one made anew from that.

    It descends if it knows the newest published run: then it holds all that readers see. A build file that does not is
    set aside, and so is a published file that is damaged or no warehouse. `say` is told.
    """
    state = _compare_to_published(con, home)
    if state is Descent.FOLLOWS:
        return con
    if state is Descent.PUBLISHED_UNUSABLE:
        aside = home.published.rename(_name_aside(home.published, "unusable"))
        say(f"{home.published} is not a warehouse that opens. It is kept as {aside.name} and published anew.")
        return _hold_to_published(con, home, say)
    con.close()
    aside = _name_aside(home.build, "strange")
    for path in (home.build, home.base):
        if path.exists():
            path.rename(aside if path == home.build else _name_aside(home.base, "strange"))
    source = _copy_last_whole(home)
    origin = f"{source.name}, which it does not descend from" if source else "nothing, as it is not a warehouse"
    say(f"{home.build.name} is set aside as {aside.name} and made anew from {origin}.")
    return _connect(home.build)


def _compare_to_published(con: duckdb.DuckDBPyConnection, home: Home) -> Descent:
    ours = _read_newest_runs(con, home.build.stem)
    if not home.published.exists():
        is_empty = not con.execute("select 1 from duckdb_tables() limit 1").fetchall()
        return Descent.FOLLOWS if ours is not None or is_empty else Descent.BUILD_STRANGE
    try:
        con.execute(f"attach {_quote(home.published)} as published_file (read_only)")
    except duckdb.Error as error:
        _raise_unless_damaged(home.published, error)
        return Descent.PUBLISHED_UNUSABLE
    try:
        theirs = _read_newest_runs(con, "published_file", limit=1)
        if theirs is None:
            return Descent.PUBLISHED_UNUSABLE
        return Descent.FOLLOWS if set(theirs) <= set(ours or ()) else Descent.BUILD_STRANGE
    finally:
        con.execute("detach published_file")


def _read_newest_runs(
    con: duckdb.DuckDBPyConnection, database: str, limit: int | None = None
) -> list[tuple[int, datetime]] | None:
    """Numbers and starts of runs in the log of a database, newest first; None where it has no such log."""
    found = con.execute(
        "select 1 from duckdb_tables() where schema_name = 'meta' and table_name = 'run' "
        f"and database_name = {write_literal(database)}"
    ).fetchall()
    if not found:
        return None
    query = f'select run_number, started_at from "{database}".meta.run order by run_number desc'
    return con.execute(query + (f" limit {limit}" if limit else "")).fetchall()


def _raise_unless_damaged(path: Path, error: duckdb.Error) -> None:
    """Raise what keeps a sound file from being opened: such a file must not be set aside."""
    text = str(error).lower()
    if isinstance(error, duckdb.ConnectionException) or "could not set lock" in text or "conflicting lock" in text:
        raise WarehouseHeld(f"Another program has {path} open: {error}") from error
    if isinstance(error, duckdb.OutOfMemoryException):
        raise WarehouseError(f"{path} cannot be opened for want of memory: {error}") from error
    if "permission denied" in text or "read-only" in text or "no space" in text or "too many open files" in text:
        raise WarehouseError(f"{path} cannot be opened: {error}. Correct the permissions or make room.") from error
    if "version number" in text:
        raise WarehouseError(
            f"{path} was written by another version of DuckDB than this one ({duckdb.__version__}): {error}. "
            "Install the version that wrote it, or move the home away and ingest the raw files again."
        ) from error


def _restore(home: Home, error: duckdb.Error, say: Callable[[str], None]) -> duckdb.DuckDBPyConnection:
    aside = _name_aside(home.build, "damaged")
    home.build.rename(aside)
    _set_log_aside(home.build, aside)
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
    return _hold_to_published(con, home, say)


def _copy_last_whole(home: Home) -> Path | None:
    """Make the build file anew from the newest whole copy of it, and say which; None where there is none."""
    for source in (home.base, home.published):
        if source.exists():
            try:
                replace_whole(source, home.build)
            except OSError as error:
                raise WarehouseError(
                    f"Cannot copy {source} to {home.build}: {error.strerror}. Make room or correct the permissions and "
                    "run again."
                ) from error
            return source
    return None


def _set_log_aside(path: Path, aside: Path | None = None) -> Path | None:
    """Remove the write-ahead log beside a file that it does not belong to, and say where it is now."""
    log = _name_log(path)
    if not log.exists():
        return None
    return log.rename(_name_log(aside or _name_aside(path, "lost")))


def _name_aside(path: Path, why: str) -> Path:
    return path.with_name(f"{path.stem}.{why}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}{path.suffix}")


def _name_log(path: Path) -> Path:
    """The write-ahead log that DuckDB would apply to a file."""
    return path.with_name(path.name + ".wal")


def _quote(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
