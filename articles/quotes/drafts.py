"""A quote in the making, as the finders of direct and reported speech hand it on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.quotes.quotation_marks import MarkedSpan
    from articles.quotes.rules import RuleId
    from articles.records import Source
    from articles.text.spans import CharSpan


@dataclass(slots=True, eq=False)
class Draft:
    """Words found to be said, before their source is resolved.

    `pieces` and `cue` are clean spans; `subject` and `addressee` are head tokens of noun phrases, `cue_token` a token.
    `follows` is the draft whose source this one shares: a quote may continue without an attribution of its own.
    """

    pieces: list[CharSpan]
    method: RuleId
    cue: CharSpan | None = None
    cue_lemma: str | None = None
    cue_token: int | None = None
    subject: int | None = None
    addressee: int | None = None
    is_direct: bool = False
    paragraph: int = -1
    trails: bool = False  # the attribution follows (a part of) the words: quoted words right after it continue them
    follows: Draft | None = None
    signer: CharSpan | None = None  # the name after a dash
    last_cue: CharSpan | None = None  # cue of a second attribution after the words
    source: Source | None = None  # if it is known without resolving
    marked: list[MarkedSpan] = field(default_factory=list)
