"""What a run changes in the warehouse: load, resolution, audits, results. In one transaction, or slice by slice."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import polars as pl

from articles.execution.version import read_resolver_version
from articles.lexicon.cues import read_cues
from pipeline.judgement_files import take_in_decided
from pipeline.run_context import make_reader, timed
from pipeline.run_log import log_event
from pipeline.runner import find_interruption
from pipeline.stages.gates import find_blocking, find_warning, make_held
from pipeline.stages.quarantine import keep_held_bytes
from pipeline.stages.retire import hold_mass_retirement
from pipeline.summary import RunHeld
from warehouse.audit import record_results, run_audits
from warehouse.loading import load as loading
from warehouse.loading import slices
from warehouse.loading.affected_names import has_outdated
from warehouse.loading.slices import LoadPlan
from warehouse.quarantine import quarantine_records
from warehouse.runs import beat_run, finish_run, read_counts

if TYPE_CHECKING:
    import duckdb

    from expectations.thresholds import RunThresholds
    from pipeline.run_context import Session
    from pipeline.stages.extract import Extracted
    from pipeline.stages.read import Intake
    from warehouse.runs import Run


def commit_run(session: Session, intake: Intake, extracted: Extracted) -> None:
    """Commit everything that a run changes, or nothing.

    An input of more than `load_articles` is committed in slices, which nobody sees before the run is published; a kill
    leaves them for the next run to carry on with. Raises RunHeld where an audit blocks.
    """
    place, files = session.place, (intake.file_count, intake.unopened_count)
    with place.hold_writing(session.con):
        if not intake.choice.again:  # what is extracted again is known, and meant
            loading.drop_known(session.con, session.options.extractor_version)
        loading.settle_copies(session.con, session.run, session.options.extractor_version)
        if extracted.article_count <= session.settings.load_articles or not place.has_slices:
            with place.write(session.con, session.describe):
                plan = _begin_load(session, None, *files)
                _finish_load(session, plan)
            return
        session.con = slices.keep_base(session.con, session.home)
        with place.write(session.con, session.describe):
            plan = _begin_load(session, session.settings.load_articles, *files)
            write_results(session)
            slices.write_plan(session.con, plan)
        session.results.clear()
        session.quarantined.clear()
        carry_on(session, plan)


def carry_on(session: Session, plan: LoadPlan) -> None:
    """Load the slices of a plan that are not loaded yet, the last with everything that ends a run.

    A fault or a check that holds the run undoes all its slices, so that no later run publishes them; an interruption
    leaves them. Raises RunHeld where an audit blocks.
    """
    con, run, place = session.con, session.run, session.place
    slices.recall_versions(con)
    try:
        for number in range(plan.loaded_count + 1, plan.slice_count):
            with place.write(con, session.describe):
                _load_slice(session, number)
                slices.count_slice(con)
                beat_run(con, run)
        with place.write(con, session.describe):
            _finish_load(session, plan)
            slices.end_plan(con)
    except BaseException as error:
        if find_interruption(error) is None:
            _undo_slices(session, is_held=isinstance(error, RunHeld))
        raise
    session.home.base.unlink(missing_ok=True)


def _undo_slices(session: Session, *, is_held: bool) -> None:
    books = slices.take_books(session.con, session.run) if is_held else {}
    session.con = slices.restore_base(session.con, session.home)
    slices.put_books(session.con, books)


def _begin_load(session: Session, slice_articles: int | None, file_count: int, unopened_count: int) -> LoadPlan:
    con, run = session.con, session.run
    quarantine_held_back(session)
    loading.load_cues(con, read_cues())
    slice_count = loading.plan_load(con, run, slice_articles)
    return LoadPlan(
        run.run_key,
        slice_count,
        0,
        file_count,
        unopened_count,
        session.options.extractor_version,
        session.retire_folders,
    )


def _load_slice(session: Session, number: int) -> None:
    with timed(session, "load"):
        session.conductor.perform("load", lambda: loading.load_slice(session.con, session.run, number))


def _finish_load(session: Session, plan: LoadPlan) -> None:
    """The last slice and all that ends a run, in the transaction at hand."""
    con, run, conductor = session.con, session.run, session.conductor
    _load_slice(session, plan.slice_count)
    with timed(session, "load"):
        loading.finish_load(
            con,
            run,
            extractor_version=plan.extractor_version,
            file_count=plan.file_count,
            unopened_count=plan.unopened_count,
            retire_folders=plan.retire_folders,
        )
    hold_mass_retirement(session)
    counts = session.summary.counts = read_counts(con, run)
    is_decided_anew = take_in_decided(con, session.judgements, session.authority)
    if has_outdated(con, read_resolver_version()):
        is_decided_anew = True
        session.notes.append("Names, statements and stories were told apart anew, by the rules of this release.")
    if counts["loaded_count"] + counts["retired_count"] or is_decided_anew:
        from pipeline.stages.resolve import resolve_warehouse

        with timed(session, "resolve"):
            conductor.perform("resolve", lambda: resolve_warehouse(con))
        with timed(session, "audit"):
            audits = conductor.perform("audit", lambda: run_audits(con, run))
            checks = conductor.perform("check run", lambda: _check_run(con, run, session.settings.checks))
        session.results += [audits, checks]
        failed = find_blocking(audits) + find_blocking(checks)
        if failed:
            raise make_held(session, f"Checks of the loaded warehouse failed: {', '.join(failed)}.", failed)
    write_results(session)
    is_changed = is_decided_anew or counts["loaded_count"] + counts["quarantined_count"] + counts["retired_count"] > 0
    session.summary.state = "published" if is_changed else "unchanged"
    finish_run(con, run, session.summary.state)


def _check_run(con: duckdb.DuckDBPyConnection, run: Run, bounds: RunThresholds) -> pl.DataFrame:
    """The run as a whole against those before it of the same input."""
    from expectations.run_checks import check_run, read_inputs

    return check_run(read_inputs(make_reader(con), run.run_number), bounds)


def quarantine_held_back(session: Session) -> None:
    """Write what reading, extraction and validation held back."""
    for frame in session.quarantined:
        if frame.height:
            quarantine_records(session.con, session.run, frame)
    keep_held_bytes(session)


def write_results(session: Session) -> None:
    """Write the results of all checks, and put them into the summary."""
    for results in session.results:
        record_results(session.con, session.run, results)
        _log_failures(results)
        session.summary.checks += [
            (row["table_name"], row["check_name"], row["severity"], row.get("checked_count"), row["failed_count"])
            for row in results.iter_rows(named=True)
        ]
        session.summary.warned_checks += find_warning(results)


def _log_failures(results: pl.DataFrame) -> None:
    for row in results.filter(~pl.col("is_passed")).iter_rows(named=True):
        log_event(
            "validate",
            f"{row['table_name']}.{row['check_name']} failed",
            level=logging.ERROR if row["severity"] == "block" else logging.WARNING,
            severity=row["severity"],
            failed_count=row["failed_count"],
        )
