"""Own matter: what an article says in its own voice behind words that it reports.

"said he would go, a claim that records disprove" reports that he would go. The parser attaches such matter to the
reported clause. Each rule knows one kind by its words (`own_matter.toml`) and finds where it begins; the first place
counts. What a denial does not cover has further rules, as matter drawn into it says the opposite of what was told.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from articles.lexicon.cues import load_cues
from articles.parsing.tokens import FINITE_TAGS
from articles.quotes.clause_bounds import is_next_act, read_tense
from articles.quotes.speech_acts import read_saying_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from articles.parsing.tokens import Tokens

_MARK_TAGS = frozenset({"``", "''"})
_DASHES = frozenset({"--", "–", "—"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_BEFORE_NOUN = ("JJ", "VBG", "VBN", "RB", "NN", "HYPH")
_REACH = 6  # tokens from a participle to the noun that tells what the words brought about
_PHRASE = 2  # tokens of "in essence"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The lists of `own_matter.toml`."""

    openers: frozenset[str]
    nouns: frozenset[str]
    results: frozenset[str]
    reactions: frozenset[str]
    results_alone: frozenset[str]
    inquiries: frozenset[str]
    media: frozenset[str]
    concessions: frozenset[str]
    remarks: frozenset[str]
    phrases: frozenset[str]
    clause_openers: frozenset[str]
    reports: frozenset[str]


