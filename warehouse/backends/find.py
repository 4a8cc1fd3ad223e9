"""Picks the backend of a home: files of its own, or a lake that many homes share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.backends.ducklake import attach_lake
from warehouse.backends.files import FileBackend, attach_file
from warehouse.backends.lake import LakeBackend
from warehouse.errors import WarehouseError
from warehouse.home import Lake

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from warehouse.backends.backend import Backend
    from warehouse.home import Home


def find_backend(home: Home) -> Backend:
    """The backend of a home."""
    return FileBackend(home) if home.lake is None else LakeBackend(home, home.lake)


def require_warehouse(home: Home) -> None:
    """Raise WarehouseError where a home has no warehouse to work on."""
    if not (find_backend(home).is_there() or (home.lake is None and home.build.is_file())):
        raise WarehouseError(f"There is no warehouse in {home.path}. Run `quotehouse ingest PATH` first.")


def attach_published(con: duckdb.DuckDBPyConnection, where: Path | Lake, name: str) -> None:
    """Attach a warehouse file or a lake to a connection under `name`, read-only.

    Raises WarehouseError where it cannot be opened.
    """
    if isinstance(where, Lake):
        attach_lake(con, where, name, read_only=True)
    else:
        attach_file(con, where, name)
