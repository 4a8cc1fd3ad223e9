"""Who wrote the opinion piece that an article reports on: "the op-ed says" is what its writer says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.lexicon.cues import load_cues
from articles.quotes.unnamed_persons import is_person_noun

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens
    from articles.quotes.discourse import Discourse

_PIECES = frozenset({"op-ed", "column", "essay", "piece"})
_TOKENS_BEFORE = 2_000  # so that no article costs more than its length


def find_writer(discourse: Discourse, left: int, token: int) -> int | None:
    """The token of the person who says something "in the op-ed" before "the op-ed says", in whatever sentence."""
    tokens = discourse.tokens
    noun = _read_noun(tokens, token)
    if noun not in _PIECES or tokens.words[left] not in {"the", "this"} or left + 1 != token - 2 * ("-" in noun):
        return None
    for at in range(token - 1, max(token - _TOKENS_BEFORE, 0), -1):
        is_inside = tokens.deps[at] == "pobj" and tokens.words[tokens.heads[at]] == "in"
        writer = _find_teller(discourse, at) if is_inside and _read_noun(tokens, at) in _PIECES else None
        if writer is not None:
            return writer
    return None


def _read_noun(tokens: Tokens, token: int) -> str:
    """A noun in lower case, with what a hyphen joins to it: "op-ed" is three tokens."""
    is_joined = tokens.words[token - 1 : token] == ["-"] and token > 1
    return "".join(tokens.words[token - 2 : token + 1]) if is_joined else tokens.words[token]


def _find_teller(discourse: Discourse, piece: int) -> int | None:
    """The person who is the subject of a verb of saying in the sentence of a token."""
    tokens = discourse.tokens
    verbs = load_cues().verbs
    for at in range(tokens.find_own_start(piece), tokens.find_own_end(piece)):
        if tokens.deps[at] == "nsubj" and tokens.words[tokens.heads[at]] in verbs:
            mention = discourse.find_name(at)
            if mention.entity_type == "PERSON" if mention is not None else is_person_noun(tokens.words[at]):
                return at
    return None
