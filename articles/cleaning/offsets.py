"""Which character of the clean text stood where in the raw text.

Cleaning is a list of edits to the raw text. `apply_edits` carries them out and keeps, as an `OffsetMap`, the runs of
characters that were taken over. Everything downstream works on the clean text and reports raw offsets through the map.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# What layout repair leaves out between two runs: white space, and the hyphen of a word broken at the end of a line.
LAYOUT = re.compile(r"\s*|[-\u2010\u2011\u00ad]\s+")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace raw_text[raw_start:raw_end] by `replacement` (which is empty where text is cut)."""

    raw_start: int
    raw_end: int
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Runs (clean_start, raw_start, char_count) of characters taken over, ascending in both texts."""

    runs: tuple[tuple[int, int, int], ...]

    def find_raw_offset(self, clean_offset: int) -> int:
        """Raw offset of the character at `clean_offset`.

        A character that cleaning put in (a space for a line break) has the raw offset of the character before it.
        """
        index = bisect_right(self.runs, clean_offset, key=lambda run: run[0]) - 1
        if index < 0:
            return self.runs[0][1] if self.runs else 0
        clean_start, raw_start, char_count = self.runs[index]
        return raw_start + min(clean_offset - clean_start, char_count - 1)

    def find_raw_span(self, clean_start: int, clean_end: int) -> tuple[int, int]:
        """Raw span from the first to the last character of a clean span. Raises ValueError where the span is empty."""
        if clean_end <= clean_start:
            raise ValueError(f"clean span {clean_start}-{clean_end} is empty")
        return self.find_raw_offset(clean_start), self.find_raw_offset(clean_end - 1) + 1

    def find_raw_pieces(self, clean_start: int, clean_end: int, raw_text: str) -> list[tuple[int, int]]:
        """Raw spans that together hold a clean span, parted wherever cleaning took out more than layout.

        The pieces' raw text, joined with one space and its white space folded, is the clean span's text unless
        cleaning mended a word broken at a line end inside it: a piece holds the raw text with its hyphen and break.
        """
        pieces: list[tuple[int, int]] = []
        first = max(bisect_right(self.runs, clean_start, key=lambda run: run[0]) - 1, 0)
        for run_clean, run_raw, char_count in self.runs[first:]:
            start, end = max(clean_start, run_clean), min(clean_end, run_clean + char_count)
            if run_clean >= clean_end:
                break
            if start >= end:
                continue
            raw_start, raw_end = run_raw + start - run_clean, run_raw + end - run_clean
            if pieces and LAYOUT.fullmatch(raw_text, pieces[-1][1], raw_start):
                pieces[-1] = (pieces[-1][0], raw_end)
            else:
                pieces.append((raw_start, raw_end))
        return [trimmed for piece in pieces if (trimmed := _trim(raw_text, *piece))]


def apply_edits(raw_text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Carry out edits on a text and say where each remaining character stood.

    Raises ValueError where two edits overlap or one lies outside the text.
    """
    parts: list[str] = []
    runs: list[tuple[int, int, int]] = []
    raw_offset = clean_offset = 0
    for edit in sorted(edits, key=lambda edit: (edit.raw_start, edit.raw_end)):
        if edit.raw_start < raw_offset or not edit.raw_start <= edit.raw_end <= len(raw_text):
            raise ValueError(f"edit {edit.raw_start}-{edit.raw_end} overlaps another or lies outside the text")
        if edit.raw_start > raw_offset:
            parts.append(raw_text[raw_offset : edit.raw_start])
            runs.append((clean_offset, raw_offset, edit.raw_start - raw_offset))
            clean_offset += edit.raw_start - raw_offset
        parts.append(edit.replacement)
        clean_offset += len(edit.replacement)
        raw_offset = edit.raw_end
    if raw_offset < len(raw_text):
        parts.append(raw_text[raw_offset:])
        runs.append((clean_offset, raw_offset, len(raw_text) - raw_offset))
    return "".join(parts), OffsetMap(tuple(runs))


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
