"""One run at a time, and what the second one is told."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import WarehouseHeld
from warehouse.lock import hold_warehouse, read_holder

if TYPE_CHECKING:
    from warehouse.home import Home

HOLD = """
import sys, time
from pathlib import Path
from warehouse.home import open_home
from warehouse.lock import hold_warehouse
with hold_warehouse(open_home(Path(sys.argv[1])), "run-000007"):
    print("held", flush=True)
    time.sleep(900)
"""


def start_holder(home: Home) -> subprocess.Popen[bytes]:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(home.path)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    return holder


def test_second_run_waits_and_is_told_who_holds(home: Home) -> None:
    holder = start_holder(home)
    try:
        began = time.monotonic()
        with (
            pytest.raises(WarehouseHeld, match=rf"run-000007 \(process {holder.pid}"),
            hold_warehouse(home, "run-000008", wait_seconds=0.5),
        ):
            pass
        assert time.monotonic() - began >= 0.5
        known = read_holder(home)
        assert known is not None
        assert known["process"] == holder.pid
    finally:
        holder.kill()
        holder.wait()


def test_lock_of_a_killed_run_is_free_at_once(home: Home) -> None:
    holder = start_holder(home)
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert read_holder(home) is None
    with hold_warehouse(home, "run-000008"):
        pass


def test_waiting_run_goes_on_when_the_holder_is_done(home: Home) -> None:
    holder = start_holder(home)
    try:
        os.kill(holder.pid, signal.SIGTERM)
        with hold_warehouse(home, "run-000008", wait_seconds=240):
            assert (read_holder(home) or {})["run"] == "run-000008"
    finally:
        holder.kill()
        holder.wait()
    assert read_holder(home) is None


def test_a_look_at_the_lock_turns_no_run_away(home: Home) -> None:
    with home.lock.open("a+") as look:
        fcntl.flock(look, fcntl.LOCK_EX)
        timer = threading.Timer(0.05, fcntl.flock, (look, fcntl.LOCK_UN))
        timer.start()
        with hold_warehouse(home, "run-000008", wait_seconds=0):
            pass
        timer.join()
