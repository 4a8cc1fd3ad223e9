"""Values and frames for statements, without importing pandas.

A value bound from Python, and a frame scanned as Arrow, make DuckDB import pandas to compare types: 0.7 s of processor
time, more than a run with nothing to do costs. So values are written as literals, and small frames as Parquet. Results
come as a stream that polars reads by itself.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb
    import polars as pl

SMALL_BYTES = 4_000_000  # of a frame that goes by way of Parquet: those of a decision do, those of a large load do not


def write_literal(value: object) -> str:
    """A value as SQL: null, a truth value, a number, a text, a moment, or a list of such texts (also an empty one).

    Raises TypeError for any other.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        quoted = value.replace("'", "''").replace("\0", "' || chr(0) || '")  # a query's text ends at a zero byte
        return f"('{quoted}')" if "\0" in value else f"'{quoted}'"
    if isinstance(value, datetime) and value.tzinfo is None:
        return f"timestamp '{value.isoformat(' ')}'"
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return f"[{', '.join(map(write_literal, value))}]::varchar[]"
    raise TypeError(f"{value!r} of type {type(value).__name__} cannot be written as SQL")


def set_variables(con: duckdb.DuckDBPyConnection, **values: object) -> None:
    """Set variables that statements read with getvariable."""
    for name, value in values.items():
        con.execute(f"set variable {name} = {write_literal(value)}")


def prepare(con: duckdb.DuckDBPyConnection, text: str, values: Mapping[str, object]) -> str:
    """Prepare one SELECT with $named parameters; returns the statement that runs it, until the next is prepared."""
    if not values:
        return text
    con.execute(f"prepare asked_rows as {text}")
    return f"execute asked_rows({', '.join(f'{name} := {write_literal(value)}' for name, value in values.items())})"


def select_rows(con: duckdb.DuckDBPyConnection, text: str, values: Mapping[str, object]) -> pl.DataFrame:
    """The rows of one SELECT with $named parameters."""
    return read_frame(con.sql(prepare(con, text, values)))


def read_frame(relation: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    """The rows of a relation, handed over as an Arrow stream: DuckDB's own `pl` would import pyarrow and numpy."""
    import polars as pl

    return pl.DataFrame(relation)


@contextmanager
def register_frame(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> Iterator[None]:
    """Let statements within the block read a frame in memory as a view called `name`.

    DuckDB would import PyArrow in the middle of a call: a signal that comes meanwhile is lost, and the next import
    waits forever for a lock that the broken one left taken.
    """
    import pyarrow.dataset  # noqa: F401

    con.register(name, frame)
    try:
        yield
    finally:
        con.unregister(name)


@contextmanager
def lend_frame(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> Iterator[None]:
    """Let statements within the block read a frame as a view called `name`, a small one without PyArrow."""
    import duckdb

    if frame.estimated_size() > SMALL_BYTES:
        with register_frame(con, name, frame):
            yield
        return
    with tempfile.TemporaryDirectory(prefix="quotehouse-") as folder:
        path = Path(folder, "frame.parquet")
        frame.write_parquet(path, compression="uncompressed")
        con.execute(f"create or replace temp view {name} as from read_parquet({write_literal(str(path))})")
        try:
            yield
        finally:
            with suppress(duckdb.TransactionException):  # after a statement that failed, the rollback takes the view
                con.execute(f"drop view {name}")


def put_frame(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Put a frame into a temporary table: DuckDB 1.5.5 cannot join everything with an external frame."""
    with lend_frame(con, "put_frame", frame):
        con.execute(f"create or replace temp table {name} as from put_frame")
