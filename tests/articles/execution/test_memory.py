"""Memory that is free but still held, given back to the system; the collector of reference cycles."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from articles.execution.memory import pause_collector

# Every second block stays, so that no end of the heap is free and only a trim can give anything back.
FREED = """
import ctypes
from pathlib import Path
from articles.execution.memory import give_back_memory

def read_resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
blocks = [libc.malloc(100_000) for _ in range(1_000)]
for block in blocks:
    ctypes.memset(ctypes.c_void_p(block), 1, 100_000)
for number, block in enumerate(blocks):
    if number % 2:
        libc.free(block)
before = read_resident()
give_back_memory()
print(before - read_resident())
"""


def test_what_the_c_library_keeps_is_given_back() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells what is resident in /proc")
    done = subprocess.run([sys.executable, "-c", FREED], check=True, capture_output=True, text=True)
    assert int(done.stdout) > 30_000_000  # of 50 MB freed


def test_the_collector_rests_and_works_on_after_a_failure() -> None:
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), pause_collector():
        _ = 1 / int(gc.isenabled())  # it rests, so this fails
    assert gc.isenabled()


def test_a_collector_that_rests_already_goes_on_resting() -> None:
    with pause_collector():
        with pause_collector():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
