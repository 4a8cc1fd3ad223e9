"""The paragraphs of a text during cleaning: what is left of each, and what was cut and why."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.cleaning.layout import HYPHENS, INVISIBLE, Paragraph
from articles.records import RemovedSpan
from articles.text.offsets import Edit, OffsetMap, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# In `Paragraph.places`: a character (always a space) that is not in the raw text.
PUT_IN = -1
# Kinds that a page break leaves in the middle of a sentence; after their cut the sentence is joined.
BREAKING_KINDS = frozenset({"links", "chrome", "related", "ad", "share", "newsletter", "markup", "promo", "copyright"})


@dataclass(frozen=True, slots=True)
class Cut:
    """Cut text[start:end] of the paragraph at `index`."""

    index: int
    start: int
    end: int
    kind: str
    rule_id: str


@dataclass(slots=True)
class Draft:
    """The paragraphs that are left, and the raw spans removed so far."""

    raw_text: str
    paragraphs: list[Paragraph]
    removed: list[RemovedSpan] = field(default_factory=list)


def cut_paragraphs(draft: Draft, cuts: Iterable[Cut]) -> bool:
    """Carry out cuts, and join sentences around them. The first of two overlapping cuts wins.

    Returns whether any cut was made.
    """
    by_index: dict[int, list[Cut]] = {}
    for cut in cuts:
        by_index.setdefault(cut.index, []).append(cut)
    if not by_index:
        return False
    kept: list[Paragraph] = []
    has_broken = False
    for index, paragraph in enumerate(draft.paragraphs):
        parts = _find_kept_parts(draft, paragraph, by_index.get(index, []))
        if not parts:
            has_broken = has_broken or any(cut.kind in BREAKING_KINDS for cut in by_index[index])
            continue
        rest = paragraph if index not in by_index else _join_parts(paragraph, parts)
        if kept and has_broken and runs_on(kept[-1].text, rest.text):
            kept[-1] = join_paragraphs(kept[-1], rest)
        else:
            kept.append(rest)
        has_broken = False
    draft.paragraphs = kept
    return True


def join_pages(draft: Draft) -> None:
    """Join sentences that are broken only by a form feed."""
    joined: list[Paragraph] = []
    for paragraph in draft.paragraphs:
        if joined and paragraph.opens_page and runs_on(joined[-1].text, paragraph.text):
            joined[-1] = join_paragraphs(joined[-1], paragraph)
        else:
            joined.append(paragraph)
    draft.paragraphs = joined


def runs_on(above: str, below: str) -> bool:
    """Whether the next paragraph continues a sentence that is unfinished at the end of one."""
    return below[:1].islower() and (above[-1:].isalnum() or above[-1:] in ",-\u2014(")


def join_paragraphs(above: Paragraph, below: Paragraph) -> Paragraph:
    """Join two paragraphs."""
    places = [*list_places(above), PUT_IN, *list_places(below)]
    return Paragraph(above.raw_start, below.raw_end, f"{above.text} {below.text}", places, above.break_before)


def list_places(paragraph: Paragraph) -> Sequence[int]:
    """Raw offset of each character of a paragraph's text."""
    return range(paragraph.raw_start, paragraph.raw_end) if paragraph.places is None else paragraph.places


def build_text(draft: Draft) -> tuple[str, OffsetMap, list[int]]:
    """Clean text, its offset map, and the clean offset at which each paragraph begins."""
    edits: list[Edit] = []
    starts: list[int] = []
    raw_offset = clean_offset = 0
    raw_text = draft.raw_text
    for number, paragraph in enumerate(draft.paragraphs):
        separator = "\n\n" if number else ""
        starts.append(clean_offset + len(separator))
        clean_offset += len(separator) + len(paragraph.text)
        for start, end, text_before in _find_runs(paragraph, raw_text):
            between = separator + text_before
            if raw_offset != start or between:
                edits.append(Edit(raw_offset, start, between))
            raw_offset, separator = end, ""
    edits.append(Edit(raw_offset, len(raw_text), ""))
    clean_text, offsets = apply_edits(raw_text, edits)
    return clean_text, offsets, starts


