"""Kill runs, run them again, and compare them with an uninterrupted run, table by table.

    python -m benchmarks.crashes [--edges N] [--moments N] [--articles N] [--seed N]

A published warehouse gets new, changed, copied and broken articles, loaded in several slices. The run is killed with
SIGKILL at every edge of a stage and at random moments. Half of these are drawn by the clock and half by the stage, so
that short stages get their share. The kill hits in turn the whole process group, the parent alone (its workers must end
too) and the workers alone (the run must recover). Each time the published file must be the old state or the new one,
and the next run must give the same rows.

Runs are forked from this process, which has imported the slowest library and has no thread of its own; everything else
is theirs. The extraction is the real one, with a small model.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable

TARGETS = ("all", "parent", "workers")
RUN_SECONDS = 300.0


@dataclass
class Child:
    """A process forked from this one, and its reports, one line of JSON each."""

    process_id: int
    reports: Any

    def read(self) -> Any:
        """The next report; None after the last one."""
        line = self.reports.readline()
        return json.loads(line) if line else None

    def wait(self) -> int:
        """Exit code; -9 where it was killed. Raises TimeoutError where it never ends."""
        deadline = time.monotonic() + RUN_SECONDS
        while time.monotonic() < deadline:
            ended, status = os.waitpid(self.process_id, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.02)
        os.killpg(self.process_id, signal.SIGKILL)
        raise TimeoutError(f"a run did not end in {RUN_SECONDS:.0f} s")


@dataclass
class Trial:
    """One kill and what came of it."""

    moment: str
    target: str
    is_killed: bool = False
    is_published_whole: bool = False
    orphans: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing was lost, left behind or different."""
        return self.is_published_whole and not self.orphans and not self.differences


def fork(function: Callable[..., None], *arguments: Any) -> Child:
    """Call `function(report, ...)` in a process group of its own."""
    reading, writing = os.pipe()
    process_id = os.fork()
    if process_id == 0:
        code = 1
        try:
            os.setsid()
            os.close(reading)
            with os.fdopen(writing, "w", buffering=1) as out:
                function(lambda value: out.write(json.dumps(value) + "\n"), *arguments)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    return Child(process_id, os.fdopen(reading))


class Edges:
    """Progress that reports each edge of a stage and kills the run at the one asked for."""

    def __init__(self, report: Callable[[Any], None], kill_at: int | None, target: str) -> None:
        self._report, self._kill_at, self._target = report, kill_at, target
        self._count = 0

    def start(self, stage: str, total: int | None) -> None:
        """A stage begins."""
        del total
        self._pass(f"before {stage}")

    def advance(self, stage: str, count: int = 1, words: int = 0) -> None:
        """Not an edge."""

    def finish(self, stage: str) -> None:
        """A stage is over."""
        self._pass(f"after {stage}")

    def say(self, message: str) -> None:
        """Not an edge."""

    def _pass(self, name: str) -> None:
        self._report(name)
        if self._count == self._kill_at:
            kill(os.getpid(), self._target)
        self._count += 1


def kill(process_id: int, target: str) -> list[psutil.Process]:
    """Kill a run, its workers or both; returns the workers there were."""
    try:
        workers = psutil.Process(process_id).children(recursive=True)
    except psutil.NoSuchProcess:
        workers = []
    if target in {"all", "workers"}:
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
    if target in {"all", "parent"}:
        os.kill(process_id, signal.SIGKILL)
    return workers


def ingest(
    report: Callable[[Any], None], scene: Path, home: Path, kill_at: int | None = None, target: str = ""
) -> None:
    """One run, as the command line would start it."""
    from pipeline.run import run_ingest

    run_ingest(make_settings(scene, home), [scene / "articles"], Edges(report, kill_at, target))


def make_settings(scene: Path, home: Path) -> Any:
    """Small batches and slices, so that there is much to be cut off."""
    from pipeline.settings import Settings

    return Settings(
        home=home,
        workers=1,
        model=str(scene / "model"),
        batch_articles=2,
        validate_articles=3,
        load_articles=3,
        wait_seconds=60,
    )


def set_scene(report: Callable[[Any], None], scene: Path, article_count: int) -> None:
    """A small model, a warehouse of two articles, and then more of them: new, changed, copied, broken."""
    from tests.pipeline.runs import NAMES, save_small_model, write_article

    save_small_model(scene / "model")
    articles = scene / "articles"
    articles.mkdir()
    for number in range(2):
        write_article(articles / f"{number}.txt", NAMES[number], number)
    ingest(report, scene, scene / "published")
    write_article(articles / "0.txt", NAMES[0], 100)
    for number in range(2, article_count):
        write_article(articles / f"{number}.txt", NAMES[number % len(NAMES)], number)
    shutil.copy(articles / "2.txt", articles / "copy.txt")
    (articles / "empty.txt").write_bytes(b"")


def run_again(report: Callable[[Any], None], scene: Path, home: Path) -> None:
    """Look at the published file as the kill left it, run once more and compare.

    Reports whether the file was one of the two wholes, and the tables that differ from the uninterrupted run's.
    """
    import polars as pl

    from warehouse.compare import compare_warehouses

    published = home / "warehouse.duckdb"
    wholes = [count_rows(scene / name / "warehouse.duckdb") for name in ("published", "uninterrupted")]
    is_whole = count_rows(published) in wholes
    ingest(lambda _: None, scene, home)
    compared = compare_warehouses(published, scene / "uninterrupted" / "warehouse.duckdb")
    report({"is_whole": is_whole, "differences": compared.filter(~pl.col("is_equal"))["table_name"].to_list()})


