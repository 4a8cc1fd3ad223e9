"""Runs without Prefect: the same stages, the same warehouse, nothing to start first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.conducting import DirectConductor
from flows.jobs import backfill_slice, retry_held
from flows.rebuilding import rebuild_warehouse
from flows.settings import make_home
from flows.stages import run_job, run_stages
from flows.summary import SilentProgress
from warehouse.places import check_warehouse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flows.jobs import Slice
    from flows.settings import Settings
    from flows.summary import Progress, RunSummary


def run_ingest(settings: Settings, paths: Sequence[Path | str], progress: Progress | None = None) -> RunSummary:
    """Ingest articles; raises what flows.stages.run_stages raises."""
    return run_stages(settings, paths, progress or SilentProgress(), DirectConductor())


def run_backfill(settings: Settings, chosen: Slice, progress: Progress | None = None) -> RunSummary:
    """Extract a slice of the articles again; raises what flows.stages.run_stages raises."""
    check_warehouse(make_home(settings))
    return run_job(settings, backfill_slice(chosen), progress or SilentProgress(), DirectConductor())


def run_retry(
    settings: Settings, keys: Sequence[int] = (), reason: str = "", progress: Progress | None = None
) -> RunSummary:
    """Try again what is in quarantine; raises what flows.stages.run_stages raises."""
    check_warehouse(make_home(settings))
    return run_job(settings, retry_held(keys, reason), progress or SilentProgress(), DirectConductor())


def run_rebuild(settings: Settings, progress: Progress | None = None, *, has_history: bool = True) -> RunSummary:
    """Build the warehouse anew from the recorded files; raises what flows.rebuilding.rebuild_warehouse raises."""
    return rebuild_warehouse(settings, progress or SilentProgress(), DirectConductor(), has_history=has_history)
