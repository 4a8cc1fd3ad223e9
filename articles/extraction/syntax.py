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

CLAUSE_DEPS = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "pcomp", "xcomp"})
SUBJECT_DEPS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


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

    def find_sentence_end(self, token: int) -> int:
        """Place behind the last token of the sentence of a token."""
        following = self.sentences[token] + 1
        return self.sentence_starts[following] if following < len(self.sentence_starts) else len(self.words)

    def walk_subtree(self, token: int) -> list[int]:
        """All tokens of a subtree, in the order of the text."""
        found = [token]
        for place in found:
            found += self.children[place]
        return sorted(found)


def read_syntax(doc: Doc, text: str) -> Syntax:
    """Read a parse into lists. `text` is the clean text that the doc's character offsets count."""
    from spacy.attrs import DEP, HEAD, IDX, LENGTH, LOWER, SENT_START, TAG

    columns = doc.to_array([LOWER, IDX, LENGTH, TAG, DEP, HEAD, SENT_START])
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
