"""Persons described first and named right after."""

from __future__ import annotations

import pytest

from terms.states import SourceKind
from tests.articles.quotes.test_find_quotes import find

NAMED = {
    "the same office": (
        "A spokesman for the port said the pier was safe.\n\n“It will stand for years,” port spokesman Per Holm said.",
        "Per Holm",
    ),
    "a name without a role": (
        "A spokesman for the port said the pier was safe.\n\n“It will stand for years,” Per Holm told the council.",
        "Per Holm",
    ),
    "the body of both": (
        "The pier is safe, according to an FBI official.\n\n"
        "Anna Lind, the FBI's chief engineer, said it will stand for years.",
        "Anna Lind",
    ),
}


@pytest.mark.parametrize(("text", "name"), NAMED.values(), ids=NAMED)
def test_bearer_is_named_behind(text: str, name: str) -> None:
    quote = find(text)[0]
    assert (quote.speaker and quote.speaker.entity_name, quote.source_kind) == (name, SourceKind.PERSON)


UNNAMED = {
    "another role": (
        "A harbour official said the pier was safe.\n\n“It will stand for years,” said law professor Per Holm.",
        True,
    ),
    "anonymity that is stated": (
        "A harbour official, who asked not to be named, said the pier was safe.\n\n"
        "“It will stand for years,” Per Holm told the council.",
        True,
    ),
    "somebody named before": (
        "Per Holm came to Feld. A harbour official said the pier was safe.\n\n"
        "“It will stand for years,” Per Holm told the council.",
        True,
    ),
    "one of several": (
        "Harbour officials said the pier was safe. “It will stand for years,” said Per Holm, a port administrator.",
        False,
    ),
    "a role that may fit": (
        "A harbour official said the pier was safe.\n\n“It will stand for years,” said Per Holm, a port administrator.",
        False,
    ),
}


@pytest.mark.parametrize(("text", "is_certain"), UNNAMED.values(), ids=UNNAMED)
def test_unnamed_source_stays(text: str, *, is_certain: bool) -> None:
    quote = find(text)[0]
    assert quote.source_kind is SourceKind.ANONYMOUS
    assert (quote.confidence > 0.9) is is_certain
