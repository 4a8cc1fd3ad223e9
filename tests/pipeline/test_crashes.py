"""Runs that are really killed, with their workers. All edges and fifty moments: python -m benchmarks.crashes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# The whole takes a quarter of an hour; this much shows that the way of killing and comparing works.
EDGES = int(os.environ.get("CRASH_EDGES", "1"))
MOMENTS = int(os.environ.get("CRASH_MOMENTS", "1"))
FEW = ("--articles", "5")  # two slices of a load


def test_killed_runs_equal_an_uninterrupted_one(project_path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.crashes", "--edges", str(EDGES), "--moments", str(MOMENTS), *FEW],
        cwd=project_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counts = json.loads(done.stdout.splitlines()[-1])
    assert counts["kills"] >= EDGES + MOMENTS
    assert counts["reruns_equal"] == counts["published_whole"] == counts["kills"]
    assert counts["orphans"] == 0


def test_two_runs_at_once_never_double_and_a_reader_sees_wholes(project_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.at_once", "direct", "direct"],
        cwd=project_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
