"""The schema as DuckDB's catalog describes it: the one registry for polars schemas, docs and expectations."""

from __future__ import annotations

import hashlib
import re
import tempfile
from contextlib import closing
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

import sql
from warehouse.support.transactions import transact
from warehouse.support.values import read_frame

if TYPE_CHECKING:
    import polars as pl

STAGING = "staging"
TABLE_SCHEMAS = ("core", "meta", "quarantine")
KEPT_SCHEMAS = (*TABLE_SCHEMAS, "mart")
SCHEMAS = (STAGING, *KEPT_SCHEMAS)

_MACROS = "schema/create_macros.sql"
_COLUMN_COMMENT = re.compile(r"^comment on column .*;\n?", re.MULTILINE)
_READ_VIEW = re.compile(r"\b(?:from|join)\s+mart\.(\w+)", re.IGNORECASE)


def create_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Give a connection the macros that the statements use (surrogate keys and the like)."""
    con.execute(sql.read_statement(_MACROS))


def create_schema(con: duckdb.DuckDBPyConnection) -> None:
    """Create every schema, table and view, and the macros of the connection, in a database that has none."""
    create_macros(con)
    create_staging(con)
    _create_kept(con)


def create_staging(con: duckdb.DuckDBPyConnection) -> None:
    """Recreate the schema staging with empty tables: it holds one run's rows, so it needs no migrations."""
    con.execute(f"drop schema if exists {STAGING} cascade")
    _create_tables(con, STAGING)


def _create_tables(con: duckdb.DuckDBPyConnection, schema: str) -> None:
    con.execute(f"create schema if not exists {schema}")
    for name in sql.list_statements(f"schema/{schema}"):
        con.execute(sql.read_statement(name))


def update_schema(con: duckdb.DuckDBPyConnection, kept: Path | None = None) -> None:
    """Create missing tables outside staging, and the mart views anew, unless all is as it should be.

    The file `kept` keeps the digest of what should be from run to run; a lost or damaged one is made anew. In a lake
    every change is a snapshot, so nothing is written twice, and columns of views have no comments.
    """
    ((kind,),) = con.execute("select type from duckdb_databases() where database_name = current_database()").fetchall()
    is_lake = kind == "ducklake"
    if _digest(_describe(con), is_lake=is_lake) != _find_wanted(kept, is_lake=is_lake):
        _create_kept(con, has_view_comments=not is_lake)


def _find_wanted(kept: Path | None, *, is_lake: bool) -> str:
    """Digest of what a warehouse of this release holds. It takes a third of a second to make, so it is kept."""
    state = _hash_statements(is_lake=is_lake)
    if kept is not None and kept.is_file():
        known_state, _, digest = kept.read_text("utf-8", "replace").partition(" ")
        if known_state == state:
            return digest
    digest = _digest(_describe_fresh(is_lake=is_lake), is_lake=is_lake)
    if kept is not None:
        part = kept.with_suffix(".part")
        part.write_text(f"{state} {digest}", "utf-8")
        part.replace(kept)
    return digest


def _hash_statements(*, is_lake: bool) -> str:
    """Hash of all that the schema is made of, including how DuckDB writes it."""
    names = [*sql.list_statements("schema"), *sql.list_statements("mart")]
    parts = [duckdb.__version__, str(is_lake), *(f"{name}\0{sql.read_statement(name)}" for name in names)]
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _digest(descriptions: set[tuple[str, ...]], *, is_lake: bool) -> str:
    rows = sorted(repr(row) for row in descriptions if not (is_lake and row[0] == "view column"))
    return hashlib.blake2b("\n".join(rows).encode(), digest_size=16).hexdigest()


def _create_kept(con: duckdb.DuckDBPyConnection, *, has_view_comments: bool = True) -> None:
    for schema in TABLE_SCHEMAS:
        _create_tables(con, schema)
    con.execute("create schema if not exists mart")
    views = list_views()
    for (view,) in con.execute("select view_name from duckdb_views() where schema_name = 'mart'").fetchall():
        if view not in views:  # of an earlier release
            con.execute(f'drop view mart."{view}"')
    for view in views:
        text = sql.read_statement(f"mart/{view}.sql")
        con.execute(text if has_view_comments else _COLUMN_COMMENT.sub("", text))


@cache
def list_views() -> tuple[str, ...]:
    """Names of the mart views, each behind those that its SQL reads, in a stable order.

    Raises ValueError where a view reads one that no file of sql/mart makes, graphlib.CycleError where views read each
    other.
    """
    texts = {name.removeprefix("mart/").removesuffix(".sql"): name for name in sql.list_statements("mart")}
    order: TopologicalSorter[str] = TopologicalSorter()
    for view, name in sorted(texts.items()):
        statement, _, _ = sql.read_statement(name).partition("\ncomment on ")  # descriptions also name views
        read = sorted(set(_READ_VIEW.findall(statement)))
        unknown = [other for other in read if other not in texts]
        if unknown:
            raise ValueError(f"sql/{name} reads mart.{unknown[0]}, and there is no sql/mart/{unknown[0]}.sql")
        order.add(view, *read)
    return tuple(order.static_order())


def read_schemas(schema: str = "staging") -> dict[str, pl.Schema]:
    """Polars schemas of the tables of `schema`, by table name."""
    return dict(_read_schemas(schema))


@cache
def _read_schemas(schema: str) -> dict[str, pl.Schema]:
    with closing(duckdb.connect()) as con:
        with transact(con):
            _create_tables(con, schema)
        tables = con.execute(f"select table_name from duckdb_tables() where schema_name = '{schema}' order by all")
        return {
            table: read_frame(con.sql(f"select * from {schema}.{table} limit 0")).schema
            for (table,) in tables.fetchall()
        }


def _describe(con: duckdb.DuckDBPyConnection) -> set[tuple[str, ...]]:
    """What the database holds outside staging (the rows of sql/schema/list_descriptions.sql)."""
    return set(con.execute(sql.read_statement("schema/list_descriptions.sql")).fetchall())


@cache
def _describe_fresh(*, is_lake: bool) -> set[tuple[str, ...]]:
    """What a database holds as this release makes it.

    DuckDB 1.5.5 rewrites the text of a view once it read it from a file (`words -> ...` for `lambda words: ...`); a
    lake keeps the original text.
    """
    with tempfile.TemporaryDirectory(prefix="quotehouse-") as folder:
        path = ":memory:" if is_lake else str(Path(folder, "fresh.duckdb"))
        with closing(duckdb.connect(path)) as con:
            with transact(con):
                create_schema(con)
            if is_lake:
                return _describe(con)
        with closing(duckdb.connect(path)) as con:
            return _describe(con)
