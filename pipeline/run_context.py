"""A run under way: what its stages share, how it is opened and how its stages are timed."""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from articles.execution.grouping import ExtractionOptions, read_version
from articles.execution.memory import give_back_memory
from articles.execution.version import read_model_version, read_package_version
from pipeline.judgement_files import read_decided_files
from pipeline.run_log import log_event
from pipeline.summary import RunSummary
from warehouse.backends.backend import Place, Pulse, find_place
from warehouse.build import open_build
from warehouse.loading.slices import find_plan
from warehouse.runs import Run, close_stale_runs, list_interrupted_flow_runs, start_run, take_up_run
from warehouse.schema.catalog import read_schemas
from warehouse.support.values import select_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import duckdb
    import polars as pl

    from articles.records import SourceFile
    from pipeline.runner import Conductor
    from pipeline.settings import Settings
    from pipeline.summary import Progress
    from warehouse.home import Home
    from warehouse.loading.slices import LoadPlan


# A stage that took less has not held much; looking for what can be given back takes hundredths of a second.
GIVE_BACK_SECONDS = 0.5


@dataclass(slots=True)
class Session:
    """A run under way: what its stages share."""

    settings: Settings
    home: Home
    con: duckdb.DuckDBPyConnection
    run: Run
    place: Place
    pulse: Pulse
    conductor: Conductor
    progress: Progress
    summary: RunSummary
    options: ExtractionOptions
    schemas: dict[str, pl.Schema]
    judgements: pl.DataFrame | None = None
    authority: pl.DataFrame | None = None
    results: list[pl.DataFrame] = field(default_factory=list)
    quarantined: list[pl.DataFrame] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what the user has to know beside the run's own outcome
    retire_folders: list[str] = field(default_factory=list)
    files: dict[tuple[str, str], SourceFile] = field(default_factory=dict)  # found, by root_path and source_path

    def close(self) -> None:
        """Let the run be over and close its connection."""
        self.pulse.close()
        self.con.close()

    def describe(self) -> str:
        """The run and what became of it, for the history of a lake."""
        return f"{self.summary.run_name}: {self.summary.state}"


def open_session(
    settings: Settings, home: Home, input_paths: list[str], progress: Progress, conductor: Conductor
) -> Session:
    """Open the build database and write a new run into its log. Only the holder of the lock may call this."""
    progress.start("open", None)
    began = time.monotonic()
    decided = read_decided_files(settings)
    options = make_options(settings, read_schemas())
    notes: list[str] = []
    place = find_place(home)
    con = open_build(home, say=notes.append)
    try:
        with place.hold_writing(con), place.write(con, lambda: f"{run.run_name}: running"):
            close_stale_runs(con, lambda run_number: place.is_alive(con, run_number))
            conductor.close_lost_runs(list_interrupted_flow_runs(con))
            run = start_run(
                con,
                runner=conductor.name,
                input_paths=input_paths,
                code_version=read_package_version(),
                extractor_version=options.extractor_version,
                model_name=read_model_version(settings.model),
                flow_run_id=conductor.flow_run_id,
            )
            pulse = place.show_life(con, run)
    except BaseException:
        con.close()
        raise
    session = _make_session(
        settings, place, progress, conductor, con=con, run=run, pulse=pulse, input_paths=input_paths
    )
    session.judgements, session.authority = decided
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
    decided = read_decided_files(settings)
    con = open_build(home, carry_on=True, say=notes.append)
    plan = find_plan(con)
    if plan is None:
        con.close()
        return None
    run, input_paths, flow_run_id = take_up_run(con, plan.run_key)
    conductor.close_lost_runs([flow_run_id] if flow_run_id else [])  # what goes on is another flow run
    place = find_place(home)
    pulse = place.show_life(con, run)
    session = _make_session(
        settings, place, progress, conductor, con=con, run=run, pulse=pulse, input_paths=input_paths
    )
    session.judgements, session.authority = decided
    return session, plan


def _make_session(  # noqa: PLR0917
    settings: Settings,
    place: Place,
    progress: Progress,
    conductor: Conductor,
    con: duckdb.DuckDBPyConnection,
    run: Run,
    pulse: Pulse,
    input_paths: list[str],
) -> Session:
    summary = RunSummary(run.run_name, run.run_number, conductor.name, "running", input_paths, place.name)
    schemas = read_schemas()
    options = make_options(settings, schemas)
    return Session(settings, place.home, con, run, place, pulse, conductor, progress, summary, options, schemas)


def make_options(settings: Settings, schemas: dict[str, pl.Schema]) -> ExtractionOptions:
    """What the settings say of extraction; its version changes with the code, the model, limits, policy and fields."""
    version = read_version(settings.model, settings.limits, settings.policy, settings.fields)
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
        if took >= GIVE_BACK_SECONDS:
            give_back_memory()
    if stage != "validate":
        session.progress.finish(stage)


def make_reader(con: duckdb.DuckDBPyConnection) -> Callable[[str, Mapping[str, Any]], pl.DataFrame]:
    """What carries out the queries of checks and reports, which hold no connection themselves."""
    return lambda text, values: select_rows(con, text, values)
