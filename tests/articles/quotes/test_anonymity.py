"""What an article says of a source that it does not name, and what a source denies."""

from __future__ import annotations

import pytest

from terms.states import SourceKind
from tests.articles.quotes.test_find_quotes import find

STATED = {
    "condition": (
        "A senior official, who spoke on condition of anonymity because he was not allowed to talk to reporters, "
        "said the bridge would be closed.",
        "who spoke on condition of anonymity because he was not allowed to talk to reporters",
        "he was not allowed to talk to reporters",
    ),
    "not named": (
        "An aide who asked not to be named said the bridge would be closed.",
        "who asked not to be named",
        None,
    ),
}


@pytest.mark.parametrize(("text", "stated", "reason"), STATED.values(), ids=STATED)
def test_anonymity_is_kept_with_its_reason(text: str, stated: str, reason: str | None) -> None:
    quote = find(text)[0]
    assert quote.source_kind is SourceKind.ANONYMOUS
    assert quote.anonymity is not None
    text, end = quote.anonymity.text, quote.anonymity.reason
    assert (text.split(", said")[0], end.split(", said")[0] if end else None) == (stated, reason)


def test_a_denial_holds_the_claim_denied() -> None:
    quotes = find("Anna Lind said the ferry was unsafe. Karl Brandt denied this, saying that it sailed every day.")
    assert [(quote.speaker.entity_name, quote.is_denied) for quote in quotes if quote.speaker] == [
        ("Anna Lind", False),
        ("Karl Brandt", True),
        ("Karl Brandt", False),
    ]
    assert quotes[0].fragments == quotes[1].fragments


def test_words_of_a_denial_are_not_denied() -> None:
    assert [quote.is_denied for quote in find("“The bridge is not old,” Karl Brandt denied.")] == [False]
    assert [quote.is_denied for quote in find("Karl Brandt denied that the bridge was old.")] == [True]
