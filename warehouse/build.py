"""The warehouse as runs write it: opened and brought up to date with this release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sql
from warehouse.backends.find import find_backend
from warehouse.schema.catalog import create_macros, update_schema
from warehouse.schema.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from warehouse.home import Home


def open_build(
    home: Home, *, carry_on: bool = False, say: Callable[[str], None] = lambda _: None
) -> duckdb.DuckDBPyConnection:
    """Open the warehouse of a home for writing, with this release's schema and an empty staging schema.

    A missing file is restored from the published one; a damaged one is set aside (never deleted) first, and `say` is
    told. An unfinished load is undone, unless the caller will `carry_on` with it (see warehouse.loading.slices). A new
    lake is made.

    Raises WarehouseHeld where another program has the file open, WarehouseError where it cannot be opened at all.
    """
    backend = find_backend(home)
    con = backend.connect_build(carry_on=carry_on, say=say)
    try:
        con.execute("set TimeZone = 'UTC'")
        create_macros(con)
        with backend.hold_writing(con):
            migrate(con, backend)
            with backend.write(
                con, lambda: "schema of this release"
            ):  # one transaction for hundreds of small statements
                update_schema(con, home.schema)
                con.execute(sql.read_statement("load/insert_special_members.sql"))
    except BaseException:
        con.close()  # otherwise the file stays locked until the connection is collected
        raise
    return con
