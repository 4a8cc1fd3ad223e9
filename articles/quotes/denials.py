"""Denials: quotes whose source denies the content, and the claim that a pointer such as "this" takes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.quotes.speech_acts import read_saying_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.parsing.tokens import Tokens
    from articles.quotes.drafts import Draft
    from articles.records import SourceKind

_DENYING_METHODS = frozenset({"clause", "distant", "object", "gerund", "preposition", "noun", "infinitive"})
_POINTERS = frozenset({"this", "that", "these", "those", "such", "it", "them"})
_SENTENCES = 1  # how far before the denial the claim may stand
_LONGEST_POINTER = 2  # tokens: "this", "those claims"


def is_denial(draft: Draft, kind: SourceKind | None) -> bool:
    """Whether the source denies what the draft holds. Of "“It is false,” she denied" the words are what she says."""
    if draft.is_direct or kind is None or draft.method not in _DENYING_METHODS:
        return False
    return draft.cue_lemma in read_saying_words().denying


def points_elsewhere(tokens: Tokens, pieces: Sequence[tuple[int, int]]) -> bool:
    """Whether the words are no more than "this" or "that claim"."""
    first, last = tokens.find_token(pieces[0][0]), tokens.find_token(pieces[-1][1] - 1)
    return len(pieces) == 1 and tokens.words[first] in _POINTERS and last - first < _LONGEST_POINTER


def find_claim(tokens: Tokens, draft: Draft, drafts: Sequence[Draft]) -> list[tuple[int, int]] | None:
    """Clean spans of the claim that a denial takes up: what another source was reported to say right before it."""
    cue = draft.cue_token
    if cue is None:
        return None
    for other in reversed(drafts):
        if other is draft or other.cue_token is None or other.cue_token >= cue or other.subject == draft.subject:
            continue
        if tokens.sentences[cue] - tokens.sentences[other.cue_token] > _SENTENCES:
            return None
        if other.method in {"clause", "distant", "noun", "inverted", "preposition", "trailing", "leading"}:
            return list(other.pieces)
    return None
