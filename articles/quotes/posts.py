"""Embedded posts as quotes of their authors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.records import CleanArticle, EmbeddedPost

MEDIUM = "post"
METHOD = "embedded post"
CONFIDENCE = 1.0  # the embed itself names its author


@dataclass(frozen=True, slots=True)
class PostQuote:
    """An embedded post as a direct quote of its author. It has raw offsets, as the clean text does not contain it.

    `speaker_start` and `speaker_end` are the bounds of the author's name in the embed, None if it has none.
    """

    raw_start: int
    raw_end: int
    speaker_name: str | None
    speaker_type: str
    speaker_start: int | None
    speaker_end: int | None


def quote_posts(article: CleanArticle) -> list[PostQuote]:
    """Quotes of the posts embedded in an article, in their order. A post without words makes no quote."""
    return [quote for post in article.posts if (quote := _quote_post(article.raw.raw_text, post)) is not None]


def _quote_post(raw_text: str, post: EmbeddedPost) -> PostQuote | None:
    words = post.post_text.split()
    if not words:
        return None
    start, end = post.raw_start, post.raw_end
    found = re.compile(r"\s+".join(map(re.escape, words))).search(raw_text, start, end)
    if found is not None:
        start, end = found.span()
    while start < end and raw_text[start].isspace():
        start += 1
    while end > start and raw_text[end - 1].isspace():
        end -= 1
    name = post.author_name or (f"@{post.handle}" if post.handle else None)
    place = -1
    if name is not None:
        place = raw_text.find(name, end, post.raw_end)
        if place < 0:
            place = raw_text.find(name, post.raw_start, start)
    return PostQuote(
        start,
        end,
        name,
        "PERSON" if post.author_name else "DESCRIPTION",
        place if place >= 0 else None,
        place + len(name) if place >= 0 and name is not None else None,
    )