def count_rows(path: Path) -> tuple[Any, ...]:
    """Articles, mentions and quotes in a published file."""
    import duckdb

    tables = ("articles", "mentions", "quotes")
    with duckdb.connect(str(path), read_only=True) as con:
        return tuple(con.execute(f"select count(*) from mart.{table}").fetchone() for table in tables)


def try_kill(scene: Path, target: str, edge: tuple[int, str], seconds: float | None = None) -> Trial:
    """Kill a run at an edge (its number and name), or some seconds after it, and run again."""
    home = scene / "trial"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(scene / "published", home)
    place, name = edge
    trial = Trial(name if seconds is None else f"{name} + {seconds:.2f} s", target)
    child = fork(ingest, scene, home, place if seconds is None else None, target)
    workers: list[psutil.Process] = []
    if seconds is not None and all(child.read() is not None for _ in range(place + 1)):
        time.sleep(seconds)
        workers = kill(child.process_id, target)
    code = child.wait()
    trial.is_killed = code == -signal.SIGKILL or bool(target == "workers" and workers)
    if code not in {0, -signal.SIGKILL}:
        trial.differences.append(f"exit code {code}")
    time.sleep(0.1)
    trial.orphans = count_orphans(child.process_id)
    again = fork(run_again, scene, home)
    result = again.read()
    if again.wait() != 0 or result is None:
        trial.differences.append("the next run failed")
    else:
        trial.is_published_whole = result["is_whole"]
        trial.differences += result["differences"]
    return trial


def count_orphans(session_id: int, patience: float = 90.0) -> int:
    """Processes of a run's session that are left after some seconds."""
    deadline = time.monotonic() + patience
    while left := [process for process in psutil.pids() if _find_session(process) == session_id]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.2)
    return len(left)


def _find_session(process_id: int) -> int | None:
    try:
        return os.getsid(process_id)
    except (ProcessLookupError, PermissionError):
        return None


def try_all(
    scene: Path, edge_count: int | None, moment_count: int, seed: int, show: Callable[[Trial], None]
) -> list[Trial]:
    """Every edge (or `edge_count` of them, evenly spread) and `moment_count` random moments that met a running run."""
    shutil.copytree(scene / "published", scene / "uninterrupted")
    edges: list[tuple[int, str]] = []
    moments: list[float] = []
    child = fork(ingest, scene, scene / "uninterrupted")
    while (name := child.read()) is not None:
        edges.append((len(edges), name))
        moments.append(time.monotonic())
    spans = [later - moment for moment, later in zip(moments, [*moments[1:], time.monotonic()], strict=True)]
    if child.wait():
        raise RuntimeError("the uninterrupted run failed")
    trials = []

    def note(trial: Trial) -> None:
        trials.append(trial)
        show(trial)

    step = max(1, len(edges) // (edge_count or len(edges)))
    for number, place in enumerate(range(0, len(edges), step)):
        target = TARGETS[number % 2]  # the run would get over it where its workers alone are killed
        note(try_kill(scene, target, edges[place]))
    draw = random.Random(seed)
    met = number = 0
    while met < moment_count and number < 3 * moment_count:
        target = TARGETS[number % 3]
        # There are workers during extraction alone, which is long: there moments are drawn by the clock.
        by_clock = target == "workers" or number % 2 == 0
        (place, name), span = draw.choices([*zip(edges, spans, strict=True)], spans if by_clock else None)[0]
        trial = try_kill(scene, target, (place, name), draw.uniform(0.0, span))
        met += trial.is_killed
        number += 1
        note(trial)
    return trials


def main() -> None:
    """Print one line a kill and the counts; exit code 1 where a rerun differed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--edges", type=int, help="edges of stages to kill at (default: all)")
    parser.add_argument("--moments", type=int, default=50, help="random moments to kill at")
    parser.add_argument("--articles", type=int, default=9, help="articles that the killed run meets")
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args()
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations  # noqa: F401 -- once for all runs: it takes longer than they do

    gc.collect()
    gc.freeze()  # or every run would go through it, and so copy it, when it collects

    def show(trial: Trial) -> None:
        outcome = "equal" if trial.is_sound else f"FAULT: {trial}"
        if not trial.is_killed:
            outcome += " (had ended before)"
        print(f"{trial.target:8} {trial.moment:32} {outcome}", flush=True)

    with tempfile.TemporaryDirectory(prefix="crashes-") as folder:
        if fork(set_scene, Path(folder), options.articles).wait():
            raise RuntimeError("the first run failed")
        trials = try_all(Path(folder), options.edges, options.moments, options.seed, show)
    killed = [trial for trial in trials if trial.is_killed]
    summary = {
        "kills": len(killed),
        "targets": dict(Counter(trial.target for trial in killed)),
        "published_whole": sum(trial.is_published_whole for trial in killed),
        "orphans": sum(trial.orphans for trial in killed),
        "reruns_equal": sum(not trial.differences for trial in killed),
    }
    print(json.dumps(summary))
    sys.exit(0 if all(trial.is_sound for trial in trials) else 1)


if __name__ == "__main__":
    main()
