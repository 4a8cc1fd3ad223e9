"""Where the warehouse of a home lives: in files of the home, or in a lake that many homes share.

The SQL is the same for both. What differs is here: how it is opened for writing and for reading, who may write, what a
commit is, and how readers come to see it.
"""

from __future__ import annotations

from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias

import duckdb

from warehouse.backends import files, lake
from warehouse.errors import WarehouseError
from warehouse.heartbeat import Heartbeat
from warehouse.home import Lake
from warehouse.loading.slices import find_plan, settle_base
from warehouse.schema.catalog import create_staging
from warehouse.support.transactions import transact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from warehouse.home import Home
    from warehouse.runs import Run


@dataclass(frozen=True, slots=True)
class Extent:
    """How large what readers see is, and when it became so (UTC)."""

    byte_count: int
    published_at: datetime


Note: TypeAlias = "Callable[[], str]"


class Pulse(Protocol):
    """The sign that a run is alive."""

    def stop(self) -> None:
        """Write nothing more about the run, as someone else is about to; may be called twice."""

    def close(self) -> None:
        """The run is over."""


class Place(Protocol):
    """Where a warehouse lives. `name` tells people where that is."""

    home: Home
    name: str
    has_slices: bool  # whether what is committed is unseen until it is published, so that a load can be many commits

    def connect_build(self, *, carry_on: bool, say: Callable[[str], None]) -> duckdb.DuckDBPyConnection:
        """A connection that writes, in which the schema staging is empty, unless it holds a load to `carry_on` with.

        `say` is told what had to be mended. Raises WarehouseError where there can be none.
        """

    def connect_published(self) -> duckdb.DuckDBPyConnection:
        """A connection that reads what is published. Raises WarehouseError where nothing is."""

    def hold_writing(self, con: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:
        """Let nobody else write for the length of the block. Raises WarehouseHeld where another one does for long."""

    def write(self, con: duckdb.DuckDBPyConnection, note: Note) -> AbstractContextManager[None]:
        """One transaction, within `hold_writing`. `note`, asked at its end, says who did what."""

    def show_life(self, con: duckdb.DuckDBPyConnection, run: Run) -> Pulse:
        """Keep others from taking a run for dead."""

    def is_alive(self, con: duckdb.DuckDBPyConnection, run_number: int) -> bool:
        """Whether a run that the log has as running is, asked by who may write."""

    def publish(self, con: duckdb.DuckDBPyConnection) -> None:
        """Close the connection and let readers see what was committed."""

    def is_there(self) -> bool:
        """Whether anything is published."""

    def measure(self) -> Extent | None:
        """The extent of what readers see; None where nothing is published."""


def find_place(home: Home) -> Place:
    """Where the warehouse of a home lives."""
    return FilePlace(home) if home.lake is None else LakePlace(home, home.lake)


def check_warehouse(home: Home) -> None:
    """Raise WarehouseError where a home has no warehouse to work on."""
    if not (find_place(home).is_there() or (home.lake is None and home.build.is_file())):
        raise WarehouseError(f"There is no warehouse in {home.path}. Run `quotehouse ingest PATH` first.")


def attach_published(con: duckdb.DuckDBPyConnection, where: Path | Lake, name: str) -> None:
    """Attach a warehouse file or a lake to a connection under `name`, read-only.

    Raises WarehouseError where it cannot be opened.
    """
    if isinstance(where, Lake):
        lake.attach_lake(con, where, name, read_only=True)
    else:
        files.attach_file(con, where, name)


class FilePlace:
    """Two files of the home: runs write one, readers see a copy. The lock on the home lets one run in at a time."""

    has_slices = True

    def __init__(self, home: Home) -> None:
        self.home = home
        self.name = str(home.published)

    def connect_build(self, *, carry_on: bool, say: Callable[[str], None]) -> duckdb.DuckDBPyConnection:
        """The build file, restored where it is lost."""
        con = files.connect_build(self.home, say)
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
        return files.connect_published(self.home)

    def hold_writing(self, con: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:
        """Nothing to do: who has the file open for writing is alone."""
        del con
        return nullcontext()

    @contextmanager
    def write(self, con: duckdb.DuckDBPyConnection, note: Note) -> Iterator[None]:
        """A transaction; a file keeps no history that could bear the note."""
        del note
        with transact(con):
            yield

    def show_life(self, con: duckdb.DuckDBPyConnection, run: Run) -> Pulse:
        """A heartbeat in the run log."""
        return Heartbeat(con, run)

    def is_alive(self, con: duckdb.DuckDBPyConnection, run_number: int) -> bool:
        """No other run can be."""
        del con, run_number
        return False

    def publish(self, con: duckdb.DuckDBPyConnection) -> None:
        """Swap a copy of the build file in."""
        files.publish_build(con, self.home)

    def is_there(self) -> bool:
        """Whether there is a published file."""
        return self.home.published.exists()

    def measure(self) -> Extent | None:
        """Size and time of the published file."""
        if not self.is_there():
            return None
        status = self.home.published.stat()
        return Extent(status.st_size, datetime.fromtimestamp(status.st_mtime, UTC).replace(microsecond=0))


class LakePlace:
    """A lake. A commit is a snapshot, and published: so a run's load is one transaction, audits and all.

    What only the run at hand needs (the schema staging) lies in a scratch file of the home.
    """

    has_slices = False

    def __init__(self, home: Home, chosen: Lake) -> None:
        self.home = home
        self.lake = chosen
        self.name = chosen.address

    def connect_build(self, *, carry_on: bool, say: Callable[[str], None]) -> duckdb.DuckDBPyConnection:
        """The lake, made where it is new, with a scratch file beside it."""
        del carry_on, say
        self._drop_scratch()
        con = duckdb.connect(str(self.home.scratch))
        try:
            create_staging(con)
            lake.attach_lake(con, self.lake)
            con.execute(f"set search_path = '{lake.NAME}.main,{self.home.scratch.stem}.staging'")
        except BaseException:
            con.close()
            raise
        return con

    def connect_published(self) -> duckdb.DuckDBPyConnection:
        """The newest snapshot at each statement, read-only."""
        con = duckdb.connect()
        try:
            lake.attach_lake(con, self.lake, read_only=True)
            con.execute(f"use {lake.NAME}")
        except BaseException:
            con.close()
            raise
        return con

    def hold_writing(self, con: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:
        """Wait for other loaders of the lake."""
        return lake.hold_writing(con, self.lake)

    @contextmanager
    def write(self, con: duckdb.DuckDBPyConnection, note: Note) -> Iterator[None]:
        """A snapshot that bears the note."""
        try:
            with transact(con):
                yield
                lake.name_snapshot(con, note())
        except duckdb.TransactionException as error:
            raise WarehouseError(
                f"The lake {self.name} was changed by another program meanwhile: {error}\nNothing of this run was "
                "written. Run the same command again: batches that were extracted are reused."
            ) from error

    def show_life(self, con: duckdb.DuckDBPyConnection, run: Run) -> Pulse:
        """A lock of the run's own in PostgreSQL: a heartbeat would be a snapshot each time."""
        return _LakePulse(con, run)

    def is_alive(self, con: duckdb.DuckDBPyConnection, run_number: int) -> bool:
        """Whether the run's lock is held."""
        keeper = lake.take_lock(con, run_number)
        if keeper is not None:
            lake.free_lock(keeper)
        return keeper is None

    def publish(self, con: duckdb.DuckDBPyConnection) -> None:
        """Only close: what was committed is seen."""
        con.close()
        self._drop_scratch()

    def is_there(self) -> bool:
        """Whether the lake was made. Raises WarehouseError where it cannot be reached."""
        try:
            self.connect_published().close()
        except lake.NoLake:
            return False
        return True

    def measure(self) -> Extent | None:
        """Bytes of the files of the newest snapshot, and when it was made."""
        try:
            con = self.connect_published()
        except lake.NoLake:
            return None
        with closing(con):
            byte_count, moment = lake.measure_snapshot(con)
        return Extent(byte_count, moment.replace(microsecond=0, tzinfo=UTC))

    def _drop_scratch(self) -> None:
        for path in (self.home.scratch, self.home.scratch.with_name(self.home.scratch.name + ".wal")):
            path.unlink(missing_ok=True)


class _LakePulse:
    def __init__(self, con: duckdb.DuckDBPyConnection, run: Run) -> None:
        self._keeper = lake.take_lock(con, run.run_number)

    def stop(self) -> None:
        pass  # the lock writes nothing

    def close(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            lake.free_lock(keeper)
