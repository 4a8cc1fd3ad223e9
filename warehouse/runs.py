"""The run log: one row a run, with its versions, its counts and a heartbeat."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from terms.states import RunState
from warehouse.support.rows import fetch_row
from warehouse.support.values import write_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import duckdb

RUN_COUNTS = (
    "file_count",
    "seen_count",
    "loaded_count",
    "unchanged_count",
    "duplicate_count",
    "quarantined_count",
    "word_count",
    "mention_count",
    "quote_count",
    "retired_count",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A current run. Times are UTC without a zone, as the warehouse keeps them."""

    run_key: int
    run_number: int
    run_name: str
    started_at: datetime


def start_run(
    con: duckdb.DuckDBPyConnection,
    *,
    runner: str,
    input_paths: Sequence[str],
    code_version: str,
    extractor_version: str,
    model_name: str,
    flow_run_id: str | None = None,
) -> Run:
    """Add a new run to the run log, as running. Its number is one more than the last run's."""
    (last,) = fetch_row(con.execute("select coalesce(max(run_number), 0) from meta.run")) or (0,)
    number = last + 1
    name, now = f"run-{number:06d}", _now()
    (key,) = fetch_row(con.execute(f"select key_of('run|' || {number})")) or (0,)
    row = {
        "run_key": key,
        "run_number": number,
        "run_name": name,
        "state": RunState.RUNNING,
        "runner": runner,
        "host_name": socket.gethostname(),
        "process_id": os.getpid(),
        "started_at": now,
        "heartbeat_at": now,
        "input_paths": list(input_paths),
        "code_version": code_version,
        "extractor_version": extractor_version,
        "model_name": model_name,
        "flow_run_id": flow_run_id,
    }
    columns = ", ".join(f"{write_literal(value)} as {column}" for column, value in row.items())
    con.execute(f"insert into meta.run by name select {columns}")
    return Run(key, number, name, now)


def take_up_run(con: duckdb.DuckDBPyConnection, run_key: int) -> tuple[Run, list[str], str | None]:
    """Resume a run that was cut off, in this process.

    Returns it, the paths it was told to ingest and its flow run of Prefect, if it had one.
    """
    con.execute(
        """
        update meta.run set
            state = 'running', message = null, finished_at = null, host_name = ?, process_id = ?, heartbeat_at = ?
        where run_key = ?
        """,
        [socket.gethostname(), os.getpid(), _now(), run_key],
    )
    columns = "run_number, run_name, started_at, input_paths, flow_run_id"
    number, name, started_at, paths, flow_run_id = fetch_row(
        con.execute(f"select {columns} from meta.run where run_key = ?", [run_key])
    ) or (0, "", _now(), [], None)
    return Run(run_key, number, name, started_at), list(paths), flow_run_id


def beat_run(con: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Write a heartbeat."""
    con.execute(f"update meta.run set heartbeat_at = {write_literal(_now())} where run_key = {run.run_key}")


def finish_run(
    con: duckdb.DuckDBPyConnection,
    run: Run,
    state: RunState,
    message: str | None = None,
    counts: Mapping[str, int] | None = None,
) -> None:
    """Write how a run ended.

    `counts` (by column, see RUN_COUNTS) are those of a run that loaded nothing; a load writes its own. Raises
    ValueError for a count that is no column of the run log.
    """
    now = _now()
    for column in counts or {}:
        if column not in RUN_COUNTS:
            raise ValueError(f"the run log has no count {column!r}")
    row = {**(counts or {}), "state": state, "message": message, "heartbeat_at": now, "finished_at": now}
    changes = ", ".join(f"{column} = {write_literal(value)}" for column, value in row.items())
    con.execute(f"update meta.run set {changes} where run_key = {run.run_key}")


def read_counts(con: duckdb.DuckDBPyConnection, run: Run) -> dict[str, int]:
    """Counts of a run in the run log, by column; a count that is not known yet is 0."""
    row = fetch_row(con.execute(f"select {', '.join(RUN_COUNTS)} from meta.run where run_key = {run.run_key}"))
    return dict(zip(RUN_COUNTS, (count or 0 for count in row or ()), strict=False))


def close_stale_runs(con: duckdb.DuckDBPyConnection, is_alive: Callable[[int], bool] = lambda _: False) -> int:
    """Mark runs that a crash left running as interrupted, and count them. Only the one writer may call this.

    `is_alive` says of a run's number whether another loader of the same warehouse is running it.
    """
    running = con.execute("select run_number from meta.run where state = 'running' order by run_number").fetchall()
    stale = [number for (number,) in running if not is_alive(number)]
    for number in stale:
        con.execute(
            """
            update meta.run set
                state = 'interrupted',
                finished_at = heartbeat_at,
                message = 'The process ended before the run did.'
            where run_number = ?
            """,
            [number],
        )
    return len(stale)


def list_interrupted_flow_runs(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Flow runs of Prefect whose run was interrupted, among the last hundred such runs."""
    found = con.execute(
        """
        select flow_run_id from meta.run
        where state = 'interrupted' and flow_run_id is not null
        order by run_number desc
        limit 100
        """
    ).fetchall()
    return [flow_run_id for (flow_run_id,) in found]


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
