"""Where a flow shows its progress: passed within this process, because Prefect would store a flow's parameters."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from pipeline.summary import SilentProgress

if TYPE_CHECKING:
    from pipeline.summary import Progress

SHOWN_PROGRESS: ContextVar[Progress | None] = ContextVar("shown_progress", default=None)


def find_progress() -> Progress:
    """Where the current run shows its progress."""
    return SHOWN_PROGRESS.get() or SilentProgress()
