"""The swap: readers see the old whole or the new whole, never a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.backends.find import find_backend
from warehouse.errors import WarehouseError
from warehouse.loading import slices

if TYPE_CHECKING:
    import duckdb

    from warehouse.home import Home


def publish(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Close the connection of `open_build` and let readers see what was committed.

    Raises WarehouseError where that fails, and for an unfinished load, whose slices are not for readers; the published
    warehouse is untouched then.
    """
    if slices.find_plan(con) is not None:
        raise WarehouseError(f"A load into {home.build} is half done. Run `quotehouse ingest` to have it finished.")
    find_backend(home).publish(con)
