"""Compare the articles of a warehouse in one run and in many: python -m benchmarks.slicing BUILD.duckdb [RUNS ...]

Works on a copy of the file: retires all articles, lets them come again in runs of a random order (fixed seed), and
compares pairs, statements and stories row by row with those of one run. Prints CPU seconds; fails where a row differs.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.stages.resolve import relate_articles
from warehouse.build import open_build
from warehouse.home import open_home

if TYPE_CHECKING:
    import duckdb

RUNS = (1, 7, 40)
TABLES = ("judged_article", "article_stem", "article_pair", "quote_pair")
_CURRENT = "inner join core.dim_article as a on a.article_key = t.article_key and a.is_current order by all"


def main() -> None:
    """Relate in one run and in many, and compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slicing", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("build", type=Path, help="The build.duckdb of a home.")
    parser.add_argument("runs", type=int, nargs="*", default=RUNS, help="How many runs (default: 1 7 40).")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = open_home(Path(folder))
        shutil.copy(given.build, home.build)
        con = open_build(home)
        told = [relate_in_runs(con, count) for count in given.runs]
        con.close()
    if any(rows != told[0] for rows in told):
        sys.exit("The runs differ.")
    print(f"Equal: {', '.join(f'{len(rows):,}' for rows in told[0])} rows.")


def relate_in_runs(con: duckdb.DuckDBPyConnection, count: int) -> list[list[Any]]:
    """All rows after `count` runs over all current articles, in an order of its own. Leaves the warehouse as it was."""
    con.execute("begin")
    found = con.execute("select article_key from core.dim_article where is_current order by 1").fetchall()
    order = [key for (key,) in found]
    random.Random(count).shuffle(order)
    con.execute("update core.dim_article set is_current = false")
    relate_articles(con, "slicing")
    started, last = time.process_time(), 0.0
    for number in range(count):
        begun = time.process_time()
        chosen = ", ".join(map(str, order[number::count]))
        con.execute(f"update core.dim_article set is_current = true where article_key in ({chosen})")
        relate_articles(con, "slicing")
        last = time.process_time() - begun
    spent = time.process_time() - started
    print(f"{len(order):,} articles in {count} runs: {spent:.1f} CPU s, the last {last:.2f}", flush=True)
    rows = read_rows(con)
    con.execute("rollback")
    return rows


def read_rows(con: duckdb.DuckDBPyConnection) -> list[list[Any]]:
    """What was judged of current articles, and how it was grouped."""
    return [
        *(con.execute(f"select * from core.{table} order by all").fetchall() for table in TABLES),
        con.execute(f"select quote_key, statement_key, match_score from core.fact_quote as t {_CURRENT}").fetchall(),
        con.execute(f"select t.article_key, story_key from core.fact_article as t {_CURRENT}").fetchall(),
    ]


if __name__ == "__main__":
    main()
