"""Mentions of named things in a parsed article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.mentions.candidates import NameContext
from articles.mentions.headline_names import trim_names
from articles.mentions.label_vote import vote_labels
from articles.mentions.spans import find_spans, take_in_articles
from articles.records import Mention

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens
    from articles.records import CleanArticle


def find_mentions(tokens: Tokens, article: CleanArticle) -> list[Mention]:
    """Mentions in an article in their order, each named by its own text; none overlaps another."""
    text = article.clean_text
    context = NameContext(tokens)
    spans = vote_labels(context, find_spans(context))
    take_in_articles(context, spans)
    found = [
        Mention(
            span.start, span.end, span.label, span.model_label, " ".join(text[span.start : span.end].split()), "own"
        )
        for span in spans
    ]
    return trim_names(tokens, found, article.body_start)
