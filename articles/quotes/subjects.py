"""Find the subject of a cue: the head of the noun phrase that is its source."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from articles.lexicon.cues import inflect_verb, load_cues
from articles.lexicon.gazetteers import read_first_names
from articles.parsing.tokens import CALENDAR_WORDS, FINITE_TAGS
from articles.quotes.rules import Answer, Rule, try_rules

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens

_WORDS = tomllib.loads(files("articles.lexicon").joinpath("subjects.toml").read_text("utf-8"))
_OBJECT_CONTROL = frozenset(_WORDS["object_control"])
_NO_SUBJECTS = frozenset(_WORDS["no_subjects"])
_TIMES = CALENDAR_WORDS | frozenset(_WORDS["times"])
_CONVERSATIONS = frozenset(_WORDS["conversations"])
_DOCUMENTS = frozenset(_WORDS["documents"])
_ISSUING = frozenset(form for lemma in _WORDS["issuing"] for form in inflect_verb(lemma)) | {*_WORDS["issuing_forms"]}
_CLIMB_LIMIT = 8
_QUOTING = frozenset(form for lemma in ("quote", "cite") for form in inflect_verb(lemma))
_LONGEST_SOURCE = 20  # tokens up to the first comma
_PERFECT = frozenset({"has", "have", "had"})
_HELPERS = _PERFECT | {"did", "does", "do", "'ve", "'s"}
_MAIN_CLAUSES = frozenset({"ROOT", "ccomp", "parataxis"})
_CLOSING = frozenset({"''", "``"})  # tags of marks
_ONE_OF_SEVERAL = frozenset({"another", "one", "others", "some", "many", "several", "both", "most"})
_PARTY = re.compile(r"[DRI]-[A-Z]")  # "Jane Roe, D-Ohio, said"
_FINITE = FINITE_TAGS | {"VB"}
_PHRASES_BACK = 3
# Tags that no source has before its first comma; "19-year-old" is an adjective to the parser.
_NO_PHRASE = FINITE_TAGS | {"VB", "VBG", "IN", "TO", "MD", "WP", "WDT", "WRB", "RB", ":", "."}


@dataclass(frozen=True, slots=True)
class Climb:
    """The search for the source of a verb: the verb, and the token that the search has reached (the verb at first)."""

    tokens: Tokens
    verb: int
    place: int

    @property
    def head(self) -> int:
        """The token above."""
        return self.tokens.heads[self.place]

    @property
    def dep(self) -> str:
        """The dependency of the token on its head."""
        return self.tokens.deps[self.place]

    @property
    def is_verb(self) -> bool:
        """Whether the search is still at the verb."""
        return self.place == self.verb


def find_subject(tokens: Tokens, verb: int) -> int | None:
    """Head of the noun phrase that is the source of a verb: its subject, its agent, or the noun a participle modifies.

    None for a passive without an agent, and for a sentence without a subject.
    """
    place: int | None = verb
    for _ in range(_CLIMB_LIMIT):
        if place is None:
            break
        climb = Climb(tokens, verb, place)
        source = try_rules(SUBJECT_RULES, climb)
        if source is not None:
            return source
        place = None if _ends_climb(climb) else _climb_on(climb)
        if place is not None and tokens.tags[place].startswith("NN") and tokens.deps[place] != "ROOT":
            owner = next((child for child in tokens.children[place] if tokens.deps[child] == "poss"), None)
            if owner is not None:
                return owner
    return None if is_passive(tokens, verb) else try_rules(LOST_SUBJECT_RULES, Climb(tokens, verb, verb))


def _climb_on(climb: Climb) -> int:
    """The next token of the search: the head, or the head above it if the parser coordinated two verbs wrongly."""
    tokens, head = climb.tokens, climb.head
    is_odd = climb.dep == "conj" and tokens.tags[head] == "VB" and tokens.tags[climb.place] in {"VBD", "VBZ", "VBP"}
    return tokens.heads[head] if is_odd else head  # "urges him to leave and says": "says" hangs on "leave"


def _ends_climb(climb: Climb) -> bool:
    """Whether the search ends: at the root of the sentence, at a possessor, or at a passive without agent."""
    is_passive_verb = climb.is_verb and is_passive(climb.tokens, climb.verb)
    return climb.head == climb.place or climb.dep == "poss" or is_passive_verb


def _read_quoted(climb: Climb) -> int | None:
    tokens, head = climb.tokens, climb.head
    verb = tokens.heads[head]
    if not climb.is_verb or tokens.words[head] != "as" or tokens.words[verb] not in _QUOTING:
        return None
    role = "nsubjpass" if is_passive(tokens, verb) else "dobj"
    return next((child for child in tokens.children[verb] if tokens.deps[child] == role), None)


def _read_quoted_person(climb: Climb) -> int | None:
    tokens, verb = climb.tokens, climb.verb
    if not climb.is_verb or tokens.words[verb] not in _QUOTING or not is_passive(tokens, verb):
        return None
    is_saying = any(tokens.words[child : child + 2] == ["as", "saying"] for child in tokens.children[verb])
    return find_own_subject(tokens, verb) if is_saying else None


def _read_maker(climb: Climb) -> int | None:
    tokens, verb = climb.tokens, climb.verb
    is_after = climb.is_verb and tokens.tags[verb] == "VBG" and tokens.deps[verb - 1] == "pobj"
    return verb - 1 if is_after and tokens.words[tokens.heads[verb - 1]] == "by" else None


def _read_agent(climb: Climb) -> int | None:
    tokens = climb.tokens
    agents = (
        inner
        for child in tokens.children[climb.place]
        if tokens.deps[child] == "agent"
        for inner in tokens.children[child]
        if tokens.deps[inner] == "pobj"
    )
    return next(agents, None)


def _read_teller(climb: Climb) -> int | Answer | None:
    if not climb.is_verb or not is_passive(climb.tokens, climb.verb):
        return None
    teller = _find_teller(climb.tokens, climb.verb)
    return teller if teller is not None else Answer.NOTHING


def _read_own_subject(climb: Climb) -> int | None:
    return find_own_subject(climb.tokens, climb.place)


def _read_beside(climb: Climb) -> int | None:
    return _find_beside(climb.tokens, climb.verb) if climb.is_verb else None


def _read_modified(climb: Climb) -> int | None:
    tokens, head = climb.tokens, climb.head
    is_root = head == climb.place
    if is_root or climb.dep not in {"acl", "relcl"} or not tokens.tags[head].startswith(("NN", "PRP", "CD", "DT")):
        return None
    author = _find_author(tokens, head)
    if author:
        return author
    return _climb_of(tokens, head) if climb.dep == "acl" else head


def _read_controller(climb: Climb) -> int | None:
    tokens, head = climb.tokens, climb.head
    if climb.dep != "xcomp" or tokens.words[head] not in _OBJECT_CONTROL:
        return None
    objects = [c for c in tokens.children[head] if tokens.deps[c] in {"dobj", "dative"} and c < climb.place]
    return objects[-1] if objects else None


SUBJECT_RULES: tuple[Rule[Climb, int], ...] = (
    Rule("quoted", "“a paper quoted Roe as saying”, “Roe was quoted by a paper as saying”", _read_quoted),
    Rule("quoted person", "““...,” Roe was quoted as saying”, where “quoted” is the cue", _read_quoted_person),
    Rule("maker", "“a book by Jane Roe describing ...”", _read_maker),
    Rule("agent", "“was told by Roe”", _read_agent),
    Rule("teller", "“was told in a call with Roe that ...”; any other passive has no source", _read_teller),
    Rule("subject", "“Roe said”", _read_own_subject),
    Rule("beside", "“Roe said”, where the parser attached the name to something else", _read_beside),
    Rule("modified", "“the group urging ...”: the noun that the participle or clause modifies", _read_modified),
    Rule("controller", "“asked him to explain”: the object explains", _read_controller),
)


def _read_joined_noun(climb: Climb) -> int | None:
    tokens, head = climb.tokens, climb.head
    is_noun = tokens.tags[head].startswith("NN") and tokens.deps[head] == "ROOT" and head < climb.verb
    return head if climb.dep == "conj" and is_noun and tokens.tags[climb.verb] in FINITE_TAGS else None


def _read_before_commas(climb: Climb) -> int | None:
    tokens, verb = climb.tokens, climb.verb
    at = verb - 1
    while at > 0 and (tokens.tags[at] in {"RB", "''", "``"} or tokens.words[at] in _PERFECT):
        at -= 1
    if tokens.tags[verb] not in FINITE_TAGS or at < 1 or not _is_parting(tokens, at):
        return None
    first = tokens.find_own_start(verb)
    while first < at and (tokens.tags[first] in {"CC", "''", "``", "_SP"} or not tokens.words[first].strip()):
        first += 1
    if not tokens.tags[first].startswith(("NN", "DT", "PRP$", "CD", "JJ")):
        return None
    end = first
    while end < min(at, first + _LONGEST_SOURCE) and not _is_parting(tokens, end):
        end += 1
    if end >= min(at, first + _LONGEST_SOURCE) or any(tokens.tags[place] in _NO_PHRASE for place in range(first, end)):
        return None
    return next((place for place in range(end - 1, first - 1, -1) if tokens.tags[place] != "POS"), None)


def _read_after_verb(climb: Climb) -> int | None:
    tokens, verb = climb.tokens, climb.verb
    clauses = [child for child in tokens.children[verb] if tokens.deps[child] == "ccomp"]
    is_inverted = bool(clauses) and clauses[-1] < verb and tokens.tags[verb] in FINITE_TAGS
    if not is_inverted or not _follows_parting(tokens, verb) or tokens.words[verb + 1] in _TIMES:
        return None
    opens = tokens.tags[verb + 1].startswith("NNP") or tokens.words[verb + 1] in _ONE_OF_SEVERAL
    return _find_head(tokens, verb + 1) if opens else None


def _read_first_of_list(climb: Climb) -> int | None:
    tokens, verb = climb.tokens, climb.verb
    if tokens.tags[verb] not in FINITE_TAGS or not _follows_parting(tokens, verb):
        return None
    start, end = _find_phrase(tokens, verb)
    if _is_name_phrase(tokens, start, end) or tokens.tags[start] == "DT":
        return None
    for at in range(verb - 1, tokens.find_own_start(verb - 1) - 1, -1):
        act = tokens.heads[at]
        if tokens.deps[at] == "nsubj" and tokens.deps[act] in _MAIN_CLAUSES and at < act < verb:
            return at if tokens.tags[act] in {tokens.tags[verb], "VBN"} else None
    return None


def _follows_parting(tokens: Tokens, verb: int) -> bool:
    return verb > 0 and (tokens.words[verb - 1] == "," or tokens.tags[verb - 1] in _CLOSING)


def _find_phrase(tokens: Tokens, end: int) -> tuple[int, int]:
    """Bounds of the phrase before a token, without the comma or the marks between."""
    first = tokens.find_own_start(end - 1) if end else end
    while end > first and _follows_parting(tokens, end):
        end -= 1
    return _find_phrase_start(tokens, first, end), end


def _is_name_phrase(tokens: Tokens, start: int, end: int) -> bool:
    return start < end and all(tokens.tags[at].startswith("NNP") for at in range(start, end))


def _read_left_phrase(climb: Climb) -> int | None:
    tokens, verb = climb.tokens, _find_top_verb(climb.tokens, climb.verb)
    end = _skip_helpers(tokens, verb)
    if tokens.tags[verb] not in FINITE_TAGS and not _HELPERS.intersection(tokens.words[end:verb]):
        return None
    first = tokens.find_own_start(verb)
    for _ in range(_PHRASES_BACK):
        is_closed = _follows_parting(tokens, end)
        start, end = _find_phrase(tokens, end)
        if start < first or start >= end or tokens.tags[end] in _CLOSING:
            return None
        if _can_be_source(tokens, start, end):
            named = _find_named_before(tokens, first, start) if is_closed else None
            return named if named is not None else _find_head_within(tokens, start, end)
        end = start
    return None


def _find_top_verb(tokens: Tokens, verb: int) -> int:
    """The first of several verbs of one subject: "walked in and said", "went further, saying"."""
    while tokens.deps[verb] in {"conj", "advcl"} and tokens.tags[tokens.heads[verb]] in FINITE_TAGS:
        if tokens.heads[verb] > verb:
            break
        verb = tokens.heads[verb]
    return verb


def _skip_helpers(tokens: Tokens, verb: int) -> int:
    """The token after what stands before a verb and its helpers."""
    at = verb
    while at > 0 and (tokens.tags[at - 1] in {"RB", "MD"} or tokens.words[at - 1] in _HELPERS):
        at -= 1
    return at


def _find_phrase_start(tokens: Tokens, first: int, end: int) -> int:
    """Where the phrase begins that ends at a token: after the comma before it. What is in brackets belongs to it."""
    depth = 0
    for at in range(end - 1, first - 1, -1):
        depth += (tokens.tags[at] == "-RRB-") - (tokens.tags[at] == "-LRB-")
        if depth <= 0 and (_is_parting(tokens, at) or tokens.tags[at] in _CLOSING | {"_SP", ":"}):
            return at + 1
    return first


def _can_be_source(tokens: Tokens, start: int, end: int) -> bool:
    while start < end and tokens.tags[start] == "CC":
        start += 1
    if start >= end or not tokens.tags[start].startswith(("NN", "DT", "PRP$", "CD", "JJ")):
        return False
    return not (_PARTY.match(tokens.text, tokens.starts[start]) or _FINITE.intersection(tokens.tags[start:end]))


def _find_named_before(tokens: Tokens, first: int, start: int) -> int | None:
    """The name before a description between commas: "Roe, the mayor of Feld, said"."""
    before = start - 1
    if tokens.tags[start] != "DT" or before <= first or tokens.words[before] != ",":
        return None
    return before - 1 if _is_name_phrase(tokens, _find_phrase_start(tokens, first, before), before) else None


def _find_head_within(tokens: Tokens, start: int, end: int) -> int | None:
    """The head of a phrase."""
    for at in range(start, end):
        is_outer = not start <= tokens.heads[at] < end or tokens.heads[at] == at
        if is_outer and tokens.tags[at].startswith(("NN", "CD", "DT")) and tokens.words[at] not in _TIMES:
            return at
    return None


def _is_parting(tokens: Tokens, at: int) -> bool:
    """Whether a comma or a dash stands here."""
    return tokens.words[at] == "," or tokens.is_dash(at)


# Tried if the parse has no subject at all.
LOST_SUBJECT_RULES: tuple[Rule[Climb, int], ...] = (
    Rule(
        "joined noun",
        "“A clerk in Feld, where it rained, denied it and said ...”: joined to the noun",
        _read_joined_noun,
    ),
    Rule("before commas", "“Roe, who ..., said”: what opens the sentence, up to its first comma", _read_before_commas),
    Rule("after verb", "““...,” said another”, which the parser takes for an object", _read_after_verb),
    Rule("first of list", "“Roe called it a farce, rebutted the board and left”", _read_first_of_list),
    Rule("left phrase", "“After the vote, a clerk of the court said”: the phrase before the verb", _read_left_phrase),
)


def _find_teller(tokens: Tokens, verb: int) -> int | None:
    """Who told somebody something: "was told in a memo that ...", "was told in a call with Roe that ..." """
    deps, children, words = tokens.deps, tokens.children, tokens.words
    for phrase in children[verb]:
        if deps[phrase] != "prep" or words[phrase] not in {"in", "by", "during"} or phrase < verb:
            continue
        for noun in children[phrase]:
            others = [c for c in children[noun] if words[c] in {"with", "from", "by"} and c > noun]
            if words[noun] in _CONVERSATIONS | _DOCUMENTS and others:
                return next((inner for inner in children[others[0]] if deps[inner] == "pobj"), None)
            if words[noun] in _DOCUMENTS:
                return noun
    return None


def _climb_of(tokens: Tokens, noun: int) -> int:
    """Climb from "groups" to "heads" in "heads of groups urging ..."."""
    while tokens.deps[noun] == "pobj" and tokens.words[tokens.heads[noun]] == "of":
        above = tokens.heads[tokens.heads[noun]]
        if above >= noun or not tokens.tags[above].startswith(("NN", "CD")):
            break
        noun = above
    return noun


def _find_author(tokens: Tokens, noun: int) -> int | None:
    """The author of a statement or letter: "Roe issued a denial saying ...", "Roe's comments praising ..." """
    cues, deps, heads = load_cues(), tokens.deps, tokens.heads
    if tokens.words[noun] not in cues.nouns and tokens.words[noun] not in cues.media:
        return None
    for child in tokens.children[noun]:
        if deps[child] == "poss":
            return child
        if tokens.words[child] in {"by", "from"}:
            return next((inner for inner in tokens.children[child] if deps[inner] == "pobj"), None)
    verb = heads[noun]
    if deps[noun] == "dobj" and tokens.words[verb] in _ISSUING and tokens.tags[verb].startswith("VB"):
        return find_subject(tokens, verb)
    return None


def find_own_subject(tokens: Tokens, verb: int) -> int | None:
    """The nearest subject of a verb itself. Times and "there" do not count."""
    subjects = [
        child
        for child in tokens.children[verb]
        if tokens.deps[child] in {"nsubj", "nsubjpass", "csubj"}
        and tokens.words[child] not in _TIMES
        and tokens.tags[child] != "EX"
    ]
    if not subjects:
        return None
    return min(subjects, key=lambda child: abs(child - verb))


def find_near_source(tokens: Tokens, cue: int, cue_end: int, first: int) -> int | None:
    """Source of a cue in running text that begins at token `first`, right after a quote.

    The parser often reads an inverted source ("said Smith") as an object, and misses a subject with a long apposition.
    """
    deps, tags, words = tokens.deps, tokens.tags, tokens.words
    if cue == first:
        near = [
            child
            for child in tokens.children[cue]
            if child >= cue_end
            and deps[child] in {"nsubj", "dobj", "attr", "dative", "npadvmod", "ccomp", "oprd"}
            and tags[child].startswith(("NN", "PRP", "CD", "DT"))
            and words[child] not in _TIMES | _NO_SUBJECTS
        ]
        if near:
            return near[0]
        opens = tags[cue_end : cue_end + 1] and tags[cue_end].startswith(("NNP", "DT", "PRP"))
        is_trade = tags[cue_end : cue_end + 2] == ["NN", "NNP"]  # "tweeted singer Ada Roe"
        if cue_end < len(words) and (opens or is_trade or _is_given_name(tokens, cue_end)):
            return _find_head(tokens, cue_end)
    subject = find_own_subject(tokens, cue)
    if subject is not None and subject >= first:
        return subject
    nouns = [at for at in range(first, cue) if tags[at].startswith(("NN", "PRP")) and words[at] not in _TIMES]
    if nouns:
        return _climb_within(tokens, nouns[0], first, cue)
    return find_subject(tokens, cue)


def is_passive(tokens: Tokens, verb: int) -> bool:
    """Whether a verb is passive. The parser also reads "He's called it" as passive, so "'s" alone proves nothing."""
    helpers = [child for child in tokens.children[verb] if tokens.deps[child] in {"auxpass", "nsubjpass"}]
    return bool(helpers) and not any(tokens.words[child] == "'s" for child in helpers)


def _find_beside(tokens: Tokens, verb: int) -> int | None:
    """The noun right before a finite verb, if the parser attached it to something else."""
    at = verb - 1
    while at >= 0 and (tokens.tags[at] in {"RB", "MD"} or tokens.words[at] in {"has", "have", "had"}):
        at -= 1
    if at < 0 or tokens.tags[verb] not in {"VBD", "VBZ", "VBP"} or tokens.words[at] in _TIMES:
        return None
    if tokens.tags[at] in {"NNP", "NNPS"} and tokens.deps[at] in {"conj", "appos", "npadvmod", "pobj", "dep"}:
        return at
    return None


def _is_given_name(tokens: Tokens, place: int) -> bool:
    """Whether a word that the parser takes for a function word is a given name: "said Per Holm"."""
    return tokens.forms[place].istitle() and tokens.words[place] in read_first_names()


def _find_head(tokens: Tokens, start: int) -> int:
    """Head of the noun phrase that begins at a token: its last noun before the phrase breaks off."""
    head = start
    for at in range(
        start + (not tokens.tags[start].startswith(("NN", "PRP", "DT"))), min(start + 12, len(tokens.words))
    ):
        if tokens.tags[at].startswith(("NN", "PRP")):
            head = at
        elif tokens.tags[at] not in {"DT", "JJ", "POS", "CD", "PRP$", "VBN", "HYPH"}:
            break
    return head


def _climb_within(tokens: Tokens, token: int, first: int, last: int) -> int:
    while first <= tokens.heads[token] < last and tokens.heads[token] != token:
        token = tokens.heads[token]
    return token
