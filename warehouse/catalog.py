"""The schema as DuckDB's catalog tells it: the one registry for polars schemas, docs and expectations."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import duckdb

import sql

if TYPE_CHECKING:
    import polars as pl

SCHEMAS = ("staging", "core", "meta", "quarantine", "mart")

# Views that read other views come after them; all others stand in the order of their names.
_VIEWS_ON_VIEWS = ("entities", "statements", "stories", "story_articles", "quality_latest")


def create_schema(con: duckdb.DuckDBPyConnection) -> None:
    """Create every schema and table of sql/schema, where it is missing, and every mart view anew."""
    con.execute(sql.read_statement("schema/create_macros.sql"))
    for schema in SCHEMAS:
        con.execute(f"create schema if not exists {schema}")
    for name in sql.list_statements("schema"):
        con.execute(sql.read_statement(name))
    for name in sorted(sql.list_statements("mart"), key=_order_view):
        con.execute(sql.read_statement(name))


@cache
def read_schemas(schema: str = "staging") -> dict[str, pl.Schema]:
    """Polars schemas of the tables of `schema`, by table name."""
    with duckdb.connect() as con:
        create_schema(con)
        tables = con.execute(
            "select table_name from duckdb_tables() where schema_name = ? order by table_name", [schema]
        ).fetchall()
        return {table: con.sql(f"select * from {schema}.{table} limit 0").pl().schema for (table,) in tables}


def _order_view(name: str) -> tuple[bool, str]:
    return (name.rsplit("/", 1)[1].removesuffix(".sql") in _VIEWS_ON_VIEWS, name)
