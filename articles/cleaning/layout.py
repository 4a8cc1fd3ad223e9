"""Find the paragraphs of a text, however its lines were broken.

Text comes with one paragraph a line, or hard-wrapped at some width, with page breaks, odd line ends and invisible
characters. A paragraph here is a run of raw text; between two paragraphs there is only white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from articles.cleaning.hyphens import find_breaks, list_words
from articles.cleaning.running_heads import find_page_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

# Each of these is folded to one plain character, so a folded text has the length and the offsets of its raw text.
FOLDED = (
    ("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
    ("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    ("\u2013\u2015\u2012", "\u2014"),
    ("\u2010\u2011", "-"),
    (
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x1c\x1d\x1e\x1f",
        " ",
    ),
    ("\r\x0b\x0c\x85\u2028\u2029", "\n"),
)
# Characters that show nothing: zero-width space, word joiner, byte order mark, direction marks, soft hyphen. The
# zero-width joiners stay, as emoji and some scripts need them.
INVISIBLE = "\u200b\u2060\ufeff\u200e\u200f\u00ad"
INVISIBLE_CHARACTER = re.compile(f"[{INVISIBLE}]")
# White space to fold inside a paragraph: any run that is not one plain space, and invisible characters.
UNEVEN = re.compile(rf"[{INVISIBLE}]|(?:[^\S ]\s*| \s+)")
FORM_FEED = re.compile("\f")
HYPHENS = "-\u2010\u2011"
URL_LINE = re.compile(r"(?:https?://|www\.)\S+$")
LIST_ITEM = re.compile(r"(?:[-*•‣▪◦●■–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
WRAP_WIDTHS = range(38, 140)
SENTENCE_ENDS = ".?!:;\"')]\u2026"


@dataclass(slots=True)
class Paragraph:
    """A paragraph: raw_text[raw_start:raw_end], and the same text folded for matching.

    `text` has its white space folded and invisible characters left out; `places` gives the raw offset of each of its
    characters, or is None where text[i] stands at raw_start + i. `break_before` counts the line breaks before it.
    """

    raw_start: int
    raw_end: int
    text: str
    places: list[int] | None = None
    break_before: int = 0
    is_page_line: bool = False  # the running head or the number of a page
    opens_page: bool = False  # a form feed comes before it

    def find_raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw span of text[start:end], which must not be empty."""
        if self.places is None:
            return self.raw_start + start, self.raw_start + end
        return self.places[start], self.places[end - 1] + 1


def fold_text(raw_text: str) -> str:
    """Replace typographic quotes, dashes, spaces and line ends by plain ones; the length stays the same."""
    if raw_text.isascii() and "\r" not in raw_text and "\t" not in raw_text and "\f" not in raw_text:
        return raw_text.replace("`", "'")
    folded = raw_text.replace("\r\n", " \n")
    for characters, plain in FOLDED:
        for character in characters:
            if character in folded:
                folded = folded.replace(character, plain)
    return folded


def find_paragraphs(raw_text: str) -> tuple[list[Paragraph], bool]:
    """Paragraphs of a text in order, and whether its lines are hard-wrapped."""
    folded = fold_text(raw_text)
    lines = _split_lines(folded)
    breaks = [match.start() for match in FORM_FEED.finditer(raw_text)]
    page_lines = find_page_lines(folded, lines, breaks)
    page_starts = {lines[place][0] for place in page_lines}
    width = _find_wrap_width(folded, lines)
    paragraphs: list[Paragraph] = []
    previous_end = 0

    @cache
    def get_words() -> frozenset[str]:
        return list_words(folded)

    joined = _join_lines(folded, lines, width, page_lines) if width else [(start, end) for start, end, _ in lines]
    for start, end in joined:
        break_before = folded.count("\n", previous_end, start)
        paragraph = _make_paragraph(folded, start, end, break_before, get_words)
        paragraph.is_page_line = start in page_starts
        paragraph.opens_page = bool(breaks) and "\f" in raw_text[previous_end:start]
        paragraphs.append(paragraph)
        previous_end = end
    return [paragraph for paragraph in paragraphs if paragraph.text], bool(width)


