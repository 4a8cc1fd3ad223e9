"""Measure, keep the figures and write them into docs/benchmarks.md, as a table and a picture.

    python -m benchmarks FOLDER [--parts bare,workers,growth,prefect,stages,long,loading] [--articles N] [--rounds N]
    python -m benchmarks --page        write the page anew from what was measured before

FOLDER holds text files; N articles (1,000) are what a whole run is measured on, and growth goes to five times as many.
Every part's figures go into benchmarks/results.json as soon as it is done, so parts may be measured one by one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.page import write_page
from benchmarks.parts import PARTS, Job
from benchmarks.results import RESULTS, describe_circumstances, keep_result, read_results


def main() -> None:
    """Measure what is asked for and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path, nargs="?", help="text files to measure on")
    parser.add_argument("--parts", default=",".join(PARTS), help="default: %(default)s")
    parser.add_argument("--articles", type=int, default=1_000, help="articles of a whole run; default: %(default)s")
    parser.add_argument("--rounds", type=int, help="of every part; default: what each part has")
    parser.add_argument("--scratch", type=Path, help="where to work; default: the folder for temporary files")
    parser.add_argument("--results", type=Path, default=RESULTS, help="default: benchmarks/results.json")
    parser.add_argument("--page", action="store_true", help="measure nothing, write the page")
    given = parser.parse_args()
    chosen = given.parts.split(",")
    if unknown := [name for name in chosen if name not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if given.folder is None and not given.page:
        parser.error("name a folder of text files")
    for name in chosen if not given.page else ():
        part = PARTS[name]
        entry = describe_circumstances() | {"article_count": given.articles}
        entry["round_count"] = given.rounds or part.round_count
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=f"{name}-", dir=given.scratch) as scratch:
            entry |= part.measure(Job(given.folder, Path(scratch), given.articles, entry["round_count"]))
        entry["minutes"] = round((time.monotonic() - began) / 60, 1)
        keep_result(name, entry, given.results)
        sys.stderr.write(f"{name}: {entry['minutes']} minutes\n")
    if given.results == RESULTS:
        write_page(read_results())


if __name__ == "__main__":
    main()
