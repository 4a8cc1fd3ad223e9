"""The one view of a parsed article for all rules: plain lists with one item a token.

The rules look at most tokens several times, and access to spaCy's token objects costs more than the rules themselves.
`read_tokens` reads them once an article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from articles.text.spans import TokenSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

# Words that name a time and never a source or a speech act.
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
# Limits that keep rules fast: longer sentences and names are read in pieces. No real article reaches them; the longest
# sentence of 250 articles has 165 tokens, the longest name 17.
LONGEST_SENTENCE = 300
LONGEST_NAME = 60
# Tags of verbs that make a clause: "said", "says", "say", "would".
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
_DASHES = frozenset({"-", "--", "–", "—"})


class Entity(NamedTuple):
    """A name as the model recognised it: tokens from `start` to `end` (exclusive), and its label."""

    start: int
    end: int
    label: str


@dataclass(slots=True)
class Tokens:
    """Words, tags, dependencies and names of an article; all lists have one item a token.

    A token is its index. `starts` and `ends` are clean offsets, `heads` and `children` tokens, `edges_left` and
    `edges_right` the first and last token of each subtree, `sentences` the number of the sentence. Only verbs have a
    lemma, and only tokens of a name have an entity type; others have "". A sentence of more than LONGEST_SENTENCE
    tokens is split into several, each with its own root.
    """

    text: str  # the clean text
    prepared: str  # the copy of the same length that the model read: plain quotation marks, no shouted lines
    words: list[str]  # lower case
    forms: list[str]  # as written in `prepared`
    starts: list[int]
    ends: list[int]
    tags: list[str]
    deps: list[str]
    lemmas: list[str]
    entity_types: list[str]
    heads: list[int]
    children: list[list[int]]
    edges_left: list[int]
    edges_right: list[int]
    sentences: list[int]
    sentence_starts: list[int]  # first token of each sentence
    entities: list[Entity]
    stops: list[int]  # full stops and line ends
    breaks: list[int]  # line ends

    def __len__(self) -> int:
        return len(self.words)

    def find_token(self, offset: int) -> int:
        """The token at a clean offset, or the next one; the number of tokens if none follows."""
        return bisect_right(self.ends, offset)

    def starts_sentence(self, token: int) -> bool:
        """Whether a token is the first of its sentence."""
        return token == 0 or self.sentences[token] != self.sentences[token - 1]

    def is_dash(self, token: int) -> bool:
        """Whether a token is a dash after a space, not a hyphen."""
        return self.words[token] in _DASHES and self.text[self.starts[token] - 1].isspace()

    def find_sentence(self, token: int) -> TokenSpan:
        """The sentence of a token, as the parser sees it."""
        number = self.sentences[token] + 1
        is_last = number == len(self.sentence_starts)
        return TokenSpan(self.sentence_starts[number - 1], len(self) if is_last else self.sentence_starts[number])

    def find_root(self, start: int, end: int) -> int:
        """The syntactic head of a span: its token nearest to the root of the sentence."""
        heads = self.heads
        for token in range(start, end):
            if heads[token] == token:
                return token
        outside = [token for token in range(start, end) if not start <= heads[token] < end]
        return min(outside, key=self._count_steps) if len(outside) > 1 else outside[0] if outside else start

    def _count_steps(self, token: int) -> int:
        """Steps from a token up to the root of its sentence. Punctuation and spaces count as farther than any word."""
        if not self.children[token] and not any(map(str.isalnum, self.words[token])):
            return len(self)
        steps = 0
        while self.heads[token] != token:
            token, steps = self.heads[token], steps + 1
        return steps

    def find_stop(self, token: int) -> int:
        """The next full stop or line end from a token on; the number of tokens if none follows."""
        at = bisect_left(self.stops, token)
        return self.stops[at] if at < len(self.stops) else len(self)

    def find_own_start(self, token: int) -> int:
        """First token of the sentence of a token, by its full stops.

        The parser often breaks a sentence at quotation marks, and joins one paragraph with the next.
        """
        at = bisect_left(self.stops, token)
        start = self.stops[at - 1] + 1 if at else 0
        closes = 0 < start < token and self.tags[start] in {"''", "-RRB-"} and self.tags[start - 1] == "."
        return start + closes

    def find_own_end(self, token: int) -> int:
        """Token after the sentence of a token, by its full stops; a closing mark after the stop belongs to it."""
        stop = self.find_stop(token)
        return stop + (stop < len(self) and bool(self.words[stop].strip()))

    def find_paragraph_start(self, token: int) -> int:
        """First token of the paragraph of a token."""
        at = bisect_left(self.breaks, token)
        return self.breaks[at - 1] + 1 if at else 0


def read_tokens(doc: Doc, text: str) -> Tokens:
    """Read a parse into lists. `text` is the clean text that the doc's character offsets count."""
    prepared = doc.text
    columns = doc.to_array(_COLUMNS)
    strings = doc.vocab.strings
    names: dict[int, str] = {0: ""}

    def name_all(column: int) -> list[str]:
        keys = columns[:, column].tolist()
        for key in set(keys).difference(names):
            names[key] = strings[key]
        return [names[key] for key in keys]

    count = len(doc)
    places = columns[:, 1].astype(np.int64)
    starts, ends = places.tolist(), (places + columns[:, 2].astype(np.int64)).tolist()
    heads = (columns[:, 5].astype(np.int64) + np.arange(count)).tolist()
    begins = (columns[:, 6].astype(np.int64) == 1).tolist()
    if begins:
        begins[0] = True
    deps = name_all(4)
    _part_long_sentences(begins, heads, deps)
    children: list[list[int]] = [[] for _ in range(count)]
    for place, head in enumerate(heads):
        if head != place:
            children[head].append(place)
    edges_left, edges_right = _find_edges(heads, children)
    words, tags = name_all(0), name_all(3)
    breaks = [place for place, word in enumerate(words) if "\n" in word]
    return Tokens(
        text=text,
        prepared=prepared,
        words=words,
        forms=[prepared[start:end] for start, end in zip(starts, ends, strict=True)],
        starts=starts,
        ends=ends,
        tags=tags,
        deps=deps,
        lemmas=name_all(7),
        entity_types=name_all(8),
        heads=heads,
        children=children,
        edges_left=edges_left,
        edges_right=edges_right,
        sentences=(np.cumsum(begins) - 1).tolist() if count else [],
        sentence_starts=[place for place, begin in enumerate(begins) if begin],
        entities=[Entity(*name) for name in _part_long_names(doc)],
        stops=_fill_gaps(sorted({*breaks, *(place for place, tag in enumerate(tags) if tag == ".")}), count),
        breaks=breaks,
    )


