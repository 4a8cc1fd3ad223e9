"""Batches in, staged batches out: what is already staged is reused, and what kills its worker is isolated."""

from __future__ import annotations

import pickle
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.execution.dask_cluster import ClusterLink, ClusterPool
from articles.execution.fork_server import Work
from articles.execution.grouping import Batch, ExtractionOptions, JobArguments, make_batch, reject_record
from articles.execution.staged_files import StagedBatch, find_batch, find_version_folder
from articles.execution.worker_pool import WorkerLost, WorkerPool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    import polars as pl

    from articles.records import RejectedRecord


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """The outcome of a batch: staged parts (one, unless a record killed its worker) and rejected records."""

    batch_number: int
    staged: tuple[StagedBatch, ...]
    rejected: tuple[RejectedRecord, ...]
    is_reused: bool = False


class Extractor:
    """Extracts batches in worker processes, in the order that `submit` is called.

    A batch whose worker dies twice or takes longer than `batch_seconds` is halved until the record at fault is alone;
    that record is rejected with reason worker_died or timed_out, and all others are extracted. With a `scheduler` the
    worker processes are those of a Dask cluster (`dask_cluster`), reached by `link`; with a `handover`, an address of
    fsspec, they need not see `staging`.
    """

    def __init__(
        self,
        options: ExtractionOptions,
        schemas: Mapping[str, pl.Schema],
        staging: Path,
        *,
        worker_count: int,
        worker_batches: int = 40,
        batch_seconds: float = 300,
        log_path: Path | None = None,
        module: str = "articles.execution.worker",
        scheduler: str | None = None,
        handover: str | None = None,
        link: ClusterLink | None = None,
    ) -> None:
        self.options = options
        self.batch_seconds = batch_seconds
        self.version_folder = find_version_folder(staging, options.extractor_version)
        if handover is not None:
            handover = f"{handover.rstrip('/')}/{self.version_folder.name}"
        arguments = JobArguments(options, str(self.version_folder), pickle.dumps(dict(schemas)), handover)
        self.pool: WorkerPool | ClusterPool
        if scheduler is None:
            self.pool = WorkerPool(Work(module, arguments), worker_count, worker_jobs=worker_batches, log_path=log_path)
        else:
            self.pool = ClusterPool(arguments, scheduler, worker_count, link)

    @property
    def is_on_cluster(self) -> bool:
        """Whether the workers are those of a Dask cluster."""
        return isinstance(self.pool, ClusterPool)

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.close()

    def submit(self, batch: Batch) -> Future[BatchOutcome]:
        """Extract a batch, unless it is staged already. May be called from any thread and does not wait.

        The future raises `WorkersUnusable` or `WorkerFault` for faults that no article causes, such as a missing model
        or a full disk.
        """
        return self._submit(batch, self.batch_seconds)

    def _submit(self, batch: Batch, seconds: float) -> Future[BatchOutcome]:
        outcome: Future[BatchOutcome] = Future()
        staged = find_batch(self.version_folder, batch.batch_id)
        if staged is not None and not any(record.reason_code == "timed_out" for record in staged.rejected):
            outcome.set_result(BatchOutcome(batch.batch_number, (staged,), staged.rejected, is_reused=True))
            return outcome

        def settle(job: Future[StagedBatch]) -> None:
            try:
                staged = job.result()
                outcome.set_result(BatchOutcome(batch.batch_number, (staged,), staged.rejected))
            except WorkerLost as lost:
                self._narrow_down(batch, seconds, lost, outcome)
            except BaseException as error:
                outcome.set_exception(error)

        self.pool.submit(batch, seconds).add_done_callback(settle)
        return outcome

    def _narrow_down(self, batch: Batch, seconds: float, lost: WorkerLost, outcome: Future[BatchOutcome]) -> None:
        if len(batch.records) == 1:
            rejected = reject_record(batch.records[0], "extract", lost.reason_code, str(lost))
            outcome.set_result(BatchOutcome(batch.batch_number, (), (rejected,)))
            return
        middle = len(batch.records) // 2
        halves = [
            make_batch(batch.batch_number, part, self.options)
            for part in (batch.records[:middle], batch.records[middle:])
        ]
        try:
            parts = [self._submit(half, max(seconds / 2, self.batch_seconds / 4)) for half in halves]
        except BaseException as error:
            outcome.set_exception(error)
            return

        def join(_: Future[BatchOutcome]) -> None:
            if not outcome.done() and all(part.done() for part in parts):
                _join_parts(parts, batch.batch_number, outcome)

        for part in parts:
            part.add_done_callback(join)


def _join_parts(parts: Sequence[Future[BatchOutcome]], batch_number: int, outcome: Future[BatchOutcome]) -> None:
    try:
        results = [part.result() for part in parts]
    except BaseException as error:
        outcome.set_exception(error)
        return
    outcome.set_result(
        BatchOutcome(
            batch_number,
            tuple(staged for result in results for staged in result.staged),
            tuple(rejected for result in results for rejected in result.rejected),
        )
    )
