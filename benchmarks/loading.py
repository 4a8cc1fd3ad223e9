"""The cost of loading compared with bare DuckDB: python -m benchmarks.loading [ARTICLES [ROUNDS]]

Loads made-up articles of realistic size (40 mentions and 12 quotes each) into an empty warehouse: versions, dimensions,
facts, ledger, commit and checkpoint. As in a run, the frames are staged before, which has a row of its own. Beside it,
in turn, the very rows that were loaded go from Parquet files into plain tables of an empty DuckDB file with `copy`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

import duckdb
import polars as pl

from benchmarks.measuring import print_table
from tests.expectations.staged_frames import make_frames
from warehouse.build import open_build
from warehouse.home import open_home
from warehouse.loading import load as loading
from warehouse.loading.staging import Spool, stage_frames
from warehouse.runs import start_run

Frames = dict[str, pl.DataFrame]
STAGE, LOAD, COPY = "stage the frames", "load them into the star", "`copy` of the star's rows into plain tables"


def main(article_count: int = 5_000, round_count: int = 5) -> None:
    """Print medians of wall-clock seconds and rows a second."""
    frames = make_frames(article_count, 40, 12)
    seconds: dict[str, list[float]] = {STAGE: [], LOAD: [], COPY: []}
    row_count = 0
    for _ in range(round_count):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            for what, took in load_star(frames, folder).items():
                seconds[what].append(took)
            row_count = write_parquet(folder)
            seconds[COPY].append(copy_parquet(folder))
    print(f"{article_count:,} articles, {row_count:,} rows in the star, medians of {round_count}\n")
    bare = median(seconds[COPY])
    print_table(
        ["what", "seconds", "rows/s", "speed beside `copy`"],
        [
            [what, f"{middle:.2f}", f"{row_count / middle:,.0f}", f"{bare / middle:.2f}"]
            for what, middle in ((what, median(took)) for what, took in seconds.items())
        ],
    )


def load_star(frames: Frames, folder: Path) -> dict[str, float]:
    """Seconds that it takes to stage frames and to load them into an empty warehouse."""
    articles = frames["articles"]
    sources = articles.select(
        pl.lit("/invented").alias("root_path"), "source_path", "content_hash", pl.col("source_path").alias("file_path")
    )
    with closing(open_build(open_home(folder))) as con:
        run = start_run(
            con, runner="direct", input_paths=["/invented"], code_version="0", extractor_version="1", model_name="none"
        )
        began = time.perf_counter()
        stage_frames(con, {"source_records": sources.with_columns(pl.lit("pending").alias("outcome"))})
        spool = Spool(folder / "spool")
        spool.add(frames)
        spool.stage(con)
        con.execute("checkpoint")  # else the next one would write what is staged too
        staged = time.perf_counter()
        con.begin()
        loading.load_facts(con, run, extractor_version="1", file_count=articles.height, unopened_count=0)
        con.commit()
        con.execute("checkpoint")
        loaded = time.perf_counter()
        (count,) = con.execute("select count(*) from core.fact_mention").fetchone() or (0,)
    if count != frames["mentions"].height:
        raise RuntimeError(f"{count} mentions were loaded of {frames['mentions'].height}")
    return {STAGE: staged - began, LOAD: loaded - staged}


def write_parquet(folder: Path) -> int:
    """Write what the build file in `folder` holds outside staging into Parquet files; how many rows."""
    row_count = 0
    with closing(duckdb.connect(str(folder / "build.duckdb"), read_only=True)) as con:
        tables = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('core', 'meta')"
        )
        for (table,) in tables.fetchall():
            (count,) = con.execute(f"select count(*) from {table}").fetchone() or (0,)
            if count:
                con.execute(f"copy {table} to '{folder / table}.parquet' (format parquet)")
                row_count += int(count)
    return row_count


def copy_parquet(folder: Path) -> float:
    """Seconds that DuckDB takes for the rows of the Parquet files in `folder`."""
    paths = sorted(folder.glob("*.parquet"))
    with closing(duckdb.connect(str(folder / "plain.duckdb"))) as con:
        for path in paths:
            con.execute(f"create table \"{path.stem}\" as select * from read_parquet('{path}') limit 0")
        began = time.perf_counter()
        con.begin()
        for path in paths:
            con.execute(f"copy \"{path.stem}\" from '{path}' (format parquet)")
        con.commit()
        con.execute("checkpoint")
        return time.perf_counter() - began


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
