"""Connections to DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from pathlib import Path


def connect(path: Path | str = ":memory:", **options: Any) -> duckdb.DuckDBPyConnection:
    """Like duckdb.connect, without the progress bar, which would go to stdout among a command's output."""
    con = duckdb.connect(str(path), **options)
    con.execute("set enable_progress_bar = false")
    return con
