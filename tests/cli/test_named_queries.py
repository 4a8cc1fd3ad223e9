"""Each named query answers its question on a small warehouse whose answers are known."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cli.support.query_parameters import fill_parameters
from terms.states import SourceKind
from warehouse.errors import QueryError
from warehouse.filters import FILTERS, SOURCE_KINDS, list_filtered
from warehouse.query import find_query, list_queries, open_published, run_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from warehouse.home import Home
    from warehouse.query import NamedQuery

VIEWS = re.compile(r"mart\.(\w+)(?:\s+as\s+(\w+))?")
COURIER, INLAND = "The Harbour Courier", "Inland Post"
CLOSING = "The port will close on Friday, Nobody has to leave."
CLOSED = "the port of Quessel would close on Friday"
MONDAY = date(2024, 3, 4)
TUESDAY = date(2024, 3, 5)
SECOND_WEEK = date(2024, 3, 11)
POST = "Mira Talvik (@mtalvik) Closed on Friday. March 3, 2024"

# query, parameters, columns to look at (all where None), rows expected
ANSWERS: list[tuple[str, dict[str, str], list[str] | None, list[tuple[Any, ...]]]] = [
    (
        "find_quotes_by_speaker",
        {"speaker": "talvik"},
        None,
        [
            (MONDAY, COURIER, "Mira Talvik", "direct", CLOSING, "courier.txt"),
            (TUESDAY, INLAND, "Mira Talvik", "indirect", CLOSED, "inland.txt"),
            (TUESDAY, INLAND, "Mira Talvik", "indirect", "the fish would return", "inland.txt"),
        ],
    ),
    ("find_quotes_by_speaker", {"speaker": "talvik", "exact": "yes"}, None, []),
    ("find_quotes_by_speaker", {"speaker": "mira talvik", "exact": "yes", "limit": "1"}, ["quote_text"], [(CLOSING,)]),
    ("rank_speakers", {"since": "2024-03-05", "until": "2024"}, ["speaker_name"], [("Mira Talvik",)]),
    ("rank_speakers", {"source_kind": "anonymous"}, ["speaker_name"], [("A dock worker",)]),
    ("rank_speakers", {"min_confidence": "1"}, None, []),
    # In words, by an entity that a piece of the quote mentions, in no part of a word, over no limit of a piece.
    ("search_quotes", {"text": "", "about": "FISH"}, ["quote_text"], [("the fish would return",)]),
    ("search_quotes", {"text": "", "about": "quessel"}, ["quote_text"], [(CLOSED,)]),
    ("search_quotes", {"text": "", "about": "ish"}, None, []),
    ("search_quotes", {"text": "", "about": "close on"}, ["outlet_name"], [(COURIER,), (INLAND,)]),
    (
        "rank_statements",
        {"outlet": "inland"},
        ["outlet_count", "statement_text"],
        [(1, "the fish would return"), (1, CLOSING)],
    ),
    (
        "rank_entities",
        {"outlet": "courier", "type": "person"},
        None,
        [("Jonas Wehr", "PERSON", None, 1, 1, 1), ("Mira Talvik", "PERSON", None, 1, 1, 1)],
    ),
    ("list_unquoted_entities", {"outlet": "inland"}, ["entity_name"], [("Ida Brenn",), ("Jonas Wehr",)]),
    ("show_statement_wordings", {"outlet": "inland"}, ["outlet_name"], [(COURIER,), (INLAND,)]),
    ("count_mentions_by_week", {"entity": "quessel", "about": "fish"}, None, []),
    ("list_embedded_posts", {"outlet": "inland"}, None, []),
    ("count_removed_boilerplate", {"about": "port to close"}, ["span_count"], [(1,)]),
    ("list_changed_articles", {"since": "2024-03-12"}, ["source_path"], [("rain.txt",)]),
    ("list_articles_without_named_source", {"until": "2024-03-11"}, None, []),
    ("show_totals", {"outlet": "inland"}, ["article_count", "quote_count", "statement_count"], [(1, 2, 2)]),
    ("show_freshness", {"outlet": "inland"}, ["outlet_name"], [(INLAND,)]),
    ("show_quotes_of_article", {"path": "inland", "about": "fish"}, ["quote_text"], [("the fish would return",)]),
    (
        "rank_speakers",
        {},
        None,
        [
            ("Mira Talvik", "PERSON", 3, 1, 2, 2),
            ("A dock worker", "DESCRIPTION", 1, 0, 1, 1),
            ("Jonas Wehr", "PERSON", 1, 0, 1, 1),
        ],
    ),
    ("rank_speakers", {"limit": "1"}, ["speaker_name"], [("Mira Talvik",)]),
    (
        "show_gender_shares",
        {},
        None,
        [("female", 3.0, 0.75, 22.0, 22 / 26), ("(open)", 1.0, 0.25, 4.0, 4 / 26)],
    ),
    ("show_gender_shares", {"outlet": "inland"}, ["gender", "quote_share"], [("female", 1.0)]),
    (
        "count_genders_by_outlet",
        {},
        None,
        [
            (INLAND, 2.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0),
            (COURIER, 2.0, 0.5, 0.0, 0.0, 0.5, 10 / 14, 0.0),
        ],
    ),
    ("count_genders_by_week", {}, None, [(MONDAY, 4.0, 0.75, 0.0, 0.0, 0.25, 22 / 26, 0.0)]),
    (
        "count_genders_by_role",
        {},
        None,
        [(None, 3.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0), ("citizen", 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)],
    ),
    ("list_open_genders", {}, ["entity_name", "quote_count"], [("Jonas Wehr", 1)]),
    (
        "rank_speakers_by_outlet",
        {"top": "1"},
        None,
        [(INLAND, "Mira Talvik", 2, 1), (COURIER, "A dock worker", 1, 1)],
    ),
    ("rank_speakers_by_outlet", {"outlet": "inland"}, ["outlet_name"], [(INLAND,)]),
    ("rank_speakers_by_week", {"top": "1"}, None, [(MONDAY, "Mira Talvik", 3, 2)]),
    (
        "show_speaker_shares",
        {},
        None,
        [
            ("Mira Talvik", 3, 3 / 5, 22, 22 / 29),
            ("Jonas Wehr", 1, 1 / 5, 4, 4 / 29),
            ("A dock worker", 1, 1 / 5, 3, 3 / 29),
        ],
    ),
    (
        "show_statement_wordings",
        {},
        None,
        [
            (1, "Harbour", COURIER, "Mira Talvik", "said", CLOSING, 1.0),
            (1, "Harbour", INLAND, "Mira Talvik", "told", CLOSED, 1.0),
        ],
    ),
    # The Inland Post's article is a copy of the Courier's: it leaves nothing out by itself.
    ("list_exclusive_statements", {"outlet": COURIER}, None, []),
    ("list_omitted_statements", {"least_outlets": "1"}, None, []),
    ("list_repeated_statements", {}, None, []),
    ("rank_statements", {"limit": "1"}, None, [(2, 2, MONDAY, "Mira Talvik", CLOSING)]),
    ("list_shared_stories", {}, None, [("Harbour", MONDAY, 2, 2, 4, 1)]),
    (
        "count_cue_classes_by_outlet",
        {},
        None,
        [
            (INLAND, "assertive", 1, 1 / 2, "claim"),
            (INLAND, "neutral", 1, 1 / 2, "tell"),
            (COURIER, "neutral", 2, 2 / 3, "say"),
            (COURIER, "denial", 1, 1 / 3, "deny"),
        ],
    ),
    (
        "count_cues_of_speaker",
        {"speaker": "Talvik"},
        None,
        [
            ("Mira Talvik", INLAND, "claim", "assertive", 1),
            ("Mira Talvik", INLAND, "tell", "neutral", 1),
            ("Mira Talvik", COURIER, "say", "neutral", 1),
        ],
    ),
    ("list_denials", {}, None, [(MONDAY, COURIER, "Jonas Wehr", "denied", "the cranes were unsafe", "courier.txt")]),
    ("list_addressees", {}, None, [("Mira Talvik", "Jonas Wehr", 1, 1, CLOSED)]),
    (
        "find_quotes_about_entity",
        {"entity": "quessel"},
        ["speaker_name", "quote_text"],
        [("Mira Talvik", CLOSED)],
    ),
    # Jonas Wehr stands between no two pieces of a quote, Mira Talvik stands between the two pieces of her own.
    ("find_quotes_about_entity", {"entity": "talvik"}, None, []),
    ("list_unquoted_entities", {}, None, [("Ida Brenn", "PERSON", 1, 1)]),
    ("list_unquoted_entities", {"type": "gpe"}, None, [("Quessel", "GPE", 3, 3)]),
    (
        "list_articles_without_named_source",
        {},
        ["headline", "quote_count", "source_path"],
        [("Heavy rain", 0, "rain.txt")],
    ),
    ("count_unnamed_sources_by_outlet", {}, None, [(COURIER, 3, 1, 0, 0, 1 / 3), (INLAND, 2, 0, 0, 0, 0.0)]),
    (
        "list_unnamed_sources",
        {},
        None,
        [(MONDAY, COURIER, "A dock worker", None, None, "wages were late", "courier.txt")],
    ),
    (
        "count_quotes_by_outlet",
        {},
        None,
        [(COURIER, 1, 3, 3.0, 1, 0, 2), (INLAND, 1, 2, 2.0, 0, 0, 2), (None, 1, 0, 0.0, 0, 0, 0)],
    ),
    ("list_repeated_lines", {"outlet": COURIER}, None, []),  # of one that knows some: tests/pipeline/test_repeats.py
    ("count_quotes_without_copies", {}, None, [(COURIER, 1, 0, 3, 0), (INLAND, 0, 1, 0, 2), (None, 1, 0, 0, 0)]),
    (
        "rank_syndicated_articles",
        {},
        None,
        [(MONDAY, COURIER, "Quessel port to close", 1, [INLAND], "courier.txt")],
    ),
    ("rank_longest_quotes", {"limit": "1"}, ["char_count", "quote_text"], [(len(CLOSING), CLOSING)]),
    ("rank_longest_quotes", {"type": "indirect", "limit": "1"}, ["quote_text"], [(CLOSED,)]),
    (
        "show_quotes_of_article",
        {"path": "inland"},
        ["quote_type", "speaker_name", "cue", "addressee_name", "quote_text"],
        [
            ("indirect", "Mira Talvik", "told", "Jonas Wehr", CLOSED),
            ("indirect", "Mira Talvik", "claimed", None, "the fish would return"),
        ],
    ),
    (
        "search_quotes",
        {"text": "FRIDAY"},
        ["outlet_name", "quote_text"],
        [(COURIER, CLOSING), (INLAND, CLOSED)],
    ),
    (
        "count_mentions_by_week",
        {"entity": "Quessel"},
        None,
        [(MONDAY, "Quessel", 2, 2, 2), (SECOND_WEEK, "Quessel", 1, 1, 0)],
    ),
    (
        "rank_entities",
        {"type": "person"},
        None,
        [
            ("Jonas Wehr", "PERSON", None, 2, 2, 1),
            ("Mira Talvik", "PERSON", None, 2, 2, 3),
            ("Ida Brenn", "PERSON", None, 1, 1, 0),
        ],
    ),
    (
        "list_names_of_entity",
        {"entity": "wehr"},
        None,
        [
            ("Jonas Wehr", "PERSON", "Jonas Wehr", INLAND, 1),
            ("Jonas Wehr", "PERSON", "Jonas Wehr", COURIER, 1),
        ],
    ),
    (
        "list_roles_of_entity",
        {"entity": "wehr"},
        None,
        [("Jonas Wehr", "dock worker", None, "NO", MONDAY, MONDAY, 1, 1)],
    ),
    (
        "find_bearers_of_role",
        {"role": "dock", "country": "no"},
        None,
        [("dock worker", "Jonas Wehr", None, "NO", MONDAY, MONDAY, 1)],
    ),
    (
        "list_embedded_posts",
        {},
        None,
        [(date(2024, 3, 3), "twitter", "Mira Talvik", "mtalvik", "Closed on Friday.", "courier.txt")],
    ),
    ("list_changed_articles", {}, None, [(None, 2, "Rain", "Heavy rain", 1, 0, "rain.txt")]),
    ("count_removed_boilerplate", {}, None, [("tweet", "embedded_tweet", 1, 1, len(POST), POST)]),
    ("count_removed_boilerplate", {"outlet": "Inland"}, None, []),
    (
        "count_quarantine_reasons",
        {},
        ["stage", "reason_code", "record_count", "last_run_number", "example_path"],
        [
            ("read", "binary_file", 1, 2, "photo.txt"),
            ("read", "empty_file", 1, 2, "empty.txt"),
            ("validate", "expect_span_inside_text", 1, 2, "inland.txt"),
        ],
    ),
    (
        "show_freshness",
        {},
        ["outlet_name", "article_count", "newest_published_on"],
        [(None, 1, date(2024, 3, 12)), (INLAND, 1, TUESDAY), (COURIER, 1, MONDAY)],
    ),
    (
        "list_runs",
        {},
        ["run_number", "state", "seen_count", "loaded_count"],
        [(2, "published", 1, 1), (1, "published", 3, 3)],
    ),
    (
        "count_articles_by_day",
        {},
        ["published_on", "outlet_name", "article_count", "quote_count"],
        [(date(2024, 3, 12), None, 1, 0), (TUESDAY, INLAND, 1, 2), (MONDAY, COURIER, 1, 3)],
    ),
    ("show_totals", {}, None, [(3, 2, 5, 3, 4, 8, 2, MONDAY, date(2024, 3, 12))]),
    (
        "list_quarantined",
        {"stage": "validate"},
        ["run_number", "reason_code", "table_name", "source_path"],
        [(2, "expect_span_inside_text", "mentions", "inland.txt")],
    ),
]


@pytest.fixture(scope="module")
def con(published_home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(open_published(published_home)) as con:
        yield con


@pytest.mark.parametrize(
    ("name", "given", "columns", "expected"),
    ANSWERS,
    ids=[f"{name}-{' '.join(given.values())}" for name, given, _, _ in ANSWERS],
)
def test_answers(
    con: duckdb.DuckDBPyConnection,
    name: str,
    given: dict[str, str],
    columns: list[str] | None,
    expected: list[tuple[Any, ...]],
) -> None:
    query = find_query(name)
    values = fill_parameters(query, [f"{key}={value}" for key, value in given.items()])
    relation = run_query(con, *query.narrow(values))
    rows = relation.fetchall()
    if columns is not None:
        places = [relation.columns.index(column) for column in columns]
        rows = [tuple(row[place] for place in places) for row in rows]
    if name == "list_omitted_statements":
        rows = sorted(rows, key=str)  # statements of equal weight come in the order of their keys
        expected = sorted(expected, key=str)
    assert rows == [pytest.approx(row) if any(isinstance(v, float) for v in row) else row for row in expected]


def test_list_of_quality_checks_shows_failures_first(con: duckdb.DuckDBPyConnection) -> None:
    rows = run_query(con, find_query("list_quality_checks").text).fetchall()
    passed = [row[6] for row in rows]
    assert passed == sorted(passed)
    assert passed[0] is False
    assert len(passed) > 10


def test_every_query_has_an_answer_here() -> None:
    assert {query.name for query in list_queries()} == {name for name, *_ in ANSWERS} | {"list_quality_checks"}
    assert len(list_queries()) >= 15


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_header_agrees_with_the_statement(query: NamedQuery) -> None:
    assert query.question.endswith("?")
    used = set(re.findall(r"\$(\w+)", query.text.split("\n", 1)[1]))
    assert used == set(query.parameters), "parameters of the header and of the statement differ"
    assert set(query.filters) <= list_filtered(query.text, query.unfiltered), "a filter that no view of it offers"
    aliases = {alias or view for view, alias in VIEWS.findall(query.text)}
    assert query.unfiltered <= aliases, "no view is called so"
    assert not set(query.filters) & set(query.parameters)
    assert not re.search(r"\b(core|staging|meta|quarantine)\.", query.text.replace("mart.quarantine", "")), (
        "named queries read the mart alone"
    )


@pytest.mark.slow
def test_every_query_with_its_filters_is_sound_sql(con: duckdb.DuckDBPyConnection) -> None:
    given = {
        **{"since": "2024", "until": "2024-03", "outlet": "o'clock", "about": "a.b (c", "source_kind": "person, group"},
        "min_confidence": "0.5",
    }
    for query in list_queries():
        own = {name: "1" if default is None else default for name, default in query.parameters.items()}
        for names in ([name] for name in query.filters):
            run_query(con, *query.narrow(own | {name: given[name] for name in names})).fetchall()
        run_query(con, *query.narrow(own | {name: given[name] for name in query.filters})).fetchall()


def test_a_filter_that_is_not_given_changes_nothing() -> None:
    query = find_query("rank_speakers")
    assert query.narrow({"limit": "5", "since": "", "about": " "}) == (query.text, {"limit": "5"})


@pytest.mark.parametrize(
    ("name", "value"),
    [("since", "yesterday"), ("until", "2024-02-30"), ("source_kind", "persons"), ("min_confidence", "90")],
)
def test_a_value_that_a_filter_cannot_take_is_told(name: str, value: str) -> None:
    with pytest.raises(QueryError, match=f"{name}={value} is not a value"):
        find_query("rank_speakers").narrow({name: value})


def test_the_kinds_of_sources_are_those_of_the_extractor() -> None:
    assert set(SOURCE_KINDS) == {kind.value for kind in SourceKind}
    assert list(FILTERS) == ["since", "until", "outlet", "about", "source_kind", "min_confidence"]
