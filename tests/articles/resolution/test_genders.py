"""The gender of a person is judged on all that is known of that person, in a stated order of strength."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.records import Gender, GenderSource
from articles.resolution.genders import GenderGrounds, judge_genders

Evidence = tuple[str, str, bool, int]  # gender, source, by surname alone, mentions
Answer = tuple[str | None, str | None, float | None]

TOLD_SOURCES = ("stated", "pronoun", "title", "noun")


def judge(name: str, *evidence: Evidence, others: tuple[str, ...] = (), authority: str | None = None) -> Answer:
    """Gender, source and share of one person."""
    names = [(1, name, text) for text in (name, *others)]
    text = pl.String()
    stated = [("PERSON", name, authority)] if authority else []
    judged = judge_genders(
        GenderGrounds(
            pl.DataFrame(
                names, schema={"entity_key": pl.Int64(), "entity_name": text, "name_text": text}, orient="row"
            ),
            frame_evidence([(1, *each) for each in evidence]),
            pl.DataFrame(stated, schema=dict.fromkeys(("entity_type", "entity_name", "gender"), text), orient="row"),
        )
    )
    ((_, gender, source, share),) = judged.rows()
    return gender, source, share


def frame_evidence(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    text = pl.String()
    schema: dict[str, Any] = {
        **{"entity_key": pl.Int64(), "gender": text, "gender_source": text},
        **{"is_surname": pl.Boolean(), "mention_count": pl.Int64()},
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_the_strongest_source_is_named() -> None:
    she, ms = ("female", "pronoun", False, 2), ("female", "title", False, 9)
    assert judge("Robin Varga", ms, she) == ("female", "pronoun", 1.0)
    assert judge("Robin Varga", ms) == ("female", "title", 1.0)
    assert judge("Robin Varga", ms, authority="male") == ("male", "authority file", 1.0)


def test_first_names_tell_it_where_nothing_else_does() -> None:
    assert judge("Mary Varga")[:2] == ("female", "first name")
    assert judge("John Varga")[:2] == ("male", "first name")
    assert judge("J. Robert Varga")[:2] == ("male", "first name")
    assert judge("R. Varga", others=("Robert Varga", "Varga"))[:2] == ("male", "first name")


@pytest.mark.parametrize("name", ["Robin Varga", "Varga", "Kim Jong Un", "Xi Jinping", "Li Wei", "Jean-Claude Varga"])
def test_first_names_of_both_tell_nothing(name: str) -> None:
    assert judge(name) == (None, None, None)


def test_nothing_is_guessed_against_pronouns() -> None:
    # One pronoun may be tied to the wrong person: the gender stays open. More of them are believed.
    assert judge("Mary Varga", ("male", "pronoun", False, 1)) == (None, None, None)
    assert judge("Mary Varga", ("male", "pronoun", False, 3)) == ("male", "pronoun", 1.0)
    assert judge("Robin Varga", ("male", "title", False, 9), ("female", "pronoun", False, 1)) == (None, None, None)


def test_what_disagrees_leaves_it_open_unless_the_first_name_agrees_with_most() -> None:
    mixed = (("male", "pronoun", False, 2), ("female", "pronoun", False, 3))
    assert judge("Robin Varga", *mixed) == (None, None, None)
    assert judge("Mary Varga", *mixed)[:2] == ("female", "first name")
    assert judge("John Varga", *mixed) == (None, None, None)


def test_a_full_name_tells_more_than_a_surname() -> None:
    relatives = (("female", "pronoun", False, 3), ("male", "pronoun", True, 2))
    assert judge("Robin Varga", *relatives) == ("female", "pronoun", 0.8182)


def test_other_comes_from_the_text_or_from_people_alone() -> None:
    assert judge("Mary Varga", ("other", "stated", False, 1), ("female", "pronoun", False, 2)) == (
        "other",
        "stated",
        1.0,
    )
    assert judge("Mary Varga", authority="other") == ("other", "authority file", 1.0)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["female", "male"]), st.sampled_from(TOLD_SOURCES[1:]), st.booleans(), st.integers(1, 9)
        ),
        max_size=6,
    ),
    st.sampled_from(["Mary Varga", "John Varga", "Robin Varga"]),
)
def test_never_against_most_pronouns_and_in_any_order(evidence: list[Evidence], name: str) -> None:
    answer = judge(name, *evidence)
    assert judge(name, *reversed(evidence)) == answer
    said = {
        gender: sum(each[3] * (1 if each[2] else 3) for each in evidence if each[:2] == (gender, "pronoun"))
        for gender in ("female", "male")
    }
    most = None if said["female"] == said["male"] else max(said, key=lambda gender: said[gender])
    assert answer[0] in (None, most) or most is None
    assert answer[0] != "other"


def test_a_person_is_judged_alone() -> None:
    names = pl.DataFrame(
        {"entity_key": [2, 1], "entity_name": ["Mary Ek", "Robin Ek"], "name_text": ["Mary Ek", "Robin Ek"]}
    )
    evidence = frame_evidence([(1, Gender.MALE, GenderSource.TITLE, False, 1)])
    both = judge_genders(GenderGrounds(names, evidence))
    assert both["entity_key"].to_list() == [1, 2]
    apart = [judge_genders(GenderGrounds(names.filter(entity_key=key), evidence)) for key in (1, 2)]
    assert both.equals(pl.concat(apart))
