"""A parsed article as plain lists, one place a token.

The rules for quotes look at most tokens several times; asking spaCy's token objects each time costs more than the rules
themselves. `read_syntax` asks once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Words that name a time and never a source or a saying.
CALENDAR_WORDS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "week",
        "month",
        "year",
    ]
)


@dataclass(frozen=True, slots=True)
class Syntax:
    """Words, tags and dependencies of an article; all lists have one item a token.

    `starts` and `ends` are clean offsets, `heads` token places, `edges_left` and `edges_right` the first and last token
    of each subtree, `sentences` the number of the sentence.
    """

    text: str
    words: list[str]  # lower case
    starts: list[int]
    ends: list[int]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    children: list[list[int]]
    edges_left: list[int]
    edges_right: list[int]
    sentences: list[int]
    sentence_starts: list[int]  # first token of each sentence

    def find_token(self, offset: int) -> int:
        """Place of the first token that ends behind a clean offset; the number of tokens where none does."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def find_own_start(self, token: int) -> int:
        """First token of the sentence of a token, by its full stops.

        The parser often breaks a sentence at quotation marks, and runs one paragraph into the next.
        """
        place = token
        while place > 0 and not self._ends_sentence(place - 1):
            place -= 1
        while place < token and self.tags[place] in {"''", "-RRB-"} and place > 0 and self.tags[place - 1] == ".":
            place += 1
        return place

    def find_own_end(self, token: int) -> int:
        """Token behind the sentence of a token, by its full stops; a closing mark behind the stop belongs to it."""
        place = token
        while place < len(self.words) and not self._ends_sentence(place):
            place += 1
        if place < len(self.words) and self.words[place].strip():
            place += 1
        return place

    def find_paragraph_start(self, token: int) -> int:
        """First token of the paragraph of a token."""
        while token > 0 and "\n" not in self.words[token - 1]:
            token -= 1
        return token

    def _ends_sentence(self, place: int) -> bool:
        if self.tags[place] == ".":
            return True
        return "\n" in self.words[place]


def read_syntax(doc: Doc, text: str) -> Syntax:
    """Read a parse into lists. `text` is the clean text that the doc's character offsets count."""
    columns = doc.to_array(["LOWER", "IDX", "LENGTH", "TAG", "DEP", "HEAD", "SENT_START"])
    strings = doc.vocab.strings
    names: dict[int, str] = {}

    def name_all(column: int) -> list[str]:
        result = []
        for key in columns[:, column].tolist():
            name = names.get(key)
            if name is None:
                name = names[key] = strings[key] if key else ""
            result.append(name)
        return result

    count = len(doc)
    starts = columns[:, 1].astype(np.int64)
    heads = (columns[:, 5].astype(np.int64) + np.arange(count)).tolist()
    begins = (columns[:, 6].astype(np.int64) == 1).tolist()
    if begins:
        begins[0] = True
    sentence_starts = [place for place, begin in enumerate(begins) if begin]
    sentences = (np.cumsum(begins) - 1).tolist() if count else []
    children: list[list[int]] = [[] for _ in range(count)]
    for place, head in enumerate(heads):
        if head != place:
            children[head].append(place)
    edges_left, edges_right = list(range(count)), list(range(count))
    for place in _order_upward(heads, children):
        head = heads[place]
        if head != place:
            edges_left[head] = min(edges_left[head], edges_left[place])
            edges_right[head] = max(edges_right[head], edges_right[place])
    return Syntax(
        text=text,
        words=name_all(0),
        starts=starts.tolist(),
        ends=(starts + columns[:, 2].astype(np.int64)).tolist(),
        tags=name_all(3),
        deps=name_all(4),
        heads=heads,
        children=children,
        edges_left=edges_left,
        edges_right=edges_right,
        sentences=sentences,
        sentence_starts=sentence_starts,
    )


def _order_upward(heads: list[int], children: list[list[int]]) -> list[int]:
    """Tokens in an order that has every token before its head."""
    order = [place for place, head in enumerate(heads) if head == place]
    for place in order:
        order += children[place]
    order.reverse()
    return order
