"""The frames of the run at hand, held in the staging schema until they are loaded."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import polars as pl

TABLES = (
    "source_files",
    "source_records",
    "gone_sources",
    "articles",
    "removed_spans",
    "embedded_posts",
    "mentions",
    "entity_roles",
    "quotes",
    "versions",
    "load_plan",
)


# Looking records up and appending frames takes a tenth of it; the rest of DuckDB's cache would hold pages for nobody.
STAGING_MEMORY = "256MB"


@contextmanager
def bound_cache(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Keep DuckDB small for the length of the block, in which frames are staged while the workers need the memory.

    By itself DuckDB caches what it wrote, up to four fifths of the machine. What does not fit is spilled to disk. Where
    the block raises, the bound stays: nothing large comes after, and a connection that is broken would raise once more.
    """
    ((before,),) = con.execute("select current_setting('memory_limit')").fetchall()
    con.execute(f"set memory_limit = '{STAGING_MEMORY}'")
    yield
    con.execute(f"set memory_limit = '{before}'")  # `reset` shows the old bound and keeps the new (DuckDB 1.5.5)


def clear_staging(con: duckdb.DuckDBPyConnection) -> None:
    """Empty every staging table."""
    for table in TABLES:
        con.execute(f"truncate staging.{table}")


def stage_frames(con: duckdb.DuckDBPyConnection, frames: dict[str, pl.DataFrame]) -> None:
    """Append frames to the staging tables of the same names. Columns are matched by name.

    Raises ValueError for a frame that no staging table is named after.
    """
    for table, frame in frames.items():
        if table not in TABLES:
            raise ValueError(f"there is no staging table {table!r}")
        if frame.is_empty():
            continue
        # In one piece: DuckDB holds back what it inserts of each, and what it held of 500 was more than the bound.
        con.register("staged_frame", frame.rechunk())
        try:
            con.execute(f"insert into staging.{table} by name select * from staged_frame")
        finally:
            con.unregister("staged_frame")
