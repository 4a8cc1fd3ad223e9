"""Clause bounds: where the clause or phrase that a cue governs begins and ends.

The parse gives a first answer. The rest of the sentence corrects it: a second cue, an aside, an attribution, or half a
clause that the parser attached elsewhere. All places are tokens, ends exclusive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.parsing.tokens import CALENDAR_WORDS
from articles.quotes.coordination import find_own_right
from articles.text.spans import TokenSpan

if TYPE_CHECKING:
    from articles.lexicon.cues import CueList
    from articles.parsing.tokens import Tokens

_OPENERS = frozenset({"but", "and", "still", "however", "yet", "so", "or", "also", "meanwhile", "instead", "though"})
# What joins a sentence to the one before, with a comma behind it.
_CONNECTIVES = frozenset(
    [
        ("even", "so"),
        ("that", "said"),
        ("on", "the", "other", "hand"),
        ("at", "the", "same", "time"),
        ("by", "contrast"),
        ("in", "contrast"),
        ("in", "fact"),
        ("in", "addition"),
        ("for", "example"),
        ("for", "instance"),
        ("indeed",),
        ("moreover",),
        ("furthermore",),
        ("additionally",),
        ("similarly",),
        ("likewise",),
        ("conversely",),
        ("nevertheless",),
        ("nonetheless",),
    ]
)
_LONGEST_CONNECTIVE = max(map(len, _CONNECTIVES))
# ", citing the report": what a source does while speaking is not part of the quote.
_ASIDES = frozenset(
    {
        "citing",
        "referring",
        "pointing",
        "speaking",
        "echoing",
        "alluding",
        "quoting",
        "prompting",
        "sparking",
        "angering",
    }
)
# "denied it on Tuesday", "announced it in a statement": the phrase is about the speech act, not about its content.
TELLING_PREPOSITIONS = frozenset({"on", "during", "after", "before", "via", "through", "to", "at", "since", "until"})
TELLING_NOUNS = CALENDAR_WORDS | frozenset(
    [
        "statement",
        "interview",
        "speech",
        "tweet",
        "letter",
        "email",
        "memo",
        "report",
        "remarks",
        "testimony",
        "filing",
        "court",
        "press",
        "conference",
        "briefing",
        "post",
        "op-ed",
        "essay",
        "column",
        "time",
        "moment",
    ]
)
_OWN_CLAUSES = frozenset({"when", "though", "although", "while", "perhaps"})
QUOTE_WORDS = frozenset({'"', "''", "``", "'", "“", "”"})
_DATELINE_LENGTH = 12  # tokens of "ST. PETERSBURG, Russia (AP) --"
_CONCESSIONS = frozenset({"though", "although", "but", "while", "and"})


def find_clause_end(tokens: Tokens, cue: int, clause: int, cues: CueList) -> int:
    """Token after a reported clause that follows its cue."""
    words, tags, deps, children = tokens.words, tokens.tags, tokens.deps, tokens.children
    end = tokens.edges_right[clause] + 1
    # "said it had failed, but added that ...": a further cue of the same source ends the clause
    for child in children[clause]:
        is_joined = child > clause and deps[child] == "conj"
        if is_joined and (
            is_second_cue(tokens, cue, clause, child, cues) or is_own_report(tokens, cue, clause, child, cues)
        ):
            end = min(end, tokens.edges_left[child])
            return drop_conjunction(tokens, clause, end)
        if child > clause and (_is_aside_report(tokens, cue, child, cues) or _is_own_tense(tokens, cue, clause, child)):
            return drop_conjunction(tokens, clause, min(end, tokens.edges_left[child]))
    # ", citing the report": what the source did while speaking
    for at in range(clause + 1, end - 1):
        if words[at] == "," and words[at + 1] == "according" and words[at + 2 : at + 3] == ["to"]:
            return at
        if words[at] == "," and tags[at + 1] == "VBG" and (words[at + 1] in cues.verbs or words[at + 1] in _ASIDES):
            return at
    # "said it was working and should be kept": the parser attaches the second half to the cue
    for child in children[cue]:
        if child >= end and deps[child] == "conj" and child > clause and _goes_on(tokens, child, clause, cues):
            return tokens.edges_right[child] + 1
    own_end = _find_colon_end(tokens, cue, clause, end, cues) or _cut_concession(tokens, clause, end)
    return _mend_end(tokens, cue, clause, end) if own_end == end else own_end


def _mend_end(tokens: Tokens, cue: int, clause: int, end: int) -> int:
    """The end of a clause that the parser broke off, or a clause whose rest it hung on the cue."""
    words, deps, heads = tokens.words, tokens.deps, tokens.heads
    at = end - (words[end - 1] == "but")
    if words[at : at + 2] in (["but", "a"], ["but", "the"]) and at - 1 == clause:
        return find_own_right(tokens, heads[at + 1]) + 1  # "the delay is | but a trifle"
    rest = [child for child in tokens.children[cue] if child > end and deps[child] in {"ccomp", "conj"}]
    left = min((tokens.edges_left[child] for child in rest), default=end)
    if not rest or any(words[at].isalnum() and words[at] != "plus" for at in range(end, left)):
        return end
    is_verb = deps[rest[0]] == "ccomp" and tokens.tags[rest[0]] in {"VBD", "VBZ", "VBP"} and left == rest[0]
    if (is_verb and words[left - 1] == ",") or "plus" in words[end : end + 2]:
        return tokens.edges_right[rest[0]] + 1  # "believes the town, as a port | , has a right", "a fee | , plus rent"
    return end


def _find_colon_end(tokens: Tokens, cue: int, clause: int, end: int, cues: CueList) -> int | None:
    """ "said that three things had changed: prices, rates and wages": the words after the colon belong to the clause.

    Words in marks belong to it only if the clause has a cue of its own ("reported that aides told each other: “Run”").
    """
    words = tokens.words
    own_end = tokens.find_own_end(cue)
    if words[end : end + 1] != [":"] or end >= own_end:
        return None
    is_marked = any(words[at] in QUOTE_WORDS for at in range(end, min(own_end + 1, len(words))))
    return own_end if not is_marked or words[clause] in cues.verbs else None


def _cut_concession(tokens: Tokens, clause: int, end: int) -> int:
    """ "said it had passed, although records show it failed": the article's own words after the reported ones."""
    words = tokens.words
    for at in range(clause + 1, end - 2):
        if words[at] == "," and words[at + 1] in _OWN_CLAUSES and not QUOTE_WORDS.intersection(words[at:end]):
            return at
    return end


