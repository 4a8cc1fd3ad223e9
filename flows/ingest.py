"""The ingest as a Prefect flow: a task a batch and a task a stage, around the stages that both runners share."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from prefect import Task, flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.logging import get_run_logger
from prefect.logging.loggers import flow_run_logger
from prefect.runtime import flow_run as own_flow_run
from prefect.states import Crashed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.batch_tasks import BATCH_OPTIONS, complete_batch
from flows.progress import find_progress
from flows.run_settings import settle_paths, settle_settings
from pipeline.notifications import Event, name_event, send_notification
from pipeline.run import run_ingest
from pipeline.summary import RunHeld, RunSummary
from terms.interruption import check_interruption

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prefect.client.schemas.objects import FlowRun, State

    from articles.execution.dask_cluster import ClusterLink
    from articles.execution.extractor import BatchOutcome, Extractor
    from articles.execution.grouping import Batch
    from pipeline.runner import Pending
    from pipeline.settings import Settings

_Result = TypeVar("_Result")

_ENDED: dict[str, RunSummary] = {}  # by flow run, from its end until its notifications are sent

# A task waits in its thread for a worker process; threads beyond the number of submitted batches would be idle.
TASK_THREADS = 64


@task(**BATCH_OPTIONS)
def extract_batch(batch_number: int, article_count: int, extractor: Extractor, batch: Batch) -> State[BatchOutcome]:
    """Have a worker process extract a batch of articles, and wait for it.

    A retry helps where the disk or the memory was full for a moment. An article that kills its worker is not retried:
    the extractor isolates and rejects it.
    """
    del batch_number  # the task run's name contains it
    outcome = extractor.submit(batch).result()
    notes = [f"{len(outcome.rejected)} rejected"] if outcome.rejected else []
    notes += ["staged by an earlier run"] if outcome.is_reused else []
    return complete_batch(outcome, article_count, sum(staged.word_count for staged in outcome.staged), *notes)


def notify_ended(flow: Any, flow_run: FlowRun, state: State) -> None:
    """Prefect calls this when a flow run has ended, however it did: notify whom the settings name.

    If its process is gone there is no summary, and Prefect's own words for the state are used.
    """
    del flow
    settings = settle_settings(None)  # a run may not choose whom to notify
    summary = _ENDED.pop(str(flow_run.id), None)
    if summary is not None:
        event, values = name_event(summary), summary.to_dict()
    else:
        is_cancelled = state.is_cancelling() or state.is_cancelled()  # the runner calls this before the run is over
        event = Event.CRASHED if state.is_crashed() else Event.INTERRUPTED if is_cancelled else Event.FAILED
        paths = flow_run.parameters.get("paths", [])
        values = {"run_name": flow_run.name, "state": event, "message": state.message, "input_paths": paths}
    for fault in send_notification(settings.notify, event, values):
        flow_run_logger(flow_run).warning(fault)
        sys.stderr.write(f"{fault}\n")


def close_lost_flow_runs(flow_run_ids: Sequence[str]) -> list[str]:
    """Mark flow runs as crashed whose process is gone though the server counts them as running; returns their names.

    Raises what Prefect's client raises where the server cannot be asked.
    """
    lost = FlowRunFilter(
        id=FlowRunFilterId(any_=[UUID(each) for each in flow_run_ids]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING])),
    )
    names = []
    with get_client(sync_client=True) as client:
        for each in client.read_flow_runs(flow_run_filter=lost):
            state: State = Crashed(message="Its process ended before it did.")
            client.set_flow_run_state(each.id, state, force=True)
            notify_ended(None, each, state)  # nothing else would call the hook
            names.append(each.name)
    return names


# What all flows that are runs have in common.
RUN_OPTIONS: dict[str, Any] = {
    **{f"on_{end}": [notify_ended] for end in ("completion", "failure", "crashed", "cancellation")},
    "task_runner": ThreadPoolTaskRunner(max_workers=TASK_THREADS),
    "persist_result": False,
}


@flow(name="ingest", description="From raw article files to a published warehouse of who said what.", **RUN_OPTIONS)
def ingest(paths: list[str], settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """Ingest the articles under `paths`.

    `settings` are keys of quotehouse.toml that a run may set (flows.run_settings), such as {"workers": 4}; the rest
    comes from the environment and the settings file. Returns the run's summary as plain values. A run that a check held
    back fails with the check's name.
    """
    chosen = settle_settings(settings)
    return show_outcome(lambda: run_ingest(chosen, settle_paths(paths), find_progress(), PrefectRunner()))


class PrefectRunner:
    """Carries out batches and stages as task runs of the current flow run."""

    name = "prefect"

    def submit(self, extractor: Extractor, batch: Batch) -> Pending[BatchOutcome]:
        """Start a task run for a batch, here or on a worker of a cluster. `quote` keeps Prefect from searching the
        batch for futures.
        """
        if extractor.is_on_cluster:
            return extractor.submit(batch)
        hidden: tuple[Any, Any] = quote(extractor), quote(batch)
        submitted: Any = extract_batch.submit(batch.batch_number, len(batch.records), *hidden)
        pending: Pending[BatchOutcome] = submitted  # its result is part of its final state
        return pending

    def make_cluster_link(self) -> ClusterLink:
        """Prefect's client of Dask."""
        from flows.dask_runner import PrefectLink, find_server

        return PrefectLink(find_server())

    def perform(self, stage: str, step: Callable[[], _Result]) -> _Result:
        """Run one step of a stage as a task, in this thread."""
        check_interruption()
        performed: Task[[], _Result] = Task(
            step, name=stage, cache_policy=NO_CACHE, persist_result=False, task_run_name=stage
        )
        return performed()

    def say(self, message: str) -> None:
        """Log it to the flow run."""
        get_run_logger().info(message)

    @property
    def flow_run_id(self) -> str | None:
        """The flow run at hand."""
        found: str | None = own_flow_run.id
        return found

    def close_lost_runs(self, flow_run_ids: Sequence[str]) -> None:
        """Mark as crashed what the server still counts as running. If it cannot be asked, that is reported and is no
        fault.
        """
        if not flow_run_ids:
            return
        try:
            for name in close_lost_flow_runs(flow_run_ids):
                self.say(f"The flow run {name}, whose process ended before it did, is closed.")
        except Exception as error:
            self.say(f"Prefect could not be asked for lost flow runs: {type(error).__name__}: {error}")

    def end(self, settings: Settings, summary: RunSummary) -> None:
        """Keep the summary for `notify_ended`, which Prefect calls when it knows the flow run's state."""
        del settings
        _ENDED[str(self.flow_run_id)] = summary


