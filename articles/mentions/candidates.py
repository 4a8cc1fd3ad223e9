"""Spans that may be mentions, and a parsed article as the rules for names read it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import read_data, read_known_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from articles.lexicon.gazetteers import KnownName

NAME_TYPES = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
OTHER_TYPES = frozenset({"DATE", "MONEY"})
PARTICLES = frozenset(read_data("words")["particles"]["words"])
LEADING_PARTICLES = frozenset(read_data("words")["particles"]["leading"])

_DEBRIS = re.compile(
    r"(?:https?://|www\.)\S+|pic\.twitter\.com\S*|\S+@\S+\.\w+|[#@]\w+|\b[\w-]+\.(?:com|org|net|ly|co|gov|edu|info)\b(?:/\S*)?"
)
_CAPITALISED = re.compile(r"(?<![\w#@])\w+")
# First words of names that are spelled small.
_SMALL_STARTS = frozenset(word for word in read_known_names() if word[0].islower()) | LEADING_PARTICLES | {"al"}


@dataclass(slots=True)
class Candidate:
    """A span of the text that may be a mention. A fixed label is known; any other is open to the article's vote."""

    start: int
    end: int
    label: str
    model_label: str | None
    rule: str
    is_fixed: bool = False
    known: KnownName | None = None


class Reading:
    """A parsed article as the rules read it: token texts and offsets as plain lists, and spans that hold no names."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.starts: list[int] = doc.to_array("IDX").tolist()
        lengths: list[int] = doc.to_array("LENGTH").tolist()
        self.ends: list[int] = [start + length for start, length in zip(self.starts, lengths, strict=True)]
        self.words: list[str] = [self.text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        self.person_words = {word for span in doc.ents if span.label_ == "PERSON" for word in span.text.split()}
        self.small_words = {word for word in self.words if word.islower()}
        self.role_spans: list[tuple[int, int]] = []  # what belongs to a role and names nothing: "State", "Defense"
        self.debris = [found.span() for found in _DEBRIS.finditer(self.text)]

    def find_token(self, offset: int) -> int:
        """Index of the token that holds the character at `offset`, or of the last one before it."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def is_debris(self, start: int, end: int) -> bool:
        """Whether a span touches a link, a handle or a hashtag."""
        return any(start < last and first < end for first, last in self.debris)

    def find_words(self) -> Iterator[re.Match[str]]:
        """Words of the text that a name can begin with: capitals and digits first, and a few spelled small."""
        for word in _CAPITALISED.finditer(self.text):
            first = word[0][0]
            if first.isupper() or first.isdigit() or word[0] in _SMALL_STARTS:
                yield word
