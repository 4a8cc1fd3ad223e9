"""What a warehouse records so that it can be extracted again, in part or as a whole."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import polars as pl

import sql
from warehouse.build import open_build
from warehouse.home import Home
from warehouse.schema.catalog import read_schemas
from warehouse.support.values import register_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    import duckdb

# What people decided. Which name is which entity is judged anew from that and from all names, old and new, and where
# each decision is laid is found anew.
DECIDED = frozenset({"authority", "decision"})
JUDGED_ANEW = frozenset(
    {
        *("dim_entity", "resolution", "name_block", "touched_name"),
        *("laid_decision", "decided_quote", "decided_pair", "decided_article", "decided_outlet", "decided_entity"),
    }
)
PLACES = pl.Schema({"root_path": pl.String, "source_path": pl.String})


@dataclass(frozen=True, slots=True)
class Selection:
    """Articles to extract again.

    Published from `since` to `until` (days, both included), of an outlet whose name contains `outlet`, last extracted
    by a version that contains `extracted_by`, with a source path that contains `path` or, where it has * or ?, matches
    it.
    """

    since: date | None = None
    until: date | None = None
    outlet: str = ""
    extracted_by: str = ""
    path: str = ""

    def describe(self) -> str:
        """The selection in words, for the run log."""
        said = [f"{item.name} {getattr(self, item.name)}" for item in fields(self) if getattr(self, item.name)]
        return ", ".join(said) or "everything"


def find_selected(con: duckdb.DuckDBPyConnection, *, present: str, selection: Selection) -> list[tuple[str, str, str]]:
    """Files of the selected articles that another version than `present` extracted.

    Returns (content_hash, root_path, file_path): a content's own file before those that hold a copy of it.
    """
    path = selection.path if {"*", "?"} & set(selection.path) else f"*{selection.path}*"
    values = {
        "present": present,
        "since": selection.since,
        "until": selection.until,
        "outlet": selection.outlet,
        "extracted_by": selection.extracted_by,
        "path": path,
    }
    rows = con.execute(sql.read_statement("load/select_outdated_articles.sql"), values).fetchall()
    return [(content_hash, root_path, file_path) for content_hash, root_path, file_path, _ in rows]


def list_recorded_files(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every file of the ledger: (root_path, source_path)."""
    return con.execute("select root_path, source_path from meta.source_file order by all").fetchall()


def carry_over(
    con: duckdb.DuckDBPyConnection, earlier: Path, missing: Iterable[tuple[str, str]], *, has_history: bool
) -> None:
    """Copy into a new warehouse what no file can tell, from the one before it (a build file).

    That is people's decisions, what runs logged, the ledger of `missing` files, and with `has_history` identities and
    earlier versions of articles.
    """
    frame = pl.DataFrame(list(missing), schema=PLACES, orient="row")
    with _attached(con, earlier, "earlier"), register_frame(con, "missing_file", frame):
        con.begin()
        try:
            tables = read_schemas("core").keys() - JUDGED_ANEW if has_history else DECIDED
            statement = sql.read_statement("rebuild/carry_over_table.sql")
            for table in sorted(tables):
                con.execute(statement.format(table=table))
            if has_history:
                con.execute(sql.read_statement("rebuild/carry_over_retired.sql"))
            con.execute(sql.read_statement("rebuild/carry_over_work.sql"))
            con.commit()
        except BaseException:
            con.rollback()
            raise


def carry_back_run_log(home: Home, failed: Path) -> None:
    """Write the run log of a rebuild that did not succeed into the build database that stays in use."""
    with open_build(home) as con, _attached(con, failed, "failed"):
        con.execute(sql.read_statement("rebuild/carry_back_run_log.sql"))


class RebuildHome(Home):
    """The home as a rebuild sees it: its own database files beside those in use, all else the same."""

    __slots__ = ()

    @property
    def build(self) -> Path:
        """The file the rebuild writes."""
        return self.path / "rebuild.duckdb"

    @property
    def published(self) -> Path:
        """The file that will be published."""
        return self.path / "rebuilt.duckdb"

    @property
    def base(self) -> Path:
        """The file it writes before a load in slices."""
        return self.path / "rebuild.before.duckdb"

    def discard(self) -> None:
        """Remove what an earlier rebuild left."""
        for path in (self.build, self.published, self.base):
            path.unlink(missing_ok=True)
            path.with_name(path.name + ".wal").unlink(missing_ok=True)

    def take_over(self, home: Home) -> None:
        """Replace the files of `home` with the rebuilt ones; readers see the old whole or the new whole."""
        log = home.build.with_name(home.build.name + ".wal")
        log.unlink(missing_ok=True)  # of the replaced file; DuckDB would apply it to the new one
        self.build.replace(home.build)
        self.published.replace(home.published)


@contextmanager
def _attached(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> Iterator[None]:
    con.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
    try:
        yield
    finally:
        con.execute(f"detach {name}")
