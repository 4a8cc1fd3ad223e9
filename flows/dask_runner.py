"""Batches as task runs of Prefect on the workers of a Dask cluster, through prefect-dask."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

from prefect import get_client, task
from prefect.logging import get_run_logger
from prefect.settings import PREFECT_API_URL, temporary_settings

from articles.execution.dask_cluster import CONNECT_SECONDS, ClusterError, ClusterLink, perform_batch
from flows.batch_tasks import BATCH_OPTIONS
from flows.probe import find_fault

if TYPE_CHECKING:
    from articles.execution.grouping import Batch, JobArguments
    from articles.execution.staged_files import StagedBatch


@task(**BATCH_OPTIONS)
def extract_on_cluster(batch_number: int, article_count: int, work: bytes) -> StagedBatch:
    """Extract a batch in this process, a worker of the cluster. `work` is pickled, or Prefect would search it."""
    arguments, batch = pickle.loads(work)  # noqa: S301 -- the run that this belongs to wrote it
    staged = perform_batch(arguments, batch)
    get_run_logger().info("Batch %d: %d articles, %d words", batch_number, article_count, staged.word_count)
    return staged


class PrefectLink(ClusterLink):
    """Prefect's client of Dask: a task run starts and ends on the worker, which reports to Prefect's server itself.

    `server` is the address of the server's API, as `find_server` returns it.
    """

    def __init__(self, server: str) -> None:
        self._server = server

    def connect(self, address: str) -> Any:
        """A client of the scheduler that takes tasks."""
        try:
            from prefect_dask.client import PrefectDaskClient
        except ImportError as error:
            raise ClusterError(
                "prefect-dask is not installed. Install it with: pip install 'quotehouse[dask]', here and on every "
                "worker; or run with --direct, without Prefect."
            ) from error
        return PrefectDaskClient(  # type: ignore[no-untyped-call]
            address, timeout=CONNECT_SECONDS, set_as_default=False
        )

    def check(self, client: Any) -> None:
        """Raise ClusterError where a worker cannot reach Prefect's server: none of its task runs could begin."""
        faults = {worker: fault for worker, fault in client.run(find_fault, self._server).items() if fault}
        if faults:
            told = "; ".join(f"{worker}: {fault}" for worker, fault in sorted(faults.items()))
            raise ClusterError(
                f"Workers of the cluster do not reach Prefect's server at {self._server} ({told}). Set PREFECT_API_URL "
                "to a server that they reach, or run with --direct, without Prefect."
            )

    def submit(self, client: Any, arguments: JobArguments, batch: Batch) -> Any:
        """Start a task run on some worker; returns a Dask future."""
        work = pickle.dumps((arguments, batch))
        parameters = {"batch_number": batch.batch_number, "article_count": len(batch.records), "work": work}
        with temporary_settings({PREFECT_API_URL: self._server}):
            return client.submit(extract_on_cluster, parameters=parameters, return_type="result", pure=False)


def find_server() -> str:
    """The API that the current flow run talks to: also a temporary server's, which workers could not find by
    themselves.
    """
    with get_client(sync_client=True) as client:
        return str(client.api_url)