def _make_paragraph(
    folded: str, start: int, end: int, break_before: int, get_words: Callable[[], frozenset[str]]
) -> Paragraph:
    text = folded[start:end]
    if "  " not in text and "\n" not in text and not (not text.isascii() and INVISIBLE_CHARACTER.search(text)):
        return Paragraph(start, end, text, None, break_before)
    places: list[int] = []
    characters: list[str] = []
    left_out = {start + offset for span in find_breaks(text, get_words) for offset in range(*span)}
    for offset, character in enumerate(text, start):
        if character in INVISIBLE or offset in left_out:
            continue
        if character.isspace():
            if not characters or characters[-1] == " ":
                continue
            character = " "  # noqa: PLW2901
        characters.append(character)
        places.append(offset)
    if characters and characters[-1] == " ":
        characters.pop()
        places.pop()
    return Paragraph(start, end, "".join(characters), places, break_before)


def _split_lines(folded: str) -> list[tuple[int, int, bool]]:
    """(start, end, whether the line directly above has text) of each line with text, without the space around it."""
    lines = []
    offset = 0
    is_next = False
    for line in folded.split("\n"):
        stripped = line.strip()
        if stripped:
            start = offset + len(line) - len(line.lstrip())
            lines.append((start, start + len(stripped), is_next))
        is_next = bool(stripped)
        offset += len(line) + 1
    return lines


def _find_wrap_width(folded: str, lines: list[tuple[int, int, bool]]) -> int:
    """Column at which the text is hard-wrapped; 0 where it is not.

    A text is wrapped if in most pairs of adjacent lines the first word of the second line would not fit on the first.
    """
    pairs = [(above, below) for above, below in pairwise(lines) if below[2]]
    if len(pairs) < 3 or len(pairs) * 3 < len(lines):
        return 0
    lengths = sorted(above[1] - above[0] for above, _ in pairs if not URL_LINE.match(folded[above[0] : above[1]]))
    if len(lengths) < 3:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    if width not in WRAP_WIDTHS or lengths[-1] > width * 1.5:
        return 0
    full = sum(_is_full(folded, above, below, width) for above, below in pairs)
    return width if full >= len(lengths) * 0.5 else 0


def _is_full(folded: str, above: tuple[int, int, bool], below: tuple[int, int, bool], width: int) -> bool:
    first_word_end = folded.find(" ", below[0], below[1])
    first_word = (first_word_end if first_word_end > 0 else below[1]) - below[0]
    # Two columns of tolerance: typeset lines have equal width, not equal numbers of characters.
    return above[1] - above[0] + 1 + first_word >= width - 2


def _join_lines(
    folded: str, lines: list[tuple[int, int, bool]], width: int, page_lines: Collection[int]
) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    above: tuple[int, int, bool] | None = None
    for place, line in enumerate(lines):
        is_apart = place in page_lines or place - 1 in page_lines
        if above is not None and not is_apart and _runs_on(folded, above, line, width):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append((line[0], line[1]))
        above = line
    return joined


def _runs_on(folded: str, above: tuple[int, int, bool], below: tuple[int, int, bool], width: int) -> bool:
    """Whether a line of a hard-wrapped text continues the paragraph of the line above."""
    if not below[2]:
        return False
    upper, lower = folded[above[0] : above[1]], folded[below[0] : below[1]]
    if URL_LINE.match(upper) or URL_LINE.match(lower) or LIST_ITEM.match(lower):
        return False
    if folded[below[0] - 3 : below[0]] == "   " and upper[-1] in SENTENCE_ENDS:
        return False  # an indented first line
    if _is_full(folded, above, below, width):
        return True
    # A line broken early: its sentence continues, or it is too long for a heading.
    return upper[-1] not in SENTENCE_ENDS and (lower[0].islower() or len(upper) > width * 0.75)
