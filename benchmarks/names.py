"""The cost of resolving names across articles: python -m benchmarks.names WAREHOUSE [--sizes N,N,...] [--added N]

Works on copies of a warehouse (a home's build.duckdb or published warehouse.duckdb), so that no language model is
needed and the warehouse stays as it is. For each size the copy keeps its first N articles (by key, which is a hash and
so a random sample), and all their names are judged from scratch. Then the last `--added` articles of the largest size
count as new: names are judged without them first, and then the names that they affect. Prints articles, names, judged
names, CPU seconds and their growth from the size before: a factor of 2 for twice the articles is linear growth.
CPU seconds are those of this process and its threads and do not depend on what else runs.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path

import duckdb

import sql
from benchmarks.measuring import print_table
from pipeline.stages.resolve import resolve_entities
from warehouse.schema.catalog import create_macros, update_schema

HEADINGS = ["articles", "names", "judged", "CPU seconds", "growth"]
_FACTS = ("fact_mention", "fact_quote", "fact_entity_role")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.names", description=__doc__.split("\n", 1)[0])
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--sizes", default="1250,2500,5000")
    parser.add_argument("--added", type=int, default=100, help="articles that come later")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    rows: list[list[str]] = []
    before: float | None = None
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            with closing(_copy_articles(given.warehouse, Path(folder), size)) as con:
                judged, seconds = _judge(con)
                growth = "" if before is None else f"{seconds / before:.1f}"
                rows.append([f"{size:,}", _count_names(con), f"{judged:,}", f"{seconds:.1f}", growth])
                before = seconds
        with closing(_copy_articles(given.warehouse, Path(folder), sizes[-1] - given.added)) as con:
            _judge(con)
            _add_articles(con, given.warehouse, sizes[-1])
            judged, seconds = _judge(con)
            rows.append([f"{given.added:,} more", _count_names(con), f"{judged:,}", f"{seconds:.1f}", ""])
    print_table(HEADINGS, rows)


def _judge(con: duckdb.DuckDBPyConnection) -> tuple[int, float]:
    """How many names were judged, and the CPU seconds it took."""
    started = time.process_time()
    judged = resolve_entities(con)
    return judged, time.process_time() - started


def _copy_articles(warehouse: Path, folder: Path, size: int) -> duckdb.DuckDBPyConnection:
    """A copy of a warehouse that holds the names of its first articles alone and no judgement on any."""
    copy = folder / "copy.duckdb"
    shutil.copyfile(warehouse, copy)
    con = duckdb.connect(copy)
    con.execute("set TimeZone = 'UTC'")
    create_macros(con)
    update_schema(con)
    con.execute("set variable run_key = -2; set variable run_started_at = '2024-01-01'::timestamp")
    con.execute(
        "create temp table first_article as from core.dim_article select article_key order by all limit ?", [size]
    )
    for table in _FACTS:
        con.execute(f"delete from core.{table} where article_key not in (from first_article)")
    con.execute("delete from core.bridge_quote_speaker where quote_key not in (select quote_key from core.fact_quote)")
    for table in ("resolution", "name_block", "touched_name"):
        con.execute(f"truncate core.{table}")
    return con


def _add_articles(con: duckdb.DuckDBPyConnection, warehouse: Path, size: int) -> None:
    """Bring in the articles up to `size`, as a run that loads them does."""
    con.execute(f"attach '{warehouse}' as whole (read_only)")
    con.execute(
        "create temp table staged_version as select article_key from core.dim_article "
        "where article_key in (from core.dim_article select article_key order by all limit ?) "
        "and article_key not in (from first_article)",
        [size],
    )
    for table in _FACTS:
        con.execute(
            f"insert into core.{table} by name from whole.core.{table} where article_key in (from staged_version)"
        )
    con.execute(
        "insert into core.bridge_quote_speaker by name from whole.core.bridge_quote_speaker "
        "where quote_key in (select quote_key from core.fact_quote where article_key in (from staged_version))"
    )
    con.execute(sql.read_statement("load/list_borne_names.sql"))
    con.execute(sql.read_statement("load/touch_names.sql"))


def _count_names(con: duckdb.DuckDBPyConnection) -> str:
    ((count,),) = con.execute("select count(*) from core.resolution where retired_at is null").fetchall()
    return f"{count:,}"


if __name__ == "__main__":
    main()
