"""Maintenance and the report as Prefect flows, for schedules of their own."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from prefect import flow
from prefect.logging import get_run_logger

from flows.run_settings import settle_settings
from pipeline.maintain import maintain_home
from pipeline.run_context import make_reader
from pipeline.settings import make_home
from warehouse.errors import WarehouseError
from warehouse.loading.published_frames import find_latest_run
from warehouse.query import open_published


@flow(name="maintain", description="Prunes what is old and makes the warehouse compact.", persist_result=False)
def maintain(settings: dict[str, Any] | None = None, is_compaction_forced: bool = False) -> dict[str, Any]:
    """Maintain a home; `settings` as for the ingest."""
    upkeep = maintain_home(settle_settings(settings), is_compaction_forced=is_compaction_forced).to_dict()
    get_run_logger().info("Maintained: %s", upkeep)
    return upkeep


@flow(name="report", description="Writes the report of what was published last anew.", persist_result=False)
def report(settings: dict[str, Any] | None = None) -> str:
    """Write the report of the run published last, with the index; returns the page's path."""
    from expectations.report.pages import write_report
    from expectations.report.queries import read_inputs

    chosen = settle_settings(settings)
    home = make_home(chosen)
    with closing(open_published(home)) as con:
        run = find_latest_run(con)
        if run is None:
            raise WarehouseError(f"There has been no run in {home.path} yet.")
        inputs = read_inputs(make_reader(con), run.run_number)
    return str(write_report(inputs, home.reports, keep_run_count=chosen.keep_report_runs, cache_folder=home.cache))
