"""Which articles and quotes belong together: new ones are compared, and the components they touch are grouped anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sql
from warehouse.support.rows import fetch_row
from warehouse.support.values import put_frame, read_frame, set_variables

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import polars as pl

ARTICLES_AT_ONCE = 500
PAIRS_AT_ONCE = 1000  # of articles; both bound the memory


def start_comparing(con: duckdb.DuckDBPyConnection, resolver_version: str) -> None:
    """Find what is new or gone, and forget the pairs of what is gone."""
    set_variables(con, resolver_version=resolver_version)
    _run(con, "find_changed_articles")
    _run(con, "delete_gone_articles")


def has_changed_articles(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is any article to compare, or one that is gone. Goes behind `start_comparing`."""
    return fetch_row(con.execute("from new_article select 1 union all from gone_article select 1 limit 1")) is not None


def profile_new(con: duckdb.DuckDBPyConnection, profile: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Keep the strongest words of new articles. `profile` takes article_key, headline, clean_text."""
    for first in range(0, _count(con, "new_article"), ARTICLES_AT_ONCE):
        set_variables(con, first_place=first, slice_size=ARTICLES_AT_ONCE)
        _run_with(con, "insert_profiles", profiled=profile(_select(con, "select_new_texts")))


def pair_new(con: duckdb.DuckDBPyConnection, judge: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Pair new articles with all that are about the same. `judge` adds story_score to article_key, other_article_key,
    similarity, day_count.
    """
    _run(con, "find_article_pairs")
    _run_with(con, "insert_article_pairs", judged_pair=judge(_select(con, "select_new_pairs")))


def compare_new(con: duckdb.DuckDBPyConnection, judge: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]) -> None:
    """Compare the quotes of new articles among themselves and with those of the articles they are paired with.

    `judge` takes quotes and pairs of articles and gives pairs of quotes (statements.judge_quotes).
    """
    for first in range(0, _count(con, "compared_pair"), PAIRS_AT_ONCE):
        set_variables(con, first_place=first, slice_size=PAIRS_AT_ONCE)
        scored = judge(_select(con, "select_compared_quotes"), _select(con, "select_compared_pairs"))
        _run_with(con, "insert_quote_pairs", scored_pair=scored)


def find_components(con: duckdb.DuckDBPyConnection, quote_threshold: float, story_threshold: float) -> None:
    """Find all that hangs together with what is new or was touched."""
    set_variables(con, quote_threshold=quote_threshold, story_threshold=story_threshold)
    _run(con, "start_components")
    before, count = -1, 0
    while count != before:
        before = count
        _run(con, "extend_components")
        (count,) = fetch_row(con.execute(_read("count_components"))) or (0,)


def read_component_quotes(con: duckdb.DuckDBPyConnection) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Quotes to group, and their pairs: the columns of statements.group_statements."""
    return _select(con, "select_component_quotes"), _select(con, "select_component_quote_pairs")


def read_decided_pairs(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Quotes of these components that people decided report one utterance, or do not: quote_key, other_quote_key,
    is_same.
    """
    return _select(con, "select_decided_pairs")


def read_component_articles(con: duckdb.DuckDBPyConnection) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles to group, and their pairs: the columns of stories.group_stories."""
    return _select(con, "select_component_articles"), _select(con, "select_component_article_pairs")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    (count,) = fetch_row(con.execute(f"select count(*) from {table}")) or (0,)
    return int(count)


def _run(con: duckdb.DuckDBPyConnection, statement: str) -> None:
    con.execute(_read(statement))


def _run_with(con: duckdb.DuckDBPyConnection, statement: str, **frames: pl.DataFrame) -> None:
    for name, frame in frames.items():
        put_frame(con, name, frame)
    _run(con, statement)


def _select(con: duckdb.DuckDBPyConnection, statement: str) -> pl.DataFrame:
    return read_frame(con.sql(_read(statement)))


def _read(statement: str) -> str:
    return sql.read_statement(f"relate/{statement}.sql")
