"""How a run ends: the run log's last word, the report and what to do next."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flows.committing import quarantine_held_back, write_results
from flows.logs import log_event
from flows.session import make_reader, timed
from flows.summary import RunHeld
from warehouse.runs import finish_run

if TYPE_CHECKING:
    import duckdb

    from flows.session import Session
    from flows.summary import RunSummary

# Counts that are nought in a run that published nothing, whatever it had got to.
LOADED_COUNTS = ("loaded_count", "word_count", "mention_count", "quote_count")


def close_books(session: Session, error: BaseException) -> None:
    """Write into the run log how a run ended that published nothing."""
    session.heartbeat.stop()
    summary = session.summary
    summary.message = str(error) or type(error).__name__
    summary.state = "held" if isinstance(error, RunHeld) else "failed"
    if _was_interrupted(error):
        summary.state, summary.message = "interrupted", "Stopped by the user or the system."
    log_event("end", summary.message, level=logging.ERROR, is_fault=summary.state == "failed")
    summary.counts |= dict.fromkeys((name for name in LOADED_COUNTS if name in summary.counts), 0)
    con = session.con
    try:
        con.begin()
        if isinstance(error, RunHeld):
            quarantine_held_back(session)
            write_results(session)
        finish_run(con, session.run, summary.state, summary.message, summary.counts)
        con.commit()
    except Exception as second:  # the first error is what the user has to know
        message = f"The run log could not be written: {type(second).__name__}: {second}"
        session.conductor.say(message)
        log_event("end", message, level=logging.ERROR, is_fault=True)
    else:
        write_run_report(session, con)
    say_next_step(summary)


def _was_interrupted(error: BaseException | None) -> bool:
    """Whether an interruption is at the root of an error: what it breaks off may fail in turn, and that comes up."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def write_run_report(session: Session, con: duckdb.DuckDBPyConnection) -> None:
    """Write the report on the run. That it cannot be written is said, and changes nothing about the run."""
    from expectations.report import read_inputs, write_report

    def write() -> str:
        inputs = read_inputs(make_reader(con), session.run.run_number)
        return str(write_report(inputs, session.home.reports))

    with timed(session, "report"):
        try:
            session.summary.report_path = session.conductor.perform("report", write)
        except Exception as error:
            message = f"The report could not be written: {type(error).__name__}: {error}"
            session.conductor.say(message)
            log_event("report", message, level=logging.ERROR, is_fault=True)
            session.summary.message = " ".join(filter(None, [session.summary.message, message]))


def say_next_step(summary: RunSummary) -> None:
    """Tell what to do now that the run is over."""
    if summary.state == "published":
        summary.next_step = 'quotehouse query "select speaker_name, quote_text from mart.quotes limit 5"'
        if summary.quarantined:
            summary.next_step = "quotehouse quarantine list    # what was held back, and why"
    elif summary.state == "unchanged":
        summary.next_step = "nothing to do: no file is new or changed"
    elif summary.state == "held":
        summary.next_step = "quotehouse quality    # which rows failed; mend the cause and run the same command again"
    else:
        summary.next_step = "run the same command again: batches that were extracted are reused"
