"""One run at a time: a lock on the home directory that names its holder and ends with the holder's process."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warehouse.errors import WarehouseHeld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.home import Home

POLL_SECONDS = 0.2


@contextmanager
def hold_warehouse(home: Home, run_name: str, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the warehouse during the block; wait for another holder up to `wait_seconds`.

    The lock is the kernel's (flock): it is released when its process dies, and nothing has to be cleaned up. The
    content of the file only tells people who holds it.

    Raises WarehouseHeld, naming the holder, after the wait.
    """
    # Whoever asks for the holder takes the lock for an instant (read_holder); that must not turn a run away.
    deadline = time.monotonic() + max(wait_seconds, POLL_SECONDS)
    with home.lock.open("a+", encoding="utf-8") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise WarehouseHeld(
                        f"{_describe_holder(home)} Waited {wait_seconds:g} s. Try again when it is done, or "
                        "wait longer with --wait SECONDS."
                    ) from None
                time.sleep(POLL_SECONDS)
        holder = {
            "run": run_name,
            "host": socket.gethostname(),
            "process": os.getpid(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        handle.truncate(0)
        handle.write(json.dumps(holder))
        handle.flush()
        try:
            yield
        finally:
            handle.truncate(0)
            handle.flush()
            fcntl.flock(handle, fcntl.LOCK_UN)


def read_holder(home: Home) -> dict[str, str | int] | None:
    """Who holds the warehouse now: run, host, process and since when; None where nobody does."""
    try:
        with home.lock.open("r+", encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return _parse_holder(handle.read())
            fcntl.flock(handle, fcntl.LOCK_UN)
    except FileNotFoundError:
        return None
    return None


def _parse_holder(text: str) -> dict[str, str | int]:
    try:
        holder = json.loads(text)
    except ValueError:
        return {}
    return holder if isinstance(holder, dict) else {}


def _describe_holder(home: Home) -> str:
    holder = _parse_holder(home.lock.read_text("utf-8"))
    if not holder:
        return f"Another run holds the warehouse in {home.path}."
    return (
        f"A run holds the warehouse in {home.path}: {holder.get('run')} (process {holder.get('process')} on "
        f"{holder.get('host')}, since {holder.get('since')})."
    )
