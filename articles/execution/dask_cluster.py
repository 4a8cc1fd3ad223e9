"""Batches extracted by the workers of a Dask cluster.

What they stage is in a folder that all machines share, or is passed on through storage that they share
(articles.execution.handover). `ClusterPool` has the interface of `worker_pool.WorkerPool`: the extractor names, reuses
and halves batches in the same way, and a worker that dies costs its batch another attempt elsewhere.
"""

from __future__ import annotations

import atexit
import dataclasses
import shutil
import tempfile
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.errors import ArticlesError
from articles.execution.fork_server import WorkerFault
from articles.execution.grouping import read_version
from articles.execution.handover import fetch_batch, find_sent_batch, send_batch
from articles.execution.worker_pool import WORKER_ENVIRONMENT, WorkerLost, WorkersUnusable

if TYPE_CHECKING:
    from articles.execution.grouping import Batch, ExtractionOptions, JobArguments
    from articles.execution.staged_files import StagedBatch

LOCAL = "local"  # instead of an address: a cluster on this machine, for the length of the run
CONNECT_SECONDS = 30

_states: dict[str, Any] = {}  # of a worker process: what it keeps from batch to batch, by version of the extraction
_turn = threading.Lock()  # a language model serves one thread at a time


class ClusterError(ArticlesError):
    """The cluster cannot be used; the message says why and what to do."""


class ClusterLink:
    """How batches reach the workers of a cluster: by Dask's own client. A runner may have another way."""

    def connect(self, address: str) -> Any:
        """A client of the scheduler. Raises OSError, TimeoutError or ValueError where none answers."""
        import distributed

        return distributed.Client(  # type: ignore[no-untyped-call]
            address, timeout=CONNECT_SECONDS, set_as_default=False
        )

    def check(self, client: Any) -> None:
        """Raise ClusterError where the workers lack what this way needs."""

    def submit(self, client: Any, arguments: JobArguments, batch: Batch) -> Any:
        """Run `perform_batch` on some worker; returns a Dask future."""
        return client.submit(perform_batch, arguments, batch, pure=False)


class ClusterPool:
    """Workers of a Dask cluster that extract batches; the interface of articles.execution.worker_pool.WorkerPool.

    `scheduler` is an address such as "tcp://host:8786", or "local" for a cluster of `worker_count` processes here.
    """

    def __init__(
        self, arguments: JobArguments, scheduler: str, worker_count: int, link: ClusterLink | None = None
    ) -> None:
        self._link = link or ClusterLink()
        self.worker_count = worker_count
        self._arguments = arguments
        self._scheduler = scheduler
        self._cluster: Any = None
        self._client: Any = None
        self._lock = threading.Lock()
        self._running: set[Any] = set()

    def start(self) -> None:
        """Connect, and check that every worker would extract as this process would.

        Raises ClusterError where Dask is not installed, no scheduler answers, there are no workers, or one of them has
        other code, libraries or another model.
        """
        try:
            import distributed
        except ImportError as error:
            raise ClusterError(
                "Dask is not installed. Install it with: pip install 'quotehouse[dask]', here and on every worker."
            ) from error
        address = self._scheduler
        if address == LOCAL:
            self._cluster = distributed.LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=self.worker_count, threads_per_worker=1, dashboard_address=None, env=WORKER_ENVIRONMENT
            )
            address = self._cluster.scheduler_address
        try:
            self._client = self._link.connect(address)
        except (OSError, TimeoutError, ValueError) as error:
            self.close()
            raise ClusterError(
                f"No Dask scheduler answers at {address}: {error}. Start one (`dask scheduler`) and workers (`dask "
                "worker ADDRESS --nthreads 1`), or correct --scheduler."
            ) from error
        try:
            self._check_workers()
            self._link.check(self._client)
        except BaseException:
            self.close()
            raise

    def _check_workers(self) -> None:
        found = self._client.run(_tell_version, self._arguments.options)
        if not found:
            raise ClusterError(
                f"The scheduler at {self._scheduler} has no workers. Start some: dask worker {self._scheduler} "
                "--nthreads 1"
            )
        wanted = self._arguments.options.extractor_version
        others = {worker: version for worker, version in sorted(found.items()) if version != wanted}
        if others:
            told = "; ".join(f"{worker} has {version}" for worker, version in others.items())
            raise ClusterError(
                f"Workers of the cluster would extract otherwise than this process ({wanted}): {told}. Install the "
                "same release, with the same pins, on all of them and start them anew."
            )
        self.worker_count = len(found)

    def submit(self, job: Batch, seconds: float) -> Future[StagedBatch]:
        """Extract a batch on some worker. `seconds` is not enforced: only Dask's own workers can be stopped."""
        del seconds
        if self._client is None:
            raise WorkersUnusable("The cluster was left.")
        outcome: Future[StagedBatch] = Future()
        remote = self._link.submit(self._client, self._arguments, job)
        with self._lock:
            self._running.add(remote)  # Dask drops results that nobody holds

        def settle(done: Any) -> None:
            with self._lock:
                self._running.discard(remote)
            _pass_on(done, outcome, self._arguments)

        remote.add_done_callback(settle)
        return outcome

    def take_lost(self) -> list[str]:
        """Nothing: Dask tells of its workers itself."""
        return []

    def close(self) -> None:
        """Leave the cluster; submitted batches are cancelled, and a cluster of our own ends."""
        client, self._client = self._client, None
        cluster, self._cluster = self._cluster, None
        if client is not None:
            client.cancel(list(self._running))
            client.close()
        if cluster is not None:
            cluster.close()


