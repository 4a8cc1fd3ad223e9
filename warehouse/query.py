"""Reading the published warehouse. Readers never block a run, and a run never blocks a reader."""

from __future__ import annotations

import difflib
import shlex
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

import sql
from warehouse.backends.find import find_backend
from warehouse.errors import QueryError, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warehouse.home import Home

# What DuckDB's parser calls statements that only read; DESCRIBE, SHOW, SUMMARIZE and VALUES come as SELECT.
READING_STATEMENTS = frozenset({"SELECT", "EXPLAIN"})


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of sql/queries: the question it answers, and its parameters with their defaults (None: must be given).

    The header of the file says both: `-- question: ...` and `-- parameters: speaker outlet="" limit=20`.
    """

    name: str
    question: str
    text: str
    parameters: dict[str, str | None] = field(default_factory=dict)


def open_published(home: Home) -> duckdb.DuckDBPyConnection:
    """Open the published warehouse read-only. Raises WarehouseError where there is none or it cannot be read."""
    if home.path.is_file():
        raise WarehouseError(f"{home.path} is a file; a home is the folder around it. Name the folder with --home.")
    con = find_backend(home).connect_published()
    con.execute("set TimeZone = 'UTC'")
    return con


def list_queries() -> list[NamedQuery]:
    """All named queries, by name."""
    return [_read_query(path) for path in sql.list_statements("queries") if path.count("/") == 1]


def find_query(name: str) -> NamedQuery:
    """The named query `name`. Raises QueryError where there is none, naming those that look alike."""
    queries = {query.name: query for query in list_queries()}
    if name not in queries:
        close = difflib.get_close_matches(name, queries, n=3) or [other for other in queries if name in other][:3]
        meant = f" Did you mean {' or '.join(close)}?" if close else ""
        raise QueryError(
            f"There is no query named {name!r}.{meant} `quotehouse query --list` shows those there are; SQL goes in "
            "quotation marks."
        )
    return queries[name]


def read_query(name: str) -> NamedQuery:
    """The query `name` of a folder below sql/queries, such as "reading/read_article", which commands are made of.

    Raises FileNotFoundError where there is none.
    """
    return _read_query(f"queries/{name}.sql")


def run_query(
    con: duckdb.DuckDBPyConnection, text: str, parameters: Mapping[str, Any] | None = None
) -> duckdb.DuckDBPyRelation:
    """Run one SELECT with $named parameters; its rows come as they are fetched.

    Raises QueryError with DuckDB's explanation where it cannot be run, and where it would do more than read.
    """
    with explain_failures():
        statement = _read_statement(con, text)
        missing = sorted(statement.named_parameters - set(parameters or {}))
        if missing:
            raise QueryError(f"The query needs a value for {', '.join(missing)}. Give it behind the query: name=value.")
        if parameters:
            # Values bound from Python make DuckDB import pandas to compare types, which takes two seconds; as literals
            # of a prepared statement they are typed by where they stand, and cannot become SQL either.
            con.execute(f"prepare asked as {text}")
            text = f"execute asked({', '.join(f'{_name(key)} := {_literal(parameters[key])}' for key in parameters)})"
        relation = con.sql(text)
    if relation is None:
        raise QueryError("That statement gives no rows. `quotehouse query` reads; it runs SELECT statements only.")
    return relation


@contextmanager
def explain_failures() -> Iterator[None]:
    """Turn what DuckDB says about a query into QueryError, and Ctrl-C into KeyboardInterrupt."""
    try:
        yield
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
        raise QueryError(
            f"The query cannot be run: {error}\n`quotehouse query --views` lists the views, "
            '`quotehouse query "describe mart.quotes"` the columns of one.'
        ) from error
    except duckdb.InvalidInputException as error:
        raise QueryError(f"The query cannot be run: {error}") from error
    except duckdb.Error as error:
        raise QueryError(f"The query failed: {error}") from error
    except RuntimeError as error:
        if "interrupted" in str(error).lower():  # how DuckDB reports the signal
            raise KeyboardInterrupt from error
        raise


def _read_statement(con: duckdb.DuckDBPyConnection, text: str) -> duckdb.Statement:
    # The file is open read-only, yet COPY, ATTACH or a temporary table would still write somewhere else.
    found = con.extract_statements(text)
    if not found:
        raise QueryError("The query is empty. Give one SELECT statement.")
    # PIVOT comes as a temporary type and a SELECT, neither with a text of its own; what the user wrote has one.
    statements = [statement for statement in found if statement.query.strip()] or found[-1:]
    kinds = [statement.type.name for statement in statements]
    writing = [kind for kind in kinds if kind not in READING_STATEMENTS]
    if writing:
        raise QueryError(
            f"`quotehouse query` only reads, and this would {writing[0].replace('_', ' ')}. "
            "To keep the rows of a query in a file use --output."
        )
    if len(kinds) > 1:
        raise QueryError(f"These are {len(kinds)} statements. Run one at a time.")
    return statements[0]


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: object) -> str:
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"


def _read_query(path: str) -> NamedQuery:
    header = sql.read_header(path)
    parameters: dict[str, str | None] = {}
    for word in shlex.split(header.get("parameters", "")):
        name, equals, default = word.partition("=")
        parameters[name] = default if equals else None
    return NamedQuery(
        name=path.rsplit("/", 1)[1].removesuffix(".sql"),
        question=header.get("question", ""),
        text=sql.read_statement(path),
        parameters=parameters,
    )
