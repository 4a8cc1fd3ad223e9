"""The form of words in quotation marks: a clause or a name, a whole sentence or a part of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.parsing.tokens import FINITE_TAGS

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens
    from articles.quotes.quotation_marks import MarkedSpan


def find_tail(tokens: Tokens, span: MarkedSpan) -> str:
    """The punctuation that ends a marked span, inside or right after its closing mark."""
    inside = tokens.text[span.start : span.end].rstrip("'’\" ")[-1:]
    after = tokens.text[span.outer_end : span.outer_end + 1]
    return after if after == "," else inside


def ends_sentence(tokens: Tokens, span: MarkedSpan) -> bool:
    """Whether a sentence ends with the words in marks."""
    inside = tokens.text[span.start : span.end].rstrip("'’\" ")
    after = tokens.text[span.outer_end : span.outer_end + 1]
    return inside[-1:] in ".!?…" or after in {".", "!", "?"} or not span.is_closed


def is_clause(tokens: Tokens, span: MarkedSpan, *, loose: bool = False) -> bool:
    """Whether words in marks are a clause, not a name, a title or a single word (`loose`: any two words pass)."""
    first, last = tokens.find_token(span.start), tokens.find_token(span.end - 1)
    count = sum(word[:1].isalnum() for word in tokens.words[first : last + 1])
    finite = any(tag in FINITE_TAGS for tag in tokens.tags[first : last + 1])
    return (count >= 3 and finite) or count >= 8 or (loose and count >= 2)


def is_cry(tokens: Tokens, span: MarkedSpan) -> bool:
    """Whether short words right after a cue are speech and not a name: "chanted “What curfew?”"."""
    return tokens.text[span.start : span.end].rstrip("'’\" ")[-1:] in "!?"
