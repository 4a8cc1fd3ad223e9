"""The frames of the current run: spooled to files while it extracts, then held in the staging schema."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from warehouse.schema.catalog import read_schemas
from warehouse.support.values import register_frame, write_literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb
    import polars as pl

# Looking up records needs a tenth of it; the rest of DuckDB's cache would hold pages that nobody reads.
LOOKUP_MEMORY = "256MB"


@contextmanager
def bound_cache(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Keep DuckDB small during the block, in which records are looked up while workers need the memory.

    By default DuckDB caches what it wrote, up to four fifths of the machine. What does not fit is spilled to disk. If
    the block raises, the bound stays: nothing large follows, and a broken connection would raise once more.
    """
    ((before,),) = con.execute("select current_setting('memory_limit')").fetchall()
    con.execute(f"set memory_limit = '{LOOKUP_MEMORY}'")
    yield
    con.execute(f"set memory_limit = '{before}'")  # `reset` shows the old bound but keeps the new one (DuckDB 1.5.5)


def clear_staging(con: duckdb.DuckDBPyConnection) -> None:
    """Empty every staging table."""
    for table in read_schemas():
        con.execute(f"truncate staging.{table}")


def stage_frames(con: duckdb.DuckDBPyConnection, frames: dict[str, pl.DataFrame]) -> None:
    """Append frames to the staging tables of the same names. Columns are matched by name.

    Raises ValueError for a frame that no staging table is named after.
    """
    for table, frame in frames.items():
        _check_table(table)
        if frame.is_empty():
            continue
        with register_frame(con, "staged_frame", frame):
            con.execute(f"insert into staging.{table} by name select * from staged_frame")


def _check_table(table: str) -> None:
    if table not in read_schemas():
        raise ValueError(f"there is no staging table {table!r}")


class Spool:
    """A folder of Parquet files for frames that wait to be staged.

    A run spools what it checked, because DuckDB's allocator keeps much of the memory of an insert, more in every slice,
    and the workers need that memory meanwhile. What another run left in the folder is deleted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.add_count = 0
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def add(self, frames: dict[str, pl.DataFrame]) -> None:
        """Append frames to the files of their tables. Raises OSError where the disk is full.

        Raises ValueError for a frame that no staging table is named after.
        """
        for table, frame in frames.items():
            _check_table(table)
            if not frame.is_empty():
                path = self.folder / f"{table}-{self.add_count:06}.parquet"
                frame.write_parquet(path, compression="zstd", compression_level=1)
        self.add_count += 1

    def stage(self, con: duckdb.DuckDBPyConnection) -> None:
        """Insert everything into the staging tables, in its order, and delete the folder."""
        for table in read_schemas():
            if paths := sorted(map(str, self.folder.glob(f"{table}-*.parquet"))):
                con.execute(f"insert into staging.{table} by name select * from read_parquet({write_literal(paths)})")
        shutil.rmtree(self.folder)
