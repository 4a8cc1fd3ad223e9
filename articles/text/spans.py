"""Spans of two kinds, which must not be confused: of a text's characters, and of its tokens."""

from __future__ import annotations

from typing import NamedTuple


class CharSpan(NamedTuple):
    """Characters of a text from `start` to `end`, end exclusive, in code points."""

    start: int
    end: int


class TokenSpan(NamedTuple):
    """Tokens of a text from `start` to `end`, end exclusive."""

    start: int
    end: int
