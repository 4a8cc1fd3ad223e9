"""What bears a cue and reports nothing, and what looks like it and reports."""

from __future__ import annotations

import pytest

from tests.articles.quotes.test_find_quotes import show

UNSAID = {
    "negated": "Anna Lind did not say that the bridge would be closed.",
    "negated of two verbs": "Anna Lind has not explained or said how the ferry sank.",
    "refused": "Anna Lind declined to say whether the bridge would be closed.",
    "planned": "Anna Lind plans to announce that the bridge will be closed.",
    "future": "Anna Lind will argue on Monday that the bridge is a danger to all who cross it.",
    "possible": "Critics might claim that the bridge was closed too late.",
    "conditional": "If Anna Lind says that the bridge is safe, the trams will run again.",
    "imperative": "But say that your ferry sinks in the middle of the night.",
    "let us": "Let's say the bridge falls down tomorrow morning.",
    "gerund under a preposition": "Anna Lind left the hall without saying whether the bridge would be closed.",
    "asked by nobody": "Asked whether the bridge would be closed, Anna Lind left the hall.",
    "said by nobody": "No one claims that the bridge is safe.",
    "said by anyone": "Anyone who says that the bridge is safe is wrong.",
    "said by those who": "Those who claim that the bridge is safe have never crossed it.",
    "the author's request": "I urge you to vote for the bridge in April.",
    "shown by things": "The cracks in the pillars suggest that the bridge will fall soon.",
    "visa": "The ministry denied the sailors a visa.",
    "war": "The island declared war on the mainland in March.",
    "a name": "The sailors live in a small house called Harbour View.",
    "whom somebody speaks of": "Anna Lind criticized Karl Brandt on Monday.",
    "no more than a helper": "Asked if it was safe, Anna Lind told the sailors it was.",
    "a pointer": "Anna Lind announced the move on Monday.",
    "asked by the article": "Did Anna Lind say that the bridge was safe?",
    "conditional by its order": "Had Anna Lind said that the bridge was safe, the trams would run.",
    "custom": "The ferry sails according to custom.",
}
SAID = {
    "went on": ("Anna Lind went on to say that the bridge was safe.", "the bridge was safe"),
    "did not hesitate": ("Anna Lind did not hesitate to say that the bridge was safe.", "the bridge was safe"),
    "an occasion": ("Anna Lind used her speech to announce that the bridge was safe.", "the bridge was safe"),
    "did say": ("Anna Lind did say that the bridge was safe.", "the bridge was safe"),
    "a report suggests": ("The report suggests that the bridge will fall soon.", "the bridge will fall soon"),
    "words in marks": ("“The bridge is safe for all of us,” Anna Lind would say.", "The bridge is safe for all of us,"),
    "a denial": ("Anna Lind denied that the bridge was safe.", "the bridge was safe"),
}


@pytest.mark.parametrize("text", UNSAID.values(), ids=UNSAID)
def test_unsaid(text: str) -> None:
    assert show(text) == []


@pytest.mark.parametrize(("text", "words"), SAID.values(), ids=SAID)
def test_said(text: str, words: str) -> None:
    assert [quote[1] for quote in show(text)] == [words]


def test_what_the_article_goes_on_with_is_no_part() -> None:
    assert show("Anna Lind has said she wants a new bridge and has been hard on the sailors.") == [
        ("indirect", "she wants a new bridge", "Anna Lind")
    ]
    assert show("Anna Lind said the bridge was old and was closed to trams.")[0][1] == (
        "the bridge was old and was closed to trams"
    )
