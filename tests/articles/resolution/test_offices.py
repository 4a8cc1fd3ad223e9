"""Whom a description of an office means, by what other articles call people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.resolution.judgements import Row
from articles.resolution.judging import Judgement
from articles.resolution.offices import SAME_DAYS, Office, find_bearers, read_office

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = date(2024, 1, 1)
ASKING = 99  # the article that says "the Norwegian foreign minister" and no name
DESCRIPTION = "the Norwegian foreign minister"
Called = tuple[int, str, str, date | None]  # article, person, role, day


def find(called: Sequence[Called], text: str = DESCRIPTION, day: date | None = FIRST) -> Judgement | None:
    """Who a description is, where other articles call persons by roles."""
    judged = {
        Row("PERSON", name, None if " " in name else article): Judgement(name, "PERSON", 1.0, "own name")
        for article, name, *_ in called
    }
    asked = Row("DESCRIPTION", text, ASKING)
    judged[asked] = Judgement(text, "DESCRIPTION", 1.0, "own name")
    roles = pl.DataFrame(
        called,
        schema={"article_key": pl.Int64, "entity_name": pl.String, "role_text": pl.String, "published_on": pl.Date},
        orient="row",
    )
    mentions = pl.DataFrame(
        {"article_key": [ASKING], "published_on": [day]}, schema={"article_key": pl.Int64, "published_on": pl.Date}
    )
    found = find_bearers(judged, roles, mentions)
    assert set(found) <= {asked}, "only the description is judged"
    return found.get(asked)


def name(called: Sequence[Called], text: str = DESCRIPTION, day: date | None = FIRST) -> str | None:
    found = find(called, text, day)
    return found.name if found is not None else None


@pytest.mark.parametrize(
    ("text", "country", "words"),
    [
        ("the Norwegian foreign minister", "NO", {"foreign", "minister"}),
        ("Norway's foreign minister", "NO", {"foreign", "minister"}),
        ("Norway\u2019s Foreign Minister", "NO", {"foreign", "minister"}),
        ("foreign minister of Norway", "NO", {"foreign", "minister"}),
        ("the British prime minister", "GB", {"prime", "minister"}),
    ],
)
def test_an_office_is_told_from_its_wording(text: str, country: str, words: set[str]) -> None:
    assert read_office(text) == Office(frozenset(words), country, None)


def test_an_office_of_a_body_is_the_bodys() -> None:
    office = read_office("the president of the World Bank")
    assert office is not None
    assert office.organization == "World Bank"
    assert office.words == frozenset({"president"})


@pytest.mark.parametrize(
    "text",
    [
        "the foreign minister",  # of which country?
        "the former Norwegian foreign minister",
        "the deputy Norwegian foreign minister",
        "the Norwegian senator",  # many hold it at a time
        "the mayor's spokesman in Norway",  # the mayor's, not Norway's
        "the Norwegian",
        "",
    ],
)
def test_what_is_no_office_of_one_person_is_none(text: str) -> None:
    assert read_office(text) is None


def test_a_description_is_the_one_whom_an_article_near_in_time_calls_so() -> None:
    found = find([(1, "Anna Varga", "Norwegian Foreign Minister", FIRST)])
    assert found is not None
    assert (found.name, found.entity_type, found.method) == ("Anna Varga", "PERSON", "role in other articles")
    assert found.evidence == "called so in 1 of 1 articles near in time"


def test_an_article_too_far_in_time_says_nothing() -> None:
    for days, expected in ((SAME_DAYS, "Anna Varga"), (SAME_DAYS + 1, None)):
        for sign in (1, -1):
            day = FIRST + timedelta(days=sign * days)
            assert name([(1, "Anna Varga", "Norwegian Foreign Minister", day)]) == expected


def test_offices_change_hands() -> None:
    later = FIRST + timedelta(days=400)
    called: list[Called] = [
        *((number, "Anna Varga", "Norwegian Foreign Minister", FIRST) for number in range(5)),
        *((number, "Bo Ekrem", "foreign minister of Norway", later) for number in range(5, 10)),
    ]
    assert name(called) == "Anna Varga"
    assert name(called, day=later) == "Bo Ekrem"
    assert name(called, day=None) is None, "where the day is unknown, both may be meant"


def test_where_two_share_an_office_neither_is_meant() -> None:
    def call(anna: int, bo: int) -> list[Called]:
        names = ["Anna Varga"] * anna + ["Bo Ekrem"] * bo
        return [(number, one, "Norwegian foreign minister", FIRST) for number, one in enumerate(names)]

    assert name(call(4, 1)) == "Anna Varga"
    assert name(call(3, 1)) is None
    assert name(call(1, 1)) is None


def test_an_article_counts_once_however_often_it_says_so() -> None:
    called: list[Called] = [(1, "Anna Varga", "Norwegian foreign minister", FIRST)] * 9
    assert name([*called, (2, "Bo Ekrem", "Norwegian foreign minister", FIRST)]) is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("the Norwegian foreign minister", "Swedish foreign minister"),
        ("the Norwegian foreign minister", "Norwegian finance minister"),
        ("the Norwegian foreign minister", "former Norwegian foreign minister"),
        ("the Norwegian foreign minister", "foreign minister"),
        ("a Norwegian foreign minister", "Norwegian foreign minister"),
    ],
)
def test_another_office_is_not_this_one(text: str, role: str) -> None:
    assert name([(1, "Anna Varga", role, FIRST)], text) is None


_CALLED = st.lists(
    st.tuples(
        st.integers(1, 8),
        st.sampled_from(["Anna Varga", "Bo Ekrem", "Varga"]),
        st.sampled_from(["Norwegian foreign minister", "foreign minister of Norway", "Swedish foreign minister"]),
    ),
    max_size=10,
)
_DAYS = st.lists(st.none() | st.integers(0, 200).map(lambda days: FIRST + timedelta(days=days)), min_size=9, max_size=9)


@settings(deadline=None)
@given(_CALLED, _DAYS, st.randoms(use_true_random=False))
def test_order_does_not_matter(called: list[tuple[int, str, str]], days: list[date | None], random: object) -> None:
    rows: list[Called] = [(article, person, role, days[article]) for article, person, role in called]
    shuffled = [*rows]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert find(rows) == find(shuffled)