def _find_runs(paragraph: Paragraph, raw_text: str) -> list[tuple[int, int, str]]:
    """(raw start, raw end, text to put in front) of the runs of raw text that make up a paragraph."""
    if paragraph.places is None:
        return [(paragraph.raw_start, paragraph.raw_end, "")]
    runs: list[tuple[int, int, str]] = []
    start = end = -1
    before = waiting = ""
    for character, place in zip(paragraph.text, paragraph.places, strict=True):
        if place == PUT_IN or (character == " " and raw_text[place] != " "):
            waiting += " "
        elif place == end and not waiting:
            end += 1
        else:
            if start >= 0:
                runs.append((start, end, before))
            start, end, before, waiting = place, place + 1, waiting, ""
    if start >= 0:
        runs.append((start, end, before))
    return runs


def _find_kept_parts(draft: Draft, paragraph: Paragraph, cuts: list[Cut]) -> list[tuple[int, int]]:
    """Note what the cuts remove, and return the parts of the paragraph's text that stay."""
    if not cuts:
        return [(0, len(paragraph.text))]
    taken: list[tuple[int, int]] = []
    for cut in cuts:
        place = bisect_left(taken, (cut.start, cut.end))
        if (place and taken[place - 1][1] > cut.start) or (place < len(taken) and taken[place][0] < cut.end):
            continue
        taken.insert(place, (cut.start, cut.end))
        for start, end in _find_raw_pieces(draft.raw_text, paragraph, cut.start, cut.end):
            draft.removed.append(RemovedSpan(start, end, cut.kind, cut.rule_id))
    parts: list[tuple[int, int]] = []
    offset = 0
    for start, end in [*taken, (len(paragraph.text), len(paragraph.text))]:
        part = paragraph.text[offset:start]
        if part.strip():
            left = offset + len(part) - len(part.lstrip())
            parts.append((left, left + len(part.strip())))
        offset = end
    return parts


def _find_raw_pieces(raw_text: str, paragraph: Paragraph, start: int, end: int) -> list[tuple[int, int]]:
    """Raw spans of text[start:end], split where something else was cut in between."""
    text = paragraph.text[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
    if start >= end:
        return []
    if paragraph.places is None:
        return [(paragraph.raw_start + start, paragraph.raw_start + end)]
    pieces: list[tuple[int, int]] = []
    for place in paragraph.places[start:end]:
        if place == PUT_IN or raw_text[place].isspace():
            continue
        if pieces and _is_layout(raw_text[pieces[-1][1] : place]):
            pieces[-1] = (pieces[-1][0], place + 1)
        else:
            pieces.append((place, place + 1))
    return pieces


def _is_layout(text: str) -> bool:
    """Whether raw text has only what layout repair drops: white space, invisible characters, a hyphen."""
    return len(text) < 1_000 and not text.strip().strip(INVISIBLE + HYPHENS).strip()


def _join_parts(paragraph: Paragraph, parts: list[tuple[int, int]]) -> Paragraph:
    """The paragraph without its cuts, with one space where a cut separates two words."""
    if len(parts) == 1 and paragraph.places is None:
        start, end = parts[0]
        raw_start = paragraph.raw_start
        return Paragraph(raw_start + start, raw_start + end, paragraph.text[start:end], None, paragraph.break_before)
    all_places = list_places(paragraph)
    texts: list[str] = []
    places: list[int] = []
    for start, end in parts:
        part = paragraph.text[start:end]
        if texts and part[0] not in ",.;:!?')\u2014":
            texts.append(" ")
            places.append(PUT_IN)
        texts.append(part)
        places.extend(all_places[start:end])
    return Paragraph(places[0], places[-1] + 1, "".join(texts), places, paragraph.break_before)
