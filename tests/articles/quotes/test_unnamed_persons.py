"""Persons whom an article describes and does not name."""

import pytest

from tests.articles.quotes.test_find_quotes import show

ONE_PERSON = {
    "the noun alone": (
        "An unnamed ferry official wrote to the paper on Monday. The official said that the pier was rotten.\n\n"
        "“Nobody looked at it for years,” the writer said. The official added that the harbour had no money.",
        "an unnamed ferry official",
    ),
    "who a person is called": (
        "A person identified as a harbour official told the paper that the pier was rotten.\n\n"
        "The official said that nobody had looked at it.\n\n“It is over,” the person added.",
        "a person identified as a harbour official",
    ),
    "what later phrases add": (
        "A Norwegian official told the paper that the pier was rotten. The official said that nobody had looked.\n\n"
        "The mayor knows the name of the senior harbour official. “It is over,” the official said.",
        "a senior Norwegian harbour official",
    ),
    "words after the noun": (
        "The author, described as “a senior official in the Lind administration,” did not sign. An administration "
        "official told the paper that the pier was rotten. “It is over,” the author said.",
        "a senior Lind administration official",
    ),
    "a noun for any work": (
        "A passenger on the ferry said that the engine had failed.\n\n“It went up in smoke,” the passenger said.",
        "a passenger on the ferry",
    ),
}


@pytest.mark.parametrize("kind", ONE_PERSON)
def test_one_person_goes_by_one_description(kind: str) -> None:
    text, name = ONE_PERSON[kind]
    assert {found[2] for found in show(text)} == {name}


def test_two_persons_keep_their_descriptions() -> None:
    text = (
        "A Norwegian official said that the pier was rotten. A Danish official said that it was safe.\n\n"
        "“It will stand for years,” the official said. The senior harbour official was not there."
    )
    assert [found[2] for found in show(text)] == ["a Norwegian official", "a Danish official", "a Danish official"]


@pytest.mark.parametrize(
    "added",
    ["the senior White House official", "the former official", "the Danish official", "the young official"],
)
def test_nothing_is_added_that_may_be_of_somebody_else(added: str) -> None:
    text = f"A Norwegian administration official said that the pier was rotten. Anna Lind met {added} in March."
    assert show(text)[0][2] == "a Norwegian administration official"


def test_whom_a_spokesman_speaks_for_is_said_once() -> None:
    text = "A spokesman for Anna Lind said that the pier was safe. The Lind spokesman added that it would stay open."
    assert {found[2] for found in show(text)} == {"a spokesman for Anna Lind"}


def test_they_is_no_document() -> None:
    text = (
        "A harbour official said that the pier was rotten. A report of the council said that it was old. "
        "“Nobody looked at it,” they wrote."
    )
    assert show(text)[-1][2] == "a harbour official"


PIECES = {
    "a writer with a name": (
        "Anna Lind argued in an op-ed on Monday that the pier was rotten. The op-ed said that it must be closed.",
        "Anna Lind",
    ),
    "a writer without one": (
        "In the essay, the harbour official says that the pier is rotten.\n\n“It must be closed,” the essay reads.",
        "the harbour official",
    ),
}


@pytest.mark.parametrize("kind", PIECES)
def test_an_opinion_piece_says_what_its_writer_says(kind: str) -> None:
    text, name = PIECES[kind]
    assert {found[2] for found in show(text)} == {name}


def test_a_piece_by_nobody_in_particular_speaks_for_itself() -> None:
    text = "The council met on Monday. The essay in the paper was long. “It must be closed,” the essay reads."
    assert show(text)[-1][2] == "the essay"
