"""Spans of two kinds, which must not be confused: of a text's characters, and of its tokens."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class CharSpan(NamedTuple):
    """Characters of a text from `start` to `end`, end exclusive, in code points."""

    start: int
    end: int


class TokenSpan(NamedTuple):
    """Tokens of a text from `start` to `end`, end exclusive."""

    start: int
    end: int


class SpanIndex:
    """Tells of a span whether any of many spans holds it."""

    def __init__(self, spans: Iterable[CharSpan]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._reach = [*accumulate((span.end for span in ordered), max)]

    def holds(self, span: CharSpan) -> bool:
        """Whether one of the spans begins and ends no later and no earlier than `span`."""
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and self._reach[at] >= span.end
