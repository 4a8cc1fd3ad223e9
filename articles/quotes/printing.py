"""The words of a quote as a reader may cite them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

OMISSION = " […] "
_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+|\bt\.co/\S+")
# "“It is over,” she said": the comma is the attribution's. A closing mark may stand after it.
_LAST_COMMA = re.compile(r"\s*,\s*(?=[”\"’'»]*$)")


def cut_links(raw_text: str, pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut URLs out of raw spans, and drop spans that are blank."""
    kept: list[tuple[int, int]] = []
    for start, end in pieces:
        links = [link.span() for link in _LINK.finditer(raw_text, start, end)]
        starts = [start, *(link_end for _, link_end in links)]
        ends = [*(link_start for link_start, _ in links), end]
        for left, right in zip(starts, ends, strict=True):
            solid = raw_text[left:right].strip()
            if solid and (not links or any(map(str.isalnum, solid))):
                first = raw_text.index(solid, left)
                kept.append((first, first + len(solid)) if links else (left, right))
    return kept


def write_quote(fragments: Iterable[str]) -> str:
    """Fragments as one text, without the commas that belong to an attribution."""
    return OMISSION.join(_LAST_COMMA.sub("", fragment) for fragment in fragments)
