"""The differences of two wordings by words, and of two texts by paragraphs."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Part = tuple[str, str]  # same | added | left_out, and the words

MOST_WORDS = 1_500  # compared word by word; the time grows with their square
# A word with the marks and the space around it, which make no difference: outlets print “all right,” or "all right".
_WORDS = re.compile(r"[^\w\s]*\w+(?:['’.-]\w+)*[^\w\s]*\s*|[^\w\s]+\s*|\s+")
_MARKS = re.compile(r"[\W_]+")
_BREAK = re.compile(r"\n\s*\n")


def mark_differences(first: str, other: str) -> list[Part]:
    """`other` in parts compared with `first`: (same | added | left_out, text), by words, ignoring case and marks."""
    one, two = _WORDS.findall(first), _WORDS.findall(other)
    if max(len(one), len(two)) > MOST_WORDS and first != other:
        return [("left_out", first), ("added", other)]
    matcher = difflib.SequenceMatcher(a=[_fold(w) for w in one], b=[_fold(w) for w in two], autojunk=False)
    parts: list[Part] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(two[c:d])))
        else:
            parts += [("left_out", "".join(one[a:b]))] if b > a else []
            parts += [("added", "".join(two[c:d]))] if d > c else []
    return parts


def _fold(word: str) -> str:
    return _MARKS.sub("", word).lower()


def measure_likeness(first: str, other: str) -> float:
    """Share of the words of the longer wording that both have in the same order (0 to 1)."""
    one, two = (re.findall(r"\w+", text.lower()) for text in (first, other))
    blocks = difflib.SequenceMatcher(a=one, b=two, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(one), len(two), 1)


def compare_texts(first: str, other: str) -> list[list[Part]]:
    """The paragraphs of `other` in parts compared with `first`, with removed paragraphs in their place."""
    one, two = _BREAK.split(first.strip()), _BREAK.split(other.strip())
    told: list[list[Part]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(a=one, b=two, autojunk=False).get_opcodes():
        if kind == "equal":
            told += [[("same", text)] for text in two[c:d]]
        else:
            told += _pair_paragraphs(one[a:b], two[c:d])
    return told


def _pair_paragraphs(gone: Sequence[str], new: Sequence[str]) -> list[list[Part]]:
    """Pair each new paragraph with the first removed one that is mostly the same; the rest are removed as a whole."""
    left, told = list(gone), list[list[Part]]()
    for text in new:
        place = next((number for number, old in enumerate(left) if measure_likeness(old, text) > 0.5), None)
        if place is None:
            told.append([("added", text)])
            continue
        told += [[("left_out", old)] for old in left[:place]]
        told.append(mark_differences(left[place], text))
        del left[: place + 1]
    return told + [[("left_out", old)] for old in left]
