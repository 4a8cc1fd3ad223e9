"""What a flow shows its progress on: handed over in this process, as Prefect would keep a flow's parameters."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from pipeline.summary import SilentProgress

if TYPE_CHECKING:
    from pipeline.summary import Progress

SHOWN_PROGRESS: ContextVar[Progress | None] = ContextVar("shown_progress", default=None)


def find_progress() -> Progress:
    """What the run at hand shows its progress on."""
    return SHOWN_PROGRESS.get() or SilentProgress()
