"""Reported words without a verb of saying: "according to", "in her words", "the claim that"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.parsing.tokens import FINITE_TAGS
from articles.quotes.clause_bounds import skip_dateline, trim_piece
from articles.quotes.reports import Report
from articles.quotes.rules import RuleId
from articles.quotes.subjects import find_subject
from articles.text.spans import TokenSpan

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens

_LONGEST_NAME = 4  # words of a name in apposition


def read_words_of(tokens: Tokens, noun: int) -> Report | None:
    """ "In her words, X" and "X, in the words of Jane Roe": the sentence without the phrase."""
    words, deps = tokens.words, tokens.deps
    left, right = tokens.edges_left[noun], tokens.edges_right[noun] + 1
    if left == 0 or words[left - 1] != "in":
        return None
    owner = next((child for child in tokens.children[noun] if deps[child] == "poss"), None)
    of = next((child for child in tokens.children[noun] if words[child] == "of"), None)
    if owner is None and of is not None:
        owner = next((child for child in tokens.children[of] if deps[child] == "pobj"), None)
    if owner is None:
        return None
    start = skip_dateline(tokens, tokens.find_own_start(noun), noun)
    right = next((at for at in range(noun + 1, right) if words[at] in {",", ":"}), right)
    pieces = [TokenSpan(start, left - 1), TokenSpan(right, tokens.find_own_end(noun))]
    kept = [trimmed for piece in pieces if (trimmed := trim_piece(tokens, *piece, with_openers=True))]
    if not any(_has_verb(tokens, *piece) for piece in kept):
        return None
    return Report(kept, noun, noun + 1, "in the words of", owner, RuleId.ACCORDING_TO)


def read_according_clause(tokens: Tokens, place: int) -> Report | None:
    """ "According to Roe, X" and "X, according to Roe": the sentence without the phrase."""
    words = tokens.words
    to = place + 1
    head = next(
        (c for at in (to, place) for c in tokens.children[at] if tokens.deps[c] in {"pobj", "pcomp"} and c > to), None
    )
    if head is None:
        return None
    start, end = tokens.find_own_start(place), tokens.find_own_end(place)
    start = skip_dateline(tokens, start, place)
    source_end = min(tokens.edges_right[head] + 1, end)
    opens = place - start <= 2
    for at in range(head + 1, end):
        if words[at] in {",", "--", "—", "–", ";"} and (opens or at >= source_end or words[at + 1 : at + 2] != ["the"]):
            source_end = at
            break
    else:
        source_end = end if not opens else source_end
    if opens and words[source_end : source_end + 1] == [","]:
        source_end = _skip_names(tokens, head, _skip_relative(tokens, head, source_end, end), end)
    first, second = TokenSpan(start, place), TokenSpan(source_end, end)
    if opens:
        pieces = [second]
    elif (
        _opens_sentence(tokens, first, source_end)
        or words[source_end + 1 : source_end + 2] in (["and"], ["but"], ["or"])
        or not _has_verb(tokens, *first)
    ):
        pieces = [first, second]
    else:
        pieces = [first]
    kept = [trimmed for piece in pieces if (trimmed := trim_piece(tokens, *piece, with_openers=True))]
    if not kept:
        return None
    return Report(kept, place, to + 1, "according to", head, RuleId.ACCORDING_TO)


def _opens_sentence(tokens: Tokens, piece: TokenSpan, source_end: int) -> bool:
    """ "While it rained, according to Roe, the ferry sailed": a subordinate clause whose main clause follows."""
    return any(tokens.deps[at] == "advcl" and tokens.heads[at] >= source_end for at in range(*piece))


def _skip_relative(tokens: Tokens, head: int, comma: int, end: int) -> int:
    """The comma behind "According to two aides, who asked not to be named": the clause tells of them."""
    if tokens.words[comma + 1 : comma + 2] not in (["who"], ["which"], ["whose"]):
        return comma
    clauses = (child for child in tokens.children[head] if tokens.deps[child] == "relcl" and child > comma)
    after = max((tokens.edges_right[clause] for clause in clauses), default=comma)
    return next((at for at in range(max(after, comma + 1), end) if tokens.words[at] == ","), comma)


def _skip_names(tokens: Tokens, head: int, comma: int, end: int) -> int:
    """The comma behind "According to her deputy, Jane Roe, ..." and "According to Roe, Voss and Brandt, ..."."""
    after = next((at for at in range(comma + 1, end) if tokens.tags[at] != "NNP"), end)
    if tokens.tags[head] != "NN" or not 0 < after - comma - 1 <= _LONGEST_NAME:
        joined = [child for child in tokens.children[head] if tokens.deps[child] == "conj" and child > comma]
        after = tokens.edges_right[joined[0]] + 1 if joined else end
    return after if tokens.words[after : after + 1] == [","] and after < end else comma


def _has_verb(tokens: Tokens, start: int, end: int) -> bool:
    return any(tag in FINITE_TAGS for tag in tokens.tags[start:end])


def read_noun(tokens: Tokens, place: int, lemma: str) -> Report | None:
    """ "the claim that ...": a finite clause after a noun of saying."""
    deps, children, words = tokens.deps, tokens.children, tokens.words
    for child in children[place]:
        if child < place or deps[child] not in {"acl", "ccomp", "relcl"}:
            continue
        mark = next((c for c in children[child] if words[c] == "that" and deps[c] == "mark"), None)
        if mark is None:
            continue
        piece = trim_piece(tokens, mark + 1, tokens.edges_right[child] + 1)
        if piece is None:
            return None
        owner = _find_owner(tokens, place)
        return Report([piece], place, place + 1, lemma, owner, RuleId.NOUN) if owner is not None else None
    return None


def _find_owner(tokens: Tokens, noun: int) -> int | None:
    """Who makes the claim: "his claim", "claims by critics", or the subject of "made the claim"."""
    deps, children, words = tokens.deps, tokens.children, tokens.words
    for child in children[noun]:
        if deps[child] == "poss":
            return child
    for child in children[noun]:
        if words[child] in {"by", "from", "of"} and child > noun:
            for inner in children[child]:
                if deps[inner] == "pobj":
                    return inner
    if deps[noun] == "dobj" and words[tokens.heads[noun]] in {"made", "make", "makes", "making", "issued", "repeated"}:
        return find_subject(tokens, tokens.heads[noun])
    return None
