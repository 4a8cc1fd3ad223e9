import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.person_names import (
    agree_persons,
    find_gender,
    fold_organization,
    fold_sounds,
    parse_person_name,
    spell_initials,
    split_person_name,
)


def agree(one: str, other: str) -> float:
    agreed = agree_persons(parse_person_name(one), parse_person_name(other))
    return 0.0 if agreed is None else agreed[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mike Tanner", "Michael R. Tanner"),
        ("Sergei Orlov", "Sergey Orlov"),
        ("Robert S. Mueller III", "Robert Muller"),
        ("Bohdan Zelensky", "Bohdan Zelenskiy"),
        ("Sara Huck Anders", "Sara Anders"),
        ("Ana Ruiz-Ortega", "Ana Ruiz Ortega"),
        ("Juan Peña", "Juan Pena"),
        ("J. Marsh", "John Marsh"),
        ("Mohammed Karim", "Muhammad Karim"),
    ],
)
def test_variants_of_one_name_agree(one: str, other: str) -> None:
    assert agree(one, other) >= 0.8
    assert agree(one, other) == agree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bill Clinton", "Hillary Clinton"),
        ("Carl Berg", "Carl Berg Jr."),
        ("George W. Bush", "George H.W. Bush"),
        ("Pavel Orlov", "Pavel Orlova"),
        ("Daniel Lee", "Daniela Lee"),
        ("Maria Holm", "Marina Holm"),
        ("John Marsh", "James Marsh"),
        ("Kim Tae Un", "Kim Tae Il"),
    ],
)
def test_namesakes_and_relatives_do_not(one: str, other: str) -> None:
    assert agree(one, other) == 0.0


@given(st.text(max_size=30), st.text(max_size=30))
def test_agreement_is_symmetric_in_kind(one: str, other: str) -> None:
    assert (agree(one, other) == 0.0) == (agree(other, one) == 0.0)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_folding_sounds_never_grows_a_word(word: str) -> None:
    assert len(fold_sounds(word)) <= len(word)


def test_parts_of_names() -> None:
    assert split_person_name("Ursula von der Leyen") == ("Ursula", "von der Leyen")
    assert split_person_name("Carl Berg Jr.") == ("Carl", "Berg")
    assert split_person_name("Berg") == ("", "Berg")
    assert parse_person_name("Robert S. Mueller III").suffix == "iii"


def test_gender_of_a_name_only_where_it_is_sure() -> None:
    assert find_gender("Angela Holm") == "f"
    assert find_gender("Thomas Holm") == "m"
    assert find_gender("Kim Holm") is None
    assert find_gender("Holm") is None


def test_organisations_fold_to_what_they_are_called() -> None:
    assert fold_organization("The Farrow Mills Co.") == fold_organization("Farrow Mills")
    assert fold_organization("World Chess Organisation") == fold_organization("World Chess Organization")
    assert "wco" in spell_initials("World Chess Organisation")
    assert "mot" in spell_initials("Ministry of Trade")
