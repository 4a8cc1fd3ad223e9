"""A deadline for one step of one article, inside the process that works on it."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# A longer article gets proportionally more time, but less than its batch has: that costs its batch-mates too.
CHARACTERS = 100_000
LONGEST = 150.0


class DeadlineExceeded(BaseException):
    """A step took too long. It is no Exception, so that no step handles it as a fault of its own."""


@contextmanager
def limit_seconds(seconds: float, character_count: int = 0) -> Iterator[None]:
    """Raise DeadlineExceeded within the block after `seconds` of processor time for each CHARACTERS begun,
    but no more than LONGEST where `seconds` are not more.

    Processor time, because a busy machine makes no article slow. Outside a main thread, where Python has no signals, as
    on the workers of a cluster, only the batch's limit applies.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _raise)
    signal.setitimer(signal.ITIMER_PROF, find_limit(seconds, character_count))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def find_limit(seconds: float, character_count: int) -> float:
    """The processor seconds that a step may take."""
    return min(seconds * max(1.0, character_count / CHARACTERS), max(seconds, LONGEST))


def _raise(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    raise DeadlineExceeded
