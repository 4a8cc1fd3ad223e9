"""Signs of life of a run in the run log."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from warehouse.runs import beat_run

if TYPE_CHECKING:
    import duckdb

    from warehouse.runs import Run

HEARTBEAT_SECONDS = 10.0


class RunLogHeartbeat:
    """Signs of life in the run log, from a thread of its own, until `stop`.

    Stop it before a transaction that writes the run's row, or the two would be in conflict.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, run: Run) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._beat, args=(con.cursor(), run), name="heartbeat", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop beating; returns when the last beat is done."""
        self._stopping.set()
        self._thread.join()

    close = stop

    def _beat(self, con: duckdb.DuckDBPyConnection, run: Run) -> None:
        with con:
            while not self._stopping.wait(HEARTBEAT_SECONDS):
                beat_run(con, run)
