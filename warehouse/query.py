"""Reading the published warehouse. Readers never block a run, and a run never blocks a reader."""

from __future__ import annotations

import difflib
import re
import shlex
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import duckdb

import sql
from warehouse.backends.find import find_backend
from warehouse.errors import QueryError, WarehouseError
from warehouse.filters import narrow_views
from warehouse.schema.migrate import list_pending, refuse_newer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from warehouse.home import Home

# EXPLAIN with its options; ANALYZE also runs what it explains.
_EXPLAIN = re.compile(
    r"(\s|--[^\n]*\n|/\*.*?\*/)*explain\b(\s+analy[sz]e\b|\s*\(\s*(analy[sz]e|format)\b[\w\s,]*\))?",
    re.IGNORECASE | re.DOTALL,
)
_ADVICE = (
    "The query cannot be run: {}\n`quotehouse query --views` lists the views, "
    '`quotehouse query "describe mart.quotes"` the columns of one.'
)
_NAME = re.compile(r'"(?:[^"]|"")*"|\w+')
# Functions that may stand in FROM and do more than return rows: they switch logs on, read memory at an address, run a
# text as SQL, change a lake. tests/warehouse/test_query.py checks whether a new release of DuckDB has more of them.
REFUSED_FUNCTIONS = frozenset({
    "arrow_scan",
    "arrow_scan_dumb",
    "checkpoint",
    "disable_logging",
    "disable_profiling",
    "duckdb_secrets",
    "enable_logging",
    "enable_profiling",
    "force_checkpoint",
    "json_execute_serialized_sql",
    "pandas_scan",
    "python_map_function",
    "query",
    "query_table",
    "seq_scan",
    "truncate_duckdb_logs",
    "which_secret",
})  # fmt: skip
REFUSED_PREFIXES = ("ducklake_", "postgres_")
LAKE_READING = frozenset({"ducklake_snapshots", "ducklake_table_info", "ducklake_table_changes"})


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of sql/queries: the question it answers, and its parameters with their defaults (None: must be given).

    The header of the file says both (`-- question: ...`, `-- parameters: speaker exact="" limit=20`), which of the
    filters that queries share it takes (`-- filters: since until`), and which of its views these leave whole, by their
    aliases (`-- unfiltered: old`).
    """

    name: str
    question: str
    text: str
    parameters: dict[str, str | None] = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    unfiltered: frozenset[str] = frozenset()

    def narrow(self, values: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """SQL and its parameters, of values that may be filters too: the query of what these leave.

        Raises QueryError for a value that a filter cannot take.
        """
        given = {name: value for name, value in values.items() if name in self.filters}
        text, added = narrow_views(self.text, given, self.unfiltered)
        return text, {name: value for name, value in values.items() if name not in self.filters} | added


def open_published(
    home: Home,
    *,
    allow_files: bool = False,
    memory_limit: str | None = None,
    threads: int | None = None,
    spill_limit: str | None = None,
    scratch: Path | None = None,
) -> duckdb.DuckDBPyConnection:
    """Open the published warehouse for anybody's SQL: it is read-only, and so is the connection.

    The connection reaches no file, no network and no extension, and its settings cannot be changed. With `allow_files`
    it also reads local files. `memory_limit` ("1GB"), `threads` and `spill_limit` (on disk) bound what a query may use;
    `limit_time` bounds how long it takes. None of them bounds a single value: `desk.asking` does.
    `scratch` is a file to be made: an empty database, attached under the file's name, the one thing that the connection
    can write.

    Raises WarehouseError where nothing is published or it cannot be read.
    """
    if home.path.is_file():
        raise WarehouseError(f"{home.path} is a file; a home is the folder around it. Name the folder with --home.")
    con = find_backend(home).connect_published()
    try:
        refuse_newer(con)
        if memory_limit is not None:
            con.execute(f"set memory_limit = {_literal(memory_limit)}")
        if threads is not None:
            con.execute(f"set threads = {threads:d}")
        if spill_limit is not None:
            con.execute(f"set max_temp_directory_size = {_literal(spill_limit)}")
        if scratch is not None:
            con.execute(f"attach {_literal(str(scratch))} as {scratch.stem}")
            con.execute(f"set temp_directory = {_literal(str(scratch.with_suffix('.tmp')))}")
            con.execute("set preserve_insertion_order = false")  # what is written there need not be held back in memory
        con.execute(
            "set python_enable_replacements = false"
        )  # a missing table must not become a variable of ours of the same name
        con.execute("set autoinstall_known_extensions = false")
        con.execute("set autoload_known_extensions = false")
        con.execute("set allow_community_extensions = false")
        if not allow_files:
            con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
    except BaseException:
        con.close()
        raise
    return con


@contextmanager
def limit_time(con: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Stop what runs on a connection after `seconds`. Raises QueryError if it was stopped."""
    is_over = threading.Event()

    def stop() -> None:
        is_over.set()
        con.interrupt()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (duckdb.Error, RuntimeError, QueryError, KeyboardInterrupt) as error:
        if is_over.is_set():
            raise QueryError(f"The query took longer than {seconds:g} s and was stopped. Ask for less.") from error
        raise
    finally:
        timer.cancel()


def list_queries() -> list[NamedQuery]:
    """All named queries, by name."""
    return [_read_query(path) for path in sql.list_statements("queries") if path.count("/") == 1]


