"""All of a block or nothing of it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def transact(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A transaction that commits where the block ends well and rolls back where it raises."""
    con.begin()
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # a database that a full disk closed rolls back when it is opened
            con.rollback()
        raise
    con.commit()
