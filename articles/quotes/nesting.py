"""Nested quotes: drop repeats, find parents, and look up the confidence of each quote."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from articles.quotes.bearers import PERHAPS_NAMED
from articles.quotes.source_kinds import TYPE_RULE
from terms.states import SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from articles.records import Quote

_NESTED = ", nested"
_DOUBTFUL = frozenset({PERHAPS_NAMED, TYPE_RULE})
_DOUBTED = 0.5  # a person left unnamed who may be the one named next, or nobody: as likely as not


def nest_quotes(quotes: Iterable[Quote]) -> list[Quote]:
    """Quotes in order of where they begin, the longest first, each with its parent and its confidence.

    A quote inside another of the same source is dropped. The parent is the smallest quote around a quote.
    """
    ordered = sorted(quotes, key=lambda quote: (quote.fragments[0][0], -quote.fragments[-1][1]))
    kept = sorted(
        _drop_repeats(ordered), key=lambda quote: (quote.fragments[0][0], -quote.fragments[-1][1], quote.method)
    )
    return [
        replace(quote, parent=parent, confidence=_measure(quote, is_nested=parent is not None))
        for quote, parent in zip(kept, _find_parents(kept), strict=True)
    ]


def _drop_repeats(ordered: Sequence[Quote]) -> list[Quote]:
    kept: list[Quote] = []
    fragments: set[object] = set()
    farthest: dict[object, Quote] = {}  # of the quotes of each source, the one that ends last
    for quote in ordered:
        source = (quote.speaker.entity_name if quote.speaker else None, quote.is_denied)
        same = (quote.fragments, quote.is_denied)
        if same not in fragments and not _is_inside(quote, farthest.get(source)):
            kept.append(quote)
            fragments.add(same)
            if source not in farthest or farthest[source].fragments[-1][1] < quote.fragments[-1][1]:
                farthest[source] = quote
    return kept


def _is_inside(quote: Quote, other: Quote | None) -> bool:
    """Whether a quote lies inside another that begins before it, and not between its fragments."""
    start, end = quote.fragments[0][0], quote.fragments[-1][1]
    if other is None or other.fragments[-1][1] < end:
        return False
    return any(start < other_end and other_start < end for other_start, other_end in other.fragments)


def _find_parents(ordered: Sequence[Quote]) -> list[int | None]:
    """Place of each quote's parent."""
    parents: list[int | None] = []
    around: list[int] = []  # quotes that reach to the one at hand
    for place, quote in enumerate(ordered):
        start, end = quote.fragments[0][0], quote.fragments[-1][1]
        around = [other for other in around if ordered[other].fragments[-1][1] > start]
        holders = [
            other
            for other in around
            if any(piece[0] <= start and end <= piece[1] for piece in ordered[other].fragments)
        ]
        parents.append(min(reversed(holders), key=lambda other: _get_length(ordered[other]), default=None))
        around.append(place)
    return parents


def _get_length(quote: Quote) -> int:
    return quote.fragments[-1][1] - quote.fragments[0][0]


def name_kind(quote: Quote, *, is_nested: bool) -> str:
    """Type and rule of a quote: the key in `confidence.toml`."""
    return f"{quote.quote_type}, {quote.method}{_NESTED if is_nested else ''}"


def _measure(quote: Quote, *, is_nested: bool) -> float:
    measured = read_confidence()
    is_doubted = quote.source_kind is SourceKind.ANONYMOUS and quote.speaker is not None
    doubt = _DOUBTED if is_doubted and quote.speaker is not None and quote.speaker.rule in _DOUBTFUL else 1.0
    return doubt * measured.get(
        name_kind(quote, is_nested=is_nested), measured[f"any other{_NESTED if is_nested else ''}"]
    )


@cache
def read_confidence() -> dict[str, float]:
    """How often quotes of each type, found by each rule, are right, from `confidence.toml`."""
    table = tomllib.loads(files(__package__).joinpath("confidence.toml").read_text("utf-8"))
    return {method: float(value) for method, value in table["right"].items()}
