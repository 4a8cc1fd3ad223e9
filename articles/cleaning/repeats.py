"""Paragraphs that repeat other text of the article: standfirsts, pull quotes, doubled captions, the headline again."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from articles.cleaning.paragraphs import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Shorter repeats happen in honest prose ("Right.", "Thank you, Mr. President.").
SHORTEST, LONGEST = 45, 1_000
FEWEST_WORDS = 7
# Characters compared in one article at most: a text of ten thousand short paragraphs is no article, and must not take
# quadratic time. Real articles stay below a fiftieth of it.
MOST_COMPARED = 20_000_000
PLAIN = re.compile(r"[^\w\s]+")
# The first paragraphs, where a standfirst stands.
STANDFIRST_COUNT = 4
LONGEST_STANDFIRST = 260


def find_repeats(texts: Sequence[str], headline_index: int | None, taken: Mapping[int, str]) -> Iterator[Cut]:
    """Cuts of the paragraphs that repeat another one or a passage of a longer one.

    `taken` are the kinds of the paragraphs that are cut anyway: what repeats a caption is the same caption, other
    repeats within them do not count.
    """
    for place, kind in taken.items():
        for index in (place - 1, place + 1) if kind == "caption" else ():
            if not 0 <= index < len(texts) or index in taken or index == headline_index or len(texts[index]) < SHORTEST:
                continue
            if fold_words(texts[place]).startswith(fold_words(texts[index])):
                yield Cut(index, 0, len(texts[index]), "caption", "repeat.caption")
    plain = [fold_words(text) if index not in taken else "" for index, text in enumerate(texts)]
    if headline_index is not None:
        yield from _find_headline_again(texts, plain, headline_index)
        plain[headline_index] = ""
    starts: list[int] = []
    length = 0
    for text in plain:
        starts.append(length)
        length += len(text) + 1
    whole = "\n".join(plain)
    budget = MOST_COMPARED
    for index, text in enumerate(plain):
        if not SHORTEST <= len(text) <= LONGEST or text.count(" ") < FEWEST_WORDS - 1:
            continue
        budget -= len(whole)
        if budget < 0:
            return
        other = _find_other(whole, starts, text, index)
        if other is None:
            continue
        is_same = len(plain[other]) == len(text)
        # Of two equal paragraphs the later belongs to the running text where the first is a standfirst.
        if is_same and (index > other) == (min(index, other) < STANDFIRST_COUNT):
            continue
        yield Cut(index, 0, len(texts[index]), "duplicate", "repeat.paragraph")


def _find_other(whole: str, starts: Sequence[int], text: str, index: int) -> int | None:
    """Another paragraph that holds a paragraph's text as whole words."""
    place = whole.find(text)
    while place >= 0:
        end = place + len(text)
        if (
            place != starts[index]
            and (place == 0 or whole[place - 1].isspace())
            and whole[end : end + 1] in {"", " ", "\n"}
        ):
            return bisect_right(starts, place) - 1
        place = whole.find(text, end)
    return None


def _find_headline_again(texts: Sequence[str], plain: Sequence[str], headline_index: int) -> Iterator[Cut]:
    """Paragraphs that are the headline again, with a standfirst behind it or a caption before it."""
    headline = plain[headline_index]
    if len(headline) < 20:
        return
    for index, text in enumerate(plain):
        if index == headline_index or not (text.startswith(headline) or text.endswith(headline)):
            continue
        rest = len(text) - len(headline)
        if rest <= 3 or (index <= headline_index + 2 and rest <= LONGEST_STANDFIRST):
            yield Cut(index, 0, len(texts[index]), "duplicate", "repeat.headline")


def fold_words(text: str) -> str:
    """The words of a text in lower case, one space between them, without punctuation."""
    return " ".join(PLAIN.sub(" ", text).lower().split())
