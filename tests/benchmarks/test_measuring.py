"""What a command costs, with all that it starts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.measuring import measure_command

BUSY = "import time\nwhile time.process_time() < 0.6: pass"
LEAVING = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {BUSY!r}])"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who adopts a process")
def test_what_outlives_the_command_that_started_it_is_counted() -> None:
    assert measure_command([sys.executable, "-c", LEAVING]).cpu_seconds > 0.6


def test_a_process_of_somebody_else_is_not_waited_for() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        measure_command([sys.executable, "-c", ""])
        assert other.poll() is None
        other.communicate()