def perform_batch(arguments: JobArguments, batch: Batch) -> StagedBatch:
    """Extract a batch and stage it, in a worker of the cluster.

    Raises ClusterError where the worker has another version, as one that joined late may have.
    """
    from articles.execution import worker as jobs

    options = arguments.options
    if arguments.handover is not None:
        sent = find_sent_batch(arguments.handover, batch.batch_id)
        if sent is not None:
            return sent
    with _turn:
        state = _states.get(repr(arguments))
        if state is None:
            if _tell_version(options) != options.extractor_version:
                raise ClusterError(
                    f"This worker has {_tell_version(options)}, and {options.extractor_version} is asked."
                )
            state = _states[repr(arguments)] = jobs.prepare(_find_room(arguments))
        staged = jobs.perform(state, batch)
        if arguments.handover is not None:
            send_batch(staged, arguments.handover)
        return staged


def _find_room(arguments: JobArguments) -> JobArguments:
    """What a worker works with: where it cannot see the folder for batches, it uses one of its own until it ends."""
    if arguments.handover is None:
        return arguments
    folder = tempfile.mkdtemp(prefix="quotehouse-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return dataclasses.replace(arguments, version_folder=folder)


def _tell_version(options: ExtractionOptions) -> str:
    return read_version(options.model, options.limits, options.policy, options.fields, options.outlets)


def _pass_on(done: Any, outcome: Future[StagedBatch], arguments: JobArguments) -> None:
    from distributed import CancelledError, KilledWorker

    try:
        outcome.set_result(_take_in(done.result(), arguments))
    except KilledWorker as error:
        outcome.set_exception(WorkerLost("worker_died", f"Workers of the cluster died of it again and again: {error}"))
    except CancelledError:
        outcome.set_exception(WorkersUnusable("The cluster was left, or its scheduler ended."))
    except ArticlesError as error:
        outcome.set_exception(error)
    except Exception as error:
        outcome.set_exception(WorkerFault(f"{type(error).__name__}: {error}"))


def _take_in(staged: StagedBatch, arguments: JobArguments) -> StagedBatch:
    """A batch that a worker staged, as it is on this machine. Raises ClusterError where it is missing."""
    if arguments.handover is not None:
        fetched = fetch_batch(arguments.handover, staged.batch_id, Path(arguments.version_folder))
        if fetched is None:
            raise ClusterError(
                f"A worker sent a batch to {arguments.handover}, which is not to be seen there from here. That address "
                "has to be the same storage for this machine and for all workers."
            )
        return fetched
    if not Path(staged.folder).is_dir():
        raise ClusterError(
            f"A worker staged a batch in {staged.folder}, which is not to be seen here. The home has to lie on storage "
            "that this machine and all workers share, under the same path; or set `handover`, such as "
            "s3://bucket/staging."
        )
    return staged
