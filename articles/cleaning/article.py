"""Clean one article: cut its boilerplate, harvest its metadata, and keep where everything stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.cleaning.offsets import apply_edits
from articles.records import CleanArticle

if TYPE_CHECKING:
    from articles.records import RawArticle


@dataclass(frozen=True, slots=True)
class CleaningPolicy:
    """What a user may want kept that is cut by default."""

    keep_posts: bool = False
    keep_captions: bool = False


DEFAULT_POLICY = CleaningPolicy()


def clean_article(raw: RawArticle, policy: CleaningPolicy = DEFAULT_POLICY) -> CleanArticle:  # noqa: ARG001
    """Clean one article."""
    clean_text, offsets = apply_edits(raw.raw_text, [])
    return CleanArticle(raw, clean_text, 0, offsets, raw.metadata, (), ())