def is_second_cue(tokens: Tokens, cue: int, clause: int, second: int, cues: CueList) -> bool:
    """Whether a verb that is coordinated with a reported clause is a second cue of the same source."""
    words, tags, deps = tokens.words, tokens.tags, tokens.deps
    if words[second] not in cues.verbs and words[second] not in cues.compounds:
        return False
    if tags[second] != tags[cue] or any(deps[c] in {"nsubj", "nsubjpass", "aux"} for c in tokens.children[second]):
        return False
    frames = cues.verbs[words[second]].frames if words[second] in cues.verbs else frozenset[str]()
    reports = any(
        deps[c] in {"ccomp", "oprd"}
        or (deps[c] == "prep" and words[c] == "as")
        or (deps[c] == "xcomp" and "to" in frames)
        or (deps[c] == "prep" and words[c] in _get_prepositions(cues, words[second]))
        for c in tokens.children[second]
    )
    return reports and words[clause] not in cues.verbs


def is_own_report(tokens: Tokens, cue: int, clause: int, verb: int, cues: CueList) -> bool:
    """ "says the ferry was late and blames the fog": a second verb of saying with an object, in the tense of the first.

    The tense shows whose it is: "said the ferry was late and blamed the fog" leaves it open.
    """
    found = cues.verbs.get(tokens.words[verb])
    has_object = any(tokens.deps[child] == "dobj" for child in tokens.children[verb])
    is_report = found is not None and has_object and bool(found.frames & {"object", "as"} or found.object_prepositions)
    return is_report and is_next_act(tokens, cue, clause, verb)


