from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.resolution.entities import Grounds, resolve_names

COLUMNS = [
    *("entity_name", "entity_type", "article_key", "resolved_name", "resolved_type"),
    *("resolved_article_key", "country_code", "wikidata_id"),
    *("score", "method", "evidence", "decided_by", "decided_at"),
]
JUDGED = ("resolved_name", "resolved_type", "country_code", "score", "method")


def make_names(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(name, label, count, max(count // 2, 1)) for name, label, count in rows],
        schema={
            "entity_name": pl.String,
            "entity_type": pl.String,
            "mention_count": pl.Int64,
            "article_count": pl.Int64,
        },
        orient="row",
    )


def resolve(*rows: tuple[str, str, int]) -> dict[tuple[str, str], tuple[Any, ...]]:
    resolved = resolve_names(make_names(*rows))
    assert resolved.columns == COLUMNS
    return {
        (row["entity_name"], row["entity_type"]): tuple(row[column] for column in JUDGED)
        for row in resolved.iter_rows(named=True)
    }


def test_variants_of_a_person_are_one_entity() -> None:
    found = resolve(("Mike Tanner", "PERSON", 20), ("Michael R. Tanner", "PERSON", 3), ("Tanner", "PERSON", 5))
    assert {row[0] for row in found.values()} == {"Mike Tanner"}
    assert found["Michael R. Tanner", "PERSON"][4] == "nickname"


def test_a_lone_surname_joins_the_prominent_bearer_only() -> None:
    prominent = resolve(("Dora Trask", "PERSON", 90), ("Ivana Trask", "PERSON", 5), ("Trask", "PERSON", 9))
    assert prominent["Trask", "PERSON"][0] == "Dora Trask"
    rivals = resolve(("Bill Stone", "PERSON", 40), ("Mary Stone", "PERSON", 50), ("Stone", "PERSON", 9))
    assert rivals["Stone", "PERSON"][0] == "Stone"
    assert len({row[0] for row in rivals.values()}) == 3


def test_father_and_son_stay_two_and_each_keeps_the_lone_form() -> None:
    found = resolve(
        ("Carl Berg", "PERSON", 90), ("Carl Berg Jr.", "PERSON", 9), ("Berg Jr.", "PERSON", 3), ("Berg", "PERSON", 5)
    )
    assert found["Berg Jr.", "PERSON"][0] == "Carl Berg Jr."
    assert found["Berg", "PERSON"][0] == "Carl Berg"
    assert found["Carl Berg Jr.", "PERSON"][0] == "Carl Berg Jr."


def test_an_initial_that_fits_two_is_neithers() -> None:
    found = resolve(("John Marsh", "PERSON", 9), ("James Marsh", "PERSON", 9), ("J. Marsh", "PERSON", 1))
    assert len({row[0] for row in found.values()}) == 3


def test_a_slip_in_type_follows_most_mentions() -> None:
    found = resolve(("Orlov", "ORG", 1), ("Orlov", "PERSON", 30), ("Pavel Orlov", "PERSON", 40))
    assert found["Orlov", "ORG"][:2] == ("Pavel Orlov", "PERSON")
    assert found["Orlov", "ORG"][4] == "type of most mentions"


@pytest.mark.parametrize("form", ["U.S.", "US", "United States", "America"])
def test_countries_have_one_name_and_their_code(form: str) -> None:
    assert resolve((form, "GPE", 3))[form, "GPE"][:3] == ("United States", "GPE", "US")


def test_nationalities_stay_their_own_entities() -> None:
    found = resolve(("Russian", "NORP", 3), ("Russia", "GPE", 3), ("Moscow", "GPE", 2))
    assert {row[0] for row in found.values()} == {"Russian", "Russia", "Moscow"}
    assert found["Moscow", "GPE"][2] == "RU"


def test_organisations_by_known_forms_acronyms_and_legal_forms() -> None:
    found = resolve(
        ("G20", "ORG", 2), ("G-20", "ORG", 1), ("Group of 20", "ORG", 3), ("North Sea Energy Council", "ORG", 4),
        ("NSEC", "ORG", 2),
        ("Farrow Mills Ltd", "ORG", 1), ("Farrow Mills", "ORG", 5),
    )  # fmt: skip
    assert {found[name, "ORG"][0] for name in ("G20", "G-20", "Group of 20")} == {"Group of 20"}
    assert found["NSEC", "ORG"][0] == "North Sea Energy Council"
    assert found["Farrow Mills Ltd", "ORG"][0] == "Farrow Mills"


def test_a_figure_before_a_surname_is_no_given_name() -> None:
    found = resolve(("+4.4 Trask", "PERSON", 30), ("Dora Trask", "PERSON", 90), ("Trask", "PERSON", 9))
    assert {row[0] for row in found.values()} == {"Dora Trask"}


def test_john_is_not_short_for_jonathan() -> None:
    found = resolve(("John R. Halden", "PERSON", 9), ("Jonathan Halden", "PERSON", 3), ("Jon Halden", "PERSON", 1))
    assert found["John R. Halden", "PERSON"][0] == "John R. Halden"
    assert found["Jonathan Halden", "PERSON"][0] == "Jonathan Halden"


def test_a_given_name_is_not_the_surname_of_what_is_no_person() -> None:
    found = resolve(("Insider Higher Ed", "PERSON", 1), ("Ed", "PERSON", 5))
    assert found["Ed", "PERSON"][0] == "Ed"


def test_a_name_of_places_in_two_countries_has_no_code() -> None:
    found = resolve(("Georgia", "GPE", 9), ("Ga.", "GPE", 2), ("Tbilisi", "GPE", 2))
    assert found["Ga.", "GPE"][:3] == ("Georgia", "GPE", None)
    assert found["Tbilisi", "GPE"][2] == "GE"


@pytest.mark.parametrize(("form", "state"), [("La.", "Louisiana"), ("Ore.", "Oregon"), ("Wash.", "Washington state")])
def test_states_are_known_by_what_datelines_call_them(form: str, state: str) -> None:
    assert resolve((form, "GPE", 3))[form, "GPE"][:3] == (state, "GPE", "US")


def test_what_the_authority_file_decided_says_so() -> None:
    authority = pl.DataFrame(
        {
            "entity_type": ["PERSON", "ORG"],
            "entity_name": ["Dora Trask", "Harbour Board"],
            "aliases": [["The Heron"], ["Board of the Harbour"]],
            "wikidata_id": ["Q1", None],
            "country_code": [None, None],
        },
        schema_overrides={"wikidata_id": pl.String, "country_code": pl.String},
    )
    names = make_names(
        ("Dora Trask", "PERSON", 9),
        ("The Heron", "PERSON", 2),
        ("Bo Ek", "PERSON", 1),
        ("Board of the Harbour", "ORG", 3),
    )
    rows = {row["entity_name"]: row for row in resolve_names(names, Grounds(authority=authority)).to_dicts()}
    assert (rows["The Heron"]["resolved_name"], rows["The Heron"]["decided_by"]) == ("Dora Trask", "authority file")
    # called otherwise than in any article
    board = rows["Board of the Harbour"]
    assert (board["resolved_name"], board["decided_by"]) == ("Harbour Board", "authority file")
    assert {rows[name]["decided_by"] for name in ("Dora Trask", "Bo Ek")} == {"rule"}


def test_no_names_give_an_empty_frame_of_the_same_columns() -> None:
    assert resolve_names(make_names()).columns == COLUMNS


_PARTS = st.sampled_from(["Ann", "Anna", "Bob", "Robert", "A.", "Sergei", "Sergey"])
_SURNAMES = st.sampled_from(["Lee", "Orlov", "Orlova", "Lee Jr.", "Muller", "Mueller"])
_PERSONS = st.one_of(_SURNAMES, st.builds(lambda one, other: f"{one} {other}", _PARTS, _SURNAMES))
_OTHERS = st.sampled_from(
    ["Acme", "Acme Inc", "Lee", "Oslo", "U.S.", "United States", "NSEC", "North Sea Energy Council"]
)
_ROWS = st.lists(
    st.one_of(
        st.tuples(_PERSONS, st.just("PERSON"), st.integers(1, 50)),
        st.tuples(_OTHERS, st.sampled_from(["ORG", "GPE", "DESCRIPTION"]), st.integers(1, 50)),
    ),
    max_size=14,
    unique_by=lambda row: row[:2],
)


@settings(deadline=None)
@given(_ROWS, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_every_name_is_judged_once(rows: list[tuple[str, str, int]], random: Any) -> None:
    shuffled = [*rows]
    random.shuffle(shuffled)
    one, other = resolve_names(make_names(*rows)), resolve_names(make_names(*shuffled))
    assert one.equals(other)
    assert sorted(one.select("entity_name", "entity_type").rows()) == sorted(row[:2] for row in rows)
    assert one["score"].is_between(0.0, 1.0).all()


@settings(deadline=None)
@given(_ROWS)
def test_resolved_names_are_names_of_the_corpus_or_known_ones(rows: list[tuple[str, str, int]]) -> None:
    resolved = resolve_names(make_names(*rows))
    assert set(resolved["resolved_name"]) <= {row[0] for row in rows} | {"United States"}