def list_views() -> list[str]:
    """Names of the mart's views, without the schema."""
    return [path.rpartition("/")[2].removesuffix(".sql") for path in sql.list_statements("mart")]


def find_query(name: str) -> NamedQuery:
    """The named query `name`. Raises QueryError where there is none, with similar names."""
    queries = {query.name: query for query in list_queries()}
    if name not in queries:
        close = difflib.get_close_matches(name, queries, n=3) or [other for other in queries if name in other][:3]
        meant = f" Did you mean {' or '.join(close)}?" if close else ""
        raise QueryError(
            f"There is no query named {name!r}.{meant} `quotehouse query --list` shows all; SQL goes in "
            "quotation marks."
        )
    return queries[name]


def read_query(name: str) -> NamedQuery:
    """The query `name` of a folder below sql/queries, such as "reading/read_article", for use by commands.

    Raises FileNotFoundError where there is none.
    """
    return _read_query(f"queries/{name}.sql")


def read_desk_query(name: str) -> str:
    """The text of sql/desk/`name`.sql, for a command that shows what a page of the desk shows."""
    return sql.read_statement(f"desk/{name}.sql")


def run_query(
    con: duckdb.DuckDBPyConnection, text: str, parameters: Mapping[str, Any] | None = None
) -> duckdb.DuckDBPyRelation:
    """Run one SELECT with $named parameters; its rows are returned as they are fetched.

    Raises QueryError with DuckDB's explanation where it cannot run, and where it would do more than read.
    """
    with explain_failures(con):
        statement = _read_statement(con, text)
        missing = sorted(statement.named_parameters - set(parameters or {}))
        if missing:
            raise QueryError(f"The query needs a value for {', '.join(missing)}. Give it behind the query: name=value.")
        if parameters:
            # Values bound from Python make DuckDB import pandas to compare types, which takes two seconds. As literals
            # of a prepared statement they get their type from their place, and cannot become SQL either.
            con.execute(f"prepare asked as {text}")
            text = f"execute asked({', '.join(f'{_name(key)} := {_literal(parameters[key])}' for key in parameters)})"
        relation = con.sql(text)
    if relation is None:
        raise QueryError("That statement gives no rows. `quotehouse query` reads; it runs SELECT statements only.")
    return relation


@contextmanager
def explain_failures(con: duckdb.DuckDBPyConnection | None = None) -> Iterator[None]:
    """Turn DuckDB's errors about a query into QueryError, and Ctrl-C into KeyboardInterrupt.

    With `con`, a missing column or view of a warehouse that an earlier release wrote is explained as that.
    """
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        if con is not None and list_pending(con):
            raise QueryError(
                "An earlier release wrote this warehouse, and it lacks what the query asks for. Run `quotehouse "
                f"migrate`, then ask again.\n{error}"
            ) from error
        raise QueryError(_ADVICE.format(error)) from error
    except duckdb.ParserException as error:
        raise QueryError(_ADVICE.format(error)) from error
    except duckdb.PermissionException as error:
        raise QueryError(
            f"The query asks for more than the warehouse: {error}\n`quotehouse query --allow-files` lets one read "
            "local files; what it finds is kept with --output."
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
    """The one statement of a text. Raises QueryError where it is not a single statement that only reads.

    The safety of `open_published` does not depend on this: it gives a clear message before anything runs.
    """
    found = con.extract_statements(text)
    if not found:
        raise QueryError("The query is empty. Give one SELECT statement.")
    # PIVOT is parsed into a temporary type and a SELECT, neither with a text of its own; the user's text has one.
    statements = [statement for statement in found if statement.query.strip()] or found[-1:]
    kinds = [_name_kind(con, statement) for statement in statements]
    writing = [kind for kind in kinds if kind != "SELECT"]
    if writing:
        raise QueryError(
            f"`quotehouse query` only reads, and this would {writing[0].replace('_', ' ')}. "
            "To keep the rows of a query in a file use --output."
        )
    if len(kinds) > 1:
        raise QueryError(f"These are {len(kinds)} statements. Run one at a time.")
    if refused := sorted(filter(_is_refused, _find_called(text))):
        raise QueryError(f"`quotehouse query` only reads, and {refused[0]} is not allowed there.")
    return statements[0]


def _name_kind(con: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> str:
    # DESCRIBE, SHOW, SUMMARIZE and VALUES are parsed as SELECT. EXPLAIN has a kind of its own.
    kind: str = statement.type.name
    if kind != "EXPLAIN" or (match := _EXPLAIN.match(statement.query)) is None:
        return kind
    explained = con.extract_statements(statement.query[match.end() :])
    return str(explained[0].type.name) if len(explained) == 1 else kind


def _find_called(text: str) -> set[str]:
    """Names before a bracket, as function names are."""
    code = text.encode()  # token positions count bytes
    starts = [start for start, _ in duckdb.tokenize(text)]
    tokens = [code[start:end].decode(errors="replace") for start, end in pairwise([*starts, len(code)])]
    return {_bare_name(token) for token, after in pairwise(tokens) if after.startswith("(")}


def _bare_name(token: str) -> str:
    match = _NAME.match(token)
    return match[0].strip('"').lower() if match else ""


def _is_refused(name: str) -> bool:
    return name in REFUSED_FUNCTIONS or (name.startswith(REFUSED_PREFIXES) and name not in LAKE_READING)


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
        filters=tuple(header.get("filters", "").split()),
        unfiltered=frozenset(header.get("unfiltered", "").split()),
    )
