"""The stages of a run, in order. Both runners go through here and differ in the Conductor they bring alone."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
from collections import Counter, deque
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from articles.cleaning.article import CleaningPolicy
from articles.errors import InputError
from articles.extraction.cues import read_cues
from articles.extractor import Extractor
from articles.grouping import ExtractionOptions, group_records
from articles.reading.discovery import survey_paths
from articles.reading.limits import ReadingLimits
from articles.resolution.entities import resolve_names
from articles.resolution.statements import resolve_statements
from articles.resolution.stories import resolve_stories
from articles.staged import prune_staging, read_batches
from articles.version import read_extractor_version, read_model_version, read_package_version
from flows.conducting import Heartbeat, interrupt_on_termination
from flows.intake import Intake, frame_rejected
from flows.summary import RunHeld, RunSummary
from warehouse import loading
from warehouse.auditing import record_results, run_audits
from warehouse.building import open_build
from warehouse.catalog import read_schemas
from warehouse.home import Home, open_home
from warehouse.locking import hold_warehouse
from warehouse.publishing import publish
from warehouse.quarantine import quarantine_records
from warehouse.querying import open_published
from warehouse.runs import Run, close_stale_runs, finish_run, read_counts, start_run
from warehouse.staging import clear_staging, stage_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from articles.extractor import BatchOutcome
    from articles.staged import StagedBatch
    from flows.conducting import Conductor, Pending
    from flows.settings import Settings
    from flows.summary import Progress

# Batches out at a time, for each worker. Their results are taken in order, so one slow batch lets this many others of
# the same size go by before the workers have to wait for it.
BATCHES_AHEAD = 6

# Fewer records in quarantine than this hold no run back, unless they are all there is: one broken file that lies in a
# folder for good must not stop every later run.
MANY_QUARANTINED = 20

# Counts that are nought in a run that published nothing, whatever it had got to.
LOADED_COUNTS = ("loaded_count", "word_count", "mention_count", "quote_count")


@dataclass(slots=True)
class _Session:
    """A run under way: what its stages share."""

    settings: Settings
    home: Home
    con: duckdb.DuckDBPyConnection
    run: Run
    heartbeat: Heartbeat
    conductor: Conductor
    progress: Progress
    summary: RunSummary
    options: ExtractionOptions
    schemas: dict[str, pl.Schema]
    results: list[pl.DataFrame] = field(default_factory=list)
    quarantined: list[pl.DataFrame] = field(default_factory=list)


@dataclass(slots=True)
class _Slice:
    """Batches that are validated and staged together."""

    staged: list[StagedBatch] = field(default_factory=list)
    article_count: int = 0


def run_stages(settings: Settings, paths: Sequence[Path], progress: Progress, conductor: Conductor) -> RunSummary:
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
    names = ", ".join(str(path) for path in paths)
    with ExitStack() as stack:
        stack.enter_context(interrupt_on_termination())
        stack.enter_context(hold_warehouse(home, f"over {names}", settings.wait_seconds))
        session = _open_session(settings, home, [str(path) for path in paths], progress, conductor)
        summary = session.summary
        stack.callback(session.con.close)
        stack.callback(session.heartbeat.stop)
        try:
            _go_through_stages(session, paths)
        except BaseException as error:
            _close_books(session, error)
            if summary.state == "interrupted":
                raise KeyboardInterrupt from error
            raise
        finally:
            summary.total_seconds = time.monotonic() - began
            summary.words_per_second = summary.counts.get("word_count", 0) / summary.total_seconds
    return summary


def check_paths(paths: Sequence[Path]) -> None:
    """Raise InputError for a path that is not there."""
    for path in paths:
        if not path.exists():
            raise InputError(f"There is no file or folder {path}. Check the path (seen from {os.getcwd()}).")  # noqa: PTH109


def _open_session(
    settings: Settings, home: Home, input_paths: list[str], progress: Progress, conductor: Conductor
) -> _Session:
    progress.start("open", None)
    began = time.monotonic()
    schemas = read_schemas()
    options = _make_options(settings, schemas)
    con = open_build(home)
    close_stale_runs(con)
    clear_staging(con)
    run = start_run(
        con,
        runner=conductor.name,
        input_paths=input_paths,
        code_version=read_package_version(),
        extractor_version=options.extractor_version,
        model_name=read_model_version(settings.model),
    )
    summary = RunSummary(run.run_name, run.run_number, conductor.name, "running", input_paths, str(home.published))
    summary.seconds["open"] = time.monotonic() - began
    progress.finish("open")
    heartbeat = Heartbeat(con, run)
    return _Session(settings, home, con, run, heartbeat, conductor, progress, summary, options, schemas)


def _make_options(settings: Settings, schemas: dict[str, pl.Schema]) -> ExtractionOptions:
    usual = (ReadingLimits(), CleaningPolicy())
    chosen = (settings.limits, settings.policy)
    version = read_extractor_version(settings.model, "" if chosen == usual else repr(chosen))
    layout = hashlib.blake2b(repr(sorted(schemas.items())).encode(), digest_size=8).hexdigest()
    return ExtractionOptions(version, settings.model, layout, settings.limits, settings.policy)


def _go_through_stages(session: _Session, paths: Sequence[Path]) -> None:
    settings, con = session.settings, session.con
    with _timed(session, "discover"):
        survey = session.conductor.perform("discover", lambda: survey_paths(paths))
        intake = Intake(survey, settings.limits, session.options.extractor_version, session.schemas)
        intake.skip_unchanged_files(con)
    session.conductor.say(
        f"{session.run.run_name}: {intake.file_count} files found, {len(intake.to_open)} of them new or changed"
    )
    extracted = _extract(session, intake) if intake.to_open else _Extracted()
    _count(session, intake, extracted)
    session.heartbeat.stop()
    _hold_where_checks_failed(session, intake, extracted)
    _load(session, intake, extracted)
    with _timed(session, "publish"):
        session.conductor.perform("publish", lambda: publish(con, session.home))
        prune_staging(session.home.staging, session.options.extractor_version, settings.keep_staged_days)
    with open_published(session.home) as published:
        _report(session, published)
    _say_next_step(session.summary)


@dataclass(slots=True)
class _Extracted:
    """Figures of what extraction and validation let through, and the reasons of what extraction did not."""

    article_count: int = 0
    word_count: int = 0
    mention_count: int = 0
    quote_count: int = 0
    reasons: dict[str, str] = field(default_factory=dict)  # reason code by content hash


def _extract(session: _Session, intake: Intake) -> _Extracted:
    """Read, extract, validate and stage, all at once: records stream through and no stage waits for another to end."""
    settings, progress = session.settings, session.progress
    extracted, part = _Extracted(), _Slice()
    window: deque[Pending[BatchOutcome]] = deque()
    began = time.monotonic()
    warm_up = threading.Thread(target=_import_late_libraries, name="imports", daemon=True)
    warm_up.start()
    progress.start("read", len(intake.to_open))
    progress.start("extract", None)
    with Extractor(
        session.options,
        session.schemas,
        session.home.staging,
        worker_count=settings.workers,
        worker_batches=settings.worker_batches,
        batch_seconds=settings.batch_seconds,
        log_path=session.home.logs / "workers.log",
    ) as extractor:
        extractor.pool.start()

        def collect() -> None:
            outcome = window.popleft().result()
            _take_outcome(session, intake, outcome, extracted, part)
            if part.article_count >= settings.validate_articles:
                _validate(session, part, extracted)

        batches = group_records(
            intake.read_pending(session.con, progress),
            session.options,
            article_limit=settings.batch_articles,
            byte_limit=settings.batch_bytes,
        )
        for batch in batches:
            window.append(session.conductor.submit(extractor, batch))
            while len(window) >= settings.workers * BATCHES_AHEAD:
                collect()
        session.summary.seconds["read"] = time.monotonic() - began
        progress.finish("read")
        progress.start("extract", intake.pending_count)
        while window:
            collect()
    session.summary.seconds["extract"] = time.monotonic() - began
    progress.finish("extract")
    warm_up.join()
    if part.staged or session.results:
        _validate(session, part, extracted)
        progress.finish("validate")
    stage_frames(session.con, {"source_files": intake.make_source_files()})
    for rows in intake.make_source_records(extracted.reasons):
        stage_frames(session.con, {"source_records": rows})
    return extracted


def _take_outcome(
    session: _Session, intake: Intake, outcome: BatchOutcome, extracted: _Extracted, part: _Slice
) -> None:
    for rejected in outcome.rejected:
        intake.rejected.append(rejected)
        if rejected.content_hash is not None:
            extracted.reasons[rejected.content_hash] = rejected.reason_code
    for staged in outcome.staged:
        if staged.article_count:
            part.staged.append(staged)
            part.article_count += staged.article_count
        session.progress.advance("extract", staged.article_count)
    session.progress.advance("extract", len(outcome.rejected))


def _validate(session: _Session, part: _Slice, extracted: _Extracted) -> None:
    """Validate a slice, stage what passed and keep what did not; then empty the slice."""
    if not part.staged:
        return
    from expectations.validation import validate_frames

    with _timed(session, "validate"):
        frames = read_batches(part.staged)
        validation = session.conductor.perform("validate", lambda: validate_frames(frames, schemas=session.schemas))
        session.results.append(validation.results)
        session.quarantined.append(validation.quarantined)
        stage_frames(session.con, validation.frames)
        articles = validation.frames["articles"]
        extracted.article_count += articles.height
        extracted.word_count += int(articles["word_count"].sum())
        extracted.mention_count += validation.frames["mentions"].height
        extracted.quote_count += validation.frames["quotes"].height
    session.progress.advance("validate", part.article_count)
    part.staged.clear()
    part.article_count = 0


def _import_late_libraries() -> None:
    """Import what validation needs, seconds of work, while the workers load their model."""
    from expectations.running import quiet_great_expectations

    with quiet_great_expectations():
        import great_expectations  # noqa: F401
    # This one sets its own level and would tell of every temporary folder.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)


def _count(session: _Session, intake: Intake, extracted: _Extracted) -> None:
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


def _hold_where_checks_failed(session: _Session, intake: Intake, extracted: _Extracted) -> None:
    """Raise RunHeld where a blocking expectation failed on the run as a whole or too much is in quarantine."""
    if session.results:
        from expectations.validation import merge_results

        session.results = [merge_results(session.results)]
        failed = _find_blocking(session.results[0])
        if failed:
            raise _hold(session, f"Validation failed: {', '.join(failed)}.", failed)
    tried = intake.pending_count + intake.unread_count
    held_back = tried - extracted.article_count
    limit = session.settings.max_quarantine_share
    is_many = held_back >= MANY_QUARANTINED or held_back == intake.seen_count
    if tried and is_many and held_back / tried > limit:
        common = ", ".join(f"{reason} ({count})" for reason, count in _rank(session.summary.quarantined))
        message = (
            f"{held_back} of {tried} records read are in quarantine, more than max_quarantine_share allows "
            f"({limit:.0%}). Most common: {common}."
        )
        raise _hold(session, message, ["max_quarantine_share"])


def _find_blocking(results: pl.DataFrame) -> list[str]:
    broken = results.filter(~pl.col("is_passed") & (pl.col("severity") == "block"))
    return [f"{table}.{check}" for table, check in broken.select("table_name", "check_name").iter_rows()]


def _rank(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]


def _hold(session: _Session, message: str, failed: list[str]) -> RunHeld:
    session.summary.failed_checks = failed
    return RunHeld(f"{message} Nothing was published.", session.summary)


def _load(session: _Session, intake: Intake, extracted: _Extracted) -> None:
    """One transaction: everything that a run changes, or nothing. Raises RunHeld where an audit blocks."""
    con, run, conductor = session.con, session.run, session.conductor
    is_changed = extracted.article_count > 0 or session.summary.counts["quarantined_count"] > 0
    state = "published" if is_changed else "unchanged"
    con.begin()
    try:
        with _timed(session, "load"):
            conductor.perform("load", lambda: _load_facts(session, intake))
        session.summary.counts = read_counts(con, run)
        if extracted.article_count:
            with _timed(session, "resolve"):
                conductor.perform("resolve", lambda: _resolve(con))
            with _timed(session, "audit"):
                audits = conductor.perform("audit", lambda: run_audits(con, run))
                checks = conductor.perform("check run", lambda: _check_run(con, run))
            session.results += [audits, checks]
            failed = _find_blocking(audits) + _find_blocking(checks)
            if failed:
                raise _hold(session, f"Audits of the loaded warehouse failed: {', '.join(failed)}.", failed)
        _record_results(session)
        finish_run(con, run, state)
        con.commit()
    except BaseException:
        con.rollback()
        raise
    session.summary.state = state


def _check_run(con: duckdb.DuckDBPyConnection, run: Run) -> pl.DataFrame:
    """The run as a whole against those before it of the same input."""
    from expectations.run_checks import RunThresholds, check_run, read_inputs

    bounds = RunThresholds(quarantine_block=1.0)  # how much may be in quarantine was judged before loading
    return check_run(read_inputs(_make_reader(con), run.run_number), bounds)


def _make_reader(con: duckdb.DuckDBPyConnection) -> Callable[[str, Mapping[str, Any]], pl.DataFrame]:
    """What carries out the queries of checks and reports, which hold no connection themselves."""
    return lambda text, values: con.sql(text, params=dict(values)).pl()


def _load_facts(session: _Session, intake: Intake) -> None:
    con, run = session.con, session.run
    _quarantine(session)
    loading.load_cues(con, read_cues())
    loading.load_facts(
        con,
        run,
        extractor_version=session.options.extractor_version,
        file_count=intake.file_count,
        unopened_count=intake.unopened_count,
    )


def _quarantine(session: _Session) -> None:
    for frame in session.quarantined:
        if frame.height:
            quarantine_records(session.con, session.run, frame)


def _record_results(session: _Session) -> None:
    session.summary.checks = []
    for results in session.results:
        record_results(session.con, session.run, results)
        session.summary.checks += [
            (row["table_name"], row["check_name"], row["severity"], row.get("checked_count"), row["failed_count"])
            for row in results.iter_rows(named=True)
        ]


def _resolve(con: duckdb.DuckDBPyConnection) -> None:
    """Names to entities, quotes to statements, articles to stories: over the whole warehouse."""
    loading.load_names(con, resolve_names(loading.read_names(con)))
    loading.load_statements(con, resolve_statements(loading.read_quotes(con)))
    stories = resolve_stories(
        loading.read_story_articles(con), loading.read_story_quotes(con), loading.read_story_entities(con)
    )
    loading.load_stories(con, stories)


def _close_books(session: _Session, error: BaseException) -> None:
    """Write into the run log how a run ended that published nothing."""
    session.heartbeat.stop()
    summary = session.summary
    summary.message = str(error) or type(error).__name__
    summary.state = "held" if isinstance(error, RunHeld) else "failed"
    if _was_interrupted(error):
        summary.state, summary.message = "interrupted", "Stopped by the user or the system."
    summary.counts |= dict.fromkeys((name for name in LOADED_COUNTS if name in summary.counts), 0)
    con = session.con
    try:
        con.begin()
        if isinstance(error, RunHeld):
            _quarantine(session)
            _record_results(session)
        finish_run(con, session.run, summary.state, summary.message, summary.counts)
        con.commit()
    except Exception as second:  # the first error is what the user has to know
        session.conductor.say(f"The run log could not be written: {type(second).__name__}: {second}")
    else:
        _report(session, con)
    _say_next_step(summary)


def _was_interrupted(error: BaseException | None) -> bool:
    """Whether an interruption is at the root of an error: what it breaks off may fail in turn, and that comes up."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _report(session: _Session, con: duckdb.DuckDBPyConnection) -> None:
    """Write the report on the run. That it cannot be written is said, and changes nothing about the run."""
    from expectations.report import read_inputs, write_report

    def write() -> str:
        inputs = read_inputs(_make_reader(con), session.run.run_number)
        return str(write_report(inputs, session.home.reports))

    with _timed(session, "report"):
        try:
            session.summary.report_path = session.conductor.perform("report", write)
        except Exception as error:
            message = f"The report could not be written: {type(error).__name__}: {error}"
            session.conductor.say(message)
            session.summary.message = " ".join(filter(None, [session.summary.message, message]))


def _say_next_step(summary: RunSummary) -> None:
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


@contextmanager
def _timed(session: _Session, stage: str) -> Iterator[None]:
    """Time a stage that is entered once or many times, and show it."""
    began = time.monotonic()
    session.progress.start(stage, None)
    try:
        yield
    finally:
        seconds = session.summary.seconds
        seconds[stage] = seconds.get(stage, 0.0) + time.monotonic() - began
    if stage != "validate":
        session.progress.finish(stage)
