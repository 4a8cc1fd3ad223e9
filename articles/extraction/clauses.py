"""Reported clauses: what a cue word governs, found by the dependency parse.

Each rule gives a `Report`: the words reported, the cue, and the head of the noun phrase that is their source. The rules look
at one cue at a time and know nothing of quotation marks; `articles.extraction.quotes` brings the two together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.extraction.cues import VerbCue, load_cues
from articles.extraction.syntax import SUBJECT_DEPS, Syntax

if TYPE_CHECKING:
    from articles.extraction.cues import CueList

# What may stand between the two words of a cue: "made it very clear", "laid them out".
_FILLERS = frozenset({"it", "very", "quite", "this", "that", "them", "also", "perfectly", "absolutely"})
_OPENERS = frozenset({"but", "and", "still", "however", "yet", "so", "or", "also", "meanwhile"})
_NOUN_TAGS = ("NN", "PRP", "CD", "DT", "WP", "WDT", "JJ", "$")
_QUOTE_WORDS = frozenset({'"', "''", "``", "'", "“", "”"})
_CONTENT_AFTER_AS = frozenset({"dobj", "ccomp", "oprd", "xcomp", "attr", "nsubj", "acomp", "dative"})


@dataclass(slots=True)
class Report:
    """Words that a cue reports. Pieces are token spans, end exclusive; `subject` is the head token of the source."""

    pieces: list[tuple[int, int]]
    cue_start: int
    cue_end: int
    cue_lemma: str
    subject: int | None
    method: str
    addressee: int | None = None
    source_tokens: tuple[int, int] | None = None
    is_passive: bool = False
    notes: list[str] = field(default_factory=list)


def find_reports(syntax: Syntax, first: int = 0) -> list[Report]:
    """Reported clauses and phrases from token `first` on, in the order of their cues."""
    cues = load_cues()
    reports: list[Report] = []
    words, tags = syntax.words, syntax.tags
    for place in range(first, len(words)):
        word = words[place]
        if word in cues.verbs or word in cues.compounds:
            if tags[place].startswith("VB"):
                reports += _read_verb(syntax, place, cues)
        elif word == "according" and place + 1 < len(words) and words[place + 1] == "to":
            report = _read_according(syntax, place)
            if report is not None:
                reports.append(report)
        elif word in cues.nouns and tags[place].startswith("NN"):
            report = _read_noun(syntax, place, cues.nouns[word])
            if report is not None:
                reports.append(report)
    return reports


def find_cue(syntax: Syntax, place: int, cues: CueList) -> tuple[VerbCue, int] | None:
    """The verb cue that begins at a token, and the token behind its last word."""
    word = syntax.words[place]
    behind = cues.compounds.get(word)
    if behind:
        at = place + 1
        limit = min(place + 6, len(syntax.words))
        while at < limit:
            for words, cue in behind.items():
                parts = words.split()
                if syntax.words[at : at + len(parts)] == parts:
                    return cue, at + len(parts)
            if syntax.words[at] not in _FILLERS:
                break
            at += 1
    cue_alone = cues.verbs.get(word)
    return (cue_alone, place + 1) if cue_alone else None


def find_subject(syntax: Syntax, verb: int) -> int | None:
    """Head of the noun phrase that is the source of a verb: its subject, agent, or what a participle hangs on."""
    deps, heads, children = syntax.deps, syntax.heads, syntax.children
    seen: set[int] = set()
    place = verb
    while place not in seen:
        seen.add(place)
        passive = any(deps[child] in {"auxpass", "nsubjpass"} for child in children[place])
        for child in children[place]:
            if deps[child] == "agent":
                for inner in children[child]:
                    if deps[inner] == "pobj":
                        return inner
        if passive and place == verb:
            return None
        subjects = [child for child in children[place] if deps[child] in SUBJECT_DEPS and deps[child] != "expl"]
        if subjects:
            return min(subjects, key=lambda child: abs(child - place))
        head, dep = heads[place], deps[place]
        if head == place:
            return None
        if dep in {"acl", "relcl"}:
            return head
        if dep in {"conj", "advcl", "xcomp", "ccomp", "pcomp", "parataxis", "prep", "aux", "dep"}:
            if dep == "xcomp":
                objects = [child for child in children[head] if deps[child] in {"dobj", "dative"} and child < place]
                if objects:
                    return objects[-1]
            place = head
            if syntax.tags[place].startswith("NN") and dep in {"prep", "conj"}:
                owner = [child for child in children[place] if deps[child] == "poss"]
                return owner[0] if owner else None
            continue
        return None
    return None


def _read_verb(syntax: Syntax, place: int, cues: CueList) -> list[Report]:
    found = find_cue(syntax, place, cues)
    if found is None:
        return []
    cue, cue_end = found
    deps, children, tags, words = syntax.deps, syntax.children, syntax.tags, syntax.words
    if deps[place] in {"amod", "compound", "aux"}:
        return []
    passive = any(deps[child] == "auxpass" for child in children[place])
    subject = find_subject(syntax, place)
    reports: list[Report] = []

    def report(pieces: list[tuple[int, int]], method: str, addressee: int | None = None, end: int = cue_end) -> None:
        pieces = [piece for piece in (_trim(syntax, *piece) for piece in pieces) if piece]
        if pieces:
            reports.append(Report(pieces, place, end, cue.lemma, subject, method, addressee, is_passive=passive))

    right = [child for child in children[place] if child > place]
    objects = [child for child in right if deps[child] in {"dobj", "dative"}]
    clauses = [child for child in children[place] if deps[child] == "ccomp"]
    if cue.lemma == "make clear":
        for child in right:
            clauses += [inner for inner in children[child] if deps[inner] in {"ccomp", "acl"} and inner >= cue_end]
    addressee = objects[0] if objects and (clauses or cue.lemma in {"tell"}) else None

    mark = next((child for child in children[place] if words[child] == "as" and child < place), None)
    if mark is not None and deps[place] in {"advcl", "parataxis", "ccomp"} and "clause" in cue.frames:
        return []  # "as he said": left to its own rule

    if "as" in cue.frames:
        pieces = _read_naming(syntax, place, cue_end)
        if pieces:
            report(pieces, "naming")
            return reports
    if "clause" in cue.frames and clauses:
        clause = clauses[0] if clauses[0] > place else clauses[-1]
        pieces, method = _read_clause(syntax, place, clause, cue_end)
        report(pieces, method, addressee)
        if reports:
            return reports
    if "clause" in cue.frames and deps[place] == "parataxis":
        pieces = _read_around(syntax, place)
        report(pieces, "parenthesis")
        if reports:
            return reports
    for child in right:
        if deps[child] in {"xcomp", "advcl", "ccomp"} and "to" in cue.frames and _has_to(syntax, child):
            start = max(min(c for c in [*children[child], child] if words[c] == "to" or c == child), cue_end)
            report([(start, syntax.edges_right[child] + 1)], "infinitive", objects[0] if objects else None)
            return reports
        if deps[child] in {"xcomp", "pcomp", "ccomp"} and "gerund" in cue.frames and tags[child] == "VBG":
            report([(syntax.edges_left[child], syntax.edges_right[child] + 1)], "gerund")
            return reports
    if "to" in cue.frames and cue.lemma in {"call on", "call upon"}:
        for child in right:
            for inner in children[child]:
                for verb in [inner, *children[inner]]:
                    if verb >= cue_end and tags[verb] == "VB" and _has_to(syntax, verb):
                        to = min(c for c in children[verb] if words[c] == "to")
                        report([(to, syntax.edges_right[verb] + 1)], "infinitive", inner)
                        return reports
    for child in right:
        if deps[child] == "prep" and words[child] in cue.prepositions:
            report(
                [(child + 1, syntax.edges_right[child] + 1)], "preposition", objects[0] if objects else None, child + 1
            )
            return reports
    if objects and "object" in cue.frames and not passive:
        start, end = syntax.edges_left[objects[0]], syntax.edges_right[objects[-1]] + 1
        for child in right:
            if deps[child] == "prep" and words[child] in cue.object_prepositions and child >= objects[-1]:
                end = max(end, syntax.edges_right[child] + 1)
        report([(max(start, cue_end), end)], "object")
    return reports


def _has_to(syntax: Syntax, verb: int) -> bool:
    return any(syntax.words[child] == "to" and child < verb for child in syntax.children[verb])


def _read_clause(syntax: Syntax, cue: int, clause: int, cue_end: int) -> tuple[list[tuple[int, int]], str]:
    left, right = syntax.edges_left[clause], syntax.edges_right[clause] + 1
    if clause > cue:
        return [(max(left, cue_end), right)], "clause"
    group = _find_cue_group(syntax, cue, clause)
    start = syntax.sentence_starts[syntax.sentences[cue]] if syntax.deps[cue] in {"ROOT", "conj"} else left
    start = min(start, left)
    pieces = [(start, min(group[0], right) if group[0] > left else group[0])]
    pieces = [(start, group[0])]
    if right > group[1]:
        pieces.append((group[1], right))
    return pieces, "inverted"


def _find_cue_group(syntax: Syntax, cue: int, clause: int) -> tuple[int, int]:
    """Tokens of the cue with its source and adverbs, the reported clause left out."""
    inside = {cue}
    for child in syntax.children[cue]:
        if child != clause and syntax.deps[child] not in {"punct", "ccomp", "advcl", "conj", "cc"} | {"dep"}:
            inside |= {syntax.edges_left[child], syntax.edges_right[child]}
    before = [place for place in inside if place <= cue]
    behind = [place for place in inside if place >= cue]
    start = min((place for place in before if place > clause), default=cue)
    return start, max(behind) + 1


def _read_around(syntax: Syntax, cue: int) -> list[tuple[int, int]]:
    """Pieces of the sentence on both sides of a parenthesis such as "the talks, he said, have failed"."""
    head = syntax.heads[cue]
    left, right = syntax.edges_left[head], syntax.edges_right[head] + 1
    return [(left, syntax.edges_left[cue]), (syntax.edges_right[cue] + 1, right)]


def _read_naming(syntax: Syntax, place: int, cue_end: int) -> list[tuple[int, int]]:
    """What stands behind "called", "described" or "dismissed": the thing and its name."""
    deps, words, children = syntax.deps, syntax.words, syntax.children
    parts = [
        child
        for child in children[place]
        if child >= cue_end and (deps[child] in _CONTENT_AFTER_AS or (deps[child] == "prep" and words[child] == "as"))
    ]
    if not parts:
        return []
    start, end = syntax.edges_left[parts[0]], syntax.edges_right[parts[-1]] + 1
    has_name = any(deps[child] in {"oprd", "ccomp", "acomp", "attr"} or words[child] == "as" for child in parts)
    has_name = has_name or "as" in words[start:end]
    if not has_name and not any(word in _QUOTE_WORDS for word in words[start:end]):
        return []
    return [(start, end)]


def _read_according(syntax: Syntax, place: int) -> Report | None:
    deps, children, words = syntax.deps, syntax.children, syntax.words
    to = place + 1
    sources = [child for child in children[to] + children[place] if deps[child] == "pobj" and child > to]
    if not sources:
        return None
    source = sources[0]
    source_end = syntax.edges_right[source] + 1
    sentence = syntax.sentences[place]
    start, end = syntax.sentence_starts[sentence], syntax.find_sentence_end(place)
    # a second clause may hang on the source's subtree; a comma ends the source when the phrase opens the sentence
    for at in range(to + 1, min(source_end, end)):
        if words[at] == "," and place - start <= 2 and at > source:
            source_end = at
            break
    pieces = [(start, place), (source_end, end)]
    trimmed = [piece for piece in (_trim(syntax, *piece) for piece in pieces) if piece]
    trimmed = [piece for piece in trimmed if piece[1] - piece[0] > 1]
    if not trimmed:
        return None
    if len(trimmed) == 2 and trimmed[0][0] == start and trimmed[0][1] - trimmed[0][0] <= 1:
        trimmed = trimmed[1:]
    return Report(trimmed, place, to + 1, "according to", source, "according to", source_tokens=(to + 1, source_end))


def _read_noun(syntax: Syntax, place: int, lemma: str) -> Report | None:
    deps, children, words = syntax.deps, syntax.children, syntax.words
    for child in children[place]:
        if child > place and deps[child] in {"acl", "ccomp"}:
            marks = [inner for inner in children[child] if words[inner] == "that" and deps[inner] == "mark"]
            if not marks:
                continue
            piece = _trim(syntax, marks[0] + 1, syntax.edges_right[child] + 1)
            if piece is None:
                return None
            owners = [inner for inner in children[place] if deps[inner] == "poss"]
            subject: int | None = owners[0] if owners else None
            if subject is None:
                for inner in children[place]:
                    if words[inner] in {"by", "from", "of"} and inner > place:
                        subject = next((x for x in children[inner] if deps[x] == "pobj"), None)
            if subject is None and deps[place] in {"dobj", "pobj"}:
                verb = syntax.heads[place]
                if syntax.tags[verb].startswith("VB"):
                    subject = find_subject(syntax, verb)
            return Report([piece], place, place + 1, lemma, subject, "noun")
    return None


def _trim(syntax: Syntax, start: int, end: int) -> tuple[int, int] | None:
    """Drop "that", openers such as "But", and punctuation from both ends of a piece."""
    words, tags = syntax.words, syntax.tags
    moved = True
    while moved and start < end:
        moved = False
        word = words[start]
        if (tags[start] in {",", ":", ".", "_SP", "-RRB-"} or word in {"-", "--", "—", "–"}) or not word.strip():
            start, moved = start + 1, True
        elif word == "that" and syntax.deps[start] in {"mark", "det", "nsubj"} and tags[start] == "IN":
            start, moved = start + 1, True
    while start < end and (tags[end - 1] in {",", ":", ".", "_SP", "-LRB-", "CC"} or not words[end - 1].strip()):
        end -= 1
    return (start, end) if start < end else None
