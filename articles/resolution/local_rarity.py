"""How rare words are in the two articles that are compared, on top of how rare they are in news.

Where nearly every quote of two articles holds a word, the word says little about which two report one utterance:
"lynching" in articles on who called what a lynching.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from articles.resolution.background import UNIT
from articles.resolution.sets import find_shared

if TYPE_CHECKING:
    from articles.resolution.model import Values
    from articles.resolution.sets import Numbers, NumberSets


@dataclass(frozen=True, slots=True)
class _ArticleWords:
    """How many quotes each article has, and in how many of them each of its words stands."""

    totals: Numbers  # by article
    codes: Numbers  # article * size + word, rising
    counts: Numbers  # quotes of the article that hold the word, one a code
    size: int

    def count(self, articles: Numbers, words: Numbers) -> Numbers:
        """In how many quotes of an article a word stands; 0 where it stands in none."""
        asked = articles * self.size + words
        at = np.minimum(np.searchsorted(self.codes, asked), len(self.codes) - 1)
        return np.where(self.codes[at] == asked, self.counts[at], 0)


def liken_locally(words: NumberSets, values: Numbers, articles: Numbers, one: Numbers, other: Numbers) -> Values:
    """How alike the words of pairs of places are, each word weighed by rarity in news and in the two articles.

    `values` holds the weight of each word in news, `articles` the article of each place. The likeness is Dice's share
    of the weights times the logarithm of the shared weight.
    """
    held = _count_words(words, articles)
    at, first, _ = find_shared(words, one, other)
    weights = _weigh(held, values, (articles[one][at], articles[other][at]), words.members[first])
    shared = np.bincount(at, weights, len(one))
    whole = _sum_up(words, held, values, articles, (one, other)) + _sum_up(words, held, values, articles, (other, one))
    likeness: Values = 2 * shared / np.maximum(whole, 1e-6) * np.log1p(shared)
    return likeness


def _count_words(words: NumberSets, articles: Numbers) -> _ArticleWords:
    codes, counts = np.unique(articles[words.owners] * words.size + words.members, return_counts=True)
    return _ArticleWords(np.bincount(articles), codes, counts, words.size)


def _sum_up(
    words: NumberSets, held: _ArticleWords, values: Numbers, articles: Numbers, pairs: tuple[Numbers, Numbers]
) -> Values:
    """The weight of all words of the first place of each pair, in its article and in that of the second place."""
    places, partners = pairs
    size = int(articles.max(initial=0)) + 1
    codes, at = np.unique(places * size + articles[partners], return_inverse=True)
    place, partner = np.divmod(codes, size)
    lengths = words.counts[place]
    rows = np.repeat(np.arange(len(codes)), lengths)
    starts = np.repeat(np.cumsum(lengths) - lengths - words.starts[place], lengths)
    members = words.members[np.arange(len(rows)) - starts]
    weights = _weigh(held, values, (articles[place][rows], partner[rows]), members)
    return np.asarray(np.bincount(rows, weights, len(codes))[at], dtype=np.float64)


def _weigh(held: _ArticleWords, values: Numbers, pairs: tuple[Numbers, Numbers], members: Numbers) -> Values:
    """The weight of words in pairs of articles: the fewer of their quotes hold a word, the more it weighs."""
    one, other = pairs
    if not len(members):
        return np.zeros(0)
    is_across = one != other
    holding = held.count(one, members) + is_across * held.count(other, members)
    whole = held.totals[one] + is_across * held.totals[other]
    weights: Values = values[members] / UNIT * np.log((whole + 2) / np.maximum(holding, 1))
    return weights
