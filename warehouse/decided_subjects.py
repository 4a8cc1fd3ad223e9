"""What people decide about, as a connection to a warehouse knows it: quotes, entities, outlets and articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

import sql
from warehouse.decisions import find_standing, find_subjects
from warehouse.support.rows import fetch_row
from warehouse.support.values import put_frame, read_frame, select_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import duckdb


def read_quote_subjects(con: duckdb.DuckDBPyConnection, quote_keys: Sequence[int]) -> list[dict[str, Any]]:
    """What a decision on each quote is bound to, in the order asked for; quotes that are not there are left out.

    The columns of decisions.find_subjects, raw_start, review, and what is shown: shown_type, speaker_type and
    speaker_name. The connection must write: it makes temporary tables.
    """
    subjects = find_subjects(con, quote_keys)
    put_frame(con, "asked_subject", subjects.select("quote_key"))
    state = read_frame(con.sql(_read("select_shown_quotes")))
    rows = {row["quote_key"]: row for row in subjects.join(state, on="quote_key").iter_rows(named=True)}
    return [rows[key] for key in quote_keys if key in rows]


def read_entity_node(con: duckdb.DuckDBPyConnection, entity_key: int) -> dict[str, Any] | None:
    """What a decision on an entity is bound to: entity_key, entity_type, entity_name, article_id, shown_name.

    None where there is no such entity.
    """
    rows = select_rows(con, _read("read_entity_node"), {"entity_key": entity_key}).to_dicts()
    return rows[0] if rows else None


def list_entity_names(con: duckdb.DuckDBPyConnection, entity_key: int) -> pl.DataFrame:
    """The names that are judged to be an entity, by how often they occur.

    Columns: entity_type, entity_name, article_id (where the name is bound to one article), mention_count, quote_count.
    """
    return select_rows(con, _read("list_entity_names"), {"entity_key": entity_key})


def list_outlet_names(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every outlet as it is shown, and as its articles spell it."""
    return con.execute(_read("list_outlet_names")).fetchall()


def read_article_subject(con: duckdb.DuckDBPyConnection, article_key: int) -> dict[str, Any] | None:
    """What a decision on an article is bound to: article_id, headline. None where there is no such version."""
    rows = select_rows(
        con,
        "select article_id, headline from core.dim_article where article_key = $article_key",
        {"article_key": article_key},
    ).to_dicts()
    return rows[0] if rows else None


def read_raw_text(con: duckdb.DuckDBPyConnection, article_key: int) -> str:
    """Raw text of an article version."""
    found = fetch_row(con.execute(f"select raw_text from core.article_text where article_key = {int(article_key)}"))
    return str(found[0]) if found else ""


def list_contradictions(
    con: duckdb.DuckDBPyConnection, keys: Collection[int]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Where two people say different things of one subject: the decision that stands, and the one that it overrules.

    Those alone of which one has its key in `keys`. The connection must write: it makes temporary tables.
    """
    find_standing(con)
    pairs = con.execute(_read("select_contradictions")).fetchall()
    shown = {
        row["decision_key"]: row
        for row in list_shown_decisions(con, [key for pair in pairs for key in pair]).to_dicts()
    }
    return [(shown[one], shown[other]) for one, other in pairs if one in keys or other in keys]


def list_shown_decisions(con: duckdb.DuckDBPyConnection, keys: Sequence[int]) -> pl.DataFrame:
    """Decisions as mart.decisions shows them, the earliest first."""
    put_frame(con, "asked_decision", pl.DataFrame({"decision_key": [*keys]}, schema={"decision_key": pl.Int64}))
    return read_frame(
        con.sql("from mart.decisions semi join asked_decision using (decision_key) order by decided_at, decision_key")
    )


def _read(statement: str) -> str:
    return sql.read_statement(f"decide/{statement}.sql")
