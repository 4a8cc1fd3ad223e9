"""The protocol of a backend: where the warehouse of a home is stored. The SQL is the same for all.

A backend decides how the warehouse is opened for writing and for reading, who may write, what a commit is, and how
readers see it. `warehouse.backends.find` picks one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime

    import duckdb

    from warehouse.home import Home
    from warehouse.runs import Run


@dataclass(frozen=True, slots=True)
class Extent:
    """How large the published warehouse is, and when it was published (UTC)."""

    byte_count: int
    published_at: datetime


Note: TypeAlias = "Callable[[], str]"


class Heartbeat(Protocol):
    """Signs of life of a run, so that nobody takes it for dead."""

    def stop(self) -> None:
        """Stop writing about the run, because someone else is about to; may be called twice."""

    def close(self) -> None:
        """The run is over."""


class Backend(Protocol):
    """Where a warehouse is stored. `name` tells people where that is."""

    home: Home
    name: str
    has_slices: bool  # whether a commit is invisible until it is published, so that a load can be many commits

    def connect_build(self, *, carry_on: bool, say: Callable[[str], None]) -> duckdb.DuckDBPyConnection:
        """A connection that writes, with the schema staging empty, unless it holds a load to `carry_on` with.

        `say` is told what was repaired. Raises WarehouseError where the warehouse cannot be opened.
        """

    def connect_published(self) -> duckdb.DuckDBPyConnection:
        """A connection that reads what is published. Raises WarehouseError where nothing is."""

    def hold_writing(self, con: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:
        """Let nobody else write during the block. Raises WarehouseHeld where another run writes for too long."""

    def write(self, con: duckdb.DuckDBPyConnection, note: Note) -> AbstractContextManager[None]:
        """One transaction, within `hold_writing`. `note`, called at its end, says who did what."""

    def start_heartbeat(self, con: duckdb.DuckDBPyConnection, run: Run) -> Heartbeat:
        """Keep others from taking a run for dead."""

    def is_alive(self, con: duckdb.DuckDBPyConnection, run_number: int) -> bool:
        """Whether a run that the log shows as running is alive. Only who may write calls this."""

    def publish(self, con: duckdb.DuckDBPyConnection) -> None:
        """Close the connection and publish what was committed."""

    def is_there(self) -> bool:
        """Whether anything is published."""

    def measure(self) -> Extent | None:
        """The extent of the published warehouse; None where nothing is published."""
