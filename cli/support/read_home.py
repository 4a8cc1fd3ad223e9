"""Reading what a home knows: the published warehouse, and the run log of runs that were not published."""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

from cli.support.homes import find_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import duckdb
    import typer

    from warehouse.home import Home


def open_published_home(context: typer.Context, home: Path | None) -> closing[duckdb.DuckDBPyConnection]:
    """What the home that a command means has published, for a `with` block.

    Raises warehouse.errors.WarehouseError where nothing is published or it cannot be read.
    """
    from warehouse.query import open_published

    return closing(open_published(find_home(context, home)))


@contextmanager
def open_newest(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build database, which also knows the runs that failed or were held; what is published while a run is on.

    The build file is read under the run lock, so that a run that starts at this moment waits an instant instead of
    stumbling over a reader. Raises warehouse.errors.WarehouseError where there is neither.
    """
    import duckdb

    from warehouse.errors import WarehouseHeld
    from warehouse.lock import hold_warehouse
    from warehouse.query import open_published
    from warehouse.support.connections import connect

    with ExitStack() as stack:
        con = None
        if home.lake is None and home.build.is_file():
            try:
                stack.enter_context(hold_warehouse(home, "reading the run log"))
                con = connect(home.build, read_only=True)
                con.execute("set TimeZone = 'UTC'")
            except (WarehouseHeld, duckdb.Error, PermissionError):
                stack.close()  # a run is on, or this user may only read: then the published file has to do
        if con is None:
            con = open_published(home)
        stack.enter_context(closing(con))
        yield con


def fetch_rows(
    con: duckdb.DuckDBPyConnection, text: str, values: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Rows of a query as mappings. Raises warehouse.errors.QueryError where it cannot be run."""
    from warehouse.query import explain_failures, run_query

    relation = run_query(con, text, values)
    with explain_failures():
        names = relation.columns
        return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


def fetch_named(con: duckdb.DuckDBPyConnection, name: str, **values: object) -> list[dict[str, Any]]:
    """Rows of the named query `name` with its defaults, but for `values`, which may be filters too."""
    from cli.support.query_parameters import fill_parameters
    from warehouse.query import find_query

    query = find_query(name)
    return fetch_rows(con, *query.narrow(fill_parameters(query, [f"{key}={value}" for key, value in values.items()])))


def fetch_reading(con: duckdb.DuckDBPyConnection, name: str, /, **values: object) -> list[dict[str, Any]]:
    """Rows of the query `name` of sql/queries/reading, whose parameters take `values`, else their defaults.

    Raises CommandError where the warehouse has not all views of this release.
    """
    from warehouse.query import read_query

    query = read_query(f"reading/{name}")
    return _fetch_views(con, query.text, {**query.parameters, **values})


def fetch_narrowed(
    con: duckdb.DuckDBPyConnection, name: str, filters: Mapping[str, str], /, **values: object
) -> list[dict[str, Any]]:
    """Rows of a query of sql/queries/reading as above, of what the filters of named queries leave of its views."""
    from warehouse.filters import narrow_views
    from warehouse.query import read_query

    query = read_query(f"reading/{name}")
    text, added = narrow_views(query.text, filters)
    return _fetch_views(con, text, {**query.parameters, **values, **added})


def fetch_desk(con: duckdb.DuckDBPyConnection, name: str, /, **values: object) -> list[dict[str, Any]]:
    """Rows of the query sql/desk/`name`.sql, which a page of the desk shows too. Raises CommandError as above."""
    from warehouse.query import read_desk_query

    return _fetch_views(con, read_desk_query(name), values)


def _fetch_views(con: duckdb.DuckDBPyConnection, text: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    import duckdb

    from cli.support.errors import CommandError
    from warehouse.errors import QueryError

    try:
        return fetch_rows(con, text, values)
    except QueryError as error:
        if isinstance(error.__cause__, duckdb.CatalogException | duckdb.BinderException):
            raise CommandError(
                "The warehouse was published by another release and lacks a view or column that this command reads. "
                "Run `quotehouse ingest` on the same paths again: what is unchanged is not read anew, and the views "
                "are."
            ) from error
        raise
