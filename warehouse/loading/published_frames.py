"""The current articles of a warehouse as staged frames, so that they can be checked as before their load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sql
from terms.states import STAGED_TABLES
from warehouse.runs import Run
from warehouse.schema.catalog import read_schemas
from warehouse.support.rows import fetch_row
from warehouse.support.values import read_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import polars as pl


def count_current_articles(con: duckdb.DuckDBPyConnection) -> int:
    """Articles in their current version."""
    (count,) = fetch_row(con.execute("select count(*) from core.dim_article where is_current")) or (0,)
    return int(count)


def read_staged_frames(con: duckdb.DuckDBPyConnection, slice_articles: int) -> Iterator[dict[str, pl.DataFrame]]:
    """Frames of staging.* by table, rebuilt from the star, about `slice_articles` articles at a time.

    Rows are in the order of article keys and offsets, not in the order in which they were staged.
    """
    schemas = read_schemas()
    slices = max(-(-count_current_articles(con) // slice_articles), 1)
    statements = {table: sql.read_statement(f"queries/published/{table}.sql") for table in STAGED_TABLES}
    for number in range(slices):
        values = {"slice": number, "slices": slices}
        yield {
            table: read_frame(con.sql(text, params=values)).select(list(schemas[table])).cast(schemas[table])
            for table, text in statements.items()
        }


def find_latest_run(con: duckdb.DuckDBPyConnection) -> Run | None:
    """The run that was published last; None where there is none."""
    row = fetch_row(
        con.execute(
            "select run_key, run_number, run_name, started_at from meta.run where state = 'published' "
            "order by run_number desc limit 1"
        )
    )
    return None if row is None else Run(*row)
