"""What a command costs: wall-clock seconds, CPU seconds and the memory of its processes."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE_SECONDS = 0.5
SET_CHILD_SUBREAPER = 36  # of prctl(2)
# Python's own: without its caches of compiled modules every start would cost two seconds more than users see.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(slots=True)
class Measured:
    """One command: seconds of wall clock and CPU, and peak memory in MB of its first process, its others, and all.

    Memory is the proportional share (PSS): pages that processes share with the one they were forked from count once.
    """

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    first_mb: float = 0.0
    other_mb: dict[int, float] = field(default_factory=dict)
    all_mb: float = 0.0

    @property
    def largest_other_mb(self) -> float:
        """Peak of the largest process beside the first."""
        return max(self.other_mb.values(), default=0.0)


def measure_command(command: list[str]) -> Measured:
    """Run a command to its end and watch its processes. Raises CalledProcessError where it fails."""
    measured, done = Measured(), threading.Event()
    used, began = _read_cpu(), time.monotonic()
    with _adopt_orphans(), subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as process:
        watcher = threading.Thread(target=_watch, args=(psutil.Process(process.pid), measured, done))
        watcher.start()
        code = process.wait()
        measured.seconds = time.monotonic() - began
        done.set()
        watcher.join()
    measured.cpu_seconds = _read_cpu() - used
    if code:
        raise subprocess.CalledProcessError(code, command)
    return measured


def find_quotehouse() -> str:
    """The command line of the environment at hand."""
    return str(Path(sys.executable).with_name("quotehouse"))


def print_table(headings: list[str], rows: list[list[str]]) -> str:
    """Print rows as a Markdown table, the first column to the left, and give it."""
    table = "\n".join(format_table(headings, rows))
    print(f"{table}\n", flush=True)
    return table


def format_table(headings: list[str], rows: list[list[str]]) -> list[str]:
    """The lines of a Markdown table, its first column to the left."""
    lines = [f"| {' | '.join(headings)} |", f"|---|{'--:|' * (len(headings) - 1)}"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows)]


@contextmanager
def _adopt_orphans() -> Iterator[None]:
    """Be the parent of what a child leaves, and wait for its end.

    A fork server outlives its run by a moment, and only a parent is told how much CPU a process took.
    """
    others = _list_children()
    _set_subreaper(True)
    try:
        yield
        while left := _list_children() - others:
            for pid in left:
                with suppress(ChildProcessError):
                    os.waitpid(pid, 0)
    finally:
        _set_subreaper(False)


def _list_children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def _set_subreaper(adopts: bool) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, int(adopts), 0, 0, 0)


def _read_cpu() -> float:
    """CPU seconds of the children that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(first: psutil.Process, measured: Measured, done: threading.Event) -> None:
    """Keep the peaks of a process and its descendants until told to stop."""
    while not done.wait(SAMPLE_SECONDS):
        together = 0.0
        try:
            family = [first, *first.children(recursive=True)]
        except psutil.Error:
            continue
        for process in family:
            try:
                size = process.memory_full_info().pss / 1e6
            except psutil.Error:
                continue
            together += size
            if process.pid == first.pid:
                measured.first_mb = max(measured.first_mb, size)
            else:
                measured.other_mb[process.pid] = max(measured.other_mb.get(process.pid, 0.0), size)
        measured.all_mb = max(measured.all_mb, together)
