"""A run under way: what its stages share, how it is opened and how its stages are timed."""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from articles.cleaning.article import CleaningPolicy
from articles.grouping import ExtractionOptions
from articles.reading.field_names import FieldNames
from articles.reading.limits import ReadingLimits
from articles.version import read_extractor_version, read_model_version, read_package_version
from flows.conducting import Heartbeat
from flows.logs import log_event
from flows.summary import RunSummary
from warehouse.building import open_build
from warehouse.catalog import read_schemas
from warehouse.runs import Run, close_stale_runs, list_interrupted_flow_runs, start_run, take_up_run
from warehouse.slices import find_plan
from warehouse.staging import clear_staging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import duckdb
    import polars as pl

    from flows.conducting import Conductor
    from flows.settings import Settings
    from flows.summary import Progress
    from warehouse.home import Home
    from warehouse.slices import LoadPlan


@dataclass(slots=True)
class Session:
    """A run under way: what its stages share."""

    settings: Settings
    home: Home
    con: duckdb.DuckDBPyConnection
    run: Run
    heartbeat: Heartbeat
    conductor: Conductor
    progress: Progress
    summary: RunSummary
    options: ExtractionOptions
    schemas: dict[str, pl.Schema]
    results: list[pl.DataFrame] = field(default_factory=list)
    quarantined: list[pl.DataFrame] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what the user has to know beside the run's own outcome

    def close(self) -> None:
        """Stop the heartbeat and close the build database."""
        self.heartbeat.stop()
        self.con.close()


def open_session(
    settings: Settings, home: Home, input_paths: list[str], progress: Progress, conductor: Conductor
) -> Session:
    """Open the build database and write a new run into its log. Only the holder of the lock may call this."""
    progress.start("open", None)
    began = time.monotonic()
    options = make_options(settings, read_schemas())
    notes: list[str] = []
    con = open_build(home, say=notes.append)
    close_stale_runs(con)
    conductor.close_lost_runs(list_interrupted_flow_runs(con))
    clear_staging(con)
    run = start_run(
        con,
        runner=conductor.name,
        input_paths=input_paths,
        code_version=read_package_version(),
        extractor_version=options.extractor_version,
        model_name=read_model_version(settings.model),
        flow_run_id=conductor.flow_run_id,
    )
    session = _make_session(settings, home, progress, conductor, con=con, run=run, input_paths=input_paths)
    session.notes = notes
    session.summary.seconds["open"] = time.monotonic() - began
    progress.finish("open")
    return session


def reopen_session(
    settings: Settings, home: Home, progress: Progress, conductor: Conductor, notes: list[str]
) -> tuple[Session, LoadPlan] | None:
    """Take up the run whose load was cut off between two slices, and what is left of it; None where there is none.

    What happened to the build file is added to `notes`. Only the holder of the lock may call this.
    """
    if not home.base.exists():
        return None
    con = open_build(home, carry_on=True, say=notes.append)
    plan = find_plan(con)
    if plan is None:
        con.close()
        return None
    run, input_paths = take_up_run(con, plan.run_key)
    return _make_session(settings, home, progress, conductor, con=con, run=run, input_paths=input_paths), plan


def _make_session(
    settings: Settings,
    home: Home,
    progress: Progress,
    conductor: Conductor,
    *,
    con: duckdb.DuckDBPyConnection,
    run: Run,
    input_paths: list[str],
) -> Session:
    summary = RunSummary(run.run_name, run.run_number, conductor.name, "running", input_paths, str(home.published))
    schemas = read_schemas()
    options = make_options(settings, schemas)
    heartbeat = Heartbeat(con, run)
    return Session(settings, home, con, run, heartbeat, conductor, progress, summary, options, schemas)


def make_options(settings: Settings, schemas: dict[str, pl.Schema]) -> ExtractionOptions:
    """What the settings say of extraction; its version changes with the code, the model, limits, policy and fields."""
    usual = (ReadingLimits(), CleaningPolicy(), FieldNames())
    chosen = (settings.limits, settings.policy, settings.fields)
    version = read_extractor_version(settings.model, "" if chosen == usual else repr(chosen))
    layout = hashlib.blake2b(repr(sorted(schemas.items())).encode(), digest_size=8).hexdigest()
    return ExtractionOptions(version, settings.model, layout, settings.limits, settings.policy, settings.fields)


@contextmanager
def timed(session: Session, stage: str) -> Iterator[None]:
    """Time a stage that is entered once or many times, and show it."""
    began = time.monotonic()
    session.progress.start(stage, None)
    try:
        yield
    finally:
        took = time.monotonic() - began
        session.summary.seconds[stage] = session.summary.seconds.get(stage, 0.0) + took
        log_event(stage, "stage left", seconds=round(took, 3))
    if stage != "validate":
        session.progress.finish(stage)


def make_reader(con: duckdb.DuckDBPyConnection) -> Callable[[str, Mapping[str, Any]], pl.DataFrame]:
    """What carries out the queries of checks and reports, which hold no connection themselves."""
    return lambda text, values: con.sql(text, params=dict(values)).pl()
