"""Reading, extraction and validation at once: records stream through, and no stage waits for another to end."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from articles.execution.extractor import Extractor
from articles.execution.grouping import group_records
from articles.execution.staged_files import read_batches
from pipeline.run_context import timed
from pipeline.run_log import log_event
from warehouse.loading.staging import Spool, bound_cache, stage_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from articles.execution.extractor import BatchOutcome
    from articles.execution.staged_files import StagedBatch
    from articles.records import SourceRecord
    from pipeline.run_context import RunContext
    from pipeline.runner import Pending
    from pipeline.stages.read import Intake

# Batches submitted at a time, per worker. Their results are taken in order, so the workers wait for a slow batch only
# when this many later batches of the same size are done.
BATCHES_AHEAD = 6


class _Settings(NamedTuple):
    workers: int
    worker_batches: int
    batch_articles: int
    batch_bytes: int
    batch_seconds: float
    validate_articles: int
    scheduler: str | None
    handover: str | None


@dataclass(slots=True)
class Extracted:
    """Counts of what passed extraction and validation, and the reasons for what extraction rejected."""

    article_count: int = 0
    word_count: int = 0
    mention_count: int = 0
    quote_count: int = 0
    reasons: dict[str, str] = field(default_factory=dict)  # reason code by content hash


@dataclass(slots=True)
class _Chunk:
    """Batches that are validated together, and where validated frames wait to be staged."""

    spool: Spool
    staged: list[StagedBatch] = field(default_factory=list)
    article_count: int = 0


def extract_records(context: RunContext, intake: Intake) -> Extracted:
    """Read, extract and validate at once: records stream through and no stage waits for another to end.

    What passed is staged at the end.
    """
    settings, progress = context.take(_Settings), context.progress
    extracted, chunk = Extracted(), _Chunk(Spool(context.home.spool))
    window: deque[Pending[BatchOutcome]] = deque()
    lost: list[str] = []
    began = time.monotonic()
    warm_up = threading.Thread(target=_import_late_libraries, name="imports", daemon=True)
    progress.start("read", len(intake.to_open))
    progress.start("extract", None)
    with (
        bound_cache(context.con),
        _make_extractor(context, settings) as extractor,
    ):

        def begin() -> None:
            extractor.pool.start()
            warm_up.start()

        def collect() -> None:
            outcome = window.popleft().result()
            lost.extend(_tell_lost(context, extractor.pool.take_lost(), is_first=not lost))
            _take_outcome(context, intake, outcome, extracted, chunk)
            if chunk.article_count >= settings.validate_articles:
                _validate(context, chunk, extracted)

        batches = group_records(
            _begin_with_first(intake.read_pending(context.con, progress), begin),
            context.options,
            article_limit=settings.batch_articles,
            byte_limit=settings.batch_bytes,
        )
        for batch in batches:
            window.append(context.runner.submit(extractor, batch))
            while len(window) >= extractor.pool.worker_count * BATCHES_AHEAD:
                collect()
        context.summary.seconds["read"] = time.monotonic() - began
        progress.finish("read")
        progress.start("extract", intake.pending_count)
        while window:
            collect()
    context.summary.seconds["extract"] = time.monotonic() - began
    progress.finish("extract")
    if len(lost) > 1:
        _tell(context, f"{len(lost)} worker processes were lost in this run; what they worked on was taken up again.")
    if warm_up.ident is not None:
        warm_up.join()
    if chunk.staged or context.results:
        _validate(context, chunk, extracted)
        progress.finish("validate")
    with timed(context, "load"):
        chunk.spool.stage(context.con)
    return extracted


def _make_extractor(context: RunContext, settings: _Settings) -> Extractor:
    return Extractor(
        context.options,
        context.schemas,
        context.home.staging,
        worker_count=settings.workers,
        worker_batches=settings.worker_batches,
        batch_seconds=settings.batch_seconds,
        log_path=context.home.logs / "workers.log",
        scheduler=settings.scheduler,
        handover=settings.handover,
        link=context.runner.make_cluster_link() if settings.scheduler else None,
    )


def _begin_with_first(records: Iterator[SourceRecord], begin: Callable[[], None]) -> Iterator[SourceRecord]:
    """The records. `begin` is called before the first one: where there is none, no model need be loaded."""
    first = next(records, None)
    if first is not None:
        begin()
        yield first
        yield from records


def stage_sources(context: RunContext, intake: Intake, extracted: Extracted) -> None:
    """Stage the opened files and the outcome of each record: what the ledger is made of."""
    stage_frames(context.con, {"source_files": intake.make_source_files()})
    for rows in intake.make_source_records(extracted.reasons):
        stage_frames(context.con, {"source_records": rows})


def _tell_lost(context: RunContext, ends: list[str], *, is_first: bool) -> list[str]:
    """Log how workers were lost; the first is told on the screen too, with what it means and what to do."""
    for end in ends:
        log_event("extract", f"a worker process {end}", level=logging.WARNING)
    if ends and is_first:
        _tell(context, describe_loss(ends[0]))
    return ends


def describe_loss(end: str) -> str:
    """Say that a worker process was lost, what that often means, and what to do."""
    if end.endswith("SIGKILL"):
        return (
            "A worker process was killed (SIGKILL). The run goes on and another one does its work. Most often the "
            "system had too little memory: close other programs, run fewer workers (--workers 1; each takes about "
            ".5 GB), or give the machine more memory."
        )
    return (
        f"A worker process {end}. The run goes on and another one does its work; an article that ends its worker "
        "twice is quarantined. See logs/workers.log in the home."
    )


def _tell(context: RunContext, message: str) -> None:
    context.progress.say(message)
    context.runner.say(message)


def _take_outcome(
    context: RunContext, intake: Intake, outcome: BatchOutcome, extracted: Extracted, chunk: _Chunk
) -> None:
    for rejected in outcome.rejected:
        intake.rejected.append(rejected)
        log_event(
            rejected.stage,
            rejected.message,
            level=logging.WARNING,
            source_path=rejected.source_path,
            reason_code=rejected.reason_code,
        )
        if rejected.content_hash is not None:
            extracted.reasons[rejected.content_hash] = rejected.reason_code
    for staged in outcome.staged:
        if staged.article_count:
            chunk.staged.append(staged)
            chunk.article_count += staged.article_count
        context.progress.advance("extract", staged.article_count, staged.word_count)
    context.progress.advance("extract", len(outcome.rejected))
    log_event(
        "extract",
        "batch reused" if outcome.is_reused else "batch extracted",
        batch_number=outcome.batch_number,
        article_count=sum(staged.article_count for staged in outcome.staged),
        word_count=sum(staged.word_count for staged in outcome.staged),
        rejected_count=len(outcome.rejected),
    )


def _validate(context: RunContext, chunk: _Chunk, extracted: Extracted) -> None:
    """Validate a chunk, spool what passed and keep what did not; then empty the chunk."""
    if not chunk.staged:
        return
    with timed(context, "validate"):
        _validate_chunk(context, chunk, extracted)
    context.progress.advance("validate", chunk.article_count)
    chunk.staged.clear()
    chunk.article_count = 0


def _validate_chunk(context: RunContext, chunk: _Chunk, extracted: Extracted) -> None:
    """A function of its own, so that its frames are freed when the stage releases memory."""
    from expectations.validation import validate_frames

    frames = read_batches(chunk.staged)
    validation = context.runner.perform("validate", lambda: validate_frames(frames, schemas=context.schemas))
    context.results.append(validation.results)
    context.quarantined.append(validation.quarantined)
    chunk.spool.add(validation.frames)
    articles = validation.frames["articles"]
    extracted.article_count += articles.height
    extracted.word_count += int(articles["word_count"].sum())
    extracted.mention_count += validation.frames["mentions"].height
    extracted.quote_count += validation.frames["quotes"].height


@cache
def _import_late_libraries() -> None:
    """Import what validation, resolution and report need, which takes seconds, while the workers load their model.

    This happens once a process. Later it would hold up the run while the other cores are idle.
    """
    from articles.lexicon.gazetteers import read_cities
    from expectations.running import quiet_great_expectations

    with quiet_great_expectations():
        import great_expectations  # noqa: F401
    # it sets its own level and would report every temporary folder
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    import expectations.report.pages
    import expectations.report.queries  # noqa: F401
    import pipeline.stages.resolve  # noqa: F401

    read_cities()
    gc.collect()
    gc.freeze()  # some 400,000 permanent objects, which the collector would otherwise visit after every stage
