"""Pages that are no article: errors, consent walls, logins and challenges, by the phrases of `no_article.toml`."""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.records import Metadata

MOST_WORDS = 220  # of a page that is no article
TELLING_SHARE = 0.5  # of its paragraphs that speak of what it is
LABEL = 4  # words
LONG = 13  # words; a paragraph that needs two phrases where no heading tells
TO_READER = re.compile(
    r"\b(?:you|your|we|our|us|please|sorry)\b|^(?:subscribe|log|sign|try|click|enable|get|go|enter|create|check|already)\b",
    re.IGNORECASE,
)
# Quotes end with a punctuation mark of their own, which the labels of buttons lack.
QUOTATION = re.compile(r'[“"](?=([^”"]+)[.,?!][”"])')
QUOTED_WORDS = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: its reason code, what it is in words, and what its heading and its paragraphs speak of."""

    reason_code: str
    what: str
    heading: re.Pattern[str]
    content: re.Pattern[str]


def find_no_article(headings: Sequence[str], metadata: Metadata, paragraphs: Sequence[str]) -> tuple[str, str] | None:
    """Reason code and message where a page is no article; None where it may be one.

    Such a page is short, names no author, quotes nobody and speaks to its reader. Two kinds of evidence are needed:
    what it calls itself in one of its `headings`, and that half of its paragraphs speak of it; or that all of them do,
    long ones with two phrases.
    """
    texts = [paragraph for paragraph in paragraphs if paragraph not in headings]
    if metadata.author_names or sum(len(text.split()) for text in texts) > MOST_WORDS:
        return None
    if any(len(words.split()) >= QUOTED_WORDS for text in texts for words in QUOTATION.findall(text)):
        return None
    called = [kind for kind in read_kinds() if any(kind.heading.search(heading) for heading in headings)]
    found = next((kind for kind in called if _count_telling(kind, texts) >= TELLING_SHARE * len(texts)), None)
    if found is None and texts:
        found = next((kind for kind in read_kinds() if _count_telling(kind, texts, LONG) == len(texts)), None)
    if found is None:
        return None
    return found.reason_code, f"The page is {found.what}, no article. Fetch the article again, or leave the page out."


def _count_telling(kind: Kind, texts: Sequence[str], long: int = sys.maxsize) -> int:
    """How many paragraphs have a phrase of a kind, those of `long` words two, and speak to the reader or are labels."""
    count = 0
    for text in texts:
        length = len(text.split())
        phrases = {match[0].casefold() for match in kind.content.finditer(text)}
        is_to_reader = length <= LABEL or TO_READER.search(text) is not None
        count += is_to_reader and len(phrases) >= (2 if length >= long else 1)
    return count


@cache
def read_kinds() -> tuple[Kind, ...]:
    """The kinds of `no_article.toml`."""
    table = tomllib.loads(files(__package__).joinpath("no_article.toml").read_text("utf-8"))
    return tuple(
        Kind(entry["reason_code"], entry["what"], _compile(entry["heading"]), _compile(entry["content"]))
        for entry in table["kind"]
    )


def _compile(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)
