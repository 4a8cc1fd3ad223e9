"""The schema as DuckDB's catalog tells it: the one registry for polars schemas, docs and expectations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import duckdb

import sql
from warehouse.transactions import transact

if TYPE_CHECKING:
    import polars as pl

STAGING = "staging"
KEPT_SCHEMAS = ("core", "meta", "quarantine", "mart")
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
    """Make the schema staging anew, with empty tables: it holds one run's rows, so it needs no migrations."""
    con.execute(f"drop schema if exists {STAGING} cascade")
    con.execute(f"create schema {STAGING}")
    for name in sql.list_statements(f"schema/{STAGING}"):
        con.execute(sql.read_statement(name))


def update_schema(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables that are missing outside staging, and the mart views anew, unless all is as it should be.

    To a lake every change is a snapshot, so nothing is said twice. Columns of views bear no comments there.
    """
    ((kind,),) = con.execute("select type from duckdb_databases() where database_name = current_database()").fetchall()
    is_lake = kind == "ducklake"
    left_out = {"view column"} if is_lake else set()
    fresh = _read_fresh().descriptions
    found, wanted = ({row for row in rows if row[0] not in left_out} for rows in (_describe(con), fresh))
    if found != wanted:
        _create_kept(con, has_view_comments=not is_lake)


def _create_kept(con: duckdb.DuckDBPyConnection, *, has_view_comments: bool = True) -> None:
    for schema in KEPT_SCHEMAS:
        con.execute(f"create schema if not exists {schema}")
    for name in sql.list_statements("schema"):
        if name.startswith(tuple(f"schema/{schema}/" for schema in KEPT_SCHEMAS)):
            con.execute(sql.read_statement(name))
    views = list_views()
    for (view,) in con.execute("select view_name from duckdb_views() where schema_name = 'mart'").fetchall():
        if view not in views:  # of an earlier release
            con.execute(f'drop view mart."{view}"')
    for view in views:
        text = sql.read_statement(f"mart/{view}.sql")
        con.execute(text if has_view_comments else _COLUMN_COMMENT.sub("", text))


@cache
def list_views() -> tuple[str, ...]:
    """Names of the mart views, each behind those that its SQL reads, in an order that is always the same.

    Raises ValueError where a view reads one that no file of sql/mart makes, graphlib.CycleError where views read each
    other.
    """
    texts = {name.removeprefix("mart/").removesuffix(".sql"): name for name in sql.list_statements("mart")}
    order: TopologicalSorter[str] = TopologicalSorter()
    for view, name in sorted(texts.items()):
        statement, _, _ = sql.read_statement(name).partition("\ncomment on ")  # descriptions name views too
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
    con = _read_fresh().con.cursor()
    tables = con.execute(f"select table_name from duckdb_tables() where schema_name = '{schema}' order by all")
    return {table: con.sql(f"select * from {schema}.{table} limit 0").pl().schema for (table,) in tables.fetchall()}


def _describe(con: duckdb.DuckDBPyConnection) -> set[tuple[str, ...]]:
    """What the database holds outside staging (the rows of sql/schema/list_descriptions.sql)."""
    return set(con.execute(sql.read_statement("schema/list_descriptions.sql")).fetchall())


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A database in memory as this release makes it, and what it holds."""

    con: duckdb.DuckDBPyConnection
    descriptions: set[tuple[str, ...]]


@cache
def _read_fresh() -> _Fresh:
    con = duckdb.connect()
    with transact(con):
        create_schema(con)
    return _Fresh(con, _describe(con))
