"""Run the flows in this process, with a temporary Prefect server where there is no other."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from articles.reading.discovery import check_paths
from flows.environment import prepare_prefect, uses_own_server
from flows.progress import SHOWN_PROGRESS
from flows.run_settings import hand_over, hand_over_paths
from flows.server import start_temporary_server
from pipeline.settings import make_home
from pipeline.summary import RunSummary, SilentProgress
from warehouse.backends.find import require_warehouse
from warehouse.home import open_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.settings import Settings
    from pipeline.summary import Progress
    from warehouse.recorded_files import Selection


def run_ingest(settings: Settings, paths: Sequence[Path | str], progress: Progress | None = None) -> RunSummary:
    """Ingest articles as a run of the Prefect flow; raises what pipeline.run.run_ingest raises.

    Uses the server of PREFECT_API_URL or of the user's Prefect profile; without either a temporary one that lives as
    long as this process, with its files in the home.
    """
    if not settings.home.exists():
        check_paths(paths)
    with _prepared(settings, progress) as parameters, hand_over_paths(paths) as shown:
        from flows.ingest import ingest

        return RunSummary(**ingest(shown, parameters))


def run_backfill(settings: Settings, selection: Selection, progress: Progress | None = None) -> RunSummary:
    """Extract selected articles again as a run of the Prefect flow; raises what pipeline.run.run_job raises."""
    require_warehouse(make_home(settings))
    with _prepared(settings, progress) as parameters:
        from flows.reprocess import backfill

        fields = {name: value for name, value in asdict(selection).items() if value}
        return RunSummary(**backfill(fields, parameters))


def run_rebuild(settings: Settings, progress: Progress | None = None, *, has_history: bool = True) -> RunSummary:
    """Rebuild the warehouse as a run of the Prefect flow; raises what pipeline.rebuild.run_rebuild raises."""
    require_warehouse(make_home(settings))
    with _prepared(settings, progress) as parameters:
        from flows.reprocess import rebuild

        return RunSummary(**rebuild(has_history, parameters))


@contextmanager
def _prepared(settings: Settings, progress: Progress | None) -> Iterator[dict[str, Any]]:
    """Set up Prefect, the settings and the progress of a flow; yields the settings as the flow's parameters."""
    home = open_home(settings.home, access=settings.access)
    prepare_prefect(home.path, keep_days=settings.keep_log_days)
    await_server = None if uses_own_server() else start_temporary_server(home.logs / "prefect-server.log")

    import flows.ingest  # noqa: F401 -- takes as long as the server does, which comes up beside it

    if await_server is not None:
        await_server()
    token = SHOWN_PROGRESS.set(progress or SilentProgress())
    try:
        with hand_over(settings) as parameters:
            yield parameters
    finally:
        SHOWN_PROGRESS.reset(token)
