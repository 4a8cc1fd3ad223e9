"""Whose act a verb is: from a cue to the head of the noun phrase that is its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.lexicon.cues import inflect_verb, load_cues
from articles.parsing.syntax import CALENDAR_WORDS

if TYPE_CHECKING:
    from articles.parsing.syntax import Syntax

# "asked him to explain": with these, the object does what the infinitive says; with all others, the subject does.
_OBJECT_CONTROL = frozenset(
    [
        "ask",
        "asks",
        "asked",
        "asking",
        "tell",
        "tells",
        "told",
        "telling",
        "urge",
        "urges",
        "urged",
        "urging",
        "order",
        "orders",
        "ordered",
        "allow",
        "allows",
        "allowed",
        "force",
        "forces",
        "forced",
        "lead",
        "leads",
        "led",
        "prompt",
        "prompts",
        "prompted",
        "cause",
        "causes",
        "caused",
        "permit",
        "permits",
        "permitted",
        "help",
        "helps",
        "helped",
        "push",
        "pushes",
        "pushed",
        "persuade",
        "persuades",
        "persuaded",
        "convince",
        "convinced",
        "get",
        "gets",
        "got",
        "expect",
        "expects",
        "expected",
        "require",
        "requires",
        "required",
        "invite",
        "invited",
        "want",
        "wants",
        "wanted",
        "encourage",
        "encouraged",
        "enable",
        "enabled",
        "compel",
        "compelled",
    ]
)
_TIMES = CALENDAR_WORDS | frozenset(
    [
        "today",
        "yesterday",
        "tomorrow",
        "morning",
        "afternoon",
        "evening",
        "night",
        "day",
        "time",
        "moment",
        "a.m.",
        "p.m.",
    ]
)
_CLIMB_LIMIT = 8
_CONVERSATIONS = frozenset({"call", "conversation", "meeting", "talk", "interview"})
_DOCUMENTS = frozenset(
    [
        "memo",
        "letter",
        "statement",
        "report",
        "email",
        "e-mail",
        "document",
        "filing",
        "lawsuit",
        "complaint",
        "note",
        "message",
        "notice",
        "indictment",
        "affidavit",
        "study",
    ]
)
# "issued a statement saying", "sent a letter urging"
_ISSUING = frozenset(
    form
    for lemma in ("issue", "release", "post", "publish", "sign", "deliver", "file", "circulate", "repeat", "tweet")
    for form in inflect_verb(lemma)
) | frozenset({"make", "makes", "made", "making", "send", "sends", "sent", "sending", "write", "writes", "wrote"})


def find_subject(syntax: Syntax, verb: int) -> int | None:  # noqa: PLR0911, PLR0912
    """Head of the noun phrase that is the source of a verb: its subject, agent, or what a participle hangs on.

    None for a passive without an agent, and where the sentence has no subject to offer.
    """
    deps, heads, children, tags = syntax.deps, syntax.heads, syntax.children, syntax.tags
    place = verb
    if tags[verb] == "VBG" and deps[verb - 1] == "pobj" and syntax.words[heads[verb - 1]] == "by":
        return verb - 1  # "a book by Jane Roe describing ..."
    for _ in range(_CLIMB_LIMIT):
        agent = _find_agent(syntax, place)
        if agent is not None:
            return agent
        if place == verb and is_passive(syntax, verb):
            return _find_teller(syntax, verb)
        subject = find_own_subject(syntax, place)
        if subject is not None:
            return subject
        if place == verb:
            beside = _find_beside(syntax, verb)
            if beside is not None:
                return beside
        head, dep = heads[place], deps[place]
        if head == place:
            return None
        if dep in {"acl", "relcl"} and tags[head].startswith(("NN", "PRP", "CD", "DT")):
            return _find_author(syntax, head) or (_climb_of(syntax, head) if dep == "acl" else head)
        if dep == "xcomp" and syntax.words[head] in _OBJECT_CONTROL:
            objects = [child for child in children[head] if deps[child] in {"dobj", "dative"} and child < place]
            if objects:
                return objects[-1]
        if dep == "poss":
            return None
        if dep == "conj" and tags[head] == "VB" and tags[place] in {"VBD", "VBZ", "VBP"} and heads[head] != head:
            head = heads[head]  # "urges him to leave and says": the parser joins "says" to "leave"
        place = head
        if tags[place].startswith("NN") and deps[place] != "ROOT":
            owner = next((child for child in children[place] if deps[child] == "poss"), None)
            if owner is not None:
                return owner
    return None


def _find_teller(syntax: Syntax, verb: int) -> int | None:
    """Who told somebody something: "was told in a memo that ...", "was told in a call with Roe that ..." """
    deps, children, words = syntax.deps, syntax.children, syntax.words
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


def _climb_of(syntax: Syntax, noun: int) -> int:
    """The whole of "heads of groups urging ..." from its "groups"."""
    while syntax.deps[noun] == "pobj" and syntax.words[syntax.heads[noun]] == "of":
        above = syntax.heads[syntax.heads[noun]]
        if above >= noun or not syntax.tags[above].startswith(("NN", "CD")):
            break
        noun = above
    return noun


def _find_author(syntax: Syntax, noun: int) -> int | None:
    """Whose words a statement or letter is: "Roe issued a denial saying ...", "Roe's comments praising ..." """
    cues, deps, heads = load_cues(), syntax.deps, syntax.heads
    if syntax.words[noun] not in cues.nouns and syntax.words[noun] not in cues.media:
        return None
    for child in syntax.children[noun]:
        if deps[child] == "poss":
            return child
        if syntax.words[child] in {"by", "from"}:
            return next((inner for inner in syntax.children[child] if deps[inner] == "pobj"), None)
    verb = heads[noun]
    if deps[noun] == "dobj" and syntax.words[verb] in _ISSUING and syntax.tags[verb].startswith("VB"):
        return find_subject(syntax, verb)
    return None


def find_own_subject(syntax: Syntax, verb: int) -> int | None:
    """Subject of a verb itself, nearest first; times and "there" are none."""
    subjects = [
        child
        for child in syntax.children[verb]
        if syntax.deps[child] in {"nsubj", "nsubjpass", "csubj"}
        and syntax.words[child] not in _TIMES
        and syntax.tags[child] != "EX"
    ]
    if not subjects:
        return None
    return min(subjects, key=lambda child: abs(child - verb))


def find_near_source(syntax: Syntax, cue: int, cue_end: int, first: int) -> int | None:
    """Source of a cue in running text that begins at token `first`, right behind a quote.

    Inverted order ("said Smith") often reaches us as an object, and a source with a long apposition as no subject.
    """
    deps, tags, words = syntax.deps, syntax.tags, syntax.words
    if cue == first:
        near = [
            child
            for child in syntax.children[cue]
            if child >= cue_end
            and deps[child] in {"nsubj", "dobj", "attr", "dative", "npadvmod", "ccomp", "oprd"}
            and tags[child].startswith(("NN", "PRP", "CD", "DT"))
            and words[child] not in _TIMES
        ]
        if near:
            return near[0]
        if cue_end < len(words) and tags[cue_end].startswith(("NNP", "DT", "PRP")):
            return _find_head(syntax, cue_end)
    subject = find_own_subject(syntax, cue)
    if subject is not None and subject >= first:
        return subject
    nouns = [at for at in range(first, cue) if tags[at].startswith(("NN", "PRP")) and words[at] not in _TIMES]
    if nouns:
        return _climb_within(syntax, nouns[0], first, cue)
    return find_subject(syntax, cue)


def is_passive(syntax: Syntax, verb: int) -> bool:
    """Whether a verb is passive. "He's called it" reaches us as one, so "'s" alone is no sign."""
    helpers = [child for child in syntax.children[verb] if syntax.deps[child] in {"auxpass", "nsubjpass"}]
    return bool(helpers) and not any(syntax.words[child] == "'s" for child in helpers)


def _find_beside(syntax: Syntax, verb: int) -> int | None:
    """The noun right before a finite verb, where the parser hung it on something else."""
    at = verb - 1
    while at >= 0 and (syntax.tags[at] in {"RB", "MD"} or syntax.words[at] in {"has", "have", "had"}):
        at -= 1
    if at < 0 or syntax.tags[verb] not in {"VBD", "VBZ", "VBP"} or syntax.words[at] in _TIMES:
        return None
    if syntax.tags[at] in {"NNP", "NNPS"} and syntax.deps[at] in {"conj", "appos", "npadvmod", "pobj", "dep"}:
        return at
    return None


def _find_agent(syntax: Syntax, verb: int) -> int | None:
    for child in syntax.children[verb]:
        if syntax.deps[child] == "agent":
            for inner in syntax.children[child]:
                if syntax.deps[inner] == "pobj":
                    return inner
    return None


def _find_head(syntax: Syntax, start: int) -> int:
    """Head of the noun phrase that begins at a token: its last noun before the phrase breaks off."""
    head = start
    for at in range(start, min(start + 12, len(syntax.words))):
        if syntax.tags[at].startswith(("NN", "PRP")):
            head = at
        elif syntax.tags[at] not in {"DT", "JJ", "POS", "CD", "PRP$", "VBN", "HYPH"}:
            break
    return head


def _climb_within(syntax: Syntax, token: int, first: int, last: int) -> int:
    while first <= syntax.heads[token] < last and syntax.heads[token] != token:
        token = syntax.heads[token]
    return token