def _part_long_sentences(begins: list[bool], heads: list[int], deps: list[str]) -> None:
    """Begin a sentence after every LONGEST_SENTENCE tokens. A token whose head is in another piece becomes a root."""
    starts = [place for place, begin in enumerate(begins) if begin]
    for start, end in pairwise([*starts, len(begins)]):
        for first in range(start, end, LONGEST_SENTENCE) if end - start > LONGEST_SENTENCE else ():
            begins[first] = True
            last = min(first + LONGEST_SENTENCE, end)
            for place in range(first, last):
                if not first <= heads[place] < last:
                    heads[place], deps[place] = place, "ROOT"


def _part_long_names(doc: Doc) -> Iterator[tuple[int, int, str]]:
    for name in doc.ents:
        for start in range(name.start, name.end, LONGEST_NAME):
            yield start, min(start + LONGEST_NAME, name.end), name.label_


def _fill_gaps(stops: list[int], count: int) -> list[int]:
    """The stops, with added ones where a gap is longer than LONGEST_SENTENCE."""
    added = [
        place
        for before, stop in pairwise([0, *stops, count])
        for place in range(before + LONGEST_SENTENCE, stop, LONGEST_SENTENCE)
    ]
    return sorted([*stops, *added]) if added else stops


_COLUMNS: list[int | str] = ["LOWER", "IDX", "LENGTH", "TAG", "DEP", "HEAD", "SENT_START", "LEMMA", "ENT_TYPE"]


def _find_edges(heads: list[int], children: list[list[int]]) -> tuple[list[int], list[int]]:
    """First and last token of each token's subtree."""
    edges_left, edges_right = list(range(len(heads))), list(range(len(heads)))
    for place in _order_upward(heads, children):
        head = heads[place]
        if head != place:
            edges_left[head] = min(edges_left[head], edges_left[place])
            edges_right[head] = max(edges_right[head], edges_right[place])
    return edges_left, edges_right


def _order_upward(heads: list[int], children: list[list[int]]) -> list[int]:
    """Tokens in an order in which every token comes before its head."""
    order = [place for place, head in enumerate(heads) if head == place]
    for place in order:
        order += children[place]
    order.reverse()
    return order
