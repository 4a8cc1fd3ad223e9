"""Where each character of the clean text stood in the raw text.

Cleaning is a list of edits to the raw text. `apply_edits` carries them out and keeps, as an `OffsetMap`, the runs of
characters that were kept. Everything downstream works on the clean text and reports raw offsets through the map.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.text.mojibake import Mending

# What layout repair removes between two runs: white space, and the hyphen of a word broken at the end of a line.
LAYOUT = re.compile(r"\s*|[-\u2010\u2011\u00ad]\s+")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace raw_text[raw_start:raw_end] by `replacement` (which is empty where text is cut)."""

    raw_start: int
    raw_end: int
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Runs (clean_start, raw_start, char_count) of characters taken over, ascending in both texts.

    `mended` are single characters that stand for others: (clean_start, raw_start, raw_end), such as a letter for the
    two that its bytes were misread as.
    """

    runs: tuple[tuple[int, int, int], ...]
    mended: tuple[tuple[int, int, int], ...] = ()

    def list_stretches(self) -> list[tuple[int, int, int, int]]:
        """(clean_start, clean_end, raw_start, raw_end) of runs and mended characters, ascending."""
        stretches = [(clean, clean + count, raw, raw + count) for clean, raw, count in self.runs]
        return sorted([*stretches, *((clean, clean + 1, start, end) for clean, start, end in self.mended)])

    def find_raw_span(self, clean_start: int, clean_end: int) -> tuple[int, int]:
        """Raw span from the first to the last character of a clean span. Raises ValueError where the span is empty.

        A character that cleaning put in (a space for a line break) stands where the character before it does.
        """
        if clean_end <= clean_start:
            raise ValueError(f"clean span {clean_start}-{clean_end} is empty")
        if self.mended:
            return self._find_mended_span(clean_start, clean_end)
        return self._find_raw_offset(clean_start), self._find_raw_offset(clean_end - 1) + 1

    def _find_raw_offset(self, clean_offset: int) -> int:
        index = bisect_right(self.runs, clean_offset, key=lambda run: run[0]) - 1
        if index < 0:
            return self.runs[0][1] if self.runs else 0
        clean_start, raw_start, char_count = self.runs[index]
        return raw_start + min(clean_offset - clean_start, char_count - 1)

    def _find_mended_span(self, clean_start: int, clean_end: int) -> tuple[int, int]:
        stretches = self.list_stretches()
        first, last = (
            stretches[max(bisect_right(stretches, place, key=lambda stretch: stretch[0]) - 1, 0)]
            for place in (clean_start, clean_end - 1)
        )
        raw_start = min(first[2] + max(clean_start - first[0], 0), first[3] - 1) if _is_run(first) else first[2]
        raw_end = min(last[2] + max(clean_end - last[0], 1), last[3]) if _is_run(last) else last[3]
        return raw_start, raw_end

    def find_raw_pieces(self, clean_start: int, clean_end: int, raw_text: str) -> list[tuple[int, int]]:
        """Raw spans that together hold a clean span, parted wherever cleaning took out more than layout.

        The pieces' raw text, joined with one space and its white space folded, is the clean span's text unless
        cleaning mended a word broken at a line end inside it: a piece holds the raw text with its hyphen and break.
        """
        pieces: list[tuple[int, int]] = []
        for raw_start, raw_end in self._find_raw_parts(clean_start, clean_end):
            if pieces and LAYOUT.fullmatch(raw_text, pieces[-1][1], raw_start):
                pieces[-1] = (pieces[-1][0], raw_end)
            else:
                pieces.append((raw_start, raw_end))
        return [trimmed for piece in pieces if (trimmed := _trim(raw_text, *piece))]

    def _find_raw_parts(self, clean_start: int, clean_end: int) -> Iterator[tuple[int, int]]:
        """Raw spans of the runs and mended characters under a clean span."""
        stretches = self.list_stretches() if self.mended else None
        starts = stretches if stretches is not None else self.runs
        first = max(bisect_right(starts, clean_start, key=lambda stretch: stretch[0]) - 1, 0)
        for place in range(first, len(starts)):
            if stretches is not None:
                run_clean, run_end, run_raw, raw_end = stretches[place]
            else:
                run_clean, run_raw, count = self.runs[place]
                run_end, raw_end = run_clean + count, run_raw + count
            start, end = max(clean_start, run_clean), min(clean_end, run_end)
            if run_clean >= clean_end:
                return
            if start < end:
                is_whole = run_end - run_clean != raw_end - run_raw
                yield (run_raw, raw_end) if is_whole else (run_raw + start - run_clean, run_raw + end - run_clean)


def mend_offsets(offsets: OffsetMap, mending: Mending, raw_text: str, mended_text: str) -> OffsetMap:
    """A map into a mended text as one into the raw text."""
    runs: list[tuple[int, int, int]] = []
    mended: list[tuple[int, int, int]] = []
    for run_clean, run_start, char_count in offsets.runs:
        for step in range(char_count):
            clean, place = run_clean + step, run_start + step
            start, end = mending.starts[place], mending.ends[place]
            if end - start > 1 or raw_text[start] != mended_text[place]:
                mended.append((clean, start, end))
            elif step and runs and runs[-1][0] + runs[-1][2] == clean and runs[-1][1] + runs[-1][2] == start:
                runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
            else:
                runs.append((clean, start, 1))
    return OffsetMap(tuple(runs), tuple(mended))


def read_span(raw_text: str, clean_text: str, offsets: OffsetMap, raw_start: int, raw_end: int) -> str:
    """Raw text of a span with its mojibake mended."""
    parts: list[str] = []
    place = raw_start
    for clean, start, end in offsets.mended:
        if raw_start <= start and end <= raw_end:
            parts += [raw_text[place:start], clean_text[clean]]
            place = end
    return "".join([*parts, raw_text[place:raw_end]])


def _is_run(stretch: tuple[int, int, int, int]) -> bool:
    return stretch[1] - stretch[0] == stretch[3] - stretch[2]


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
