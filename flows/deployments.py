"""The ingest on a schedule: a Prefect deployment served by this process, with a server where there is none."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from contextlib import closing, suppress
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flows.environment import prepare_prefect
from flows.run_settings import hand_over, hand_over_paths
from flows.schedules import Rhythm, is_slot_missed
from flows.server import divert_output, provide_server, stop_children
from flows.watching import watch_arrivals
from warehouse.errors import WarehouseHeld
from warehouse.home import Home, open_home
from warehouse.lock import hold_warehouse
from warehouse.query import open_published

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import FrameType

    from prefect.client.schemas.objects import FlowRun, StateType

    from pipeline.settings import Settings

DEPLOYMENT = "scheduled"
RUN_STOP_SECONDS = 60  # so that a current run records its end
INGEST_DEPLOYMENT = f"ingest/{DEPLOYMENT}"


class Overlap(StrEnum):
    """What happens to a run that is due while another one is running."""

    skip = "skip"  # the next one finds what this one would have found
    queue = "queue"  # it waits for its turn


def serve_ingest(
    settings: Settings,
    paths: Sequence[str],
    rhythm: Rhythm,
    *,
    overlap: Overlap = Overlap.skip,
    settle_seconds: float | None = None,
) -> None:
    """Serve the ingest flow until interrupted: at the times of the rhythm and, with `settle_seconds`, when files
    arrive.

    Schedules need a Prefect server: the one of PREFECT_API_URL or of the user's profile, otherwise one that is started
    here with its files in the home, and stopped with this process. One run at the start makes up for times that passed
    while nothing was served. Raises flows.server.ServerError where no server can be started.
    """
    home = open_home(settings.home, access=settings.access)
    prepare_prefect(home.path, keep_days=settings.keep_log_days, console_level="INFO")
    with (
        provide_server(home.path, home.logs / "prefect-server.log"),
        hand_over(settings.model_copy(update={"home": home.path})) as parameters,
        hand_over_paths(paths) as shown,
    ):
        _cancel_late_runs()
        _close_lost_runs(home)
        deployment = _make_deployment(parameters, shown, rhythm, overlap)
        deployment.apply()
        if is_slot_missed(rhythm, read_last_start(home), datetime.now(UTC)) or settle_seconds is not None:
            start_run("catch up")
        if settle_seconds is not None:
            threading.Thread(
                target=_ingest_arrivals, args=(paths, home, settle_seconds), name="arrivals", daemon=True
            ).start()
        try:
            _serve(deployment, home.logs / "prefect-server.log")
        finally:
            stop_children(RUN_STOP_SECONDS)


def _serve(deployment: Any, log_path: Path) -> None:
    """Execute the deployment's runs until a signal stops it; then raises KeyboardInterrupt.

    What Prefect says while it stops goes to the log.
    """
    from prefect.runner import Runner

    runner = Runner()
    runner.add_deployment(deployment)
    asyncio.run(_serve_until_stopped(runner, log_path))
    raise KeyboardInterrupt


async def _serve_until_stopped(runner: Any, log_path: Path) -> None:
    loop, is_stopped = asyncio.get_running_loop(), asyncio.Event()
    before = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        if callable(before):
            before(number, frame)
        loop.call_soon_threadsafe(is_stopped.set)

    loop.add_signal_handler(signal.SIGINT, is_stopped.set)
    runner.handle_sigterm = stop  # Prefect itself waits, inside the signal handler, for what can only happen after it
    serving, stopping = asyncio.ensure_future(runner.start()), asyncio.ensure_future(is_stopped.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if serving.done():
        await serving
        return
    with divert_output(log_path):
        await asyncio.to_thread(stop_children, RUN_STOP_SECONDS)  # once cancelled, Prefect kills them at once
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


def start_run(reason: str, *, is_awaited: bool = False) -> None:
    """Run the served deployment once, now; the run's name says why. Waits for its end only on request."""
    from prefect.deployments import run_deployment

    name = f"{reason} {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    run_deployment(INGEST_DEPLOYMENT, timeout=None if is_awaited else 0, flow_run_name=name, as_subflow=False)


def read_last_start(home: Home) -> datetime | None:
    """When the last run of this home started that got as far as publishing (UTC); None where none did."""
    if not home.published.exists():
        return None
    with closing(open_published(home)) as con:
        ((started_at,),) = con.execute("select max(started_at) from mart.runs").fetchall()
    return started_at.replace(tzinfo=UTC) if started_at is not None else None


def _make_deployment(settings: dict[str, Any], paths: Sequence[str], rhythm: Rhythm, overlap: Overlap) -> Any:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.schedules import Cron, Interval
    from prefect.types.entrypoint import EntrypointType

    from flows.ingest import ingest

    strategy = {Overlap.skip: ConcurrencyLimitStrategy.CANCEL_NEW, Overlap.queue: ConcurrencyLimitStrategy.ENQUEUE}
    timed = (
        Cron(rhythm.cron, timezone=rhythm.timezone) if rhythm.cron else Interval(rhythm.every) if rhythm.every else None
    )
    return ingest.to_deployment(
        name=DEPLOYMENT,
        schedule=timed,
        parameters={"paths": list(paths), "settings": settings},
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=strategy[overlap]),
        tags=["quotehouse"],
        description="Ingests what is new under its paths and publishes the warehouse.",
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _cancel_late_runs() -> None:
    """Cancel runs that were due while nothing was served: Prefect would execute every one of them."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.objects import StateType
    from prefect.states import Cancelled

    with get_client(sync_client=True) as client:
        for run in _list_runs(StateType.SCHEDULED):
            if run.expected_start_time is not None and run.expected_start_time <= datetime.now(UTC):
                client.set_flow_run_state(run.id, Cancelled(message="One later run makes up for it."), force=True)


def _close_lost_runs(home: Home) -> None:
    """Close runs of this home that the server counts as running although nobody holds the home.

    A run finds earlier ones through the run log; one that was killed together with its server before it was logged is
    in no log, and the next run would be skipped because of it.
    """
    from prefect.client.schemas.objects import StateType

    from flows.ingest import close_lost_flow_runs

    with suppress(WarehouseHeld), hold_warehouse(home, "the schedule, which looks for lost runs"):
        lost = [
            str(run.id)
            for run in _list_runs(StateType.RUNNING)
            if (run.parameters.get("settings") or {}).get("home") == str(home.path)
        ]
        if lost:
            close_lost_flow_runs(lost)


def _list_runs(state: StateType) -> list[FlowRun]:
    """The deployment's runs in a state."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas import filters

    of_state = filters.FlowRunFilterState(type=filters.FlowRunFilterStateType(any_=[state]))
    with get_client(sync_client=True) as client:
        return client.read_flow_runs(
            flow_filter=filters.FlowFilter(name=filters.FlowFilterName(any_=["ingest"])),
            deployment_filter=filters.DeploymentFilter(name=filters.DeploymentFilterName(any_=[DEPLOYMENT])),
            flow_run_filter=filters.FlowRunFilter(state=of_state),
        )


def _ingest_arrivals(paths: Sequence[str], home: Home, settle_seconds: float) -> None:
    """Run once for each batch of files that arrives. Files that arrive during a run cause one more, however many."""
    logger = logging.getLogger("prefect.quotehouse")
    for count in watch_arrivals(paths, home.path, settle_seconds=settle_seconds):
        logger.info("%d files arrived", count)
        try:
            start_run("arrivals", is_awaited=True)
        except Exception as error:
            logger.error("No run could be started for them: %s: %s", type(error).__name__, error)
