"""The stages of a run, in order. Both runners go through here and differ in the Conductor they bring alone."""

from __future__ import annotations

import os
import socket
import time
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

from articles.reading.discovery import check_paths, show_path, survey_paths
from articles.staged import prune_staging
from flows.committing import commit_run
from flows.conducting import interrupt_on_termination
from flows.ending import close_books, say_next_step, write_run_report
from flows.extracting import Extracted, extract_records, stage_sources
from flows.holding import hold_failed_checks
from flows.intake import Intake, frame_rejected
from flows.logs import keep_log, log_event
from flows.session import open_session, timed
from warehouse.home import open_home
from warehouse.locking import hold_warehouse
from warehouse.publishing import publish
from warehouse.querying import open_published

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flows.conducting import Conductor
    from flows.session import Session
    from flows.settings import Settings
    from flows.summary import Progress, RunSummary


def run_stages(settings: Settings, paths: Sequence[Path | str], progress: Progress, conductor: Conductor) -> RunSummary:
    """Ingest the articles under `paths` into the home of `settings` and publish.

    Raises RunHeld, with the summary, where a check held the run back; articles.errors.InputError for paths that cannot
    be used; warehouse.errors.WarehouseHeld where another run holds the home for longer than the settings wait;
    WarehouseError and others for faults. A run that ended so is in the run log with its message, and what was
    published before is untouched.
    """
    began = time.monotonic()
    if not settings.home.exists():  # a mistyped path must not leave a home behind
        check_paths(paths)
    home = open_home(settings.home)
    shown = [show_path(path) for path in paths]
    with ExitStack() as stack:
        stack.enter_context(interrupt_on_termination())
        stack.enter_context(hold_warehouse(home, f"over {', '.join(shown)}", settings.wait_seconds))
        session = open_session(settings, home, shown, progress, conductor)
        summary = session.summary
        stack.enter_context(keep_log(home.logs, summary.run_name))
        _log_start(session)
        stack.callback(session.con.close)
        stack.callback(session.heartbeat.stop)
        try:
            _go_through_stages(session, paths)
        except BaseException as error:
            close_books(session, error)
            if summary.state == "interrupted":
                raise KeyboardInterrupt from error
            raise
        finally:
            summary.total_seconds = time.monotonic() - began
            summary.words_per_second = summary.counts.get("word_count", 0) / summary.total_seconds
            log_event("end", f"run {summary.state}", seconds=round(summary.total_seconds, 3), counts=summary.counts)
    return summary


def _log_start(session: Session) -> None:
    summary, options = session.summary, session.options
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


def _go_through_stages(session: Session, paths: Sequence[Path | str]) -> None:
    settings, con = session.settings, session.con
    with timed(session, "discover"):
        survey = session.conductor.perform("discover", lambda: survey_paths(paths))
        intake = Intake(survey, settings.limits, session.options.extractor_version, session.schemas)
        intake.skip_unchanged_files(con)
        intake.reject_found()
    found = f"{intake.file_count} files found, {len(intake.to_open)} of them new or changed"
    session.conductor.say(f"{session.run.run_name}: {found}")
    log_event("discover", found)
    extracted = extract_records(session, intake) if intake.to_open else Extracted()
    stage_sources(session, intake, extracted)
    _count_records(session, intake, extracted)
    session.heartbeat.stop()
    hold_failed_checks(session, intake, extracted)
    commit_run(session, intake, extracted)
    with timed(session, "publish"):
        session.conductor.perform("publish", lambda: publish(con, session.home))
        prune_staging(session.home.staging, session.options.extractor_version, settings.keep_staged_days)
    with open_published(session.home) as published:
        write_run_report(session, published)
    say_next_step(session.summary)


def _count_records(session: Session, intake: Intake, extracted: Extracted) -> None:
    session.summary.counts = {
        "file_count": intake.file_count,
        "seen_count": intake.seen_count,
        "loaded_count": extracted.article_count,
        "unchanged_count": intake.unopened_count + intake.unchanged_count,
        "duplicate_count": intake.duplicate_count,
        "quarantined_count": intake.unread_count + intake.pending_count - extracted.article_count,
        "word_count": extracted.word_count,
        "mention_count": extracted.mention_count,
        "quote_count": extracted.quote_count,
    }
    reasons = Counter(f"{record.stage}: {record.reason_code}" for record in intake.rejected)
    for frame in session.quarantined:
        reasons.update(f"{stage}: {reason}" for stage, reason in frame.select("stage", "reason_code").iter_rows())
    session.summary.quarantined = dict(sorted(reasons.items()))
    session.quarantined.append(frame_rejected(intake.rejected))
