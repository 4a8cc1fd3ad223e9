"""The ingest without Prefect: the same stages, the same warehouse, nothing to start first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.conducting import DirectConductor
from flows.stages import run_stages
from flows.summary import SilentProgress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flows.settings import Settings
    from flows.summary import Progress, RunSummary


def run_ingest(settings: Settings, paths: Sequence[Path | str], progress: Progress | None = None) -> RunSummary:
    """Ingest articles; raises what flows.stages.run_stages raises."""
    return run_stages(settings, paths, progress or SilentProgress(), DirectConductor())
