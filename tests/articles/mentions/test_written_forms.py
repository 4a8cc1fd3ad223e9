"""Names in forms that the model cuts or mistakes: syllables, capitals, nicknames, other names, places like persons."""

from __future__ import annotations

import pytest

from articles.text.person_names import is_syllable_pair, parse_person_name, split_person_name
from tests.articles.quotes.parsing import list_names


def find_persons(text: str) -> set[tuple[str, str]]:
    return {(found, name) for found, label, name in list_names(text) if label == "PERSON"}


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        (
            "Prime Minister Moon Jae-min said the talks would go on. Moon was glad.",
            {("Moon Jae-min", "Moon Jae-min"), ("Moon", "Moon Jae-min")},
        ),
        ("Carrie Lam Yuet-mei met Lee Hsien-wei.", {("Carrie Lam Yuet-mei",) * 2, ("Lee Hsien-wei",) * 2}),
        ("Marine DUVAL spoke in Lyon. Duval left.", {("Marine DUVAL", "Marine Duval"), ("Duval", "Marine Duval")}),
        (
            'Robert "Bobby" Crane sang in Leeds. Bobby was tired.',
            {('Robert "Bobby" Crane', 'Robert "Bobby" Crane'), ("Bobby", 'Robert "Bobby" Crane')},
        ),
        (
            "The team has Asger “Farlig” Jensen of Denmark.",
            {("Asger “Farlig” Jensen", "Asger “Farlig” Jensen")},
        ),
        ("Anna Pell, who goes by Annie, said hi. Annie smiled.", {("Anna Pell",) * 2, ("Annie", "Anna Pell")}),
        (
            "Vladimír Dostál, also known as Vlado, sang in Brno. Vlado was glad.",
            {("Vladimír Dostál",) * 2, ("Vlado", "Vladimír Dostál")},
        ),
        (
            'Joanna Reyes, better known as DJ Luma, told reporters the fair was over. "It was too hot," Luma said.',
            {("Joanna Reyes",) * 2, ("DJ Luma", "Joanna Reyes"), ("Luma", "Joanna Reyes")},
        ),
        (
            "Joan Pell (born Marta Oss) sang. Oss left.",
            {("Joan Pell",) * 2, ("Marta Oss", "Joan Pell"), ("Oss", "Joan Pell")},
        ),
    ],
)
def test_finds_whole_names_and_their_other_names(text: str, persons: set[tuple[str, str]]) -> None:
    assert find_persons(text) == persons


@pytest.mark.parametrize("verb", ["called", "also called", "famously called", "dubbed", "has known"])
def test_takes_whom_somebody_calls_for_another_person(verb: str) -> None:
    text = f"Anna Pell {verb} Joan Reyes. Reyes said it was a long talk. Pell left."
    assert find_persons(text) == {
        *(("Anna Pell",) * 2, ("Pell", "Anna Pell")),
        *(("Joan Reyes",) * 2, ("Reyes", "Joan Reyes")),
    }


@pytest.mark.parametrize("text", ["Anna Pell called Monday to say so. It rained.", "Anna Pell (born June 3) sang."])
def test_takes_no_day_for_another_name_of_a_person(text: str) -> None:
    assert {name for _, name in find_persons(text)} == {"Anna Pell"}


@pytest.mark.parametrize("word", ["Merkel-led", "Obama-era", "Kim-run"])
def test_takes_no_compound_for_a_name(word: str) -> None:
    found = {text for text, _, _ in list_names(f"Bergen said the {word} plan was dropped by all of the parties.")}
    assert word not in found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Mary Glen lost its stop. In Mary Glen, pensioners walk to the shop.", {"Mary Glen"}),
        ("People in Ann Harbor have waited since May. Ann Harbor is small.", {"Ann Harbor"}),
        ("Paris Hale flew to Paris.", {"Paris"}),
    ],
)
def test_tells_places_from_persons_of_such_names(text: str, places: set[str]) -> None:
    assert {found for found, label, _ in list_names(text) if label in ("GPE", "LOC")} == places


@pytest.mark.parametrize(("given", "surname"), [("Jim", "Messina"), ("Joe", "Bergen")])
def test_takes_a_surname_for_no_town_where_its_bearer_is_named(given: str, surname: str) -> None:
    text = f"{given} {surname} met the board on Monday. {surname} rejected it. {surname} and Slovenia fell out."
    assert find_persons(text) == {(f"{given} {surname}",) * 2, (surname, f"{given} {surname}")}


def test_keeps_persons_who_stand_behind_in() -> None:
    assert ("Ann Lee", "Ann Lee") in find_persons("Trust in Ann Lee fell. Ann Lee said it would return.")


def test_finds_sections_of_a_code() -> None:
    assert ("501(c)(4)", "LAW", "501(c)(4)") in list_names("A 501(c)(4) group must file its accounts by March.")


def test_tells_syllables_of_given_names() -> None:
    assert is_syllable_pair("Kyung", "wha")
    assert not is_syllable_pair("Trump", "backed")
    assert not is_syllable_pair("Drive", "in")


def test_reads_the_surname_first_before_two_syllables() -> None:
    assert split_person_name("Park Jin-ah") == ("Jin-ah", "Park")
    assert parse_person_name("Park Jin-ah").surname == "park"
    assert split_person_name("Anne Smith-jones") == ("Anne", "Smith-jones")
