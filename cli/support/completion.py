"""Shell completion beyond commands and options: names of queries with their parameters, of views and of outlets.

A warehouse that does not open offers nothing.
"""

from __future__ import annotations

import os
import re

import typer

Offer = tuple[str, str]  # what is offered, and what it means
MOST_OUTLETS = 100


def complete_query(incomplete: str) -> list[Offer]:
    """Names of queries, each with its question."""
    from warehouse.query import list_queries

    return [(query.name, query.question) for query in list_queries() if query.name.startswith(incomplete)]


def complete_parameter(context: typer.Context, incomplete: str) -> list[Offer]:
    """Parameters and filters of the query named before, and names of outlets after `outlet=`."""
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
    from warehouse.query import list_views

    return [(name, "") for name in list_views() if name.startswith(incomplete)]


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


def _list_parameters(name: str) -> list[str]:
    from warehouse.query import list_queries

    return [word for query in list_queries() if query.name == name for word in (*query.parameters, *query.filters)]


def _escape(name: str) -> str:
    """A name as bash takes it; zsh and fish escape by themselves."""
    is_bash = os.environ.get("_QUOTEHOUSE_COMPLETE", "").endswith("bash")
    return re.sub(r"([^\w@%+:,./-])", r"\\\1", name) if is_bash else name
