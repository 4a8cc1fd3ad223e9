"""Return memory that is free but still held to the system, and let no collector walk through what a step still needs.

The allocators of C, Arrow and others keep what a large step freed, in case the next one needs it. A run's steps need it
one after the other, in different allocators and processes, so without this the peaks of all of them would add up.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def give_back_memory() -> None:
    """Return free memory of this process to the system, as far as its C library can: 20 ms for 300 MB."""
    gc.collect()
    arrow = sys.modules.get("pyarrow")  # not imported for this alone
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
    trim = _find_trim()
    if trim is not None:
        trim(0)


@contextmanager
def pause_collector() -> Iterator[None]:
    """Let Python's collector of reference cycles rest. A step that makes millions of objects and no cycles spends up to
    half of its time there.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def _find_trim() -> Any:
    """glibc's malloc_trim; None in other C libraries, which lack it."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # TypeError: Windows has no such handle
        return None
