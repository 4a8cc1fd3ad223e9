"""The subjects of decisions, found or refused with what to do, and the rows of the log that are made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from articles.errors import InputError
from articles.resolution.judgements import DESCRIPTION
from terms.decisions import DecisionKind
from warehouse.decided_subjects import (
    list_entity_names,
    list_outlet_names,
    read_article_subject,
    read_entity_node,
    read_quote_subjects,
)
from warehouse.decisions import list_decisions

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

Row = dict[str, Any]


def find_quotes(con: duckdb.DuckDBPyConnection, quote_keys: Sequence[int]) -> list[Row]:
    """What decisions on quotes are bound to (decided_subjects.read_quote_subjects). Raises InputError for no quote."""
    if not quote_keys:
        raise InputError("Give the keys of quotes. `quotehouse quotes list` shows them.")
    rows = read_quote_subjects(con, quote_keys)
    missing = set(quote_keys) - {row["quote_key"] for row in rows}
    if missing:
        raise InputError(
            f"There is no quote {min(missing)} in this warehouse. Keys change when an article changes; `quotehouse "
            "quotes list` shows the present ones."
        )
    return rows


def refuse_rejected(quotes: Sequence[Row]) -> None:
    """Raise InputError where one of the quotes (find_quotes) is rejected: nothing else can be said of it."""
    for quote in quotes:
        if quote["review"] == "rejected":
            raise InputError(
                f"Quote {quote['quote_key']} is rejected. Undo that first: `quotehouse decisions list --kind "
                "quote_rejected` shows its key for `quotehouse decisions undo KEY`."
            )


def find_entity(con: duckdb.DuckDBPyConnection, entity_key: int) -> Row:
    """What decisions on an entity are bound to (decided_subjects.read_entity_node). Raises InputError for none."""
    node = read_entity_node(con, entity_key)
    if node is None:
        raise InputError(
            f"There is no entity {entity_key} in this warehouse. `quotehouse entities search NAME` finds entities."
        )
    return node


def find_article(con: duckdb.DuckDBPyConnection, article_key: int) -> Row:
    """What decisions on an article are bound to: article_id, headline. Raises InputError for none."""
    article = read_article_subject(con, article_key)
    if article is None:
        raise InputError(f"There is no article {article_key} in this warehouse. mart.articles lists all.")
    return article


def find_names(con: duckdb.DuckDBPyConnection, entity: Row, name: str) -> list[Row]:
    """The nodes of an entity that read so and can be split from it. Raises InputError where there are none."""
    names = list_entity_names(con, entity["entity_key"])
    found = names.filter(entity_name=name).unique(["entity_type"], maintain_order=True).to_dicts()
    if not found:
        known = ", ".join(dict.fromkeys(map(repr, names["entity_name"])))
        raise InputError(f"{entity['shown_name']} has no name {name!r}. Its names are {known}.")
    own = (entity["entity_type"], entity["entity_name"])
    nodes = [row for row in found if (row["entity_type"], row["entity_name"]) != own]
    if not nodes:
        raise InputError(
            f"{name!r} is the main name of this entity. Split its other names from it instead, one by one."
        )
    return [row if row["entity_type"] == DESCRIPTION else {**row, "article_id": None} for row in nodes]


def find_outlet(con: duckdb.DuckDBPyConnection, asked: str) -> str:
    """How articles spell an outlet, asked for by a spelling or by the name decided. Raises InputError for none."""
    names = list_outlet_names(con)
    wanted = " ".join(asked.split()).casefold()
    spelled = [spelling for _, spelling in names if spelling.casefold() == wanted]
    shown = [spelling for name, spelling in names if name.casefold() == wanted]
    if found := spelled or shown:
        return found[0]
    near = sorted({name for name, spelling in names if wanted in name.casefold() or wanted in spelling.casefold()})
    hint = f"Did you mean {near[0]!r}?" if near else "`quotehouse outlets list` shows all outlets."
    raise InputError(f"No article is from an outlet called {asked!r}. {hint}")


def find_merging_outlets(con: duckdb.DuckDBPyConnection, kept: str, others: Sequence[str]) -> tuple[str, list[str]]:
    """How articles spell an outlet and those that are to be merged with it (find_outlet).

    Raises InputError where there is no such outlet, or where two are one already.
    """
    shown = {spelling: name for name, spelling in list_outlet_names(con)}
    first, merging = find_outlet(con, kept), [find_outlet(con, other) for other in others]
    for asked, other in zip(others, merging, strict=True):
        if shown[first] == shown[other]:
            raise InputError(f"{kept!r} and {asked!r} are already one outlet: {shown[first]}.")
    return first, merging


def order_entities(one: Row, other: Row) -> tuple[Row, Row]:
    """The one that is named first, where the first is a description."""
    is_turned = one["entity_type"] == DESCRIPTION and other["entity_type"] != DESCRIPTION
    return (other, one) if is_turned else (one, other)


def refuse_apart(con: duckdb.DuckDBPyConnection, one: Row, other: Row) -> None:
    """Raise InputError where somebody decided that two entities are not the same."""
    pair = sorted(map(_identify, (one, other)), key=repr)
    kinds = [str(DecisionKind.ENTITY_SAME), str(DecisionKind.ENTITY_DIFFERENT)]
    log = list_decisions(con).filter(pl.col("undone_at").is_null(), pl.col("kind").is_in(kinds))
    for row in reversed(log.to_dicts()):
        sides = [tuple(row[f"{side}_{part}"] for part in ("type", "name", "article")) for side in ("subject", "other")]
        if sorted(sides, key=repr) != pair:
            continue
        if row["kind"] == DecisionKind.ENTITY_DIFFERENT:
            raise InputError(
                f"{row['decided_by']} decided on {row['decided_at']:%Y-%m-%d} that {one['entity_name']!r} and "
                f"{other['entity_name']!r} are not the same. Nothing overrules that; if it was a slip, undo it with "
                f"`quotehouse decisions undo {row['decision_key']}`."
            )
        return


def make_quote_row(kind: DecisionKind, quote: Row, **more: object) -> Row:
    """A row of the log on a quote."""
    return {"kind": str(kind), **{name: quote[name] for name in quote if name.startswith("subject_")}, **more}


def make_pair_row(kind: DecisionKind, one: Row, other: Row) -> Row:
    """A row of the log on two quotes."""
    parts = ("article", "text", "hash", "number")
    return make_quote_row(kind, one, **{f"other_{part}": other[f"subject_{part}"] for part in parts})


def make_entity_row(kind: DecisionKind, entity: Row, other: Row | None = None, **more: object) -> Row:
    """A row of the log on an entity, or on two."""
    row: Row = {"kind": str(kind), **more}
    for side, node in (("subject", entity), ("other", other)):
        if node is not None:
            row |= {f"{side}_type": node["entity_type"], f"{side}_name": node["entity_name"]}
            row |= {f"{side}_article": node["article_id"]}
    return row


def _identify(node: Row) -> tuple[Any, ...]:
    return node["entity_type"], node["entity_name"], node["article_id"]
