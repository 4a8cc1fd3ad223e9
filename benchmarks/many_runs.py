"""Many small runs into one home: python -m benchmarks.many_runs [RUNS] [ARTICLES] [RUNS THROUGH PREFECT]

Each run brings ARTICLES (5) new ones. RUNS (200) go without Prefect into one home, those through Prefect (20) with a
server of their own each into another. Prints, for the first and the last runs, the seconds and memory of a run, and the
files and bytes of the home by folder. The last columns show growth with the number of runs: how much a run adds, for
the first half and for the second.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.measuring import Measured, find_quotehouse, measure_command, print_table

THINGS = (
    "anchor bakery barn bell boiler bridge cellar chapel clinic creek crane dam depot ditch dock engine fence "
    "ferry field foundry garden gate granary gravel grove hall hangar hedge hill hostel jetty kiln lamp ledger "
    "library lock mast meadow mill mine mooring museum orchard oven paddock pier pipe pond pump quarry quay rail "
    "reactor ridge river road roof school shed signal silo sluice stable station sty swamp tank tavern theatre "
    "tower track tram tunnel valley vat vault viaduct wagon wall warehouse weir well wharf wheel winery workshop "
    "yard"
).split()
ACTS = (
    "blocks carries crosses drains feeds floods guards heats joins lights moves needs replaces spoils tests warms"
).split()
SHOWN = ("staging", "reports", "cache", "logs", "prefect", "warehouse.duckdb", "build.duckdb", "all")


def main(run_count: int = 200, article_count: int = 5, prefect_count: int = 20) -> None:
    """Measure and print."""
    for count, words in ((run_count, ["--direct"]), (prefect_count, [])):
        if count:
            print(f"{count} runs of {article_count} new articles, {' '.join(words) or 'through Prefect'}\n")
            measure_runs(count, article_count, words)


def measure_runs(run_count: int, article_count: int, words: list[str]) -> None:
    """Measure runs into a new home and print what the first and the last took, and what is in the home."""
    measured: list[Measured] = []
    sizes: list[dict[str, tuple[int, int]]] = []
    with tempfile.TemporaryDirectory(prefix="runs-") as scratch:
        articles, home = Path(scratch, "articles"), Path(scratch, "home")
        articles.mkdir()
        for number in range(run_count):
            write_articles(articles, number, article_count)
            command = [find_quotehouse(), "--home", str(home), "ingest", str(articles), "--quiet", *words]
            measured.append(measure_command(command))
            sizes.append(measure_home(home))
            last, (files, size) = measured[-1], sizes[-1]["all"]
            sys.stderr.write(
                f"run {number + 1}: {last.seconds:.1f} s, {last.cpu_seconds:.1f} CPU s, {last.first_mb:.0f} MB, "
                f"{files} files of {size / 1e6:.1f} MB\n"
            )
    few = max(1, run_count // 10)
    rows = [
        [
            name,
            *(f"{median(getattr(each, figure) for each in part):,.1f}" for part in (measured[:few], measured[-few:])),
        ]
        for name, figure in (("seconds", "seconds"), ("CPU seconds", "cpu_seconds"), ("first process, MB", "first_mb"))
    ]
    print_table([f"a run, median of {few}", "first", "last"], rows)
    half = run_count // 2
    rows = []
    for name in SHOWN:
        at = [size[name] for size in (sizes[0], sizes[half - 1], sizes[-1])]
        added = [(at[1][1] - at[0][1]) / max(half - 1, 1), (at[2][1] - at[1][1]) / max(run_count - half, 1)]
        rows.append([name, f"{at[2][0]:,}", f"{at[2][1]:,}", *(f"{each:,.0f}" for each in added)])
    print_table(["in the home", "files", "bytes", "bytes a run, first half", "second half"], rows)


def write_articles(folder: Path, run: int, count: int) -> None:
    """New articles of usual length, each run's of a day of its own, about other things, with people who come back."""
    people = ["Orla Brandt", "Tove Lindqvist", "Ansel Roe", "Mara Voss", "Tobias Lorne"]
    day = date(2024, 1, 1) + timedelta(days=run)
    for number in range(count):
        name, chance = people[(run + number) % len(people)], Random(f"{run} {number}")
        told = [
            f'"The {chance.choice(THINGS)} near the {chance.choice(THINGS)} {chance.choice(ACTS)} the '
            f'{chance.choice(THINGS)}," said {name} of the {chance.choice(THINGS)}.'
            for _ in range(20)
        ]
        headline = f"The {chance.choice(THINGS)} {chance.choice(ACTS)} the {chance.choice(THINGS)}"
        article = {"title": headline, "date": day.isoformat(), "text": "\n\n".join(told)}
        (folder / f"{run:04d}-{number}.json").write_text(json.dumps(article), "utf-8")


def measure_home(home: Path) -> dict[str, tuple[int, int]]:
    """Files and bytes of each part of a home, and of all."""
    found = {}
    for name in SHOWN:
        place = home if name == "all" else home / name
        files = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
        found[name] = (len(files), sum(path.stat().st_size for path in files))
    return found


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
