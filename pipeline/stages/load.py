"""What a run changes in the warehouse: load, resolution, audits, results. In one transaction, or slice by slice."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from articles.execution.version import read_resolver_version
from articles.lexicon.cues import read_cues
from pipeline.decided_files import take_in_decided
from pipeline.run_context import make_reader, timed
from pipeline.run_log import log_event
from pipeline.stages.gates import find_blocking, find_warning, make_held
from pipeline.stages.losses import hold_losses
from pipeline.stages.quarantine import quarantine_held, read_held_bytes
from pipeline.stages.retire import hold_mass_retirement
from pipeline.summary import RunHeld
from terms.interruption import find_interruption
from terms.states import RunState, Severity
from warehouse.audit import record_results, run_audits
from warehouse.loading import load, slices
from warehouse.loading.affected_names import has_outdated
from warehouse.loading.slices import LoadPlan
from warehouse.runs import beat_run, finish_run, read_counts

if TYPE_CHECKING:
    import duckdb

    from expectations.thresholds import RunThresholds
    from pipeline.run_context import RunContext
    from pipeline.stages.extract import Extracted
    from pipeline.stages.read import Intake
    from warehouse.runs import Run


class _Settings(NamedTuple):
    load_articles: int
    checks: RunThresholds


def commit_run(context: RunContext, intake: Intake, extracted: Extracted) -> None:
    """Commit everything that a run changes, or nothing.

    An input of more than `load_articles` articles is committed in slices, which nobody sees before the run is
    published; after a kill the next run resumes with them. Raises RunHeld where an audit blocks.
    """
    read_held_bytes(context)
    load_articles = context.take(_Settings).load_articles
    backend, files = context.backend, (intake.file_count, intake.unopened_count)
    with backend.hold_writing(context.con):
        if not intake.choice.again:  # what is extracted again is known, and that is intended
            load.drop_known(context.con, context.options.extractor_version)
        load.settle_copies(context.con, context.run, context.options.extractor_version)
        if extracted.article_count <= load_articles or not backend.has_slices:
            with backend.write(context.con, context.describe):
                plan = _begin_load(context, None, *files)
                _finish_load(context, plan)
            return
        context.con = slices.keep_base(context.con, context.home)
        with backend.write(context.con, context.describe):
            plan = _begin_load(context, load_articles, *files)
            write_results(context)
            slices.write_plan(context.con, plan)
        context.results.clear()
        context.quarantined.clear()
        carry_on(context, plan)


def carry_on(context: RunContext, plan: LoadPlan) -> None:
    """Load the slices of a plan that are not loaded yet; the last one includes everything that ends a run.

    A fault or a check that holds the run undoes all its slices, so that no later run publishes them; an interruption
    keeps them. Raises RunHeld where an audit blocks.
    """
    con, run, backend = context.con, context.run, context.backend
    slices.recall_versions(con)
    try:
        for number in range(plan.loaded_count + 1, plan.slice_count):
            with backend.write(con, context.describe):
                _load_slice(context, number)
                slices.count_slice(con)
                beat_run(con, run)
        with backend.write(con, context.describe):
            _finish_load(context, plan)
            slices.end_plan(con)
    except BaseException as error:
        if find_interruption(error) is None:
            _undo_slices(context, is_held=isinstance(error, RunHeld))
        raise
    context.home.base.unlink(missing_ok=True)


def _undo_slices(context: RunContext, *, is_held: bool) -> None:
    run_rows = slices.take_run_rows(context.con, context.run) if is_held else {}
    context.con = slices.restore_base(context.con, context.home)
    slices.put_run_rows(context.con, run_rows)


def _begin_load(context: RunContext, slice_articles: int | None, file_count: int, unopened_count: int) -> LoadPlan:
    con, run = context.con, context.run
    quarantine_held(context)
    load.load_cues(con, read_cues())
    slice_count = load.plan_load(con, run, slice_articles)
    return LoadPlan(
        run.run_key,
        slice_count,
        0,
        file_count,
        unopened_count,
        context.options.extractor_version,
        context.retire_folders,
    )


def _load_slice(context: RunContext, number: int) -> None:
    with timed(context, "load"):
        context.runner.perform("load", lambda: load.load_slice(context.con, context.run, number))


def _finish_load(context: RunContext, plan: LoadPlan) -> None:
    """Load the last slice and do everything that ends a run, in the current transaction."""
    con, run, runner = context.con, context.run, context.runner
    _load_slice(context, plan.slice_count)
    with timed(context, "load"):
        load.finish_load(
            con,
            run,
            extractor_version=plan.extractor_version,
            file_count=plan.file_count,
            unopened_count=plan.unopened_count,
            retire_folders=plan.retire_folders,
        )
    hold_mass_retirement(context)
    hold_losses(context)
    counts = context.summary.counts = read_counts(con, run)
    is_decided_anew = take_in_decided(con, context.decisions, context.authority)
    if has_outdated(con, read_resolver_version()):
        is_decided_anew = True
        context.notes.append("Names, statements and stories were resolved again by the rules of this release.")
    if counts["loaded_count"] + counts["retired_count"] or is_decided_anew:
        from pipeline.stages.resolve import resolve_warehouse

        with timed(context, "resolve"):
            runner.perform("resolve", lambda: resolve_warehouse(con))
        with timed(context, "audit"):
            audits = runner.perform("audit", lambda: run_audits(con, run))
            checks = runner.perform("check run", lambda: _check_run(con, run, context.take(_Settings).checks))
        context.results += [audits, checks]
        failed = find_blocking(audits) + find_blocking(checks)
        if failed:
            raise make_held(context, f"Checks of the loaded warehouse failed: {', '.join(failed)}.", failed)
    write_results(context)
    is_changed = is_decided_anew or counts["loaded_count"] + counts["quarantined_count"] + counts["retired_count"] > 0
    context.summary.state = RunState.PUBLISHED if is_changed else RunState.UNCHANGED
    finish_run(con, run, context.summary.state)


def _check_run(con: duckdb.DuckDBPyConnection, run: Run, bounds: RunThresholds) -> pl.DataFrame:
    """Compare the run as a whole with earlier runs of the same input."""
    from expectations.run_checks import check_run, read_inputs

    return check_run(read_inputs(make_reader(con), run.run_number), bounds)


def write_results(context: RunContext) -> None:
    """Write the results of all checks, and add them to the summary."""
    for results in context.results:
        record_results(context.con, context.run, results)
        _log_failures(results)
        context.summary.checks += [
            (row["table_name"], row["check_name"], row["severity"], row.get("checked_count"), row["failed_count"])
            for row in results.iter_rows(named=True)
        ]
        context.summary.warned_checks += find_warning(results)


def _log_failures(results: pl.DataFrame) -> None:
    for row in results.filter(~pl.col("is_passed")).iter_rows(named=True):
        log_event(
            "validate",
            f"{row['table_name']}.{row['check_name']} failed",
            level=logging.ERROR if row["severity"] == Severity.BLOCK else logging.WARNING,
            severity=row["severity"],
            failed_count=row["failed_count"],
        )
