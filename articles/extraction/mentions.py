"""Mentions of named things in a parsed article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.records import Mention
from articles.resolution.within_article import name_mentions

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from articles.records import CleanArticle

ENTITY_TYPES = frozenset("PERSON NORP FAC ORG GPE LOC PRODUCT EVENT LAW WORK_OF_ART DATE MONEY".split())


def find_mentions(doc: Doc, article: CleanArticle) -> list[Mention]:
    """Mentions in an article, by clean offsets and in their order; none overlaps another."""
    text = article.clean_text
    mentions: list[Mention] = []
    for span in doc.ents:
        if span.label_ not in ENTITY_TYPES:
            continue
        start, end = span.start, span.end
        while start < end and (doc[start].lower_ in ("the", "a") or doc[start].is_punct or doc[start].is_space):
            start += 1
        while start < end and (doc[end - 1].lower_ in ("'s", "'") or doc[end - 1].is_space):
            end -= 1
        if start == end:
            continue
        first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
        name = " ".join(text[first:last].split())
        mentions.append(Mention(first, last, span.label_, span.label_, name, "own"))
    return name_mentions(mentions)
