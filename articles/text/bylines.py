"""Author names out of bylines: no "By", no roles, outlets, addresses or handles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.lexicon.outlets import NOUNS_LIKE_SURNAMES, OTHER_NOUNS, PAPER_NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterable

LEADING = re.compile(
    r"^(?:(?:story|text|words|reporting|report|analysis|commentary|opinion|written|compiled|updated)\s+)?by\s*:?\s+",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"\s*(?:;|\||•|/|\s&\s|,?\s+and\s+)\s*", re.IGNORECASE)
ADDRESS = re.compile(r"\S+@\S+\.\S+|https?://\S+|www\.\S+|@\w+|\(@?\w+\)")
ROLE = re.compile(
    r"\b(?:staff|writers?|editors?|reporters?|correspondents?|contributors?|columnists?|contributing|special to|"
    r"bureau|analysts?|producers?|fellow|professor|director|desk|team|newsroom|press|agency|reports?|guest|opinion|"
    r"senior|chief|political|national|media|services?|wires?|photographers?)\b",
    re.IGNORECASE,
)
# Of the words of outlets those are left out that journalists are called too.
OUTLET = re.compile(
    rf"\b(?:{'|'.join(noun for noun in PAPER_NOUNS + OTHER_NOUNS if noun not in NOUNS_LIKE_SURNAMES)}|"
    r"press|reuters|associated press|afp|ap|bbc|cnn|npr|upi|pti|politico|bloomberg|media|foundation|administrator|"
    r"admin|staff|editorial board|agencies|website|com)\b|\.(?:com|org|net|ca|uk)\b",
    re.IGNORECASE,
)
NAME_WORD = re.compile(r"(?:[^\W\d_]|['’.\-])+$")
PARTICLES = frozenset(
    {"de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "van", "von", "ben", "bin", "al", "el"}
    | {"y", "e", "af", "zu", "ter", "st.", "jr.", "sr.", "jr", "sr", "ii", "iii", "iv"}
)
MOST_WORDS = 5
NO_FIRST_NAMES = frozenset({"The", "A", "An", "This", "That", "President", "Our", "Your", "My", "More", "New"})


def clean_author_names(values: Iterable[str]) -> tuple[str, ...]:
    """Names of persons in byline strings, in their order, each once; what is no person's name is left out."""
    names: list[str] = []
    for value in values:
        text = LEADING.sub("", " ".join(ADDRESS.sub(" ", value).split()))
        for part in SEPARATOR.split(text):
            names.extend(_split_commas(part))
    return tuple(dict.fromkeys(names))


def is_person_name(text: str) -> bool:
    """Whether a string is built like a person's name: two to five capitalised words, no outlet, no role."""
    words = text.split()
    if not 2 <= len(words) <= MOST_WORDS or words[0] in NO_FIRST_NAMES or OUTLET.search(text) or ROLE.search(text):
        return False
    return (
        all(NAME_WORD.match(word) and (word[0].isupper() or word.lower() in PARTICLES) for word in words)
        and words[0][0].isupper()
        and any(len(word.strip(".")) > 1 for word in words)
    )


def _split_commas(part: str) -> list[str]:
    """Names in a part of a byline that holds commas: a list of names, or one name with its role or outlet behind."""
    names = []
    for piece in (piece.strip(" .-–—:") for piece in part.split(",")):
        name = _fold_case(piece)
        if is_person_name(name):
            names.append(name)
    return names


def _fold_case(name: str) -> str:
    """A name in capitals as one writes it: "ROBERT BURNS" is Robert Burns."""
    words = name.split()
    if len(words) < 2 or not name.isupper():
        return " ".join(words)
    return " ".join(
        word
        if len(word) <= 2 and word.isupper() and "." in word
        else "-".join(part.capitalize() for part in word.split("-"))
        for word in words
    )
