"""SIGTERM ends a command as Ctrl-C does, and the exit code says which it was (128 and the signal's number)."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from terms.interruption import received

if TYPE_CHECKING:
    from types import FrameType


def stop_on_termination() -> None:
    """Have SIGTERM do what SIGINT does at that moment: raise KeyboardInterrupt, or cancel what an event loop runs."""
    signal.signal(signal.SIGTERM, _stop)


def _stop(number: int, frame: FrameType | None) -> None:
    is_first = not received
    received.append(number)
    handler = signal.getsignal(signal.SIGINT)
    if callable(handler):
        handler(signal.SIGINT, frame)
    elif is_first:  # SIGINT is ignored, as in the background of a shell; SIGTERM is meant for us all the same
        raise KeyboardInterrupt
