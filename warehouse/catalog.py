"""The schema as DuckDB's catalog tells it: the one registry for polars schemas, docs and expectations."""

from __future__ import annotations

import re
from functools import cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import duckdb

import sql

if TYPE_CHECKING:
    import polars as pl

SCHEMAS = ("staging", "core", "meta", "quarantine", "mart")

_MACROS = "schema/create_macros.sql"
_READ_VIEW = re.compile(r"\b(?:from|join)\s+mart\.(\w+)", re.IGNORECASE)


def create_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Give a connection the macros that the statements use (surrogate keys and the like)."""
    con.execute(sql.read_statement(_MACROS))


def create_schema(con: duckdb.DuckDBPyConnection) -> None:
    """Create every schema and table of sql/schema, where it is missing, and every mart view anew."""
    create_macros(con)
    for schema in SCHEMAS:
        con.execute(f"create schema if not exists {schema}")
    for name in sql.list_statements("schema"):
        if name != _MACROS:
            con.execute(sql.read_statement(name))
    views = list_views()
    for (view,) in con.execute("select view_name from duckdb_views() where schema_name = 'mart'").fetchall():
        if view not in views:  # of an earlier release
            con.execute(f'drop view mart."{view}"')
    for view in views:
        con.execute(sql.read_statement(f"mart/{view}.sql"))


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
    return {table: columns for (owner, table), columns in _read_all_schemas().items() if owner == schema}


@cache
def _read_all_schemas() -> dict[tuple[str, str], pl.Schema]:
    with duckdb.connect() as con:
        create_schema(con)
        tables = con.sql("select schema_name, table_name from duckdb_tables() order by all").fetchall()
        return {
            (owner, table): con.sql(f"select * from {owner}.{table} limit 0").pl().schema
            for owner, table in tables
            if owner in SCHEMAS
        }
