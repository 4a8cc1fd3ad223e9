"""What Tab offers beyond commands and options: names of queries with their parameters, of views and of outlets.

It answers at once or not at all: what is in the package is read from there, and a warehouse that does not open offers
nothing.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import typer

import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

Offer = tuple[str, str]  # what is offered, and what it means
MOST_OUTLETS = 100


def complete_query(incomplete: str) -> list[Offer]:
    """Names of queries, each with its question."""
    paths = (path for path in sql.list_statements("queries") if path.count("/") == 1)
    names = {path.rpartition("/")[2].removesuffix(".sql"): path for path in paths}
    return [
        (name, sql.read_header(path).get("question", ""))
        for name, path in names.items()
        if name.startswith(incomplete)
    ]  # fmt: skip


def complete_parameter(context: typer.Context, incomplete: str) -> list[Offer]:
    """Parameters and filters of the query named before, and names of outlets behind `outlet=`."""
    given = context.params.get("parameters") or []
    # To bash, "=" ends a word.
    if given[-2:] == ["outlet", "="]:
        return complete_outlet(context, incomplete)
    name, equals, value = incomplete.partition("=")
    if equals:
        return [(f"outlet={told}", "") for told, _ in complete_outlet(context, value)] if name == "outlet" else []
    return [(f"{word}=", "") for word in _list_parameters(str(context.params.get("query"))) if word.startswith(name)]


def complete_view(incomplete: str) -> list[Offer]:
    """Names of the mart's views."""
    names = (path.rpartition("/")[2].removesuffix(".sql") for path in sql.list_statements("mart"))
    return [(name, "") for name in names if name.startswith(incomplete)]


def complete_outlet(context: typer.Context, incomplete: str) -> list[Offer]:
    """Names of outlets that begin with what is typed, from the published warehouse."""
    import duckdb

    from cli.support.homes import find_home
    from terms.errors import QuotehouseError

    try:
        with duckdb.connect(find_home(context, None).published, read_only=True) as con:
            rows = con.execute("select distinct outlet_name from core.dim_outlet order by 1").fetchall()
    except (duckdb.Error, QuotehouseError, OSError):
        return []
    fitting = [name for (name,) in rows if name and name.startswith(incomplete)]
    return [(_escape(name), "") for name in fitting[:MOST_OUTLETS]]


def _list_parameters(query: str) -> Iterator[str]:
    path = f"queries/{query}.sql"
    if query.isidentifier() and path in sql.list_statements("queries"):
        header = sql.read_header(path)
        yield from (word.partition("=")[0] for word in header.get("parameters", "").split())
        yield from header.get("filters", "").split()


def _escape(name: str) -> str:
    """A name as bash takes it; zsh and fish escape by themselves."""
    is_bash = os.environ.get("_QUOTEHOUSE_COMPLETE", "").endswith("bash")
    return re.sub(r"([^\w@%+:,./-])", r"\\\1", name) if is_bash else name
