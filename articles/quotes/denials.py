"""Denials: quotes whose source denies the content, and the claim to which a pointer such as "this" refers."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from articles.lexicon.cues import load_cues
from articles.quotes.speech_acts import read_saying_words
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.parsing.tokens import Tokens
    from articles.quotes.drafts import Draft
    from terms.states import SourceKind

_DENYING_METHODS = frozenset({"clause", "distant", "object", "gerund", "preposition", "noun", "infinitive"})
_POINTERS = frozenset({"this", "that", "these", "those", "such", "it", "them"})
_STATED_POINTERS = frozenset(
    f"{it} {verb} {so}"
    for it in ("this", "that", "it")
    for verb in ("is", "was", "were", "had been")
    for so in ("the case", "true", "so")
)
_CLAIMS = frozenset({"claim", "charge", "accusation", "allegation"})
_SAYING_METHODS = frozenset({"clause", "distant", "noun", "inverted", "preposition", "trailing", "leading"})
_SENTENCES = 1  # how far before the denial the claim may be
_DRAFTS = 50  # drafts before a denial to search for the claim; two sentences never hold as many
_LONGEST_POINTER = 2  # tokens: "this", "those claims"


def is_denial(draft: Draft, kind: SourceKind | None) -> bool:
    """Whether the source denies the words of the draft. In "“It is false,” she denied" they are her own words."""
    if draft.is_direct or kind is None or draft.method not in _DENYING_METHODS:
        return False
    return draft.cue_lemma in read_saying_words().denying


def points_elsewhere(tokens: Tokens, pieces: Sequence[tuple[int, int]]) -> bool:
    """Whether the words are no more than "this", "that claim" or "an allegation"."""
    first, last = _read_ends(tokens, pieces)
    is_bare_claim = last in _CLAIMS and first in {"a", "an"}
    first_token, last_token = tokens.find_token(pieces[0][0]), tokens.find_token(pieces[-1][1] - 1)
    if " ".join(tokens.words[first_token : last_token + 1]) in _STATED_POINTERS:
        return True
    return first in _POINTERS or last == "something" or is_bare_claim


def names_a_claim(tokens: Tokens, pieces: Sequence[tuple[int, int]]) -> bool:
    """Whether the words are no more than "the claim" or "the allegations", whose claim may stand before."""
    first, last = _read_ends(tokens, pieces)
    return first == "the" and last.removesuffix("s") in _CLAIMS


def _read_ends(tokens: Tokens, pieces: Sequence[tuple[int, int]]) -> tuple[str, str]:
    """The first and last word of at most _LONGEST_POINTER words in one piece; two empty ones for anything longer."""
    first, last = tokens.find_token(pieces[0][0]), tokens.find_token(pieces[-1][1] - 1)
    is_short = len(pieces) == 1 and last - first < _LONGEST_POINTER
    return (tokens.words[first], tokens.words[last]) if is_short else ("", "")


def find_relative_denial(tokens: Tokens, draft: Draft) -> CharSpan | None:
    """The clause ", which he denies", which is not part of the words before it."""
    cue = draft.cue_token
    if cue is None or draft.cue_lemma not in read_saying_words().denying or tokens.deps[cue] != "relcl":
        return None
    left = tokens.edges_left[cue]
    is_object = tokens.words[left : left + 1] == ["which"] and tokens.deps[left] == "dobj"
    if not is_object or tokens.words[left - 1] != ",":
        return None
    return CharSpan(tokens.ends[left - 2], tokens.ends[cue])


def _find_place(draft: Draft) -> int:
    return (draft.cue or draft.pieces[0]).start


def find_claim(tokens: Tokens, draft: Draft, drafts: Sequence[Draft]) -> list[tuple[int, int]] | None:
    """Clean spans of the claim that a denial refers to.

    It is the report of another source right before the denial, or what the source was asked about or accused of.
    """
    cue = draft.cue_token
    if cue is None:
        return None
    classes = load_cues().classes
    nearest = bisect_right(drafts, _find_place(draft), key=_find_place)
    for other in reversed(drafts[max(nearest - _DRAFTS, 0) : nearest]):
        if other is draft or other.cue_token is None or other.cue_token >= cue:
            continue
        is_clause = tokens.deps[cue] == "relcl"  # "..., which he denies": of the same sentence
        if tokens.sentences[cue] - tokens.sentences[other.cue_token] > (0 if is_clause else _SENTENCES):
            return None
        is_put = classes.get(other.cue_lemma or "") in {"question", "accusation"}
        is_said = other.subject != draft.subject and other.method in _SAYING_METHODS
        if is_put or is_said:
            return _open_question(tokens, other.pieces)
    return None


def _open_question(tokens: Tokens, pieces: Sequence[CharSpan]) -> list[tuple[int, int]]:
    """A question without the "whether" that opens it."""
    first = tokens.find_token(pieces[0].start)
    opens = tokens.words[first] in {"whether", "if"} and pieces[0].end > tokens.starts[first + 1]
    start = tokens.starts[first + 1] if opens else pieces[0].start
    return [(start, pieces[0].end), *pieces[1:]]
