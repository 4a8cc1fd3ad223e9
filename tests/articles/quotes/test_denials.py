"""Denials: what is denied, wherever the claim stands."""

from __future__ import annotations

import pytest

from tests.articles.quotes.test_find_quotes import find

# kind: text, (words, speaker) of its denials
DENIED = {
    "asked before": ("Asked whether she had sold it, Anna Lind denied it.", [("she had sold it", "Anna Lind")]),
    "asked in the sentence before": (
        "Anna Lind was asked whether she had sold the ferry. She denied it.",
        [("she had sold the ferry", "Anna Lind")],
    ),
    "a relative clause": (
        "Anna Lind was accused of lying, which she denies.",
        [("lying", "Anna Lind")],
    ),
    "an allegation": (
        "Anna Lind was accused of selling the ferry, an allegation she denies.",
        [("selling the ferry", "Anna Lind")],
    ),
    "nothing to point to": ("Anna Lind denied it.", []),
    "the charges": ("Anna Lind denied the charges.", [("the charges", "Anna Lind")]),
    "the claim of the sentence before": (
        "Lena Park said the ferry leaked. Anna Lind denied the claim.",
        [("the ferry leaked", "Anna Lind")],
    ),
    "the claims of nobody": ("Anna Lind denied the claims, saying the ferry was safe.", [("the claims", "Anna Lind")]),
    "neither": ("The ministry neither confirmed nor denied the report. Anna Lind neither denied nor rejected it.", []),
    "a permit": ("The clerks denied the group's request for a permit.", []),
    "a vote": ("The senate denied Anna Lind a vote or even a hearing.", []),
    "the subject of the clause": (
        "Anna Lind had denied her speech would have another aim.",
        [("her speech would have another aim", "Anna Lind")],
    ),
    "who has denied": (
        "The union wrote to the guild, which has denied any part in it.",
        [("any part in it", "the guild")],
    ),
    "no denying": ("There is no denying that the ferry is old.", []),
    "the next act": (
        "Anna Lind denies the ferry was sold and blames the clerks.",
        [("the ferry was sold", "Anna Lind")],
    ),
    "another act": (
        "Anna Lind has denied that the town had sold the ferry, and has criticised the clerks.",
        [("the town had sold the ferry", "Anna Lind")],
    ),
    "a warning": (
        "Anna Lind has denied in an interview that her town had used old nets against its own fishermen and warned of "
        "“losses” for every pier.",
        [("her town had used old nets against its own fishermen", "Anna Lind")],
    ),
    "that it never was": (
        "Anna Lind denied the collision ever happened.",
        [("the collision ever happened", "Anna Lind")],
    ),
    "this is the case": (
        "Lena Park said the ferry leaked. Anna Lind denies this is the case.",
        [("the ferry leaked", "Anna Lind")],
    ),
    "what is ruled out": ("Anna Lind ruled out any talks.", []),
    "what is rejected": ("Karl Brandt backed a plan that Anna Lind rejected.", []),
    "in spite of what": (
        "Anna Lind denied that she had chosen a pilot despite a report in the Feld Courier that she had.",
        [("she had chosen a pilot", "Anna Lind")],
    ),
    "after what": (
        "Anna Lind denied that the ferry was for sale after the Feld Courier reported that two firms had seen it.",
        [("the ferry was for sale", "Anna Lind")],
    ),
    "when it was denied": (
        "Anna Lind denied that the crew was too small when she testified in court in May.",
        [("the crew was too small", "Anna Lind")],
    ),
    "a guess of the article": (
        "Anna Lind denied that the ferry was old, perhaps for fear of the voters.",
        [("the ferry was old", "Anna Lind")],
    ),
    "an answer": (
        "Anna Lind disputed suggestions that she had sold the ferry, attributing them to her rivals.",
        [("suggestions that she had sold the ferry", "Anna Lind")],
    ),
    "what somebody was told": (
        "Anna Lind denied that the ferry had left when the pilot was on the pier.",
        [("the ferry had left when the pilot was on the pier", "Anna Lind")],
    ),
    "what is refused": ("Anna Lind voted for denying Karl Brandt the post he wanted.", []),
    "no disputing": ("There is no disputing the age of the ferry.", []),
    "what is told beside it": (
        "Anna Lind denied knowing the sailors, and said the ferry was safe.",
        [("knowing the sailors", "Anna Lind")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), DENIED.values(), ids=DENIED)
def test_denied(text: str, expected: list[tuple[str, str]]) -> None:
    denied = [quote for quote in find(text) if quote.is_denied]
    told = [(" ".join(text[a:b] for a, b in quote.fragments), quote.speaker) for quote in denied]
    assert [(words, speaker.entity_name if speaker else "") for words, speaker in told] == expected


def test_a_claim_ends_before_its_denial() -> None:
    text = "The union accused Anna Lind of selling the ferry, which she denies."
    quotes = [(text[slice(*quote.fragments[0])], quote.is_denied) for quote in find(text)]
    assert sorted(quotes) == [("Anna Lind of selling the ferry", False), ("Anna Lind of selling the ferry", True)]
