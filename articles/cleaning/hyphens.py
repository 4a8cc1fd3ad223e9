"""Join words that are broken at the end of a line, and keep hyphens that belong to compounds.

The text itself is the best evidence: it may have the whole word, or the compound with its hyphen, elsewhere. Otherwise
the parts decide: some almost always take a hyphen ("self", "based"), and two parts that the text also uses as words are
more likely a compound.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The text before a hyphen at the end of a line, and the start of the next line.
BROKEN = re.compile(r"(?P<first>(?<![^\W\d_])[^\W\d_]+|\d|[^\W\d_]\.)-(?P<gap> *\n *)(?P<second>[^\W\d_]+)")
# A soft hyphen shows only where a word is broken, so there is nothing to decide.
SOFT_BROKEN = re.compile(r"(?<=[^\W\d_])\u00ad(?P<gap> *\n *)(?=[^\W\d_])")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# "Short- and long-term": a suspended hyphen keeps the space after it.
HANGING = frozenset({"and", "or", "to", "but", "nor", "und"})
COMPOUND_FIRST = frozenset(
    {"self", "non", "ex", "anti", "pro", "semi", "half", "quasi", "all", "cross", "mid", "multi", "post", "pre", "co"}
    | {"vice", "long", "short", "high", "low", "well", "ill", "so", "far", "full", "part", "right", "left", "hard"}
    | {"soft", "old", "new", "top", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty"}
    | {"thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "first", "second", "third", "one", "much"}
)
COMPOUND_SECOND = frozenset(
    {
        "old",
        "term",
        "based",
        "backed",
        "led",
        "made",
        "run",
        "owned",
        "style",
        "related",
        "year",
        "day",
        "month",
        "week",
    }
    | {"hour", "minute", "mile", "foot", "point", "level", "scale", "range", "wide", "like", "long", "free", "wing"}
    | {"elect", "general", "in", "up", "out", "off", "on", "by", "making", "maker", "makers", "sponsored"}
    | {
        "controlled",
        "funded",
        "friendly",
        "held",
        "speaking",
        "looking",
        "born",
        "educated",
        "turned",
        "called",
        "ever",
    }
    | {"minded", "profile", "ranking", "time", "page", "round", "party", "line", "thirds", "fifths", "known", "being"}
)
# Parts of words that are words as well: understand, overcome, forecast, into.
PREFIXES = frozenset({"under", "over", "fore", "inter", "with", "after", "counter", "super", "trans", "where", "there"})
SHORTEST_COMPOUND_PART = 4


def find_breaks(text: str, get_words: Callable[[], frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Spans of a folded paragraph to leave out: hyphen and line break of a broken word, or the break alone.

    `get_words` gives the words of the whole text in small letters, compounds with their hyphens; it is called only
    where a line ends in a hyphen.
    """
    if "\u00ad" in text:
        yield from (match.span("gap") for match in SOFT_BROKEN.finditer(text))
    if "-\n" not in text and "- " not in text:
        return
    for match in BROKEN.finditer(text):
        first, second = match["first"], match["second"]
        if second in HANGING or (first.isupper() and second[0].isupper() and first[-1] != "."):
            continue
        start, end = match.span("gap")
        yield (start - 1 if _is_broken_word(first, second, get_words) else start), end


def list_words(text: str) -> frozenset[str]:
    """Words of a text in small letters, compounds with their hyphens, without the parts of words at line ends."""
    return frozenset(word.lower() for word in WORD.findall(BROKEN.sub(" ", text)))


def _is_broken_word(first: str, second: str, get_words: Callable[[], frozenset[str]]) -> bool:
    if not first.isalpha() or len(first) == 1 or not second.islower() or (first.isupper() and len(first) > 1):
        return False
    words = get_words()
    lower = first.lower()
    if lower + second in words:
        return True
    if f"{lower}-{second}" in words or lower in COMPOUND_FIRST or second in COMPOUND_SECOND:
        return False
    is_compound = lower in words and second in words and lower not in PREFIXES
    return not (is_compound and min(len(lower), len(second)) >= SHORTEST_COMPOUND_PART)
