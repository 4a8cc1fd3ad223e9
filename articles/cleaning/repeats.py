"""Paragraphs that repeat other text of the article: standfirsts, pull quotes, doubled captions, the headline again."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from articles.cleaning.paragraphs import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Shorter repeats occur in ordinary prose ("Right.", "Thank you, Mr. President.").
SHORTEST, LONGEST = 45, 1_000
FEWEST_WORDS = 7
# The most characters compared in one article, so that a text of ten thousand short paragraphs does not take quadratic
# time. Real articles need less than a fiftieth of it.
MOST_COMPARED = 20_000_000
# A repeated run of paragraphs has at least this many characters; a repeated paragraph is found by its first ones; of a
# paragraph that occurs very often (a row of "Yes.") only so many copies are compared.
SHORTEST_RUN, SHORTEST_OPENING, MOST_COPIES = 120, 24, 20
REMEMBERED = 2_000  # paragraphs in the cache, as cleaning passes over an article several times
PLAIN = re.compile(r"[^\w\s]+")
# A standfirst is among this many first paragraphs.
STANDFIRST_COUNT = 4
LONGEST_STANDFIRST = 260


def find_repeats(texts: Sequence[str], headline_index: int | None, taken: Mapping[int, str]) -> Iterator[Cut]:
    """Cuts of the paragraphs that repeat another one or a passage of a longer one.

    `taken` are the kinds of the paragraphs that are cut anyway. A paragraph that repeats a caption is also a caption;
    other repeats of cut paragraphs do not count.
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
        # Of two equal paragraphs the later one stays if the first is a standfirst.
        if is_same and (index > other) == (min(index, other) < STANDFIRST_COUNT):
            continue
        yield Cut(index, 0, len(texts[index]), "duplicate", "repeat.paragraph")


def find_doubled(texts: Sequence[str], whole: Mapping[int, str]) -> Iterator[Cut]:
    """Cuts of repeated copies in a field: the same words twice in one paragraph, or a run of paragraphs twice in a row.

    A run needs two paragraphs or more and `SHORTEST_RUN` characters. The first copy stays.
    """
    for index, text in enumerate(texts):
        if index not in whole and len(text) > 2 * SHORTEST and (end := _find_first_copy(text)):
            yield Cut(index, end, len(text), "duplicate", "repeat.within")
    plain = [fold_words(text) for text in texts]
    places: dict[str, list[int]] = {}
    for index, words in enumerate(plain):
        if words:
            places.setdefault(words, []).append(index)
    taken: set[int] = set()
    for first, second in ((copies[0], copy) for copies in places.values() for copy in copies[1:MOST_COPIES]):
        if second in taken or (first and second and plain[first - 1] == plain[second - 1]):
            continue  # the run began earlier
        run = range(second, second + _measure_run(plain, first, second))
        lengths = [len(plain[place]) for place in run if place not in whole]
        if len(run) > 1 and sum(lengths) >= SHORTEST_RUN and max(lengths) >= SHORTEST:
            taken.update(run)
    for index in sorted(taken - whole.keys()):
        yield Cut(index, 0, len(texts[index]), "duplicate", "repeat.run")


def _measure_run(plain: Sequence[str], first: int, second: int) -> int:
    """How many paragraphs from `second` on repeat those from `first` on."""
    length = 0
    while first + length < second and second + length < len(plain) and plain[first + length] == plain[second + length]:
        length += 1
    return length


def _find_first_copy(text: str) -> int:
    """The end of the first copy in a paragraph that has the same words twice or more; 0 if it does not."""
    opening = text[:SHORTEST_OPENING]
    end = text.find(opening, SHORTEST)
    if end < 0:
        return 0
    words = fold_words(text[:end])
    copies = len(fold_words(text)) / (len(words) + 1)
    if round(copies) < 2 or " ".join([words] * round(copies)) != fold_words(text):
        return 0
    return end


def _find_other(whole: str, starts: Sequence[int], text: str, index: int) -> int | None:
    """Another paragraph that contains a paragraph's text as whole words."""
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
    """Paragraphs that repeat the headline, with a standfirst after it or a caption before it."""
    headline = plain[headline_index]
    if len(headline) < 20:
        return
    for index, text in enumerate(plain):
        if index == headline_index or not (text.startswith(headline) or text.endswith(headline)):
            continue
        rest = len(text) - len(headline)
        if rest <= 3 or (index <= headline_index + 2 and rest <= LONGEST_STANDFIRST):
            yield Cut(index, 0, len(texts[index]), "duplicate", "repeat.headline")


@lru_cache(maxsize=REMEMBERED)
def fold_words(text: str) -> str:
    """The words of a text in lower case, one space between them, without punctuation."""
    return " ".join(PLAIN.sub(" ", text).lower().split())
