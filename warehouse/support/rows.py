"""Rows of a result, taken so that the connection is free for what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def fetch_row(result: duckdb.DuckDBPyConnection) -> tuple[Any, ...] | None:
    """The first row of what a connection executed; None where there is none.

    DuckDB 2 keeps a connection for a result of which only one row was fetched: nothing can be registered or queried
    beside it. So all of it is fetched.
    """
    rows = result.fetchall()
    return tuple(rows[0]) if rows else None
