"""Headlines without what sites write before and after them: the outlet, the section, the author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

# Marks between a headline and what a site adds to it. A hyphen or colon needs its space: "Covid-19", "10:30".
SEPARATOR = re.compile(r"\s*(?:[|•·»«]|::|\s[-–—~/<>]\s|\s[-–—]{2,3}\s|:\s)\s*")
_IN_PARENTHESES = re.compile(r"\s*[(\[](?P<name>[^()\[\]]+)[)\]]$")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_BYLINE = re.compile(r"^by\s+", re.IGNORECASE)
_NON_WORD = re.compile(r"[\W_]+")
# Headlines and names have some hundred characters. The work grows with the square of the marks, so what is longer, as
# only a fault or an attack writes it, is left as it is.
MOST_CHARACTERS = 2_000


def strip_site_names(headline: str, names: Iterable[str | None]) -> str:
    """A headline without the parts at its ends that are one of `names`: outlet, host, section, authors.

    Compared are letters and digits alone; "The" before an outlet and "by" before an author may be there or not. What is
    left is never empty. A headline of more than MOST_CHARACTERS is left as it is, and such a name is none.
    """
    text = " ".join(headline.split())
    if len(text) > MOST_CHARACTERS:
        return text
    known = {form for name in names if name and len(name) <= MOST_CHARACTERS for form in _list_forms(name)}
    while True:
        shorter = _strip_once(text, known)
        if shorter == text:
            return text
        text = shorter


def _strip_once(text: str, known: set[str]) -> str:
    marks = [*SEPARATOR.finditer(text)]
    for mark in reversed(marks):  # the shortest part at the end that is a name; "Post - News" may be one with its mark
        if _fold(text[mark.end() :]) in known and text[: mark.start()].strip():
            return text[: mark.start()].strip()
    for mark in marks:
        if _fold(text[: mark.start()]) in known and text[mark.end() :].strip():
            return text[mark.end() :].strip()
    if (match := _IN_PARENTHESES.search(text)) and _fold(match["name"]) in known and text[: match.start()]:
        return text[: match.start()]
    return text


def _list_forms(name: str) -> set[str]:
    """The folded name, its parts at a mark, and for a host its name without "www" and ending."""
    forms = {_fold(name), *(_fold(part) for part in SEPARATOR.split(name))}
    if " " not in name and "." in name:
        host = (urlsplit(name if "//" in name else f"//{name}").hostname or "").removeprefix("www.")
        forms |= {_fold(host), _fold(host.partition(".")[0])}
    return forms - {""}


def _fold(text: str) -> str:
    return _NON_WORD.sub("", _ARTICLE.sub("", _BYLINE.sub("", text.strip()))).casefold()
