"""Runs without Prefect: the same stages, the same warehouse, nothing to start first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.jobs import backfill_slice, retry_held
from pipeline.rebuild import rebuild_warehouse
from pipeline.run import run_job, run_stages
from pipeline.runner import DirectConductor
from pipeline.settings import make_home
from pipeline.summary import SilentProgress
from warehouse.backends.backend import check_warehouse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.jobs import Slice
    from pipeline.settings import Settings
    from pipeline.summary import Progress, RunSummary


def run_ingest(settings: Settings, paths: Sequence[Path | str], progress: Progress | None = None) -> RunSummary:
    """Ingest articles; raises what pipeline.run.run_stages raises."""
    return run_stages(settings, paths, progress or SilentProgress(), DirectConductor())


def run_backfill(settings: Settings, chosen: Slice, progress: Progress | None = None) -> RunSummary:
    """Extract a slice of the articles again; raises what pipeline.run.run_stages raises."""
    check_warehouse(make_home(settings))
    return run_job(settings, backfill_slice(chosen), progress or SilentProgress(), DirectConductor())


def run_retry(
    settings: Settings, keys: Sequence[int] = (), reason: str = "", progress: Progress | None = None
) -> RunSummary:
    """Try again what is in quarantine; raises what pipeline.run.run_stages raises."""
    check_warehouse(make_home(settings))
    return run_job(settings, retry_held(keys, reason), progress or SilentProgress(), DirectConductor())


def run_rebuild(settings: Settings, progress: Progress | None = None, *, has_history: bool = True) -> RunSummary:
    """Build the warehouse anew from the recorded files; raises what pipeline.rebuild.rebuild_warehouse raises."""
    return rebuild_warehouse(settings, progress or SilentProgress(), DirectConductor(), has_history=has_history)