def is_next_act(tokens: Tokens, cue: int, clause: int, verb: int) -> bool:
    """Whether a verb coordinated with a reported one has the tense of the cue, and the reported one another tense."""
    if any(tokens.deps[child] in {"nsubj", "nsubjpass", "expl"} for child in tokens.children[verb]):
        return False
    told, own, tense = tokens.tags[clause], tokens.tags[cue], read_tense(tokens, verb)
    if own == "VBG":
        return tokens.tags[verb] == "VBG" and told != "VBG"
    if tense == "perfect":
        return own in {"VBD", "VBN"} and read_tense(tokens, clause) != "perfect"
    acts = {"VBD"} if own in {"VBD", "VBN"} else {"VBZ", "VBP"}
    return tense in acts and told != tense and not _is_present(tokens, clause, acts)


def _is_present(tokens: Tokens, clause: int, acts: set[str]) -> bool:
    """Whether the helper of a reported verb has the tense of an act: "says it is closing and blames"."""
    helpers = (child for child in tokens.children[clause] if tokens.deps[child] in {"aux", "auxpass"})
    return any(tokens.tags[child] in acts and tokens.words[child] not in {"had", "has", "have"} for child in helpers)


def _get_prepositions(cues: CueList, form: str) -> frozenset[str]:
    return cues.verbs[form].prepositions if form in cues.verbs else frozenset()


def _is_own_tense(tokens: Tokens, cue: int, clause: int, verb: int) -> bool:
    """ "has said he wants it and has been hard on all": a coordinated verb in the cue's tense is the article's own.

    This holds only for a reported clause in the present: "said it had failed and was over" is reported to its end.
    """
    if tokens.deps[verb] != "conj" or any(tokens.deps[c] in {"nsubj", "nsubjpass"} for c in tokens.children[verb]):
        return False
    if tokens.tags[clause] == "VB" and tokens.tags[verb] == tokens.tags[cue] == "VBD":
        # "said he would mend it and warned against ...": no past tense goes on with an infinitive
        return tokens.words[verb].endswith("ed") and read_tense(tokens, verb) == "VBD"
    told, own = read_tense(tokens, clause), read_tense(tokens, cue)
    return told in {"VBZ", "VBP"} and own not in {"VBZ", "VBP", ""} and read_tense(tokens, verb) == own


def read_tense(tokens: Tokens, verb: int) -> str:
    """Tag of a finite verb, "perfect" after "has" or "have", else ""."""
    helpers = [tokens.words[child] for child in tokens.children[verb] if tokens.deps[child] in {"aux", "auxpass"}]
    if any(word in {"has", "have", "'ve"} for word in helpers) and tokens.tags[verb] == "VBN":
        return "perfect"
    return tokens.tags[verb] if not helpers else ""


def _is_aside_report(tokens: Tokens, cue: int, verb: int, cues: CueList) -> bool:
    """ ", though she acknowledged it was unlikely": the article's own clause, with a report of its own."""
    words, deps = tokens.words, tokens.deps
    if words[verb] not in cues.verbs or tokens.tags[verb] != tokens.tags[cue] or deps[verb] not in {"advcl", "conj"}:
        return False
    left = tokens.edges_left[verb]
    openers = {words[left], words[left - 1]}
    parted = any(words[at] in {",", "--", "–", "—", ";"} for at in (left - 1, left - 2))
    subject = any(deps[c] == "nsubj" and tokens.tags[c].startswith(("PRP", "NN")) for c in tokens.children[verb])
    reports = any(deps[c] == "ccomp" for c in tokens.children[verb])
    return parted and subject and reports and bool(openers & _CONCESSIONS)


