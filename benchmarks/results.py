"""The measured figures, kept as JSON. The page is written from them alone, so every figure on it was measured.

One entry a part of the measurement, each with the machine, the commit and the day, because parts are measured anew one
by one. An entry holds `rows`, with every round of every command, or `tables`, as another benchmark printed them.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

PROJECT = Path(__file__).resolve().parents[1]
RESULTS = PROJECT / "benchmarks" / "results.json"
CORES = len(os.sched_getaffinity(0))

Entry = dict[str, Any]


def read_results(path: Path = RESULTS) -> dict[str, Entry]:
    """Entries by name of their part; none where nothing was measured yet."""
    if not path.exists():
        return {}
    results: dict[str, Entry] = json.loads(path.read_text("utf-8"))
    return results


def keep_result(name: str, entry: Entry, path: Path = RESULTS) -> dict[str, Entry]:
    """Put one part's entry in place of its last one and give all."""
    results = read_results(path) | {name: entry}
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    return results


def describe_circumstances() -> Entry:
    """Day (UTC), commit, machine, and how busy it was just before."""
    return {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "commit": _ask_git("describe", "--always", "--dirty"),
        "machine": describe_machine(),
        "cores": CORES,
        "load": round(os.getloadavg()[0], 2),
    }


def describe_machine() -> str:
    """Cores, processor, memory and Python in one line."""
    memory = psutil.virtual_memory().total / 2**30
    return f"{CORES} cores ({_find_processor()}), {memory:.0f} GiB, Python {platform.python_version()}"


def _find_processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text("utf-8").splitlines() if about.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _ask_git(*arguments: str) -> str:
    command = ["git", "-C", str(PROJECT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
