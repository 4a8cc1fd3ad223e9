"""Quotes of invented articles: one test a phenomenon."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.coreference.named_mentions import find_named_mentions
from articles.coreference.pronouns import References
from articles.quotes.find_quotes import find_quotes
from articles.quotes.nesting import read_confidence
from articles.records import Quote
from tests.articles.quotes.parsing import make_article, parse


def find(text: str, body_start: int = 0) -> list[Quote]:
    tokens, article = parse(text), make_article(text, body_start)
    mentions = find_named_mentions(tokens, article)
    return find_quotes(tokens, article, mentions, References(tokens, mentions))


def show(text: str) -> list[tuple[str, str, str | None]]:
    """(type, words, speaker) of the quotes of a text."""
    return [
        (
            quote.quote_type,
            " ".join(text[start:end] for start, end in quote.fragments),
            quote.speaker.entity_name if quote.speaker else None,
        )
        for quote in find(text)
    ]


def test_direct_quote_with_its_source_behind() -> None:
    text = "“The harbour will stay open,” Mayor Anna Lind said."
    assert show(text) == [("direct", "The harbour will stay open,", "Anna Lind")]


def test_direct_quote_broken_by_its_attribution_is_one() -> None:
    text = "“We lost the bridge,” Anna Lind said on Tuesday. “We will build it again.”"
    assert show(text) == [("direct", "We lost the bridge, We will build it again.", "Anna Lind")]
    assert len(find(text)[0].fragments) == 2


def test_inverted_order() -> None:
    assert show("“Nobody was hurt,” said Karl Brandt, the fire chief.")[0][2] == "Karl Brandt"


def test_quote_over_two_paragraphs_without_closing_mark() -> None:
    text = "“We lost the bridge in the flood,” Anna Lind said. “It was old.\n\n“We will build it again.”"
    assert show(text) == [
        ("direct", "We lost the bridge in the flood, It was old. We will build it again.", "Anna Lind")
    ]


def test_label_names_source_and_addressee() -> None:
    text = 'Lind to Brandt: "The bridge must be closed today."'
    quote = find(text)[0]
    assert quote.quote_type == "direct"
    assert quote.cue == ":"
    assert quote.speaker is not None
    assert quote.speaker.entity_name == "Lind"
    assert quote.addressee is not None
    assert quote.addressee.entity_name == "Brandt"


def test_quote_below_its_introduction() -> None:
    text = "Anna Lind wrote in a letter:\n\n“The bridge is not safe and it has to be closed.”"
    assert show(text) == [("direct", "The bridge is not safe and it has to be closed.", "Anna Lind")]


def test_scare_quotes_and_titles_are_none() -> None:
    assert show("The so-called “bridge tax” was praised in the novel “The Long Flood” last year.") == []


def test_reported_clause_without_that() -> None:
    text = "Anna Lind said that the bridge would reopen in March."
    assert show(text) == [("indirect", "the bridge would reopen in March", "Anna Lind")]


def test_clause_before_its_cue_without_opener() -> None:
    text = "But the bridge would reopen in March, Anna Lind said."
    assert show(text) == [("indirect", "the bridge would reopen in March", "Anna Lind")]


def test_mixed_quote_holds_the_whole_clause() -> None:
    text = "Anna Lind said the bridge was “a ruin” and would be replaced."
    assert show(text) == [("mixed", "the bridge was “a ruin” and would be replaced", "Anna Lind")]


def test_second_cue_of_the_same_source() -> None:
    text = "Anna Lind said the bridge was closed but added that the road was open."
    assert show(text) == [
        ("indirect", "the bridge was closed", "Anna Lind"),
        ("indirect", "the road was open", "Anna Lind"),
    ]


def test_according_to() -> None:
    text = "The flood destroyed forty houses, according to two people familiar with the report."
    assert show(text) == [("indirect", "The flood destroyed forty houses", "two people familiar with the report")]


def test_naming() -> None:
    assert show("Anna Lind called the plan a disaster.") == [("indirect", "the plan a disaster", "Anna Lind")]


def test_denial_and_directive() -> None:
    assert show("Karl Brandt denied the accusations.") == [("indirect", "the accusations", "Karl Brandt")]
    assert show("Anna Lind urged residents to leave the valley.") == [("indirect", "to leave the valley", "Anna Lind")]


def test_noun_cue() -> None:
    text = "Few believed Karl Brandt's claim that the dam had never leaked."
    assert show(text) == [("indirect", "the dam had never leaked", "Karl Brandt")]


def test_nested_source_has_a_parent() -> None:
    text = "Anna Lind said that Karl Brandt had told her the dam was safe."
    quotes = find(text)
    assert [quote.speaker.entity_name for quote in quotes if quote.speaker] == ["Anna Lind", "Karl Brandt"]
    assert quotes[1].parent == 0


def test_thought_and_wish_are_no_quotes() -> None:
    assert show("Anna Lind hopes the bridge will reopen and believes it is safe.") == []


def test_pronoun_is_resolved() -> None:
    text = "Anna Lind opened the bridge on Monday. She said the work had taken a year."
    assert show(text) == [("indirect", "the work had taken a year", "Anna Lind")]


def test_passive_without_agent_has_no_source() -> None:
    assert [speaker for _, _, speaker in show("It was reported that the dam had failed.")] in ([None], [])


@pytest.mark.parametrize(
    ("text", "hearers"),
    [
        ("Karl Brandt reassured the farmers that the dam would hold.", ["the farmers"]),
        ("Karl Brandt notified Anna Pell that the dam would hold.", ["Anna Pell"]),
        ("Karl Brandt begged the council to mend the dam.", ["the council"]),
        ("Karl Brandt suggested the possibility that the dam would not hold.", [None]),
        ("Karl Brandt repeated the claim that the dam would hold.", [None]),
    ],
)
def test_addressee_is_who_is_spoken_to(text: str, hearers: list[str | None]) -> None:
    assert [quote.addressee and quote.addressee.entity_name for quote in find(text)] == hearers


def test_addressee_and_medium() -> None:
    quote = find("Anna Lind told reporters in an interview that the dam was safe.")[0]
    assert quote.addressee is not None
    assert quote.addressee.entity_name == "reporters"
    assert quote.medium == "interview"
    assert find("“The dam is safe now,” Anna Lind tweeted.")[0].medium == "twitter"


def test_headline_is_not_read() -> None:
    text = "Lind says the dam is safe\n\nThe valley was calm on Tuesday."
    assert find(text, text.index("The valley")) == []


def test_transcript_turn() -> None:
    text = "“ROE: We never agreed to close the dam. It was your idea.”"
    assert show(text)[0][1] == "We never agreed to close the dam. It was your idea."


def test_confidence_is_a_measured_share() -> None:
    measured = read_confidence()
    assert all(0.0 <= value <= 1.0 for value in measured.values())
    assert measured["direct, trailing"] > measured["indirect, clause"] > measured["indirect, naming"]


SENTENCES = [
    "Anna Lind said the dam was “safe” and would hold.",
    "“We will go,” she said. “Nobody stays.”",
    "According to Karl Brandt, the road is closed.",
    "The plan, he added, had failed.",
    '"It is over, he wrote.',
    "They called it ''a ruin''.",
    "\n\n",
    "Brandt: “No.”",
    "urged them to leave, calling the flood",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), max_size=6), st.integers(min_value=0, max_value=40))
def test_fragments_are_ordered_apart_and_in_the_body(parts: list[str], body_start: int) -> None:
    text = re.sub(r"\s*\n\s*", "\n\n", " ".join(parts)).strip()
    for quote in find(text, min(body_start, len(text))):
        end = min(body_start, len(text))
        assert quote.quote_type in {"direct", "mixed", "indirect"}
        for start, stop in quote.fragments:
            assert end <= start < stop <= len(text)
            end = stop


@pytest.mark.parametrize("text", ["", " ", "\n\n", "“", "said", ":", "“”", "according to", "as"])
def test_odd_texts(text: str) -> None:
    assert find(text) == []


def test_source_told_before_and_behind_is_one_attribution() -> None:
    text = "The baker, Anna Lind, laughed and said: “When the oven went cold we sold the flour,” she said."
    assert show(text) == [("direct", "When the oven went cold we sold the flour,", "Anna Lind")]


def test_a_lost_closing_mark_ends_before_the_attribution() -> None:
    text = '"The bell fell down in May and nobody heard it, said Tom Reed, who mends roofs. "That is how we live here."'
    assert show(text) == [
        ("direct", "The bell fell down in May and nobody heard it, That is how we live here.", "Tom Reed")
    ]


def test_nobody_addresses_himself() -> None:
    assert find("Karl Brandt told himself that the storm was over.")[0].addressee is None


@pytest.mark.parametrize(
    "text",
    [
        "They spoke warmly of each other, although it is disputed that the two are close friends.",
        "Few dispute that the harbour tax is fair.",
        "The theatre closed when, according to Ada Lind, it was flooded with mail.",
    ],
)
def test_what_nobody_denies_and_what_is_cut_off_is_none(text: str) -> None:
    assert show(text) == []
