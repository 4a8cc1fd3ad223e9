"""The stages of a run, in order. Both runners go through here and differ in the Conductor they bring alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from articles.reading.discovery import check_paths, show_path, survey_paths
from flows.committing import commit_run
from flows.conducting import interrupt_on_termination
from flows.ending import keep_books, publish_run
from flows.extracting import Extracted, extract_records, stage_sources
from flows.holding import hold_failed_checks
from flows.intake import Intake, frame_rejected
from flows.logs import log_event
from flows.resuming import carry_on_where_cut_off
from flows.session import open_session, timed
from flows.settings import make_home
from warehouse.home import open_home
from warehouse.locking import hold_warehouse
from warehouse.refusals import explain_refusals

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
    if not settings.home.exists():  # a mistyped path must not leave a home behind
        check_paths(paths)
    chosen = make_home(settings)
    home = open_home(chosen.path, chosen.lake)
    shown = [show_path(path) for path in paths]
    begun: list[RunSummary] = []
    try:
        with (
            explain_refusals(home),
            interrupt_on_termination(),
            hold_warehouse(home, f"over {', '.join(shown)}", settings.wait_seconds),
        ):
            notes = carry_on_where_cut_off(settings, home, progress, conductor)
            session = open_session(settings, home, shown, progress, conductor)
            begun.append(session.summary)
            session.notes += notes
            with keep_books(session):
                _go_through_stages(session, paths)
    finally:
        for summary in begun:  # however it ended
            conductor.end(settings, summary)
    return session.summary


def _go_through_stages(session: Session, paths: Sequence[Path | str]) -> None:
    with timed(session, "discover"):
        survey = session.conductor.perform("discover", lambda: survey_paths(paths))
        intake = Intake(survey, session.settings.limits, session.options.extractor_version, session.schemas)
        intake.skip_unchanged_files(session.con)
        intake.reject_found()
    found = f"{intake.file_count} files found, {len(intake.to_open)} of them new or changed"
    session.conductor.say(f"{session.run.run_name}: {found}")
    log_event("discover", found)
    extracted = extract_records(session, intake) if intake.to_open else Extracted()
    stage_sources(session, intake, extracted)
    _count_records(session, intake, extracted)
    session.pulse.stop()
    hold_failed_checks(session, intake, extracted)
    commit_run(session, intake, extracted)
    publish_run(session)


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
