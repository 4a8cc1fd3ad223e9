"""Judge whether a speech act took place, by the auxiliaries of its verb and by the words that govern it.

"He did not say", "would say", "declined to say", "plans to announce", "if he says", "without saying", "say you are ill"
report no words. Which verbs and nouns govern an infinitive or gerund of what was really said is data
(`saying.toml`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from articles.lexicon.cues import inflect_verb

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens


class Objection(StrEnum):
    """Why a draft is no quote."""

    NEGATED = "negated"  # "did not say"
    UNSAID = "unsaid"  # "declined to say", "plans to announce", "without saying"
    POSSIBLE = "possible"  # "would say", "might claim", "will announce"
    CONDITIONAL = "conditional"  # "if he says"
    IMPERATIVE = "imperative"  # "say your car breaks down", "let's call it"
    ASKED = "asked"  # "asked whether", without anybody who asks
    NOBODY = "nobody"  # "no one claims", "you could call it"
    OWN_VOICE = "own voice"  # "I urge you to vote" of the article's author
    NO_SPEAKER = "no speaker"  # "the data suggest"
    OTHER_SENSE = "other sense"  # "denied him a visa", "a law called X"
    CUT = "cut"  # incomplete words, or nothing but a name or a pointer


_CLIMB = 4
_CLAUSE_ROLES = frozenset({"advcl", "conj", "ROOT", "relcl"})
_INVERTING = frozenset({"did", "does", "do", "had", "has", "have"})
_INVERTERS = frozenset({"nor", "neither", "never", "and", "but", "or"})
_CHAIN = frozenset({"conj", "xcomp"})
_FINITE_OR_PARTICIPLE = frozenset({"VBD", "VBZ", "VBP", "VBN", "VBG"})
_BARE_ROLES = frozenset({"ROOT", "conj", "parataxis", "ccomp"})
_OWN_ROLES = frozenset({"nsubj", "nsubjpass", "aux", "auxpass"})


@dataclass(frozen=True, slots=True)
class SayingWords:
    """The lists of `saying.toml`; verbs in all their forms."""

    said: frozenset[str]
    occasions: frozenset[str]
    unsaid: frozenset[str]
    unsaid_prepositions: frozenset[str]
    nobody: frozenset[str]
    denying: frozenset[str]
    shown: frozenset[str]
    shown_by_things: frozenset[str]
    terms: frozenset[str]
    objects: dict[str, frozenset[str]]
    aspects: frozenset[str]


@cache
def read_saying_words() -> SayingWords:
    """Read `saying.toml`."""
    table = tomllib.loads(files("articles.lexicon").joinpath("saying.toml").read_text("utf-8"))
    irregular: dict[str, list[str]] = table["forms"]

    def inflect(lemmas: list[str]) -> frozenset[str]:
        return frozenset(form for lemma in lemmas for form in irregular.get(lemma) or inflect_verb(lemma))

    governors = table["governors"]
    return SayingWords(
        inflect(governors["said"]) | frozenset(governors["said_nouns"]),
        inflect(governors["occasions"]),
        inflect(governors["unsaid"]),
        frozenset(governors["unsaid_prepositions"]),
        frozenset(table["nobody"]["words"]),
        frozenset(table["denying"]["lemmas"]),
        frozenset(table["shown"]["lemmas"]),
        frozenset(table["shown"]["things"]),
        frozenset(table["terms"]["nouns"]),
        {lemma: frozenset(nouns) for lemma, nouns in table["objects"].items()},
        frozenset(table["aspects"]["lemmas"]),
    )


def judge_act(tokens: Tokens, verb: int, depth: int = 0) -> Objection | None:
    """Why the act of a verb did not take place; None if it did."""
    helpers = [child for child in tokens.children[verb] if child < verb]
    is_not_done = any(tokens.deps[child] == "neg" for child in helpers) and not _is_not_only(tokens, verb)
    if is_not_done or _is_no_more(tokens, verb) or tokens.words[verb - 1 : verb] in (["neither"], ["nor"]):
        return Objection.NEGATED
    if any(tokens.tags[child] == "MD" for child in helpers):
        return Objection.POSSIBLE
    if has_condition(tokens, verb) or _is_generic(tokens, verb) or _is_inverted(tokens, verb):
        return Objection.CONDITIONAL
    if any(tokens.tags[child] == "TO" for child in helpers):
        return _judge_infinitive(tokens, verb, depth)
    if tokens.tags[verb] == "VBG":
        return Objection.UNSAID if _is_unsaid_gerund(tokens, verb) else None
    return _judge_joined(tokens, verb, depth)


def _is_no_more(tokens: Tokens, verb: int) -> bool:
    """ "is no longer calling it so", "there is no denying that"."""
    return tokens.words[max(verb - 2, 0) : verb] == ["no", "longer"] or (
        tokens.words[verb - 1 : verb] == ["no"] and tokens.tags[verb] == "VBG"
    )


def _is_inverted(tokens: Tokens, verb: int) -> bool:
    """ "Did he say so?", "Had he said so, ...", "nor did he say": the helper opens the clause, before the subject."""
    helpers = [c for c in tokens.children[verb] if tokens.deps[c] == "aux" and tokens.words[c] in _INVERTING]
    subjects = [c for c in tokens.children[verb] if tokens.deps[c] in {"nsubj", "nsubjpass"}]
    if not helpers or not subjects or not helpers[0] < subjects[0] < verb:
        return False
    before = helpers[0] - 1
    return helpers[0] == tokens.find_own_start(verb) or tokens.words[before] in _INVERTERS


def has_condition(tokens: Tokens, verb: int) -> bool:
    """Whether a verb is in a clause with "if" or "unless"."""
    for _ in range(_CLIMB):
        openers = {tokens.words[c] for c in tokens.children[verb] if c < verb and tokens.deps[c] in {"mark", "advmod"}}
        if tokens.deps[verb] in _CLAUSE_ROLES and {"if", "unless"} & openers:
            return True
        if tokens.deps[verb] not in _CHAIN or tokens.heads[verb] == verb:
            return False
        verb = tokens.heads[verb]
    return False


def _is_generic(tokens: Tokens, verb: int) -> bool:
    """ "When a candidate urges", "whenever a minister says": nobody in particular."""
    children = tokens.children[verb]
    if tokens.deps[verb] != "advcl" or tokens.tags[verb] not in {"VBZ", "VBP"}:
        return False
    subjects = [child for child in children if tokens.deps[child] == "nsubj"]
    is_indefinite = any(tokens.words[c] in {"a", "an", "any"} for subject in subjects for c in tokens.children[subject])
    return is_indefinite and any(tokens.words[child] in {"when", "whenever"} for child in children)


def has_own_subject(tokens: Tokens, verb: int) -> bool:
    """Whether a verb has a subject or auxiliaries of its own."""
    return any(tokens.deps[child] in _OWN_ROLES for child in tokens.children[verb])


def _judge_infinitive(tokens: Tokens, verb: int, depth: int) -> Objection | None:
    """An infinitive is an act if its governing word makes it one: "went on to say", "took to the radio to say"."""
    lists, words = read_saying_words(), tokens.words
    first = verb
    while tokens.deps[first] == "conj" and tokens.heads[first] != first:
        first = tokens.heads[first]
    head = tokens.heads[first]
    if head == first or depth > _CLIMB:
        return Objection.UNSAID
    if words[head] in lists.unsaid and _is_negated(tokens, head):
        return None  # "did not hesitate to say"
    is_purpose = tokens.deps[first] == "advcl" and tokens.tags[head] in _FINITE_OR_PARTICIPLE
    is_occasion = words[head] in lists.occasions and tokens.tags[head].startswith("VB")
    if not is_purpose and not is_occasion and words[head] not in lists.said:
        return Objection.UNSAID
    names_term = any(tokens.deps[child] == "dobj" and words[child] in lists.terms for child in tokens.children[head])
    if names_term and words[verb] in {"describe", "characterize"}:
        return Objection.OTHER_SENSE  # "used the word to describe it"
    return judge_act(tokens, head, depth + 1) if tokens.tags[head].startswith("VB") else None


def _is_unsaid_gerund(tokens: Tokens, verb: int) -> bool:
    """ "without saying", "short of declaring", "avoided calling it so"."""
    lists, words, head = read_saying_words(), tokens.words, tokens.heads[verb]
    if tokens.deps[verb] == "pcomp":
        is_short = words[head] == "of" and words[head - 1] in {"short", "instead"}
        return is_short or words[head] in lists.unsaid_prepositions
    return tokens.deps[verb] == "xcomp" and words[head] in lists.unsaid and not _is_negated(tokens, head)


def _judge_joined(tokens: Tokens, verb: int, depth: int) -> Objection | None:
    """A coordinated verb shares the auxiliaries of the first ("did not call or say"). Without any it is a request."""
    head, tag, role = tokens.heads[verb], tokens.tags[verb], tokens.deps[verb]
    if has_own_subject(tokens, verb):
        is_let = tag == "VB" and role == "ccomp" and tokens.words[head] in {"let", "suppose", "imagine"}
        return Objection.IMPERATIVE if is_let else None
    shares = tag in {"VB", "VBN"} or (tag == "VBD" and "or" in tokens.words[head:verb])  # "has not called or said"
    if role == "conj" and shares and tokens.tags[head].startswith("VB") and head < verb and depth < _CLIMB:
        return judge_act(tokens, head, depth + 1)
    return Objection.IMPERATIVE if tag == "VB" and role in _BARE_ROLES else None


def _is_negated(tokens: Tokens, verb: int) -> bool:
    return any(tokens.deps[child] == "neg" for child in tokens.children[verb])


def _is_not_only(tokens: Tokens, verb: int) -> bool:
    """ "not only said", "told us not just that"."""
    return bool({"only", "just", "merely"} & set(tokens.words[max(verb - 3, 0) : verb + 4]))
