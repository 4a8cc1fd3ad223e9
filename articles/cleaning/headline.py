"""Tell whether a text begins with its headline."""

from __future__ import annotations

import re

LONGEST_HEADLINE = 220
SHORTEST_BODY = 200
# The end of a sentence. Headlines end so only in questions, exclamations, quotations and abbreviations.
FULL_STOP = re.compile(r"(?:[^.]\.|[;,])[\"')]*$")
SHORTENED_END = re.compile(
    r"(?:\b[A-Z]\.|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|Gov|Sen|Rep|Gen|No|Ore|Calif|Fla|Mass|Pa|Va|Ga|Ill|Mich|Minn|Wis|Ariz|"
    r"Tenn|Tex|Conn|Mo|La|Ala|p\.m|a\.m)\.)[\"')]*$"
)
DATELINE = re.compile(r"^[A-Z][A-Z .,'-]{2,40}(?:, [A-Z][a-z]+\.?)? ?(?:\([A-Za-z /]+\) ?)?(?:\u2014|--?) ?\w")
SPEECH = re.compile(r"^\"[^\"]+[,.?!]\" (?:said|says|he|she)\b")
# A kicker before the headline: the section or the kind of piece.
KICKER = re.compile(
    r"^(?P<section>opinion|editorial|analysis|commentary|review|column|perspective|op-ed|letters?|letter to the editor|"
    r"essay|blog|podcast|video|photos|interview|explainer|fact check|exclusive|breaking(?: news)?|live(?: updates?)?)"
    r"\s?(?::|\||\u2014)\s+(?=\S)",
    re.IGNORECASE,
)
OPINION_KICKERS = ("opinion", "op-ed", "commentary", "editorial", "column")
SECTIONS = dict.fromkeys(OPINION_KICKERS, "Opinion") | {"analysis": "Analysis"}


def is_headline(text: str, following_length: int) -> bool:
    """Whether a text's first paragraph (folded) is a headline, by its own form and the length of what follows."""
    if not 8 <= len(text) <= LONGEST_HEADLINE or len(text.split()) < 2 or following_length < SHORTEST_BODY:
        return False
    if DATELINE.match(text) and not text.isupper():
        return False
    if FULL_STOP.search(text) and not SHORTENED_END.search(text):
        return False
    return not SPEECH.match(text) and not text[0].islower() and text[-1] != ":"


def split_kicker(headline: str) -> tuple[str, str | None]:
    """A headline without its kicker, and the section that the kicker names."""
    match = KICKER.match(headline)
    if not match:
        return headline, None
    return headline[match.end() :], SECTIONS.get(match["section"].lower())
