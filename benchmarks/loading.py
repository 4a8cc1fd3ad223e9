"""What loading costs beside bare DuckDB: python -m benchmarks.loading [ARTICLES [ROUNDS]]

Loads made-up articles of realistic size (40 mentions and 12 quotes each) from frames into an empty warehouse: staging,
versions, dimensions, facts, ledger and commit. Beside it, in turn, the same frames go into plain tables of an empty
DuckDB file with `insert ... select`, and from Parquet files with `copy ... from`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from benchmarks.measuring import print_table
from tests.expectations.staged_frames import make_frames
from warehouse import loading
from warehouse.building import open_build
from warehouse.home import open_home
from warehouse.runs import start_run
from warehouse.staging import stage_frames

if TYPE_CHECKING:
    from collections.abc import Callable

Frames = dict[str, pl.DataFrame]


def main(article_count: int = 5_000, round_count: int = 5) -> None:
    """Print medians of wall-clock seconds and rows a second."""
    frames = make_frames(article_count, 40, 12)
    row_count = sum(frame.height for frame in frames.values())
    ways: dict[str, Callable[[Frames, Path], float]] = {
        "load into the star": load_star,
        "insert into plain tables": insert_plain,
        "copy from Parquet into plain tables": copy_parquet,
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(round_count):
        for way, function in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                seconds[way].append(function(frames, Path(folder)))
    print(f"{article_count:,} articles, {row_count:,} staged rows, medians of {round_count}\n")
    print_table(
        ["what", "seconds", "staged rows/s"],
        [[way, f"{median(took):.2f}", f"{row_count / median(took):,.0f}"] for way, took in seconds.items()],
    )


def load_star(frames: Frames, folder: Path) -> float:
    """Seconds that it takes to stage and load frames into an empty warehouse."""
    articles = frames["articles"]
    sources = articles.select(
        pl.lit("/invented").alias("root_path"), "source_path", "content_hash", pl.col("source_path").alias("file_path")
    )
    with closing(open_build(open_home(folder))) as con:
        run = start_run(
            con, runner="direct", input_paths=["/invented"], code_version="0", extractor_version="1", model_name="none"
        )
        began = time.perf_counter()
        con.begin()
        stage_frames(con, {"source_records": sources.with_columns(pl.lit("pending").alias("outcome"))})
        stage_frames(con, frames)
        loading.load_facts(con, run, extractor_version="1", file_count=articles.height, unopened_count=0)
        con.commit()
        con.execute("checkpoint")
        took = time.perf_counter() - began
        (count,) = con.execute("select count(*) from core.fact_mention").fetchone() or (0,)
    if count != frames["mentions"].height:
        raise RuntimeError(f"{count} mentions were loaded of {frames['mentions'].height}")
    return took


def insert_plain(frames: Frames, folder: Path) -> float:
    """Seconds that DuckDB takes for the same frames without a star."""
    with closing(duckdb.connect(str(folder / "plain.duckdb"))) as con:
        for table, frame in frames.items():
            con.register("frame", frame.clear())
            con.execute(f"create table {table} as select * from frame")
        began = time.perf_counter()
        con.begin()
        for table, frame in frames.items():
            con.register("frame", frame)
            con.execute(f"insert into {table} select * from frame")
        con.commit()
        con.execute("checkpoint")
        return time.perf_counter() - began


def copy_parquet(frames: Frames, folder: Path) -> float:
    """Seconds that DuckDB takes for the same rows from Parquet files."""
    with closing(duckdb.connect(str(folder / "plain.duckdb"))) as con:
        for table, frame in frames.items():
            frame.write_parquet(folder / f"{table}.parquet")
            con.execute(f"create table {table} as select * from read_parquet('{folder / table}.parquet') limit 0")
        began = time.perf_counter()
        con.begin()
        for table in frames:
            con.execute(f"copy {table} from '{folder / table}.parquet' (format parquet)")
        con.commit()
        con.execute("checkpoint")
        return time.perf_counter() - began


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
