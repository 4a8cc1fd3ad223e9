"""Spans that may be mentions, and the view of an article that the rules for names share."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import read_data, read_known_names
from articles.text.spans import SpanIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.lexicon.gazetteers import KnownName
    from articles.parsing.tokens import Tokens

NAME_TYPES = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
OTHER_TYPES = frozenset({"DATE", "MONEY"})
PARTICLES = frozenset(read_data("words")["particles"]["words"])
LEADING_PARTICLES = frozenset(read_data("words")["particles"]["leading"])

_DEBRIS = re.compile(
    r"(?:https?://|www\.)\S+|pic\.twitter\.com\S*|[^\s@]{1,100}@\S{1,100}\.\w+|[#@]\w+|\b[\w-]+\.(?:com|org|net|ly|co|gov|edu|info)\b(?:/\S*)?"
)
_CAPITALISED = re.compile(r"(?<![\w#@])\w+")
# First words of names that begin with a small letter.
_SMALL_STARTS = frozenset(word for word in read_known_names() if word[0].islower()) | LEADING_PARTICLES | {"al"}


@dataclass(slots=True)
class Candidate:
    """A span of the text that may be a mention. A fixed label is final; any other is put to the label vote."""

    start: int
    end: int
    label: str
    model_label: str | None
    rule: str
    is_fixed: bool = False
    known: KnownName | None = None


class NameContext:
    """The view of an article for the rules for names: its tokens, and facts about the text that several rules need.

    `text` is the text as the model read it, with the offsets of the clean text.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.text = tokens.prepared
        persons = [name for name in tokens.entities if name.label == "PERSON"]
        self.person_words = {
            word
            for name in persons
            for word in self.text[tokens.starts[name.start] : tokens.ends[name.end - 1]].split()
        }
        self.small_words = {word for word in tokens.forms if word.islower()}
        self.role_spans = SpanIndex(())  # parts of a role that are not names: "State", "Defense"
        # words as written inside sentences
        self.words_within = {word for at, word in enumerate(tokens.forms) if not tokens.starts_sentence(at)}
        self._debris = [found.span() for found in _DEBRIS.finditer(self.text)]

    def is_debris(self, start: int, end: int) -> bool:
        """Whether a span touches a link, a handle or a hashtag."""
        at = bisect_left(self._debris, (end,))
        return at > 0 and self._debris[at - 1][1] > start

    def find_words(self) -> Iterator[re.Match[str]]:
        """Words of the text that can begin a name: those with a capital or digit first, and a few small ones."""
        for word in _CAPITALISED.finditer(self.text):
            first = word[0][0]
            if first.isupper() or first.isdigit() or word[0] in _SMALL_STARTS:
                yield word
