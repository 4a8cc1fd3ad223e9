"""A quote in the making, as the finders of direct and reported speech hand it on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.quotes.quotation_marks import MarkedSpan


@dataclass(slots=True)
class Draft:
    """Pieces are clean spans; `subject` and `addressee` are head tokens of noun phrases, `cue_token` a token.

    `heir_of` is the draft whose source this one shares, for a quote that goes on without an attribution of its own.
    """

    pieces: list[tuple[int, int]]
    method: str
    cue: tuple[int, int] | None = None
    cue_lemma: str | None = None
    cue_token: int | None = None
    subject: int | None = None
    addressee: int | None = None
    is_direct: bool = False
    paragraph: int = -1
    trails: bool = False  # the attribution stands behind (a part of) the words: what follows at once goes on with them
    heir_of: Draft | None = None
    marked: list[MarkedSpan] = field(default_factory=list)
