"""The cost of clustering statements and stories: python -m benchmarks.clustering WAREHOUSE [--sizes 1000,2500]

Uses the articles of a published warehouse, so that no language model is needed. For each size, the first N articles
(by key, which is a hash and so a random sample) are compared and grouped, and then `--new` more. Prints articles, pairs
of articles and of quotes, statements and stories, and the CPU seconds of this process for both steps. New articles must
cost the same however many there are already.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.measuring import print_table
from pipeline.stages.resolve import relate_articles
from warehouse.schema.catalog import create_macros

HEADINGS = ["articles", "article pairs", "quote pairs", "statements", "stories", "CPU seconds", "more", "CPU seconds"]
TABLES = ("article_pair", "quote_pair", "dim_statement", "dim_story")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clustering", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--sizes", default="1000,2500,4800")
    parser.add_argument("--new", type=int, default=100)
    given = parser.parse_args()
    rows = []
    for size in map(int, given.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copyfile(given.warehouse, Path(folder, "copy.duckdb"))
            with duckdb.connect(str(Path(folder, "copy.duckdb"))) as con:
                con.execute("set TimeZone = 'UTC'")
                create_macros(con)
                rows.append(measure(con, size, given.new))
    print_table(HEADINGS, rows)


def measure(con: duckdb.DuckDBPyConnection, size: int, new_count: int) -> list[str]:
    """One row of the table."""
    con.execute("create temp table standing as select article_key from core.dim_article where is_current")
    for table in ("judged_article", "article_stem", "article_pair", "quote_pair"):
        con.execute(f"truncate core.{table}")
    con.execute("update core.fact_quote set statement_key = -1")
    con.execute("update core.fact_article set story_key = -1")
    first = relate_first(con, size)
    counts = [
        f"{count:,}" for table in TABLES for (count,) in con.execute(f"select count(*) from core.{table}").fetchall()
    ]
    more = relate_first(con, size + new_count)
    return [f"{size:,}", *counts, f"{first:.1f}", f"{new_count:,}", f"{more:.1f}"]


def relate_first(con: duckdb.DuckDBPyConnection, count: int) -> float:
    """Make the first `count` articles the current ones and relate them; CPU seconds."""
    con.execute(
        "update core.dim_article set is_current = article_key in (from standing order by article_key limit ?)", [count]
    )
    started = time.process_time()
    relate_articles(con, "benchmark")
    return time.process_time() - started


if __name__ == "__main__":
    main()
