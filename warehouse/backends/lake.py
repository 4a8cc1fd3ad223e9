"""A warehouse in a lake that many homes share."""

from __future__ import annotations

from contextlib import closing, contextmanager
from datetime import UTC
from typing import TYPE_CHECKING

import duckdb

from warehouse.backends import ducklake
from warehouse.backends.backend import Extent
from warehouse.errors import WarehouseError
from warehouse.schema.catalog import create_staging
from warehouse.support.connections import connect
from warehouse.support.transactions import transact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from warehouse.backends.backend import Note
    from warehouse.home import Home, Lake
    from warehouse.runs import Run


class LakeBackend:
    """A lake. A commit is a snapshot and is published at once, so a run's load is one transaction, audits included.

    What only the current run needs (the schema staging) is in a scratch file of the home.
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
        con = connect(self.home.scratch)
        try:
            create_staging(con)
            ducklake.attach_lake(con, self.lake)
            con.execute(f"set search_path = '{ducklake.NAME}.main,{self.home.scratch.stem}.staging'")
        except BaseException:
            con.close()
            raise
        return con

    def connect_published(self) -> duckdb.DuckDBPyConnection:
        """The newest snapshot at each statement, read-only."""
        con = connect()
        try:
            ducklake.attach_lake(con, self.lake, read_only=True)
            ducklake.keep_reach(con)
            con.execute(f"use {ducklake.NAME}")
            con.execute("set TimeZone = 'UTC'")
        except BaseException:
            con.close()
            raise
        return con

    def hold_writing(self, con: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:
        """Wait for other loaders of the lake."""
        return ducklake.hold_writing(con, self.lake)

    @contextmanager
    def write(self, con: duckdb.DuckDBPyConnection, note: Note) -> Iterator[None]:
        """One snapshot, with the note."""
        try:
            with transact(con):
                yield
                ducklake.name_snapshot(con, note())
        except duckdb.TransactionException as error:
            raise WarehouseError(
                f"The lake {self.name} was changed by another program meanwhile: {error}\nNothing of this run was "
                "written. Run the same command again: batches that were extracted are reused."
            ) from error

    def start_heartbeat(self, con: duckdb.DuckDBPyConnection, run: Run) -> LakeHeartbeat:
        """The run's own lock in PostgreSQL: each heartbeat in the run log would be a snapshot."""
        return LakeHeartbeat(con, run)

    def is_alive(self, con: duckdb.DuckDBPyConnection, run_number: int) -> bool:
        """Whether the run's lock is held."""
        keeper = ducklake.take_lock(con, run_number)
        if keeper is not None:
            ducklake.free_lock(keeper)
        return keeper is None

    def publish(self, con: duckdb.DuckDBPyConnection) -> None:
        """Only close: committed rows are public already."""
        con.close()
        self._drop_scratch()

    def is_there(self) -> bool:
        """Whether the lake was made. Raises WarehouseError where it cannot be reached."""
        try:
            self.connect_published().close()
        except ducklake.NoLake:
            return False
        return True

    def measure(self) -> Extent | None:
        """Bytes of the files of the newest snapshot, and when it was made."""
        try:
            con = self.connect_published()
        except ducklake.NoLake:
            return None
        with closing(con):
            byte_count, moment = ducklake.measure_snapshot(con)
        return Extent(byte_count, moment.replace(microsecond=0, tzinfo=UTC))

    def _drop_scratch(self) -> None:
        for path in (self.home.scratch, self.home.scratch.with_name(self.home.scratch.name + ".wal")):
            path.unlink(missing_ok=True)


class LakeHeartbeat:
    """The run's own lock in PostgreSQL, which the server releases when the run's process is gone."""

    def __init__(self, con: duckdb.DuckDBPyConnection, run: Run) -> None:
        self._keeper = ducklake.take_lock(con, run.run_number)

    def stop(self) -> None:
        """Do nothing: a lock writes nothing."""

    def close(self) -> None:
        """Free the lock."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            ducklake.free_lock(keeper)
