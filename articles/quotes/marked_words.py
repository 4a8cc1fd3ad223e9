"""What words in marks look like: a clause or a name, a whole sentence or a part of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.parsing.tokens import FINITE_TAGS

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens
    from articles.quotes.quotation_marks import MarkedSpan


def find_tail(tokens: Tokens, span: MarkedSpan) -> str:
    """The punctuation that ends a marked span, inside or right behind its closing mark."""
    inside = tokens.text[span.start : span.end].rstrip("'’\" ")[-1:]
    behind = tokens.text[span.outer_end : span.outer_end + 1]
    return behind if behind == "," else inside


def ends_sentence(tokens: Tokens, span: MarkedSpan) -> bool:
    """Whether a sentence ends with the words in marks."""
    inside = tokens.text[span.start : span.end].rstrip("'’\" ")
    behind = tokens.text[span.outer_end : span.outer_end + 1]
    return inside[-1:] in ".!?…" or behind in {".", "!", "?"} or not span.is_closed


def is_clause(tokens: Tokens, span: MarkedSpan, *, loose: bool = False) -> bool:
    """Whether words in marks are a clause, and no name, title or single word (`loose`: or any two words)."""
    first, last = tokens.find_token(span.start), tokens.find_token(span.end - 1)
    count = sum(word[:1].isalnum() for word in tokens.words[first : last + 1])
    finite = any(tag in FINITE_TAGS for tag in tokens.tags[first : last + 1])
    return (count >= 3 and finite) or count >= 8 or (loose and count >= 2)


def is_cry(tokens: Tokens, span: MarkedSpan) -> bool:
    """Whether short words right behind a cue are speech and no name: "chanted “What curfew?”"."""
    return tokens.text[span.start : span.end].rstrip("'’\" ")[-1:] in "!?"