@cache
def read_own_words() -> OwnWords:
    """Read `own_matter.toml`."""
    table = tomllib.loads(files("articles.lexicon").joinpath("own_matter.toml").read_text("utf-8"))
    apposition, result, occasion, denied = (table[name] for name in ("apposition", "result", "occasion", "denied"))
    return OwnWords(
        *map(frozenset, (apposition["openers"], apposition["nouns"])),
        *map(frozenset, (result["participles"], result["nouns"], result["alone"])),
        *map(frozenset, (occasion["participles"], occasion["media"])),
        *map(frozenset, (denied["concessions"], denied["remarks"], denied["phrases"])),
        *map(frozenset, (denied["openers"], denied["reports"])),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A token of reported words at which own matter may begin; `joint` is the comma or dash there, or ""."""

    tokens: Tokens
    cue: int
    start: int
    at: int  # the first word behind the joint
    end: int
    joint: str

    @property
    def word(self) -> str:
        return self.tokens.words[self.at]


def cut_own_matter(tokens: Tokens, cue: int, start: int, end: int, *, is_denial: bool) -> int:
    """The token at which the article's own voice begins within reported words; `end` where it does not."""
    rules = _RULES + _DENIAL_RULES if is_denial else _RULES
    for cut, place in _list_places(tokens, cue, start, end):
        if any(rule(place) for rule in rules):
            return cut
    return end


def _list_places(tokens: Tokens, cue: int, start: int, end: int) -> Iterator[tuple[int, _Place]]:
    """Places outside of marks and brackets, each with the token at which a cut would end the reported words."""
    words, tags = tokens.words, tokens.tags
    inside, depth = False, 0
    for at in range(start, end):
        if tags[at] in _MARK_TAGS:
            inside = not inside
        depth += (words[at] == "(") - (words[at] == ")")
        if at <= start + 1 or inside or depth > 0 or tags[at] in {*_MARK_TAGS, ",", ":", "-RRB-"}:
            continue
        before = at - 1
        while before > start and tags[before] in _MARK_TAGS:
            before -= 1
        is_joint = words[before] == "," or (words[before] in _DASHES and before == at - 1)
        joint = words[before] if is_joint else ""
        cut = before if is_joint and before == at - 1 else at
        yield cut, _Place(tokens, cue, start, at, end, joint)


def _is_apposition(place: _Place) -> bool:
    """ ", a claim that records disprove", "-- a reference to the flood", ", in a nod to fishermen"."""
    tokens, lists, at = place.tokens, read_own_words(), place.at
    if not place.joint:
        return False
    at += place.word == "in"
    if at + 1 >= place.end or tokens.words[at] not in lists.openers:
        return False
    noun = at + 1
    while noun + 1 < place.end and tokens.tags[noun].startswith(_BEFORE_NOUN) and tokens.tags[noun + 1] != "IN":
        if tokens.words[noun] in lists.nouns and not tokens.tags[noun + 1].startswith("NN"):
            break
        noun += 1
    return tokens.words[noun] in lists.nouns and _reaches_end(place, noun)


def _reaches_end(place: _Place, token: int) -> bool:
    """Whether the clause does not go on behind a phrase with its verb: "the pier, a claim of ours, is old"."""
    tokens = place.tokens
    right = tokens.edges_right[token]
    return not any(
        tokens.tags[at] in FINITE_TAGS and tokens.heads[at] < place.at and tokens.deps[at] not in {"conj", "advcl"}
        for at in range(right + 1, place.end)
    )


def _is_result(place: _Place) -> bool:
    """ ", leading to new optimism"."""
    tokens, lists = place.tokens, read_own_words()
    if place.joint != "," or tokens.tags[place.at] != "VBG":
        return False
    if place.word in lists.results_alone:
        return True
    near = range(place.at + 1, min(place.at + _REACH, place.end))
    return place.word in lists.results and any(tokens.words[at] in lists.reactions for at in near)


def _is_inquiry(place: _Place) -> bool:
    """ "when asked about it", "after being pressed", "when he was asked"."""
    tokens, lists, words = place.tokens, read_own_words(), place.tokens.words
    if place.word not in {"when", "after"}:
        return False
    at = place.at + 1
    at += words[at : at + 1] == ["being"]
    return at < place.end and words[at] in lists.inquiries and tokens.tags[at] == "VBN"


def _is_medium(place: _Place) -> bool:
    """ "in an interview with the Courier", at the end of words that do not tell of speaking themselves."""
    tokens, lists = place.tokens, read_own_words()
    follows_marks = place.word == "during" and tokens.tags[place.at - 1] in _MARK_TAGS
    if (place.word != "in" and not follows_marks) or tokens.words[place.at + 1 : place.at + 2] not in (["a"], ["an"]):
        return False
    noun = next((c for c in tokens.children[place.at] if tokens.words[c] in lists.media), None)
    if noun is None or any(tokens.deps[child] in {"relcl", "compound"} for child in tokens.children[noun]):
        return False
    return tokens.edges_right[noun] >= place.end - 2


def _is_next_verb(place: _Place) -> bool:
    """ "called the leak “sad” and has begun to search": a finite verb that is joined to a phrase without any."""
    tokens = place.tokens
    verb = _find_joined(place)
    if verb is None or any(tag in FINITE_TAGS for tag in tokens.tags[place.start : place.at]):
        return False
    if tokens.tags[tokens.heads[place.at]] == "VB" and not tokens.words[verb].endswith("ed"):
        return False  # "to close loopholes and put off the vote": no past tense
    is_passive = any(tokens.deps[child] == "agent" for child in tokens.children[verb])
    is_quoted = tokens.tags[verb - 1] in _MARK_TAGS
    return not is_passive and not is_quoted and read_tense(tokens, verb) in {"VBD", "VBZ", "VBP", "perfect"}


def _find_joined(place: _Place) -> int | None:
    """The verb without a subject that an "and" at this place joins to what stands before."""
    tokens = place.tokens
    if place.word not in {"and", "but"}:
        return None
    joined = (c for c in tokens.children[tokens.heads[place.at]] if c > place.at and tokens.deps[c] == "conj")
    verb = next(joined, None)
    if verb is None or verb >= place.end or not tokens.tags[verb].startswith("VB"):
        return None
    return None if any(tokens.deps[child] in _SUBJECTS for child in tokens.children[verb]) else verb


def _is_disclaimer(place: _Place) -> bool:
    """ "-- though Roe denies it": what somebody says to the words."""
    tokens, verb = place.tokens, place.tokens.heads[place.at]
    if place.word not in {"though", "although", "but"} or not place.joint or verb <= place.at:
        return False
    cue = load_cues().verbs.get(tokens.words[verb])
    return cue is not None and cue.lemma in read_saying_words().denying and verb < place.end


_RULES: tuple[Callable[[_Place], bool], ...] = (
    _is_apposition,
    _is_result,
    _is_inquiry,
    _is_medium,
    _is_next_verb,
    _is_disclaimer,
)


# -- what a denial does not cover ------------------------------------------------------------------------------------


def _is_concession(place: _Place) -> bool:
    """ "despite a report", "amid calls"."""
    return place.word in read_own_words().concessions


def _is_remark(place: _Place) -> bool:
    """ ", perhaps for fear", ", in essence hiding it", "-- while he spoke of something else"."""
    if not place.joint:
        return False
    if place.joint in _DASHES:
        return not any(place.tokens.words[at] in _DASHES for at in range(place.at, place.end))
    lists, words = read_own_words(), place.tokens.words
    return place.word in lists.remarks or " ".join(words[place.at : place.at + _PHRASE]) in lists.phrases


def _is_participle(place: _Place) -> bool:
    """ ", attributing it to others": what the source did in denying."""
    tokens = place.tokens
    if place.joint != ",":
        return False
    at = place.at + (tokens.tags[place.at] == "RB")
    is_adverbial = at < place.end and tokens.tags[at] == "VBG" and tokens.deps[at] in {"advcl", "acl"}
    return is_adverbial and not any(tag in FINITE_TAGS for tag in tokens.tags[tokens.edges_right[at] + 1 : place.end])


def _is_occasion(place: _Place) -> bool:
    """ "after the Courier reported it", "when he testified"."""
    tokens, lists = place.tokens, read_own_words()
    verb = tokens.heads[place.at]
    if place.word not in lists.clause_openers or not place.at < verb < place.end:
        return False
    if tokens.deps[verb] != "advcl" or tokens.words[verb] not in lists.reports:
        return False
    return tokens.tags[verb] == "VBD"


def _is_next_denial(place: _Place) -> bool:
    """ "denies that he sold it and blames others": what is denied together is joined by "or"."""
    told = place.tokens.heads[place.at]
    verb = _find_joined(place)
    return verb is not None and is_next_act(place.tokens, place.cue, told, verb)


_DENIAL_RULES: tuple[Callable[[_Place], bool], ...] = (
    _is_concession,
    _is_remark,
    _is_participle,
    _is_occasion,
    _is_next_denial,
)
