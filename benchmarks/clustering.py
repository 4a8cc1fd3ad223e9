"""What telling statements and stories apart costs: python -m benchmarks.clustering WAREHOUSE [--sizes 1250,2500,5000]

Reads the quotes, names and headlines of a published warehouse, so that no language model is needed, and tells the
statements and stories of its first N articles (by key, which is a hash: a draw by chance) apart, from smallest to
largest. Prints articles, quotes, what was found, CPU seconds and how they grow against the size before: a factor of 2
for twice the articles is linear growth. CPU seconds are those of this process and do not depend on what else runs.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from articles.resolution.statements import resolve_statements
from articles.resolution.stories import resolve_stories
from benchmarks.measuring import print_table
from warehouse.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

HEADINGS = ["articles", "quotes", "statements", "CPU seconds", "growth", "stories", "CPU seconds", "growth"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clustering", description=__doc__.split("\n", 1)[0])
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--sizes", default="1250,2500,5000")
    given = parser.parse_args()
    with duckdb.connect(given.warehouse, read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        quotes, entities = load.read_quotes(con), load.read_story_entities(con)
        articles = load.read_story_articles(con).sort("article_key")
    rows: list[list[str]] = []
    before: tuple[float, float] | None = None
    for size in map(int, given.sizes.split(",")):
        chosen = articles.head(size)
        of_size = quotes.join(chosen.select("article_key"), on="article_key", how="semi")
        statements, told = measure_cpu(lambda: resolve_statements(of_size))  # noqa: B023 -- called at once
        said = of_size.select("quote_key", "article_key").join(statements, on="quote_key")
        named = entities.join(chosen.select("article_key"), on="article_key", how="semi")
        stories, grouped = measure_cpu(lambda: resolve_stories(chosen, said, named))  # noqa: B023
        growth = ("", "") if before is None else (f"{told / before[0]:.1f}", f"{grouped / before[1]:.1f}")
        before = told, grouped
        sizes = f"{chosen.height:,}", f"{of_size.height:,}"
        found = f"{statements['statement_id'].n_unique():,}", f"{stories['story_id'].n_unique():,}"
        rows.append([*sizes, found[0], f"{told:.1f}", growth[0], found[1], f"{grouped:.1f}", growth[1]])
    print_table(HEADINGS, rows)


def measure_cpu(work: Callable[[], pl.DataFrame]) -> tuple[pl.DataFrame, float]:
    """What a piece of work gives, and the CPU seconds it took."""
    started = time.process_time()
    result = work()
    return result, time.process_time() - started


if __name__ == "__main__":
    main()
