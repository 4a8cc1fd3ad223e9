"""The swap: readers see the old whole or the new whole, never a half."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from warehouse import slices
from warehouse.copying import replace_whole
from warehouse.errors import WarehouseError
from warehouse.staging import clear_staging

if TYPE_CHECKING:
    from warehouse.home import Home


def publish(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Close the build database, copy it beside the published one and swap the copy in.

    The copy is on disk before the swap, so a crash or a full disk leaves the published file whole.
    Raises WarehouseError where the copy cannot be written, and while a load is half done, whose slices
    are not for readers.
    """
    if slices.find_plan(con) is not None:
        raise WarehouseError(f"A load into {home.build} is half done. Run `quotehouse ingest` to have it finished.")
    try:
        clear_staging(con)  # readers have no use for the run's frames, and they double the size
        con.execute("checkpoint")
    except duckdb.Error as error:
        raise WarehouseError(
            f"Cannot write {home.build}: {error}\nWhat was published before is untouched. Make room or mend the rights "
            "and run again."
        ) from error
    finally:
        con.close()
    try:
        replace_whole(home.build, home.published)
    except OSError as error:
        raise WarehouseError(
            f"Cannot publish to {home.published}: {error.strerror}. What was published before is untouched and the "
            "loaded data is safe in the build file; make room or mend the rights and run again."
        ) from error