def show_outcome(run: Callable[[], RunSummary]) -> dict[str, Any]:
    """Carry out a run and put its summary on Prefect's page, even if a check held the run back."""
    try:
        summary = run()
    except RunHeld as held:
        if held.summary is not None:
            show_summary(held.summary)
        raise
    show_summary(summary)
    return summary.to_dict()


def show_summary(summary: RunSummary) -> None:
    """Put the run's summary and the results of its checks on Prefect's page, as two artifacts."""
    create_markdown_artifact(describe_summary(summary), key="ingest-summary", description=summary.run_name)
    create_table_artifact(
        [dict(zip(("table", "check", "severity", "checked", "failed"), row, strict=True)) for row in summary.checks]
        or [{"table": "", "check": "nothing was loaded, so nothing was checked"}],
        key="ingest-quality",
        description=f"Expectations and audits of {summary.run_name}",
    )


def describe_summary(summary: RunSummary) -> str:
    """A run's summary in Markdown."""
    lines = [f"# {summary.run_name}: {summary.state}", ""]
    if summary.message:
        lines += [summary.message, ""]
    lines += ["| what | count |", "|---|--:|"]
    lines += [
        f"| {name.removesuffix('_count').replace('_', ' ')} | {count:,} |" for name, count in summary.counts.items()
    ]
    if summary.quarantined:
        lines += ["", "| in quarantine | count |", "|---|--:|"]
        lines += [f"| {reason} | {count:,} |" for reason, count in summary.quarantined.items()]
    lines += ["", "| stage | seconds |", "|---|--:|"]
    lines += [f"| {stage} | {seconds:,.1f} |" for stage, seconds in summary.seconds.items()]
    lines += ["", f"Input: {', '.join(summary.input_paths)}", "", f"Warehouse: {summary.warehouse_path}"]
    if summary.report_path:
        lines += ["", f"Report: {summary.report_path}"]
    return "\n".join(lines)
