"""Many small runs into one home: python -m benchmarks.many_runs [RUNS] [ARTICLES]

Each run brings ARTICLES (5) new ones. Prints, for the first and the last runs, the seconds and memory of a run, and the
files and bytes of the home by folder. The last column shows growth with the number of runs: how much a run adds, for
the first half and for the second.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.measuring import Measured, find_quotehouse, measure_command, print_table

SHOWN = ("staging", "reports", "cache", "logs", "warehouse.duckdb", "build.duckdb", "all")


def main(run_count: int = 200, article_count: int = 5) -> None:
    """Measure and print."""
    measured: list[Measured] = []
    sizes: list[dict[str, tuple[int, int]]] = []
    with tempfile.TemporaryDirectory(prefix="runs-") as scratch:
        articles, home = Path(scratch, "articles"), Path(scratch, "home")
        articles.mkdir()
        for number in range(run_count):
            write_articles(articles, number, article_count)
            command = [find_quotehouse(), "--home", str(home), "ingest", str(articles), "--direct", "--quiet"]
            measured.append(measure_command(command))
            sizes.append(measure_home(home))
            sys.stderr.write(f"run {number + 1}: {measured[-1].seconds:.1f} s\n")
    few = max(1, run_count // 10)
    print(f"{run_count} runs of {article_count} new articles; medians of the first and the last {few}\n")
    rows = [
        [
            name,
            *(f"{median(getattr(each, figure) for each in part):,.1f}" for part in (measured[:few], measured[-few:])),
        ]
        for name, figure in (("seconds", "seconds"), ("CPU seconds", "cpu_seconds"), ("first process, MB", "first_mb"))
    ]
    print_table(["a run", "first", "last"], rows)
    half = run_count // 2
    rows = []
    for name in SHOWN:
        at = [size[name] for size in (sizes[0], sizes[half - 1], sizes[-1])]
        added = [(at[1][1] - at[0][1]) / max(half - 1, 1), (at[2][1] - at[1][1]) / max(run_count - half, 1)]
        rows.append([name, f"{at[2][0]:,}", f"{at[2][1]:,}", *(f"{each:,.0f}" for each in added)])
    print_table(["in the home", "files", "bytes", "bytes a run, first half", "second half"], rows)


def write_articles(folder: Path, run: int, count: int) -> None:
    """New articles of usual length, by and about people who come back."""
    people = ["Orla Brandt", "Tove Lindqvist", "Ansel Roe", "Mara Voss", "Tobias Lorne"]
    for number in range(count):
        name = people[(run + number) % len(people)]
        lines = [
            f"Harbour news {run}-{number}",
            "",
            f"{name} told the council of run {run} what item {number} costs.",
            "",
        ]
        for place in range(20):
            lines += [
                f'"The {place}th pier of year {run} stays as it is," said {name}, who spoke of case {number}.',
                "",
            ]
        (folder / f"{run:04d}-{number}.txt").write_text("\n".join(lines), "utf-8")


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
