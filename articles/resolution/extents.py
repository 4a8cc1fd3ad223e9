"""Find words in a text by their letters and digits alone, ignoring punctuation and white space."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "[…]"  # between the fragments of a broken quote


def locate_words(raw_text: str, words: str, near: int = 0) -> list[tuple[int, int]]:
    """Find words in a raw text: (raw_start, raw_end) of each fragment, in code points, end exclusive.

    `ELLIPSIS` separates fragments. The first fragment is taken at the place nearest to the offset `near`, each further
    one at its first place after the fragment before. The result is empty where a fragment is missing.
    """
    letters, offsets = _fold(raw_text)
    found: list[tuple[int, int]] = []
    behind = None
    for fragment in words.split(ELLIPSIS):
        wanted, _ = _fold(fragment)
        if not wanted:
            continue
        places = _list_places(letters, wanted, behind or 0)
        if not places:
            return []
        place = places[0] if behind is not None else min(places, key=lambda start: abs(offsets[start] - near))
        behind = place + len(wanted)
        found.append(_widen(raw_text, fragment, offsets[place], offsets[behind - 1] + 1))
    return found


def print_words(raw_text: str, fragments: list[tuple[int, int]]) -> str:
    """The words of fragments as a quote shows them: white space folded, joined by an ellipsis in brackets."""
    return f" {ELLIPSIS} ".join(" ".join(raw_text[start:end].split()) for start, end in fragments)


def _fold(text: str) -> tuple[str, list[int]]:
    """Letters and digits of a text in lower case, and the offset of each."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for folded in unicodedata.normalize("NFKD", character).casefold():
            if folded.isalnum():
                letters.append(folded)
                offsets.append(offset)
    return "".join(letters), offsets


def _list_places(letters: str, wanted: str, start: int) -> list[int]:
    places = []
    while (start := letters.find(wanted, start)) >= 0:
        places.append(start)
        start += 1
    return places


def _widen(raw_text: str, fragment: str, start: int, end: int) -> tuple[int, int]:
    """The span with the punctuation that the fragment has before its first and after its last letter."""
    stripped = fragment.strip()
    head = next((place for place, character in enumerate(stripped) if character.isalnum()), 0)
    tail = next((place for place, character in enumerate(reversed(stripped)) if character.isalnum()), 0)
    for character in reversed(stripped[:head]):
        if start and raw_text[start - 1] == character:
            start -= 1
    for character in stripped[len(stripped) - tail :]:
        if raw_text[end : end + 1] == character:
            end += 1
    return start, end
