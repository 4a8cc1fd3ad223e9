"""Pages that are no article: errors, consent walls, logins and challenges, by the phrases of `no_article.toml`."""

from __future__ import annotations

import re
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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: its reason code, what it is in words, and what its heading and its paragraphs speak of."""

    reason_code: str
    what: str
    heading: re.Pattern[str]
    content: re.Pattern[str]


def find_no_article(title: str, metadata: Metadata, paragraphs: Sequence[str]) -> tuple[str, str] | None:
    """Reason code and message where a page is no article; None where it may be one.

    Two kinds of evidence are needed: what the page calls itself, and that half of its paragraphs speak of it.
    """
    if metadata.author_names or sum(len(paragraph.split()) for paragraph in paragraphs) > MOST_WORDS:
        return None
    for kind in read_kinds():
        if not any(kind.heading.search(text) for text in (title, metadata.headline or "")):
            continue
        telling = sum(kind.content.search(paragraph) is not None for paragraph in paragraphs)
        if telling >= TELLING_SHARE * len(paragraphs):
            message = f"The page is {kind.what}, no article. Fetch the article again, or leave the page out."
            return kind.reason_code, message
    return None


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
