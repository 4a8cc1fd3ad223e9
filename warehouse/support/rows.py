"""Rows of a result, fetched so that the connection is free afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def fetch_row(result: duckdb.DuckDBPyConnection) -> tuple[Any, ...] | None:
    """The first row of a result; None where there is none.

    DuckDB 2 keeps a connection busy with a result of which only one row was fetched: nothing else can be registered or
    queried. So all rows are fetched.
    """
    rows = result.fetchall()
    return tuple(rows[0]) if rows else None
