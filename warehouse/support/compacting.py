"""Make a database file smaller: DuckDB keeps the space of deleted rows, so the rows are copied into a new file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from warehouse.errors import WarehouseError
from warehouse.support.connections import connect
from warehouse.support.rows import fetch_row

if TYPE_CHECKING:
    from warehouse.home import Home

# A file is copied when at least this share of it is free, and this many bytes: below that, the copy costs more than the
# space is worth. An empty warehouse has a megabyte free, from the statements that make its schema.
WORTHWHILE_SHARE = 0.2
WORTHWHILE_BYTES = 16_000_000


def measure_free_share(con: duckdb.DuckDBPyConnection) -> float:
    """Share of a database file's blocks that are empty, from 0 to 1."""
    (total, free) = fetch_row(con.execute("select total_blocks, free_blocks from pragma_database_size()")) or (0, 0)
    return free / total if total else 0.0


def is_worthwhile(free_share: float, byte_count: int) -> bool:
    """Whether a file of so many bytes, of which that share is free, is worth a copy."""
    return free_share >= WORTHWHILE_SHARE and free_share * byte_count >= WORTHWHILE_BYTES


def compact_build(home: Home) -> tuple[int, int]:
    """Copy the build database into a new file and swap it in; returns its bytes before and after.

    Only the holder of the lock may call this, with no connection open. The old file stays until the new one is complete
    and holds the same number of rows in every table. Raises WarehouseError where it cannot be written.
    """
    part = home.build.with_name("build.compact.duckdb")
    part.unlink(missing_ok=True)
    before = home.build.stat().st_size
    try:
        with connect(home.build) as con:
            con.execute("checkpoint")  # rows that are still in the log belong in the copy
        with connect() as con:
            con.execute(f"attach '{_quote(str(home.build))}' as old (read_only)")
            con.execute(f"attach '{_quote(str(part))}' as new")
            con.execute("copy from database old to new")
            _compare_counts(con)
        part.replace(home.build)
    except (duckdb.Error, OSError) as error:
        raise WarehouseError(
            f"Cannot write {part}: {error}\n{home.build} is untouched. Make room or correct the permissions and run "
            "again."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return before, home.build.stat().st_size


def _compare_counts(con: duckdb.DuckDBPyConnection) -> None:
    tables = con.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'old' order by all"
    ).fetchall()
    for schema, table in tables:
        old, new = (
            con.execute(f'select count(*) from {database}."{schema}"."{table}"').fetchall()
            for database in ("old", "new")
        )
        if old != new:
            raise WarehouseError(f"The copy of {schema}.{table} has {new[0][0]} rows and not {old[0][0]}: not used.")


def _quote(text: str) -> str:
    return text.replace("'", "''")
