"""Standing lines and near copies come out the same in whatever runs and order the articles arrive."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.conftest import load_staged, make_article, stage_articles, start_run
from warehouse.build import open_build
from warehouse.home import open_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from tests.staged_rows import Row

SETTINGS = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FIRST_DAY = date(2024, 3, 1)
LINES = (
    "Sign up for the evening letter of the harbour, free of charge and never dull.",
    "Readers who saw the storm may send their pictures to the desk of the harbour office.",
    "The council of the upper town did not answer the questions of this newspaper at once.",
)
# Somebody is quoted in the first paragraph, and not, as the fixture has it, in all there is.
QUOTE_FIRST_WORDS = """
update staging.quotes set
    quote_text = 'it rains',
    raw_end = 18,
    clean_end = 18,
    fragments = [{'raw_start': 10, 'raw_end': 18}]
"""
# What stands in an article: its day or none, its outlet, which of the lines stand in it and where, and whose body its
# own resembles (articles of one group of four are near copies or not, by how many of their bands they share).
drawn = st.lists(
    st.tuples(
        st.none() | st.integers(0, 5),
        st.sampled_from(["Post", "Echo", None]),
        st.lists(st.sampled_from(range(len(LINES))), max_size=3, unique=True),
        st.integers(0, 3),
        st.integers(0, 32),
    ),
    min_size=6,
    max_size=18,
)

Drawn = tuple[int | None, str | None, list[int], int, int]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_build(open_home(tmp_path_factory.mktemp("home")))
    con.execute("set threads = 1")  # of so few rows a second thread only takes time
    yield con
    con.close()


@given(drawn=drawn, data=st.data())
@SETTINGS
def test_lines_cuts_and_copies_are_the_same_in_whatever_runs_they_arrive(
    shared: duckdb.DuckDBPyConnection, drawn: list[Drawn], data: st.DataObject
) -> None:
    articles = [make(number, one) for number, one in enumerate(drawn)]
    order = data.draw(st.permutations(range(len(articles))))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(order) - 1), max_size=3)) | {0, len(order)})
    slices = [[articles[place] for place in order[low:high]] for low, high in pairwise(cuts)]
    at_once = load_and_dump(shared, [articles])
    assert load_and_dump(shared, slices) == at_once


def test_the_runs_above_meet_lines_and_copies(shared: duckdb.DuckDBPyConnection) -> None:
    """What the property draws at random does occur: a line is learned, a copy found, a later run unlearns."""
    bearing = [make(number, (number, "Post", [0], number % 4, 32)) for number in range(6)]
    found = load_and_dump(shared, [bearing])
    assert [row[-1] for row in found["lines"]] == [LINES[0]]
    assert len(found["cuts"]) == 6
    copied = [make(10, (1, "Post", [], 0, 32)), make(11, (2, "Echo", [], 0, 32))]
    assert [row[1] for row in load_and_dump(shared, [copied])["copies"]] == ["11.txt"]
    others = [make(number, (number % 6, "Post", [], number % 4, 0)) for number in range(100, 700)]
    assert load_and_dump(shared, [bearing, others])["lines"] == []


def make(number: int, drawn: Drawn) -> Row:
    day, outlet, lines, group, alike = drawn
    paragraphs = ["Anna said it rains", *(LINES[line] for line in lines), f"It was told {number} times."]
    text = "\n\n".join(paragraphs)
    # Of the 32 bands of the group's signature the article has the first `alike`, and numbers of its own behind them.
    signature = [group * 1_000 + place if place < alike * 4 else 10_000 + number * 128 + place for place in range(128)]
    return make_article(
        f"{number}.txt",
        text,
        content_hash=hashlib.blake2b(f"{number} {text}".encode(), digest_size=16).hexdigest(),
        url=f"https://harbour.example/{number}",
        outlet_name=outlet,
        published_on=None if day is None else FIRST_DAY + timedelta(days=day),
        sentence_starts=[text.index(paragraph) for paragraph in paragraphs],
        sentence_count=len(paragraphs),
        paragraph_count=len(paragraphs),
        shingle_count=50,
        signature=signature,
    )


def load_and_dump(con: duckdb.DuckDBPyConnection, slices: Sequence[Sequence[Row]]) -> dict[str, list[tuple[Any, ...]]]:
    """Load slices as runs, each of which must pass every audit, and read what was made of the articles."""
    con.begin()
    try:
        for articles in slices:
            run = start_run(con)
            stage_articles(con, articles)
            con.execute(QUOTE_FIRST_WORDS)
            failed = load_staged(con, run)
            assert failed.is_empty(), failed.to_dicts()
        queries = {
            "lines": "select * exclude (run_key, line_text), line_text from core.repeated_line",
            "cuts": "select * exclude (run_key) from core.repeated_span",
            "removed": "select * from mart.removed_spans",
            "copies": "select * from mart.article_copies",
            "articles": "select * exclude (run_key) from mart.articles",
            "texts": "select * from mart.article_texts",
            "mentions": "select * from mart.mentions",
            "quotes": "select * from mart.quotes",
        }
        return {name: sorted(con.execute(query).fetchall(), key=repr) for name, query in queries.items()}
    finally:
        con.rollback()


def test_in_a_crowded_band_all_are_compared_with_the_first_and_a_check_says_so(
    shared: duckdb.DuckDBPyConnection,
) -> None:
    shared.begin()
    try:
        run = start_run(shared)
        stage_articles(shared, [make(number, (number % 6, "Post", [], 0, 32)) for number in range(60)])
        failed = load_staged(shared, run).to_dicts()
        assert [(row["check_name"], row["severity"], row["failed_count"]) for row in failed] == [
            ("find_crowded_bands", "warn", 32)
        ]
        copies = "select count(*), count(distinct earlier_source_path), count(distinct original_article_key)"
        assert shared.execute(f"{copies} from mart.article_copies").fetchall() == [(59, 1, 1)]
    finally:
        shared.rollback()
