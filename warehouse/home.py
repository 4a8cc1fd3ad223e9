"""The home directory: everything that a warehouse keeps, in one place."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from pathlib import Path


class Access(StrEnum):
    """Who may read the files of a home, which hold the articles; only its owner may write."""

    OWNER = "owner"
    GROUP = "group"
    EVERYONE = "everyone"


_UMASKS = {Access.OWNER: 0o077, Access.GROUP: 0o027, Access.EVERYONE: 0o022}

LAKE_PREFIX = "ducklake:postgres:"
_PASSWORD = re.compile(r"\bpassword\s*=|://[^/@]*:[^/@]*@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lake:
    """Where a lake is.

    `address` is what DuckLake attaches ("ducklake:postgres:dbname=news host=db"), `data_path` the folder or
    "s3://bucket/prefix/" of its Parquet files, needed where the lake is made (the catalogue remembers it), and
    `wait_seconds` how long to wait for another loader's transaction.
    """

    address: str
    data_path: str | None = None
    wait_seconds: float = 3600

    def __post_init__(self) -> None:
        """Raise ValueError for an address that is not a lake in PostgreSQL, or that contains a password."""
        if not self.address.startswith(LAKE_PREFIX):
            raise ValueError(
                f"the address of a lake begins with {LAKE_PREFIX!r}, as in '{LAKE_PREFIX}dbname=news host=db'"
            )
        if _PASSWORD.search(self.address):
            raise ValueError(
                "a password has no place here, where logs and Prefect's page would show it: put it into ~/.pgpass or "
                "PGPASSWORD"
            )


@dataclass(frozen=True, slots=True)
class Home:
    """Where a warehouse keeps its files. Asking for a path creates nothing.

    With a `lake` the warehouse itself is there, and the home keeps the rest.
    """

    path: Path
    lake: Lake | None = None
    access: Access = Access.OWNER

    @property
    def published(self) -> Path:
        """The file that users read. It is only ever replaced as a whole."""
        return self.path / "warehouse.duckdb"

    @property
    def build(self) -> Path:
        """The file that runs write."""
        return self.path / "build.duckdb"

    @property
    def base(self) -> Path:
        """The build file before a load that is committed slice by slice; it exists only during such a load."""
        return self.path / "build.before.duckdb"

    @property
    def scratch(self) -> Path:
        """The file for what a run that writes a lake needs beside it."""
        return self.path / "scratch.duckdb"

    @property
    def schema(self) -> Path:
        """Digest of this release's schema, so that a run need not create one to compare with."""
        return self.path / "schema.digest"

    @property
    def lock(self) -> Path:
        """The file that names the run that holds the warehouse."""
        return self.path / "run.lock"

    @property
    def staging(self) -> Path:
        """Extracted batches as Parquet."""
        return self.path / "staging"

    @property
    def spool(self) -> Path:
        """Checked frames as Parquet, while a run extracts more."""
        return self.path / "spool"

    @property
    def reports(self) -> Path:
        """Data-quality reports."""
        return self.path / "reports"

    @property
    def cache(self) -> Path:
        """What reports need not make again; it may be deleted."""
        return self.path / "cache"

    @property
    def logs(self) -> Path:
        """Logs of runs."""
        return self.path / "logs"


def open_home(path: Path, lake: Lake | None = None, access: Access = Access.OWNER) -> Home:
    """Create what is missing of a home directory and check that it can be written.

    What this process and those it starts write from now on can be read as `access` says, and no more; folders and files
    that are there already keep their rights. Raises WarehouseError where it is a file or cannot be written.
    """
    home = Home(path.expanduser().resolve(), lake, access)
    os.umask(_UMASKS[access])
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
