"""The frames of the run at hand, held in the staging schema until they are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        con.register("staged_frame", frame)
        try:
            con.execute(f"insert into staging.{table} by name select * from staged_frame")
        finally:
            con.unregister("staged_frame")
