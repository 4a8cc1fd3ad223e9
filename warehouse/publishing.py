"""The swap: readers see the old whole or the new whole, never a half."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import duckdb

from warehouse.errors import WarehouseError
from warehouse.staging import clear_staging

if TYPE_CHECKING:
    from warehouse.home import Home


def publish(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Close the build database, copy it beside the published one and swap the copy in.

    The copy is on disk before the swap, so a crash or a full disk leaves the published file whole.
    Raises WarehouseError where the copy cannot be written.
    """
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
    part = home.published.with_name(home.published.name + ".part")
    try:
        shutil.copyfile(home.build, part)
        with part.open("rb") as handle:
            os.fsync(handle.fileno())
        part.replace(home.published)
        folder = os.open(home.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WarehouseError(
            f"Cannot publish to {home.published}: {error.strerror}. What was published before is untouched and the "
            "loaded data is safe in the build file; make room or mend the rights and run again."
        ) from error
