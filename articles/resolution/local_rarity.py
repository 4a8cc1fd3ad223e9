"""How rare words are in the two articles that are compared, beside how rare they are in news.

Where nearly each quote of two articles holds a word, it says little of which two report one utterance: "lynching" in
articles on who called what a lynching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from articles.resolution.background import UNIT
from articles.resolution.sets import find_shared

if TYPE_CHECKING:
    from articles.resolution.model import Values
    from articles.resolution.sets import Numbers, NumberSets


def liken_locally(words: NumberSets, values: Numbers, articles: Numbers, one: Numbers, other: Numbers) -> Values:
    """How alike the words of pairs of places are, each word weighed by rarity in news and in the two articles.

    `values` says what a word weighs in news, `articles` in which article a place is. The likeness is Dice's share of
    the weights times the logarithm of what is shared.
    """
    at, first, _ = find_shared(words, one, other)
    weights = _weigh(words, values, articles, (articles[one][at], articles[other][at]), words.members[first])
    shared = np.bincount(at, weights, len(one))
    whole = _sum_up(words, values, articles, one, other) + _sum_up(words, values, articles, other, one)
    likeness: Values = 2 * shared / np.maximum(whole, 1e-6) * np.log1p(shared)
    return likeness


def _sum_up(words: NumberSets, values: Numbers, articles: Numbers, places: Numbers, partners: Numbers) -> Values:
    """What all words of `places` weigh beside the articles of `partners`."""
    size = int(articles.max(initial=0)) + 1
    codes, at = np.unique(places * size + articles[partners], return_inverse=True)
    place, partner = np.divmod(codes, size)
    lengths = words.counts[place]
    rows = np.repeat(np.arange(len(codes)), lengths)
    starts = np.repeat(np.cumsum(lengths) - lengths - words.starts[place], lengths)
    members = words.members[np.arange(len(rows)) - starts]
    weights = _weigh(words, values, articles, (articles[place][rows], partner[rows]), members)
    return np.asarray(np.bincount(rows, weights, len(codes))[at], dtype=np.float64)


def _weigh(
    words: NumberSets, values: Numbers, articles: Numbers, pairs: tuple[Numbers, Numbers], members: Numbers
) -> Values:
    """What words weigh in pairs of articles: the fewer of their quotes hold a word, the more."""
    one, other = pairs
    if not len(members):
        return np.zeros(0)
    held, counts = np.unique(articles[words.owners] * words.size + words.members, return_counts=True)
    totals = np.bincount(articles)

    def count(article: Numbers) -> Numbers:
        code = article * words.size + members
        at = np.minimum(np.searchsorted(held, code), len(held) - 1)
        return np.where(held[at] == code, counts[at], 0)

    is_across = one != other
    holding = count(one) + is_across * count(other)
    whole = totals[one] + is_across * totals[other]
    weights: Values = values[members] / UNIT * np.log((whole + 2) / np.maximum(holding, 1))
    return weights
