"""Rows of a result, fetched so that the connection is free afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


def fetch_row(result: duckdb.DuckDBPyConnection) -> tuple[Any, ...] | None:
    """The first row of a result; None where there is none.

    DuckDB 2 keeps a connection busy with a result of which only one row was fetched: nothing else can be registered or
    queried. So all rows are fetched.
    """
    rows = result.fetchall()
    return tuple(rows[0]) if rows else None


def tell_apart(names: Sequence[str]) -> list[str]:
    """Names of columns, one that came before with its number, so that no value hides another."""
    told: dict[str, None] = {}
    for name in names:
        number, free = 2, name
        while free in told:
            number, free = number + 1, f"{name}_{number}"
        told[free] = None
    return list(told)
