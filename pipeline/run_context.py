"""A run under way: what its stages share, how it is opened and how its stages are timed."""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from articles.errors import InputError
from articles.execution.grouping import ExtractionOptions, read_version
from articles.execution.memory import give_back_memory
from articles.execution.version import read_model_version, read_package_version
from articles.lexicon.outlet_registry import REGISTRY, read_outlets
from pipeline.decided_files import read_decided_files
from pipeline.run_log import log_event
from pipeline.summary import RunSummary
from terms.states import RunState
from warehouse.backends.find import find_backend
from warehouse.build import open_build
from warehouse.loading.slices import find_plan
from warehouse.runs import Run, close_stale_runs, list_interrupted_flow_runs, start_run, take_up_run
from warehouse.schema.catalog import read_schemas
from warehouse.support.values import select_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import duckdb
    import polars as pl

    from articles.lexicon.outlet_registry import KnownOutlet
    from articles.records import SourceFile
    from pipeline.runner import Runner
    from pipeline.settings import Settings
    from pipeline.summary import Progress
    from warehouse.backends.backend import Backend, Heartbeat
    from warehouse.home import Home
    from warehouse.loading.slices import LoadPlan
    from warehouse.quarantine import KeptBytes


# A stage that took less time held little memory; looking for what can be freed takes hundredths of a second.
GIVE_BACK_SECONDS = 0.5

Taken = TypeVar("Taken")


@dataclass(slots=True)
class RunContext:
    """A run under way: what its stages share."""

    _settings: Settings
    home: Home
    con: duckdb.DuckDBPyConnection
    run: Run
    backend: Backend
    heartbeat: Heartbeat
    runner: Runner
    progress: Progress
    summary: RunSummary
    options: ExtractionOptions
    schemas: dict[str, pl.Schema]
    decisions: pl.DataFrame | None = None
    authority: pl.DataFrame | None = None
    results: list[pl.DataFrame] = field(default_factory=list)
    quarantined: list[pl.DataFrame] = field(default_factory=list)
    held_bytes: list[KeptBytes] | None = None  # of what is in `quarantined`; None until read
    notes: list[str] = field(default_factory=list)  # what the user has to know besides the run's outcome
    retire_folders: list[str] = field(default_factory=list)
    files: dict[tuple[str, str], SourceFile] = field(default_factory=dict)  # found, by root_path and source_path

    def take(self, kind: type[Taken]) -> Taken:
        """The settings that a stage reads: the named tuple `kind`, whose fields have the names of settings."""
        return kind(**{name: getattr(self._settings, name) for name in kind.__annotations__})

    def close(self) -> None:
        """Let the run be over and close its connection."""
        self.heartbeat.close()
        self.con.close()

    def describe(self) -> str:
        """The run and its outcome, for the history of a lake."""
        return f"{self.summary.run_name}: {self.summary.state}"


def open_run_context(
    settings: Settings, home: Home, input_paths: list[str], progress: Progress, runner: Runner
) -> RunContext:
    """Open the build database and log a new run. Only the holder of the lock may call this."""
    progress.start("open", None)
    began = time.monotonic()
    decided = read_decided_files(settings)
    options = make_options(settings, read_schemas())
    notes: list[str] = []
    backend = find_backend(home)
    con = open_build(home, say=notes.append)
    try:
        with backend.hold_writing(con), backend.write(con, lambda: f"{run.run_name}: running"):
            close_stale_runs(con, lambda run_number: backend.is_alive(con, run_number))
            runner.close_lost_runs(list_interrupted_flow_runs(con))
            run = start_run(
                con,
                runner=runner.name,
                input_paths=input_paths,
                code_version=read_package_version(),
                extractor_version=options.extractor_version,
                model_name=read_model_version(settings.model),
                flow_run_id=runner.flow_run_id,
            )
            heartbeat = backend.start_heartbeat(con, run)
    except BaseException:
        con.close()
        raise
    context = _make_run_context(
        settings, backend, progress, runner, con=con, run=run, heartbeat=heartbeat, input_paths=input_paths
    )
    context.decisions, context.authority = decided
    context.notes = notes
    context.summary.seconds["open"] = time.monotonic() - began
    progress.finish("open")
    return context


def reopen_run_context(
    settings: Settings, home: Home, progress: Progress, runner: Runner, notes: list[str]
) -> tuple[RunContext, LoadPlan] | None:
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
    runner.close_lost_runs([flow_run_id] if flow_run_id else [])  # another flow run resumes it
    backend = find_backend(home)
    heartbeat = backend.start_heartbeat(con, run)
    context = _make_run_context(
        settings, backend, progress, runner, con=con, run=run, heartbeat=heartbeat, input_paths=input_paths
    )
    context.decisions, context.authority = decided
    return context, plan


def _make_run_context(  # noqa: PLR0917
    settings: Settings,
    backend: Backend,
    progress: Progress,
    runner: Runner,
    con: duckdb.DuckDBPyConnection,
    run: Run,
    heartbeat: Heartbeat,
    input_paths: list[str],
) -> RunContext:
    summary = RunSummary(run.run_name, run.run_number, runner.name, RunState.RUNNING, input_paths, backend.name)
    schemas = read_schemas()
    options = make_options(settings, schemas)
    return RunContext(settings, backend.home, con, run, backend, heartbeat, runner, progress, summary, options, schemas)


def make_options(settings: Settings, schemas: dict[str, pl.Schema]) -> ExtractionOptions:
    """What the settings say of extraction; its version changes with the code, the model, limits, policy and fields."""
    outlets = find_outlets(settings)
    version = read_version(settings.model, settings.limits, settings.policy, settings.fields, outlets)
    layout = hashlib.blake2b(repr(sorted(schemas.items())).encode(), digest_size=8).hexdigest()
    return ExtractionOptions(
        version,
        settings.model,
        layout,
        settings.limits,
        settings.policy,
        settings.fields,
        outlets,
        settings.article_seconds,
    )


def find_outlets(settings: Settings) -> tuple[KnownOutlet, ...]:
    """A user's own outlets: of the setting, else of outlets.toml in the home. Raises InputError for a bad file."""
    path = settings.outlets or settings.home / REGISTRY
    if settings.outlets is None and not path.is_file():
        return ()
    try:
        return read_outlets(path)
    except ValueError as error:
        raise InputError(str(error)) from error


@contextmanager
def timed(context: RunContext, stage: str) -> Iterator[None]:
    """Time a stage that is entered once or many times, and show its progress."""
    began = time.monotonic()
    context.progress.start(stage, None)
    try:
        yield
    finally:
        took = time.monotonic() - began
        context.summary.seconds[stage] = context.summary.seconds.get(stage, 0.0) + took
        log_event(stage, "stage left", seconds=round(took, 3))
        if took >= GIVE_BACK_SECONDS:
            give_back_memory()
    if stage != "validate":
        context.progress.finish(stage)


def make_reader(con: duckdb.DuckDBPyConnection) -> Callable[[str, Mapping[str, Any]], pl.DataFrame]:
    """Run the queries of checks and reports, which hold no connection themselves."""
    return lambda text, values: select_rows(con, text, values)
