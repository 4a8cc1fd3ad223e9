"""How a run ends: published or not, its final state in the run log, the report, and what to do next."""

from __future__ import annotations

import logging
import os
import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from articles.execution.staged_files import prune_staging
from pipeline.next_steps import say_next_step
from pipeline.run_context import make_reader, timed
from pipeline.run_log import keep_log, log_event
from pipeline.stages.load import write_results
from pipeline.stages.quarantine import quarantine_held, read_held_bytes
from pipeline.summary import RunHeld
from terms.interruption import find_interruption
from terms.states import RunState
from warehouse.publish import publish
from warehouse.query import open_published
from warehouse.runs import finish_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from pipeline.run_context import RunContext

# Counts that are zero in a run that published nothing, however far it got.
LOADED_COUNTS = ("loaded_count", "word_count", "mention_count", "quote_count")


class _Settings(NamedTuple):
    keep_staged_days: float
    keep_report_runs: int


@contextmanager
def record_run(context: RunContext) -> Iterator[None]:
    """Keep the log of a run; record how it ended and close its database, however the block ends.

    Raises what the block raises.
    """
    summary = context.summary
    began = time.monotonic() - summary.seconds.get("open", 0.0)
    with keep_log(context.home.logs, summary.run_name):
        _log_start(context)
        try:
            yield
        except BaseException as error:
            _record_failure(context, error)
            raise
        finally:
            context.close()
            summary.message = " ".join(filter(None, [*context.notes, summary.message])) or None
            summary.total_seconds = time.monotonic() - began
            summary.words_per_second = summary.counts.get("word_count", 0) / summary.total_seconds
            log_event("end", f"run {summary.state}", seconds=round(summary.total_seconds, 3), counts=summary.counts)


def _log_start(context: RunContext) -> None:
    summary, options = context.summary, context.options
    log_event(
        "open",
        "run started",
        runner=summary.runner,
        input_paths=summary.input_paths,
        extractor_version=options.extractor_version,
        model_name=options.model,
        process_id=os.getpid(),
        host_name=socket.gethostname(),
    )


def publish_run(context: RunContext) -> None:
    """Let readers see what was committed, and write the report on the run."""
    home = context.home
    with timed(context, "publish"):
        context.runner.perform("publish", lambda: publish(context.con, home))
        prune_staging(home.staging, context.options.extractor_version, context.take(_Settings).keep_staged_days)
    with open_published(home) as published:
        _write_report(context, published)
    say_next_step(context.summary, home.path)


def _record_failure(context: RunContext, error: BaseException) -> None:
    """Record in the run log how a run ended that published nothing."""
    context.heartbeat.stop()
    summary = context.summary
    summary.message = str(error) or type(error).__name__
    summary.state = RunState.HELD if isinstance(error, RunHeld) else RunState.FAILED
    if find_interruption(error) is not None:
        summary.state, summary.message = RunState.INTERRUPTED, "Stopped by the user or the system."
    log_event("end", summary.message, level=logging.ERROR, is_fault=summary.state == RunState.FAILED)
    summary.counts |= dict.fromkeys((name for name in LOADED_COUNTS if name in summary.counts), 0)
    con, backend = context.con, context.backend
    try:
        if isinstance(error, RunHeld):
            read_held_bytes(context)
        with backend.hold_writing(con), backend.write(con, context.describe):
            if isinstance(error, RunHeld):
                quarantine_held(context)
                write_results(context)
            finish_run(con, context.run, summary.state, summary.message, summary.counts)
    except Exception as second:  # the first error is the one the user has to know
        message = f"The run log could not be written: {type(second).__name__}: {second}"
        context.runner.say(message)
        log_event("end", message, level=logging.ERROR, is_fault=True)
    else:
        _write_report(context, con)
    say_next_step(summary, context.home.path)


def _write_report(context: RunContext, con: duckdb.DuckDBPyConnection) -> None:
    """Write the report on the run. If it cannot be written, a note says so and the run is unchanged."""
    from expectations.report.pages import write_report
    from expectations.report.queries import read_inputs

    home = context.home

    def write() -> str:
        inputs = read_inputs(make_reader(con), context.run.run_number, home.cache / "frames")
        keep_run_count = context.take(_Settings).keep_report_runs
        return str(write_report(inputs, home.reports, keep_run_count=keep_run_count, cache_folder=home.cache))

    with timed(context, "report"):
        try:
            context.summary.report_path = context.runner.perform("report", write)
        except Exception as error:
            message = f"The report could not be written: {type(error).__name__}: {error}"
            context.runner.say(message)
            log_event("report", message, level=logging.ERROR, is_fault=True)
            context.summary.message = " ".join(filter(None, [context.summary.message, message]))
