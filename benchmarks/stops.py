"""Stop commands at random moments, as Ctrl-C or a service manager does: python -m benchmarks.stops [COUNT]

Each trial starts a command in its own home with published articles, and sends SIGINT or SIGTERM at a random moment of
the first seconds. Then it checks the exit code (128 + the signal's number, or that of a command that had finished), one
line on the screen after the signal without a traceback, no process that is left, no run that is still "running", and,
if the run was interrupted, an unchanged published file.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import duckdb
import psutil

from benchmarks.measuring import print_table

PROGRAM = "import sys; from cli import main; main(sys.argv[1:])"
# Commands and the seconds within which they are stopped.
COMMANDS: dict[str, tuple[list[str], float]] = {
    "ingest, direct": (["ingest", "{new}", "--direct", "--quiet"], 12.0),
    "ingest": (["ingest", "{new}", "--quiet"], 25.0),
    "rebuild": (["rebuild", "--direct", "--quiet"], 12.0),
    "backfill": (["backfill", "--direct", "--quiet"], 12.0),
    "desk": (["desk", "--port", "0"], 8.0),
    "schedule": (["schedule", "{new}", "--interval", "1h"], 25.0),
    "schedule, watching": (["schedule", "{new}", "--watch"], 25.0),
}
PATIENCE = 240.0  # seconds that a stop may take on a busy machine


def main(count: int = 50, seed: int = 1) -> int:
    """Stop commands in turn and print what was found. The exit code is the number of things that were wrong."""
    rng = random.Random(seed)
    wrong: list[str] = []
    took: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="stops-") as scratch:
        scene = make_scene(Path(scratch))
        for number in range(count):
            name = list(COMMANDS)[number % len(COMMANDS)]
            seconds = rng.uniform(0.05, COMMANDS[name][1])
            sent = rng.choice([signal.SIGINT, signal.SIGTERM])
            faults, stopping = try_stop(scene, Path(scratch, f"home-{number}"), name, seconds, sent)
            took.setdefault(name, []).append(stopping)
            moment = f"{name}, {sent.name} after {seconds:.1f} s"
            sys.stderr.write(f"{moment}: {'; '.join(faults) or 'sound'}\n")
            wrong += [f"{moment}: {fault}" for fault in faults]
    rows = [[name, str(len(each)), f"{median(each):.1f}", f"{max(each):.1f}"] for name, each in took.items()]
    print_table(["command", "stops", "seconds of a stop, median", "longest"], rows)
    print("\n".join(wrong) or "Nothing was left, lost or said twice.")
    return len(wrong)


def make_scene(scratch: Path) -> Path:
    """Articles, new ones, and a home in which the first are published."""
    from tests.pipeline.runs import NAMES, write_article

    for folder, names in (("articles", NAMES[:3]), ("new", NAMES[3:])):
        (scratch / folder).mkdir()
        for number, name in enumerate(names):
            write_article(scratch / folder / f"{folder}-{number}.txt", name, number)
    command = [sys.executable, "-c", PROGRAM, "--home", str(scratch / "home"), "ingest", str(scratch / "articles")]
    subprocess.run([*command, "--direct", "--quiet"], check=True, env=_make_environment(scratch))
    return scratch


def try_stop(scene: Path, home: Path, name: str, seconds: float, sent: signal.Signals) -> tuple[list[str], float]:
    """What is wrong after a command was stopped, in words, and the seconds that it took to stop."""
    shutil.copytree(scene / "home", home)
    before = (home / "warehouse.duckdb").read_bytes()
    arguments = [part.format(new=scene / "new") for part in COMMANDS[name][0]]
    errors = home / "stderr"
    with errors.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "--home", str(home), *arguments],
            stdout=subprocess.DEVNULL,
            stderr=out,
            env=_make_environment(scene, home),
            start_new_session=True,
        )
    time.sleep(seconds)
    said_before, began = len(errors.read_bytes()), time.monotonic()
    process.send_signal(sent)
    try:
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)  # Python then says where every thread stands
        process.wait()
        return [f"it did not stop in {PATIENCE:.0f} s: {errors.read_text()[-4_000:]}"], PATIENCE
    stopping = time.monotonic() - began
    left = find_left(home)
    for each in left:
        with contextlib.suppress(psutil.Error):
            each.kill()
    said = errors.read_bytes()
    faults = _judge_end(code, sent, said.decode(), said[said_before:].decode(errors="replace"))
    return [*faults, *_judge_rest(home, before, left)], stopping


def _judge_end(code: int, sent: signal.Signals, said: str, last: str) -> list[str]:
    faults = []
    if code not in {128 + sent, 0, -sent}:
        faults.append(f"exit code {code}")
    if code == -sent and said:  # before Python had begun
        faults.append("it died of the signal")
    lines = [line for line in last.splitlines() if "Prefect's page" not in line]
    if code == 128 + sent and (len(lines) != 1 or not lines[0].startswith("Error: Interrupted.")):
        faults.append(f"it said another thing than one line: {last[-300:]!r}")
    if "Traceback" in said:
        faults.append("a trace on the screen")
    return faults


def _judge_rest(home: Path, before: bytes, left: list[psutil.Process]) -> list[str]:
    faults = [f"left {process.pid}" for process in left]
    with duckdb.connect(str(home / "build.duckdb"), read_only=True) as con:
        running = con.execute("select count(*) from meta.run where state = 'running'").fetchall()
        last = con.execute("select state from meta.run order by run_number desc limit 1").fetchall()
    if running != [(0,)]:
        faults.append("a run is still running")
    if last == [("interrupted",)] and (home / "warehouse.duckdb").read_bytes() != before:
        faults.append("an interrupted run published")
    return faults


def find_left(home: Path) -> list[psutil.Process]:
    """Processes that name the home in their command or surroundings."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            names = [*process.cmdline(), *process.environ().values()]
            if process.pid != os.getpid() and any(name.startswith(str(home)) for name in names):
                found.append(process)
    return found


def _make_environment(scene: Path, home: Path | None = None) -> dict[str, str]:
    from tests.pipeline.runs import save_small_model

    model = scene / "model"
    if not model.exists():
        save_small_model(model)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    marked = {"STOPPED_HOME": str(home)} if home else {}
    return {**environment, "HOME": str(scene), "QUOTEHOUSE_MODEL": str(model), "PYTHONFAULTHANDLER": "1", **marked}


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
