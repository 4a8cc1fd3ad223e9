"""Reading the published warehouse. Readers never block a run, and a run never blocks a reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

import sql
from warehouse.errors import QueryError, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.home import Home


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of sql/queries: the question it answers and its parameters with their defaults."""

    name: str
    question: str
    text: str
    parameters: dict[str, str] = field(default_factory=dict)


def open_published(home: Home) -> duckdb.DuckDBPyConnection:
    """Open the published warehouse read-only. Raises WarehouseError where there is none or it cannot be read."""
    if not home.published.exists():
        raise WarehouseError(
            f"There is no published warehouse in {home.path}. Run `quotehouse ingest PATH` first, or name another home "
            "with --home."
        )
    try:
        con = duckdb.connect(str(home.published), read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(f"Cannot open {home.published}: {error}") from error
    con.execute("set TimeZone = 'UTC'")
    return con


def list_queries() -> list[NamedQuery]:
    """All named queries, by name."""
    return [_read_query(path) for path in sql.list_statements("queries") if path.count("/") == 1]


def find_query(name: str) -> NamedQuery:
    """The named query `name`. Raises QueryError where there is none."""
    queries = {query.name: query for query in list_queries()}
    if name not in queries:
        raise QueryError(f"There is no query named {name!r}. `quotehouse query --list` shows those there are.")
    return queries[name]


def run_query(
    con: duckdb.DuckDBPyConnection, text: str, parameters: Mapping[str, Any] | None = None
) -> duckdb.DuckDBPyRelation:
    """Run one SELECT with $named parameters. Raises QueryError with DuckDB's explanation where it cannot be run."""
    try:
        relation = con.sql(text, params=dict(parameters)) if parameters else con.sql(text)
    except duckdb.Error as error:
        raise QueryError(f"The query cannot be run: {error}") from error
    if relation is None:
        raise QueryError("That statement gives no rows. `quotehouse query` reads; it runs SELECT statements only.")
    return relation


def _read_query(path: str) -> NamedQuery:
    header = sql.read_header(path)
    parameters = dict(re.findall(r"(\w+)=('[^']*'|\S*)", header.get("parameters", "")))
    return NamedQuery(
        name=path.rsplit("/", 1)[1].removesuffix(".sql"),
        question=header.get("question", ""),
        text=sql.read_statement(path),
        parameters={key: value.strip("'") for key, value in parameters.items()},
    )
