"""Names as strings: their parts, and what makes two of them alike."""

from __future__ import annotations

_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "esq", "esq.", "phd"})
_PARTICLES = frozenset({"von", "van", "der", "den", "de", "da", "di", "del", "della", "dos", "du", "la", "le", "lo", "bin", "bint", "ibn", "al", "el", "ter", "ten", "st.", "st", "mac", "san"})


def split_person_name(name: str) -> tuple[str, str]:
    """Given name (the first word) and surname (with its particles, without a suffix) of a person's full name."""
    words = name.split()
    while len(words) > 1 and words[-1].casefold().rstrip(",") in _SUFFIXES:
        words.pop()
    if len(words) == 1:
        return "", words[0]
    first = len(words) - 1
    while first > 1 and words[first - 1].casefold() in _PARTICLES:
        first -= 1
    return words[0], " ".join(words[first:])
