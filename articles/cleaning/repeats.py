"""Paragraphs that repeat other text of the article: standfirsts, pull quotes, doubled captions, the headline again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.cleaning.cuts import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Shorter repeats happen in honest prose ("Right.", "Thank you, Mr. President.").
SHORTEST = 45
FEWEST_WORDS = 7
# Letters that two sentences must share from their start before they are compared in full.
KEY_LENGTH = 30
# Sentences with one key that are compared; bounds the work on a text made of one sentence.
MOST_COMPARED = 4
SENTENCE_START = re.compile(r"(?:^|[.!?:]['\")]*\s+|(?:^|\s)[\"'](?=\w)|[\u2014,]\s)")
PLAIN = re.compile(r"[^\w\s]+")
# Characters read from where a sentence starts; no repeat is longer than 600 after folding.
LONGEST_READ = 1_600
# The first paragraphs, where a standfirst stands.
STANDFIRST_COUNT = 4
LONGEST_STANDFIRST = 260


def find_repeats(texts: Sequence[str], headline_index: int | None, taken: frozenset[int]) -> Iterator[Cut]:
    """Cuts of the paragraphs that repeat another one or a passage of a longer one.

    `taken` are paragraphs that are cut anyway; a repeat within them does not count.
    """
    plain = [_fold(text) if index not in taken else "" for index, text in enumerate(texts)]
    if headline_index is not None:
        yield from _find_headline_again(texts, plain, headline_index)
    short = {
        index: text
        for index, text in enumerate(plain)
        if index != headline_index and SHORTEST <= len(text) <= 600 and text.count(" ") >= FEWEST_WORDS - 1
    }
    if not short:
        return
    places = _index_sentences(texts, plain, headline_index, {text[:KEY_LENGTH] for text in short.values()})
    for index, text in short.items():
        for other, rest in places.get(text[:KEY_LENGTH], ()):
            if other == index or not rest.startswith(text):
                continue
            is_same = len(plain[other]) == len(text)
            # Of two equal paragraphs the later belongs to the running text where the first is a standfirst.
            if is_same and (index > other) == (min(index, other) < STANDFIRST_COUNT):
                continue
            yield Cut(index, 0, len(texts[index]), "duplicate", "repeat.paragraph")
            break


def _find_headline_again(texts: Sequence[str], plain: Sequence[str], headline_index: int) -> Iterator[Cut]:
    headline = plain[headline_index]
    if len(headline) < 20:
        return
    for index, text in enumerate(plain):
        if index == headline_index or not text.startswith(headline):
            continue
        rest = len(text) - len(headline)
        if rest <= 3 or (index <= headline_index + 2 and rest <= LONGEST_STANDFIRST and text[len(headline)] == " "):
            yield Cut(index, 0, len(texts[index]), "duplicate", "repeat.headline")


def _index_sentences(
    texts: Sequence[str], plain: Sequence[str], headline_index: int | None, keys: set[str]
) -> dict[str, list[tuple[int, str]]]:
    """For each wanted key, the paragraphs that have a sentence beginning with it, and their text from there."""
    found: dict[str, list[tuple[int, str]]] = {}
    for index, text in enumerate(texts):
        if index == headline_index or len(plain[index]) < SHORTEST:
            continue
        starts = [0] if len(plain[index]) <= SHORTEST else [match.end() for match in SENTENCE_START.finditer(text)]
        for start in starts:
            key = _fold(text[start : start + 2 * KEY_LENGTH + 20])[:KEY_LENGTH]
            if key in keys and len(found.setdefault(key, [])) < MOST_COMPARED:
                found[key].append((index, _fold(text[start : start + LONGEST_READ]) if start else plain[index]))
    return found


def _fold(text: str) -> str:
    return " ".join(PLAIN.sub(" ", text).lower().split())