def _goes_on(tokens: Tokens, verb: int, clause: int, cues: CueList) -> bool:
    helpers = [child for child in tokens.children[verb] if tokens.deps[child] in {"aux", "auxpass"}]
    if any(tokens.tags[child] == "MD" for child in helpers):
        return True
    if tokens.words[verb] in cues.verbs:
        return False
    return has_mark(tokens, verb, "that") and not has_mark(tokens, clause, "whether")


def has_mark(tokens: Tokens, clause: int, word: str) -> bool:
    """Whether a subordinating word such as "that" opens a clause."""
    return any(tokens.words[child] == word and tokens.deps[child] == "mark" for child in tokens.children[clause])


def find_infinitive_end(tokens: Tokens, verb: int) -> int:
    """Token after the clause of an infinitive, without a finite verb that is coordinated with it."""
    for child in tokens.children[verb]:
        if tokens.deps[child] == "conj" and tokens.tags[child] in {"VBD", "VBZ", "VBP"}:
            return drop_conjunction(tokens, verb, tokens.edges_left[child])
    return tokens.edges_right[verb] + 1


def tells_of_telling(tokens: Tokens, phrase: int, *, prepositions: frozenset[str] = TELLING_PREPOSITIONS) -> bool:
    """Whether a prepositional phrase says when, where or how something was said."""
    words = tokens.words
    if words[phrase] in prepositions:
        return True
    return any(words[at] in TELLING_NOUNS for at in range(phrase + 1, tokens.edges_right[phrase] + 1))


def drop_conjunction(tokens: Tokens, start: int, end: int) -> int:
    """The end of a piece without the "and" or "but" that joins what follows to it."""
    while end > start + 1 and (tokens.tags[end - 1] in {"CC", ",", ":"} or tokens.words[end - 1] in {"also", "then"}):
        end -= 1
    return end


def trim_piece(tokens: Tokens, start: int, end: int, *, with_openers: bool = False) -> TokenSpan | None:
    """Drop "that", punctuation and (`with_openers`) words such as "But" from the ends of a piece of content."""
    words, tags = tokens.words, tokens.tags
    if with_openers:
        start = _skip_connective(tokens, start, end)
    while start < end:
        word = words[start]
        dropped = tags[start] in {",", ":", ".", "_SP", "-RRB-"} or word in {"-", "--", "—", "–"} or not word.strip()
        dropped = dropped or (word == "that" and (tags[start] == "IN" or tokens.deps[start] == "mark"))
        dropped = dropped or (with_openers and word in _OPENERS and tags[start] in {"CC", "RB", "IN"})
        if not dropped:
            break
        start += 1
    while start < end and (tags[end - 1] in {",", ":", ".", "_SP", "-LRB-", "CC"} or not words[end - 1].strip()):
        end -= 1
    return TokenSpan(start, end) if start < end else None


def _skip_connective(tokens: Tokens, start: int, end: int) -> int:
    """The token after "Even so," or "For example," at the start of a piece."""
    words = tokens.words
    for length in range(1, _LONGEST_CONNECTIVE + 1):
        after = start + length
        if after + 1 < end and words[after] == "," and tuple(words[start:after]) in _CONNECTIVES:
            return after
    return start


def is_connective(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a piece is no more than "For example" or "Even so"."""
    return tuple(tokens.words[start:end]) in _CONNECTIVES


def skip_dateline(tokens: Tokens, start: int, end: int) -> int:
    """The token after a dateline such as "MOSCOW (AP) --" that begins at token `start`; else `start`."""
    if start > 0 and "\n" not in tokens.words[start - 1]:
        return start
    first = tokens.text[tokens.starts[start] : tokens.ends[start]] if start < end else ""
    if len(first) < 3 or not first.isupper():
        return start
    for at in range(start + 1, min(end, start + _DATELINE_LENGTH)):
        if tokens.words[at] in {"-", "--", "–", "—"} and tokens.text[tokens.starts[at] - 1].isspace():
            return at + 1
    return start
