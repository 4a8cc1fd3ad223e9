"""How a runner carries out stages and batches: all that differs between runners."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from pipeline.notifications import name_event, send_notification
from terms.interruption import check_interruption, find_interruption, received

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    from articles.execution.dask_cluster import ClusterLink
    from articles.execution.extractor import BatchOutcome, Extractor
    from articles.execution.grouping import Batch
    from pipeline.settings import Settings
    from pipeline.summary import RunSummary

_Result = TypeVar("_Result")
_Outcome_co = TypeVar("_Outcome_co", covariant=True)


class Pending(Protocol[_Outcome_co]):
    """Something that will have a result."""

    def result(self) -> _Outcome_co:
        """Wait for the result; raises what went wrong."""


class Runner(Protocol):
    """A runner. `name` is what meta.run calls it."""

    name: str

    @property
    def flow_run_id(self) -> str | None:
        """The flow run of Prefect that this is, if it is one."""

    def submit(self, extractor: Extractor, batch: Batch) -> Pending[BatchOutcome]:
        """Submit a batch for extraction without waiting for it."""

    def make_cluster_link(self) -> ClusterLink:
        """How batches reach the workers of a Dask cluster."""

    def perform(self, stage: str, step: Callable[[], _Result]) -> _Result:
        """Carry out one step of a stage and give its result."""

    def say(self, message: str) -> None:
        """Report progress of the run to whoever watches."""

    def close_lost_runs(self, flow_run_ids: Sequence[str]) -> None:
        """Close those of these flow runs that still count as running although their processes are gone."""

    def end(self, settings: Settings, summary: RunSummary) -> None:
        """The run is over, its end recorded and its lock released: notify whom the settings name."""


class DirectRunner:
    """Carries out everything directly, in the order it is asked for."""

    name = "direct"
    flow_run_id: str | None = None

    def submit(self, extractor: Extractor, batch: Batch) -> Pending[BatchOutcome]:
        """Hand a batch to the workers."""
        check_interruption()
        return extractor.submit(batch)

    def make_cluster_link(self) -> ClusterLink:
        """Dask's own client."""
        from articles.execution.dask_cluster import ClusterLink

        return ClusterLink()

    def perform(self, stage: str, step: Callable[[], _Result]) -> _Result:
        """Call the step."""
        del stage
        check_interruption()
        return step()

    def say(self, message: str) -> None:
        """Do nothing: only the run's own log watches, and it knows already."""

    def close_lost_runs(self, flow_run_ids: Sequence[str]) -> None:
        """Do nothing: the next run that reaches Prefect's server closes them."""

    def end(self, settings: Settings, summary: RunSummary) -> None:
        """Notify whom the settings name; a failure is reported and changes nothing."""
        for fault in send_notification(settings.notify, name_event(summary), summary.to_dict()):
            sys.stderr.write(f"{fault}\n")


@contextmanager
def interrupt_on_termination() -> Iterator[None]:
    """Let SIGTERM end the block the way Ctrl-C does, so that a run records its end (main thread only).

    A handler that was set before is kept: Prefect's raises too, and it needs to be in place to tell a cancelled run
    from a crashed one. An error that a library makes of the signal, as DuckDB does in the middle of a statement, is
    raised as the interruption.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        del frame
        received.append(number)
        raise KeyboardInterrupt(signal.Signals(number).name)

    usual = {signal.SIGTERM: signal.SIG_DFL, signal.SIGINT: signal.default_int_handler}
    is_main = threading.current_thread() is threading.main_thread()
    replaced = {number: handler for number, handler in usual.items() if is_main and signal.getsignal(number) == handler}
    for number in replaced:
        signal.signal(number, interrupt)
    try:
        yield
    except Exception as error:
        if (interruption := find_interruption(error)) is None:
            raise
        raise interruption from None
    finally:
        received[:] = [number for number in received if number not in replaced]  # no later error follows from them
        for number, handler in replaced.items():
            signal.signal(number, handler)
