"""What a run changes in the warehouse, in one transaction: load, resolution, audits, results."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import polars as pl

from articles.extraction.cues import read_cues
from articles.resolution.entities import resolve_names
from articles.resolution.statements import resolve_statements
from articles.resolution.stories import resolve_stories
from flows.holding import find_blocking, make_held
from flows.logs import log_event
from flows.session import make_reader, timed
from warehouse import loading
from warehouse.auditing import record_results, run_audits
from warehouse.quarantine import quarantine_records
from warehouse.runs import finish_run, read_counts

if TYPE_CHECKING:
    import duckdb

    from flows.extracting import Extracted
    from flows.intake import Intake
    from flows.session import Session
    from warehouse.runs import Run


def commit_run(session: Session, intake: Intake, extracted: Extracted) -> None:
    """One transaction: everything that a run changes, or nothing. Raises RunHeld where an audit blocks."""
    con, run, conductor = session.con, session.run, session.conductor
    is_changed = extracted.article_count > 0 or session.summary.counts["quarantined_count"] > 0
    state = "published" if is_changed else "unchanged"
    con.begin()
    try:
        with timed(session, "load"):
            conductor.perform("load", lambda: _load_facts(session, intake))
        session.summary.counts = read_counts(con, run)
        if extracted.article_count:
            with timed(session, "resolve"):
                conductor.perform("resolve", lambda: _resolve(con))
            with timed(session, "audit"):
                audits = conductor.perform("audit", lambda: run_audits(con, run))
                checks = conductor.perform("check run", lambda: _check_run(con, run))
            session.results += [audits, checks]
            failed = find_blocking(audits) + find_blocking(checks)
            if failed:
                raise make_held(session, f"Audits of the loaded warehouse failed: {', '.join(failed)}.", failed)
        write_results(session)
        finish_run(con, run, state)
        con.commit()
    except BaseException:
        con.rollback()
        raise
    session.summary.state = state


def _load_facts(session: Session, intake: Intake) -> None:
    con, run = session.con, session.run
    quarantine_held_back(session)
    loading.load_cues(con, read_cues())
    loading.load_facts(
        con,
        run,
        extractor_version=session.options.extractor_version,
        file_count=intake.file_count,
        unopened_count=intake.unopened_count,
    )


def _resolve(con: duckdb.DuckDBPyConnection) -> None:
    """Names to entities, quotes to statements, articles to stories: over the whole warehouse."""
    loading.load_names(con, resolve_names(loading.read_names(con)))
    loading.load_statements(con, resolve_statements(loading.read_quotes(con)))
    stories = resolve_stories(
        loading.read_story_articles(con), loading.read_story_quotes(con), loading.read_story_entities(con)
    )
    loading.load_stories(con, stories)


def _check_run(con: duckdb.DuckDBPyConnection, run: Run) -> pl.DataFrame:
    """The run as a whole against those before it of the same input."""
    from expectations.run_checks import RunThresholds, check_run, read_inputs

    bounds = RunThresholds(quarantine_block=1.0)  # how much may be in quarantine was judged before loading
    return check_run(read_inputs(make_reader(con), run.run_number), bounds)


def quarantine_held_back(session: Session) -> None:
    """Write what reading, extraction and validation held back."""
    for frame in session.quarantined:
        if frame.height:
            quarantine_records(session.con, session.run, frame)


def write_results(session: Session) -> None:
    """Write the results of all checks, and put them into the summary."""
    session.summary.checks = []
    for results in session.results:
        record_results(session.con, session.run, results)
        _log_failures(results)
        session.summary.checks += [
            (row["table_name"], row["check_name"], row["severity"], row.get("checked_count"), row["failed_count"])
            for row in results.iter_rows(named=True)
        ]


def _log_failures(results: pl.DataFrame) -> None:
    for row in results.filter(~pl.col("is_passed")).iter_rows(named=True):
        log_event(
            "validate",
            f"{row['table_name']}.{row['check_name']} failed",
            level=logging.ERROR if row["severity"] == "block" else logging.WARNING,
            severity=row["severity"],
            failed_count=row["failed_count"],
        )
