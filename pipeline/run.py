"""The stages of a run, in order. Every run goes through here, with or without Prefect."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.reading.discovery import check_paths
from pipeline.jobs import ingest_paths, reextract_selection, retry_held
from pipeline.resume import carry_on_where_cut_off
from pipeline.run_context import open_run_context, timed
from pipeline.run_log import log_event
from pipeline.runner import DirectRunner, interrupt_on_termination
from pipeline.settings import make_home
from pipeline.stages.extract import Extracted, extract_records, stage_sources
from pipeline.stages.gates import hold_failed_checks
from pipeline.stages.load import commit_run
from pipeline.stages.publish import publish_run, record_run
from pipeline.stages.read import frame_rejected
from pipeline.stages.retire import check_listing
from pipeline.summary import SilentProgress
from warehouse.backends.find import require_warehouse
from warehouse.home import open_home
from warehouse.loading.staging import stage_frames
from warehouse.lock import hold_warehouse
from warehouse.support.refusals import explain_refusals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.jobs import Job
    from pipeline.run_context import RunContext
    from pipeline.runner import Runner
    from pipeline.settings import Settings
    from pipeline.stages.read import Intake
    from pipeline.summary import Progress, RunSummary
    from warehouse.home import Home
    from warehouse.recorded_files import Selection


def run_ingest(
    settings: Settings, paths: Sequence[Path | str], progress: Progress | None = None, runner: Runner | None = None
) -> RunSummary:
    """Ingest the articles under `paths` into the home of `settings` and publish; raises what run_job raises."""
    if not settings.home.exists():  # a mistyped path must not leave a home behind
        check_paths(paths)
    return run_job(settings, ingest_paths(paths, is_retiring=settings.retire_missing), progress, runner)


def run_backfill(
    settings: Settings, selection: Selection, progress: Progress | None = None, runner: Runner | None = None
) -> RunSummary:
    """Extract selected articles again and publish; raises what run_job raises."""
    return run_job(settings, reextract_selection(selection), progress, runner)


def run_retry(
    settings: Settings, keys: Sequence[int] = (), reason: str = "", progress: Progress | None = None
) -> RunSummary:
    """Try again what is in quarantine and publish; raises what run_job raises."""
    return run_job(settings, retry_held(keys, reason), progress)


def run_job(settings: Settings, job: Job, progress: Progress | None = None, runner: Runner | None = None) -> RunSummary:
    """Do a job in the home of `settings`, and publish. Without a `runner`, stages run directly, without Prefect.

    Raises RunHeld, with the summary, where a check held the run; articles.errors.InputError for paths that cannot be
    used; warehouse.errors.WarehouseHeld where another run holds the home for longer than the settings wait;
    WarehouseError and others for faults. Such a run is in the run log with its message, and what was published before
    is untouched.
    """
    chosen = make_home(settings)
    if job.needs_warehouse:
        require_warehouse(chosen)
    progress, runner = progress or SilentProgress(), runner or DirectRunner()
    home = open_home(chosen.path, chosen.lake, chosen.access)
    with (
        tell_end(settings, runner) as begun,
        explain_refusals(home),
        interrupt_on_termination(),
        hold_warehouse(home, f"over {', '.join(job.inputs)}", settings.wait_seconds),
    ):
        begun.notes += carry_on_where_cut_off(settings, home, progress, runner)
        return conduct_job(settings, home, job, progress, begun)


@dataclass(slots=True)
class Begun:
    """A run that has not begun, and the summary of one that did."""

    runner: Runner
    notes: list[str] = field(default_factory=list)
    summary: RunSummary | None = None


@contextmanager
def tell_end(settings: Settings, runner: Runner) -> Iterator[Begun]:
    """Tell the runner how the run of the block ended, once its lock is released."""
    begun = Begun(runner)
    try:
        yield begun
    finally:
        if begun.summary is not None:
            runner.end(settings, begun.summary)


def conduct_job(settings: Settings, home: Home, job: Job, progress: Progress, begun: Begun) -> RunSummary:
    """Do a job in a home that the caller has locked, and publish. Raises what run_job raises."""
    context = open_run_context(settings, home, list(job.inputs), progress, begun.runner)
    begun.summary = context.summary
    context.notes += begun.notes
    context.retire_folders += job.retire_folders
    with record_run(context):
        _go_through_stages(context, job)
    return context.summary


def _go_through_stages(context: RunContext, job: Job) -> None:
    with timed(context, "discover"):
        intake = context.runner.perform("discover", lambda: job.take_in(context))
        intake.reject_found()
    context.notes += job.notes
    found = intake.describe()
    context.runner.say(f"{context.run.run_name}: {found}")
    log_event("discover", found)
    if again := intake.describe_outdated():
        context.progress.say(again)
    if job.retire_folders:
        check_listing(context, intake)
    stage_frames(context.con, {"gone_sources": intake.make_gone_sources()})
    extracted = extract_records(context, intake) if intake.has_work else Extracted()
    stage_sources(context, intake, extracted)
    _count_records(context, intake, extracted)
    context.heartbeat.stop()
    hold_failed_checks(context, intake, extracted)
    commit_run(context, intake, extracted)
    publish_run(context)


def _count_records(context: RunContext, intake: Intake, extracted: Extracted) -> None:
    context.summary.counts = {
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
    for frame in context.quarantined:
        reasons.update(f"{stage}: {reason}" for stage, reason in frame.select("stage", "reason_code").iter_rows())
    context.summary.quarantined = dict(sorted(reasons.items()))
    if intake.rejected:
        context.quarantined.append(frame_rejected(intake.rejected))
