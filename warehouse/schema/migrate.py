"""Changes of the schema from release to release: numbered SQL files, each run once, in a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sql
from warehouse.errors import WarehouseError
from warehouse.support.rows import fetch_row
from warehouse.support.transactions import transact
from warehouse.support.values import write_literal

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import duckdb

    from warehouse.backends.backend import Backend


@dataclass(frozen=True, slots=True)
class Migration:
    """A numbered migration, such as 0002_add_language.sql."""

    number: int
    name: str


def list_migrations() -> list[Migration]:
    """All migrations of this release, by number."""
    names = [path.rsplit("/", 1)[1] for path in sql.list_statements("migrations")]
    return [Migration(int(name.split("_", 1)[0]), name) for name in sorted(names)]


def list_pending(con: duckdb.DuckDBPyConnection) -> list[Migration]:
    """Migrations that this warehouse has not run. None are pending for one that is not built yet."""
    if not _is_built(con):
        return []
    known = {number for (number,) in con.execute("select migration_number from meta.migration").fetchall()}
    return [migration for migration in list_migrations() if migration.number not in known]


def migrate(con: duckdb.DuckDBPyConnection, backend: Backend | None = None) -> list[Migration]:
    """Run the pending migrations and return them. A warehouse that is not built yet starts at the last one.

    Each is a transaction, of the `backend` where one is given. Raises WarehouseError where a newer release wrote the
    warehouse.
    """
    migrations = list_migrations()
    if not _is_built(con):
        with _write(con, backend, "a new warehouse"):
            con.execute("create schema if not exists meta")
            con.execute(sql.read_statement("schema/meta/migration.sql"))
            for migration in migrations:
                _record(con, migration)
        return []
    refuse_newer(con)
    pending = list_pending(con)
    for migration in pending:
        with _write(con, backend, f"migration {migration.name.removesuffix('.sql')}"):
            con.execute(sql.read_statement(f"migrations/{migration.name}"))
            _record(con, migration)
    return pending


def refuse_newer(con: duckdb.DuckDBPyConnection) -> None:
    """Raise WarehouseError where a newer release wrote the warehouse; a database without our tables passes."""
    if not _is_built(con):
        return
    (newest,) = fetch_row(con.execute("select coalesce(max(migration_number), 0) from meta.migration")) or (0,)
    known = max((migration.number for migration in list_migrations()), default=0)
    if newest > known:
        raise WarehouseError(
            f"This warehouse was written by a newer release (its schema has migration {newest}, this release knows "
            f"{known}). Upgrade quotehouse."
        )


def _write(con: duckdb.DuckDBPyConnection, backend: Backend | None, note: str) -> AbstractContextManager[None]:
    return transact(con) if backend is None else backend.write(con, lambda: note)


def _is_built(con: duckdb.DuckDBPyConnection) -> bool:
    found = fetch_row(
        con.execute(
            "select 1 from duckdb_tables() where database_name = current_database() and schema_name = 'meta' "
            "and table_name = 'migration'"
        )
    )
    return found is not None


def _record(con: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    number, name = write_literal(migration.number), write_literal(migration.name)
    con.execute(f"insert into meta.migration values ({number}, {name}, (now() at time zone 'UTC')::timestamp)")
