"""Any order and slicing of the input gives the same statements, stories and pairs."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import sql
from articles.resolution.profiles import profile_articles
from pipeline.stages.resolve import relate_articles
from warehouse.loading.relations import profile_new, start_comparing
from warehouse.schema.catalog import create_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOWNS, THINGS = ("Lindau", "Oster", "Merrin"), ("bridge", "herring", "quarry")
WORDS = [
    "the council rebuilds the old {thing} at {town} by spring",
    "the old {thing} at {town} would be rebuilt",
    "nobody at {town} will pay for a {thing} of stone",
    "the {thing} costs {town} 40 million",
]


def tell(number: int) -> tuple[str, str, list[str]]:
    """Headline, text and quotes of an invented article: three towns, three things, four wordings."""
    town, thing = TOWNS[number % 3], THINGS[number // 3 % 3]
    quotes = [words.format(town=town, thing=thing) for words in (WORDS[number % 4], WORDS[(number + 1) % 4])]
    text = f"{town} argues about its {thing}. Mayor Lind of {town} spoke on the {thing}. {' '.join(quotes)}. " * 2
    return f"{town} and its {thing}", text, quotes


def write(con: duckdb.DuckDBPyConnection, number: int) -> None:
    headline, text, quotes = tell(number)
    day = None if number % 7 == 6 else f"2031-05-{1 + number % 5:02}"
    con.execute(
        "insert into core.dim_article "
        "(article_key, article_id, outlet_key, headline, source_path, published_on, is_current) "
        "values (?, ?, -1, ?, ?, ?, true)",
        [number, f"a{number}", headline, f"{number}.txt", day],
    )
    con.execute("insert into core.article_text (article_key, clean_text) values (?, ?)", [number, text])
    con.execute("insert into core.fact_article (article_key, story_key) values (?, -1)", [number])
    for at, quote in enumerate(quotes):
        con.execute(
            "insert into core.fact_quote (quote_key, parent_quote_key, article_key, statement_key, quote_type, "
            "quote_text, raw_start, raw_end, sentence_number, speaker_name, speaker_type, is_cut) "
            "values (?, -2, ?, -1, 'indirect', ?, ?, ?, ?, 'Anna Lind', 'PERSON', false)",
            [number * 10 + at, number, quote, at * 100, at * 100 + len(quote), at],
        )


def retire(con: duckdb.DuckDBPyConnection, number: int) -> None:
    con.execute("update core.dim_article set is_current = false where article_key = ?", [number])


CURRENT = "inner join core.dim_article as a on a.article_key = t.article_key and a.is_current order by 1"
TABLES = ("judged_article", "article_stem", "article_pair", "quote_pair")


def read(con: duckdb.DuckDBPyConnection) -> list[list[Any]]:
    return [
        *(con.execute(f"select t.* from core.{table} as t order by all").fetchall() for table in TABLES),
        con.execute(f"select quote_key, statement_key, match_score from core.fact_quote as t {CURRENT}").fetchall(),
        con.execute(f"select t.article_key, story_key from core.fact_article as t {CURRENT}").fetchall(),
    ]


@pytest.fixture(scope="module")
def star() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty star in memory."""
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute("set TimeZone = 'UTC'")
        create_schema(con)
        con.execute("insert into core.dim_outlet (outlet_key, outlet_id) values (-1, 'unknown')")
        yield con


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(list(reversed(range(14))), {3, 9}, set())  # only where none is gone there are pairs for certain
@given(st.permutations(range(14)), st.sets(st.integers(1, 13), max_size=3), st.sets(st.integers(0, 13), max_size=3))
def test_any_order_and_slicing_is_the_same(
    star: duckdb.DuckDBPyConnection, order: list[int], cuts: set[int], gone: set[int]
) -> None:
    bounds = [0, *sorted(cuts), 14]
    told = []
    for slices in ([range(14)], [order[a:b] for a, b in pairwise(bounds)]):
        star.execute("begin")
        for numbers in slices:
            for number in numbers:
                write(star, number)
            relate_articles(star, "1")
        for number in gone:
            retire(star, number)
        relate_articles(star, "1")
        told.append(read(star))
        star.execute("rollback")
    assert told[0] == told[1]
    if not gone:
        assert told[0][TABLES.index("article_pair")]
        assert len({story for _, story in told[0][-1]}) < 14
        assert len({statement for _, statement, _ in told[0][-2]}) < 28


def test_a_new_article_is_not_joined_with_all_pairs_of_older_ones(
    star: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Articles of years that share their words: no step joins more rows than there are stems."""
    star.execute("begin")
    for number in range(400):
        write(star, number)
        day = date(2020, 1, 1) + timedelta(days=number // 3)
        star.execute("update core.dim_article set published_on = ? where article_key = ?", [day, number])
    star.execute("update core.dim_article set is_current = article_key < 399")
    relate_articles(star, "1")
    star.execute("update core.dim_article set is_current = true where article_key = 399")
    start_comparing(star, "1")
    profile_new(star, profile_articles)
    profile = tmp_path / "profile.json"
    star.execute(f"set enable_profiling = 'json'; set profiling_output = '{profile}'")
    joined = {}
    for statement in star.extract_statements(sql.read_statement("relate/find_article_pairs.sql")):
        star.execute(statement)
        joined[statement.query.strip()] = max(list_cardinalities(json.loads(profile.read_text())))
    star.execute("set enable_profiling = 'no_output'; reset enable_profiling")
    (stems,) = star.execute("select count(*) from core.article_stem").fetchone() or (0,)
    (pairs,) = star.execute("select count(*) from new_pair").fetchone() or (0,)
    star.execute("rollback")
    assert pairs > 0
    assert {statement: count for statement, count in joined.items() if count > stems} == {}


def list_cardinalities(operator: dict[str, Any]) -> list[int]:
    """The rows that each operator of a plan gave."""
    below = [count for child in operator["children"] for count in list_cardinalities(child)]
    return [operator.get("operator_cardinality", 0), *below]
