"""The home directory: everything that a warehouse keeps, in one place."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """Where a warehouse keeps its files. Nothing here is created by asking for a path."""

    path: Path

    @property
    def published(self) -> Path:
        """The file users read. It is only ever replaced whole."""
        return self.path / "warehouse.duckdb"

    @property
    def build(self) -> Path:
        """The file runs write."""
        return self.path / "build.duckdb"

    @property
    def base(self) -> Path:
        """The build file before a load that is committed slice by slice; there only while one is under way."""
        return self.path / "build.before.duckdb"

    @property
    def lock(self) -> Path:
        """The file that names the run that holds the warehouse."""
        return self.path / "run.lock"

    @property
    def staging(self) -> Path:
        """Extracted batches as Parquet."""
        return self.path / "staging"

    @property
    def reports(self) -> Path:
        """Data-quality reports."""
        return self.path / "reports"

    @property
    def logs(self) -> Path:
        """Logs of runs."""
        return self.path / "logs"


def open_home(path: Path) -> Home:
    """Create what is missing of a home directory and make sure that it can be written.

    Raises WarehouseError where it is a file or cannot be written.
    """
    home = Home(path.expanduser().resolve())
    try:
        for folder in (home.path, home.staging, home.reports, home.logs):
            folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home.path):
            pass
    except FileExistsError as error:
        raise WarehouseError(
            f"{error.filename} is a file where the home directory needs a folder. Choose another place with --home."
        ) from error
    except OSError as error:
        raise WarehouseError(
            f"Cannot write to the home directory {home.path}: {error.strerror}. "
            "Give the user who runs quotehouse the right to write there, or choose another place with --home."
        ) from error
    return home
