"""The stages of a run, in order. Both runners go through here and differ in the Conductor they bring alone."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.reading.discovery import check_paths
from pipeline.jobs import ingest_paths
from pipeline.resume import carry_on_where_cut_off
from pipeline.run_context import open_session, timed
from pipeline.run_log import log_event
from pipeline.runner import interrupt_on_termination
from pipeline.settings import make_home
from pipeline.stages.extract import Extracted, extract_records, stage_sources
from pipeline.stages.gates import hold_failed_checks
from pipeline.stages.load import commit_run
from pipeline.stages.publish import keep_books, publish_run
from pipeline.stages.read import frame_rejected
from pipeline.stages.retire import check_listing
from warehouse.home import open_home
from warehouse.loading.staging import stage_frames
from warehouse.lock import hold_warehouse
from warehouse.support.refusals import explain_refusals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.jobs import Job
    from pipeline.run_context import Session
    from pipeline.runner import Conductor
    from pipeline.settings import Settings
    from pipeline.stages.read import Intake
    from pipeline.summary import Progress, RunSummary
    from warehouse.home import Home


def run_stages(settings: Settings, paths: Sequence[Path | str], progress: Progress, conductor: Conductor) -> RunSummary:
    """Ingest the articles under `paths` into the home of `settings` and publish.

    Raises RunHeld, with the summary, where a check held the run back; articles.errors.InputError for paths that cannot
    be used; warehouse.errors.WarehouseHeld where another run holds the home for longer than the settings wait;
    WarehouseError and others for faults. A run that ended so is in the run log with its message, and what was
    published before is untouched.
    """
    if not settings.home.exists():  # a mistyped path must not leave a home behind
        check_paths(paths)
    return run_job(settings, ingest_paths(paths, is_retiring=settings.retire_missing), progress, conductor)


def run_job(settings: Settings, job: Job, progress: Progress, conductor: Conductor) -> RunSummary:
    """Do what a job is for in the home of `settings`, and publish. Raises what run_stages raises."""
    chosen = make_home(settings)
    home = open_home(chosen.path, chosen.lake)
    with (
        tell_end(settings, conductor) as begun,
        explain_refusals(home),
        interrupt_on_termination(),
        hold_warehouse(home, f"over {', '.join(job.inputs)}", settings.wait_seconds),
    ):
        begun.notes += carry_on_where_cut_off(settings, home, progress, conductor)
        return conduct_job(settings, home, job, progress, begun)


@dataclass(slots=True)
class Begun:
    """A run that is to begin, and the summary of the one that did."""

    conductor: Conductor
    notes: list[str] = field(default_factory=list)
    summary: RunSummary | None = None


@contextmanager
def tell_end(settings: Settings, conductor: Conductor) -> Iterator[Begun]:
    """Tell the conductor of the end of the run that the block begins, however it ends, when its lock is free again."""
    begun = Begun(conductor)
    try:
        yield begun
    finally:
        if begun.summary is not None:
            conductor.end(settings, begun.summary)


def conduct_job(settings: Settings, home: Home, job: Job, progress: Progress, begun: Begun) -> RunSummary:
    """Do what a job is for in a home that the caller holds, and publish. Raises what run_stages raises."""
    session = open_session(settings, home, list(job.inputs), progress, begun.conductor)
    begun.summary = session.summary
    session.notes += begun.notes
    session.retire_folders += job.retire_folders
    with keep_books(session):
        _go_through_stages(session, job)
    return session.summary


def _go_through_stages(session: Session, job: Job) -> None:
    with timed(session, "discover"):
        intake = session.conductor.perform("discover", lambda: job.take_in(session))
        intake.reject_found()
    session.notes += job.notes
    found = intake.describe()
    session.conductor.say(f"{session.run.run_name}: {found}")
    log_event("discover", found)
    if job.retire_folders:
        check_listing(session, intake)
    stage_frames(session.con, {"gone_sources": intake.make_gone_sources()})
    extracted = extract_records(session, intake) if intake.has_work else Extracted()
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
    if intake.rejected:
        session.quarantined.append(frame_rejected(intake.rejected))
