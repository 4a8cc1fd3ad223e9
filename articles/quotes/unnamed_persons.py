"""Persons whom an article describes and does not name: one person goes by one description.

"A person identified as a harbour official", "the senior official" and "the author" may all be one person. The article
introduces somebody with "a" or "an"; "the official" takes that up. What other phrases add about the one official of an
article ("the senior official", "described as an official in the Lind administration") joins the description.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from articles.coreference.roles import is_role_word
from articles.quotes.noun_phrases import find_left_edge
from articles.quotes.source_kinds import EPITHET_RULE, read_source_words
from terms.states import SourceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.parsing.tokens import Tokens
    from articles.quotes.discourse import Described, Discourse

# Nouns for somebody known only by a description.
UNNAMED_NOUNS = frozenset(
    {"person", "source", "man", "woman", "official", "author", "writer", "operative", "strategist"}
)
# Those that say so little that they can stand for anybody introduced before.
_ANYBODY = frozenset({"author", "writer", "person"})
_UNNAMED = frozenset({"unidentified", "unnamed", "anonymous"})
INTRODUCING = frozenset({"a", "an", "one", "another"})
# Offices of which there is one: "the president" is no president introduced before.
HIGHEST = frozenset({"president", "premier", "chancellor", "pope", "king", "queen", "emperor"})
# "a person identified as a harbour official", "the author, described as an official"
_CALLING = frozenset({"identified", "described", "introduced", "known", "named"})
_BELONGING = frozenset({"in", "of", "at", "from", "with"})
_ADJECTIVES = frozenset({"JJ", "JJR", "JJS", "VBN", "RB"})
_PARTS = _ADJECTIVES | {"NN", "NNS", "NNP", "NNPS", "HYPH", "AFX"}
_PERSONS_AND_PLACES = frozenset({"PERSON", "GPE", "NORP", "LOC"})
# How far back somebody is searched for, so that no article costs more than its length.
_SOURCES_BEFORE = 200
_TOKENS_BEFORE = 2_000


def is_person_noun(word: str) -> bool:
    """Whether a noun stands for one person."""
    return word in UNNAMED_NOUNS or is_role_word(word)


def find_taken_up(discourse: Discourse, left: int, token: int) -> Described | None:
    """The person described before whom a phrase that ends in its noun means: "the official", "the unnamed official"."""
    words = discourse.tokens.words
    noun, between = words[token], words[left + 1 : token]
    if words[left] != "the" or not _is_person(noun) or noun in HIGHEST:
        return None
    is_unnamed = bool(between) and _UNNAMED.issuperset(between)
    is_anybody = is_unnamed or (not between and noun in _ANYBODY)
    for each in islice(reversed(discourse.described), _SOURCES_BEFORE):
        described = each.source.entity_name.lower().split()
        is_same = each.noun == noun and _UNNAMED.union(described).issuperset(between)
        fits = is_same or (is_anybody and {noun, each.noun} <= UNNAMED_NOUNS)
        if fits and each.token < token and described[0] in INTRODUCING:
            return each
    return None


def find_introduced(discourse: Discourse, left: int, token: int) -> int | None:
    """ "A guard ran to the pier. ... The guard said": the noun that introduced a person who was no source so far."""
    tokens = discourse.tokens
    noun = tokens.words[token]
    if left + 1 != token or tokens.words[left] != "the" or noun in HIGHEST or not _is_person(noun):
        return None
    for at in range(token - 1, max(token - _TOKENS_BEFORE, 0) - 1, -1):
        is_subject = tokens.words[at] == noun and tokens.deps[at] in {"nsubj", "nsubjpass"}
        if is_subject and tokens.tags[at] == "NN":
            return at if tokens.words[find_left_edge(tokens, at)] in INTRODUCING else None
    return None


def is_introduced(discourse: Discourse, left: int, token: int) -> bool:
    """Whether a phrase with "the" may take up somebody whom the article brought in without a name.

    "A diver", "two divers" and "divers" bring in "the diver"; a source of any kind brings in "the source". "The same
    diver" and "the second diver" say so themselves.
    """
    tokens, noun = discourse.tokens, discourse.tokens.words[token]
    if not _AGAIN.isdisjoint(tokens.words[left + 1 : token]):
        return True
    if noun in UNNAMED_NOUNS and any(_is_brought_in(each) for each in discourse.described):
        return True
    forms = {noun, *(_PLURALS.get(noun, f"{noun}s").split())}
    for at in range(left - 1, max(left - _TOKENS_BEFORE, 0) - 1, -1):
        if tokens.words[at] not in forms or tokens.deps[at] == "compound":
            continue
        first = tokens.words[find_left_edge(tokens, at)]
        if tokens.words[at] != noun or first in INTRODUCING or first.isdigit():
            return True
    return False


_AGAIN = frozenset(
    {"same", "other", "first", "second", "third", "fourth", "latter", "unnamed", "unidentified", "anonymous"}
)
_PLURALS = {"man": "men", "woman": "women", "person": "people persons", "child": "children"}


def _is_brought_in(each: Described) -> bool:
    return each.noun in read_source_words().unnamed and each.source.rule != EPITHET_RULE


def _is_person(noun: str) -> bool:
    return is_person_noun(noun) or read_source_words().kinds.get(noun) is SourceKind.ANONYMOUS


def find_called(tokens: Tokens, token: int) -> int | None:
    """The noun after "as" that says who somebody is: "a person identified as a harbour official"."""
    for child in tokens.children[token]:
        if child > token and tokens.words[child] in _CALLING:
            for inner in tokens.children[child]:
                if tokens.words[inner] == "as" and tokens.children[inner]:
                    noun = tokens.children[inner][0]
                    return noun if tokens.tags[noun] == "NN" and is_person_noun(tokens.words[noun]) else None
    return None


class _Part(NamedTuple):
    """A word before the noun of a description. Its rank is its place: adjectives, names, names of bodies, nouns."""

    rank: int
    word: str


_ADJECTIVE, _NAME, _BODY, _NOUN = range(4)


def name_unnamed(discourse: Discourse, token: int, words: str) -> str | None:
    """The description of a person introduced as `words`, with what the article adds; None if it adds nothing."""
    tokens = discourse.tokens
    noun = tokens.words[token]
    own = _read_parts(discourse, find_left_edge(tokens, token), token)
    others = _list_others(tokens, token)
    if own is None or others is None:
        return None
    rest = re.split(rf"\b{re.escape(noun)}\b", words, maxsplit=1, flags=re.IGNORECASE)[-1]
    behind = [_Part(_NAME, word) for word in rest.split() if word[0].isupper()]
    parts, known = list(own), words.split()
    for other in others:
        told = _read_parts(discourse, find_left_edge(tokens, other), other)
        if told is None:
            continue
        found = [part for part in told if part.word not in known and part.word not in _UNNAMED]
        found += _read_belonging(discourse, other, [*parts, *found])
        if _agree([*parts, *behind], found):
            parts += [part for part in dict.fromkeys(found) if part not in parts]
    if len(parts) == len(own):
        return None
    described = " ".join(part.word for part in sorted(parts, key=lambda part: part.rank))
    return f"{'an' if described[0].lower() in 'aeiou' else 'a'} {described} {noun}{rest}"


def _list_others(tokens: Tokens, token: int) -> list[int] | None:
    """Other phrases with the noun of the person introduced at a token; None if another one is introduced too."""
    noun, others, at = tokens.words[token], [], -1
    for _ in range(tokens.words.count(noun)):
        at = tokens.words.index(noun, at + 1)
        if at == token or tokens.tags[at] != "NN" or tokens.deps[at] == "compound":
            continue
        first = tokens.words[find_left_edge(tokens, at)]
        is_called = _is_called(tokens, at)
        if first in INTRODUCING and not is_called:
            return None
        if first == "the" or is_called:
            others.append(at)
    return others


def _is_called(tokens: Tokens, noun: int) -> bool:
    above = tokens.heads[noun]
    return tokens.words[above] == "as" and tokens.words[tokens.heads[above]] in _CALLING


def _read_parts(discourse: Discourse, left: int, token: int) -> list[_Part] | None:
    """The words between the article and the noun; None if some of them are more than adjectives, names and nouns."""
    tokens = discourse.tokens
    if tokens.words[left] not in INTRODUCING | {"the"}:
        return None
    parts: list[_Part] = []
    for place in range(left + 1, token):
        form = tokens.text[tokens.starts[place] : tokens.ends[place]]
        if tokens.tags[place] not in _PARTS:
            return None
        if form[0].isupper():
            mention = discourse.find_name(place)
            rank = _NAME if mention is not None and mention.entity_type in _PERSONS_AND_PLACES else _BODY
        else:
            rank = _ADJECTIVE if tokens.tags[place] in _ADJECTIVES else _NOUN
        if parts and (form == "-" or tokens.words[place - 1] == "-"):
            parts[-1] = _Part(rank, parts[-1].word + form)
        else:
            parts.append(_Part(rank, form))
    return parts


def _read_belonging(discourse: Discourse, token: int, known: Sequence[_Part]) -> list[_Part]:
    """ "an official in the Lind administration" is a "Lind administration official", if the administration is known."""
    tokens = discourse.tokens
    for child in tokens.children[token]:
        if tokens.words[child] in _BELONGING and tokens.children[child]:
            body = tokens.children[child][0]
            parts = _read_parts(discourse, find_left_edge(tokens, body), body)
            if parts is not None and _Part(_NOUN, tokens.words[body]) in known:
                return parts
    return []


def _agree(parts: Sequence[_Part], found: Sequence[_Part]) -> bool:
    """Whether two descriptions can be of one person.

    What is added must be of rank ("senior"); a country or a person may be added to an office, but "the White House" is
    no other word for "administration".
    """
    ranks = read_source_words().ranks
    if any(part.rank == _ADJECTIVE and part not in parts and part.word not in ranks for part in found):
        return False
    has_body = any(part.rank == _BODY for part in (*parts, *found))
    for group in [{_NAME, _BODY, _NOUN}] if has_body else [{_NAME}, {_NOUN}]:
        ours, theirs = ({part for part in side if part.rank in group} for side in (parts, found))
        if ours and theirs and not (ours <= theirs or theirs <= ours):
            return False
    return True
