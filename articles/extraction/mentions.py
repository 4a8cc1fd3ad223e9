"""Mentions of named things in a parsed article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction.candidates import Reading
from articles.extraction.spans import find_spans
from articles.extraction.votes import vote_labels
from articles.records import Mention
from articles.resolution.within_article import name_mentions

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from articles.records import CleanArticle


def find_mentions(doc: Doc, article: CleanArticle) -> list[Mention]:
    """Mentions in an article, by clean offsets and in their order; none overlaps another."""
    text = article.clean_text
    reading = Reading(doc)
    spans = vote_labels(reading, find_spans(reading))
    mentions = [
        Mention(
            span.start, span.end, span.label, span.model_label, " ".join(text[span.start : span.end].split()), "own"
        )
        for span in spans
    ]
    return name_mentions(mentions, article.body_start)
