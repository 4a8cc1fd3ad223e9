"""An article's text in pieces: which quote, name or cut each piece belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desk.library import Row

COLOURS = 8
_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A span of the text with its `kind` (quote, name or cut) and its `row`."""

    start: int
    end: int
    kind: str
    row: Row


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that lies fully inside the spans it refers to (None: in no span of that kind)."""

    text: str
    quote: Row | None
    name: Row | None
    cut: Row | None
    starts_quote: bool


def colour_speakers(quotes: Iterable[Row]) -> dict[Any, int]:
    """A colour from 1 to COLOURS for each speaker in the order they speak; 0 where no source is named."""
    colours: dict[Any, int] = {None: 0}
    for quote in quotes:
        key = quote["speaker_entity_key"]
        if key not in colours:
            colours[key] = (len(colours) - 1) % COLOURS + 1
    return colours


def find_clean(runs: Sequence[Row], raw_start: int, raw_end: int) -> tuple[int, int] | None:
    """The clean span of what is left of a raw span; None if nothing is left (runs are of mart.article_texts)."""
    inside = [
        (run["clean_start"] + max(raw_start - run["raw_start"], 0),
         run["clean_start"] + min(raw_end - run["raw_start"], run["char_count"]))
        for run in runs
        if run["raw_start"] < raw_end and raw_start < run["raw_start"] + run["char_count"]
    ]  # fmt: skip
    return (inside[0][0], inside[-1][1]) if inside else None


def split_text(text: str, spans: Iterable[Span], begin: int = 0) -> list[list[Piece]]:
    """Paragraphs of `text` from `begin` on, each a list of pieces in order. The innermost quote colours a piece."""
    kept = sorted(spans, key=lambda span: (span.start, -span.end))
    paragraphs: list[list[Piece]] = []
    position = begin
    for match in [*_BREAK.finditer(text, begin), None]:
        end = match.start() if match else len(text)
        inside = [span for span in kept if span.start < end and span.end > position]
        pieces = _split(text, position, end, inside)
        if any(piece.text.strip() for piece in pieces):
            paragraphs.append(pieces)
        position = match.end() if match else end
    return paragraphs


def _split(text: str, start: int, end: int, spans: Sequence[Span]) -> list[Piece]:
    edges = sorted({start, end, *(edge for span in spans for edge in (span.start, span.end) if start < edge < end)})
    pieces = []
    for left, right in pairwise(edges):
        over = [span for span in spans if span.start <= left and span.end >= right]
        found = {
            kind: min((s for s in over if s.kind == kind), key=lambda s: s.end - s.start, default=None)
            for kind in ("quote", "name", "cut")
        }
        quote = found["quote"]
        pieces.append(
            Piece(
                text[left:right],
                quote.row if quote else None,
                found["name"].row if found["name"] else None,
                found["cut"].row if found["cut"] else None,
                bool(quote and quote.start == left),
            )
        )
    return pieces
