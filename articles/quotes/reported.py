"""Reported clauses: what a cue word governs, found by the dependency parse.

Each rule gives a `Report`: the words reported, the cue, and the head of the noun phrase that is their source. They look
at one cue at a time and know next to nothing of quotation marks; `articles.quotes.find_quotes` brings the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.lexicon.cues import VerbCue, load_cues
from articles.quotes.clause_bounds import (
    QUOTE_WORDS,
    TELLING_NOUNS,
    TELLING_PREPOSITIONS,
    find_clause_end,
    find_infinitive_end,
    has_mark,
    is_second_cue,
    tells_of_telling,
    trim_piece,
)
from articles.quotes.subjects import find_subject, is_passive

if TYPE_CHECKING:
    from articles.lexicon.cues import CueList
    from articles.parsing.tokens import Tokens

# What may stand between the two words of a cue: "made it very clear", "laid them out".
_FILLERS = frozenset({"it", "very", "quite", "this", "that", "them", "also", "perfectly", "absolutely"})
_CUE_GAP = 5
_DATELINE_LENGTH = 12  # tokens of "ST. PETERSBURG, Russia (AP) --"
_CLAUSE_OPENERS = frozenset({"that"})
_QUESTION_OPENERS = frozenset({"that", "whether", "if", "why", "how", "what", "when"})
_DISTANCE = 20  # tokens between a cue and the "that" of its clause: "said in an interview with ... that"
_TIMES = frozenset({"on", "after", "before", "since", "until", "via", "at"})
# Cues that name a hearer: "told reporters", "asked him".
HEARER_LEMMAS = frozenset({"tell", "ask", "remind", "assure", "inform", "warn", "advise", "call", "urge"})
_ASIDE_ROLES = frozenset({"advcl", "parataxis", "relcl", "ROOT"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_NAMED = frozenset({"dobj", "ccomp", "oprd", "xcomp", "attr", "nsubj", "acomp", "dative"})
_CUE_GROUP_OUT = frozenset({"punct", "ccomp", "advcl", "conj", "cc", "dep"})


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


def find_reports(tokens: Tokens, first: int = 0) -> list[Report]:
    """Reported clauses and phrases from token `first` on, in the order of their cues."""
    cues = load_cues()
    reports: list[Report] = []
    words, tags = tokens.words, tokens.tags
    for place in range(first, len(words)):
        word = words[place]
        report: Report | None = None
        if tags[place].startswith("VB") and (word in cues.verbs or word in cues.compounds):
            report = _VerbReader(tokens, place, cues).read()
        elif word == "according" and words[place + 1 : place + 2] == ["to"]:
            report = _read_according(tokens, place)
        elif word == "words":
            report = _read_words_of(tokens, place)
        elif word in cues.nouns and tags[place].startswith("NN"):
            report = _read_noun(tokens, place, cues.nouns[word])
        if report is not None:
            reports.append(report)
    _cut_at_next_source(tokens, reports)
    return reports


def _cut_at_next_source(tokens: Tokens, reports: list[Report]) -> None:
    """Where the parser drew the source of the next cue into a clause, end the clause before it."""
    for report in reports:
        start, end = report.pieces[-1]
        for other in reports:
            if other.subject is not None and report.cue_start < start < other.subject < end <= other.cue_start:
                left = tokens.edges_left[other.subject]
                if start < left and other.cue_start - end <= 2:
                    cut = trim_piece(tokens, start, left)
                    if cut is not None:
                        report.pieces[-1] = cut


def find_cue(tokens: Tokens, place: int, cues: CueList) -> tuple[VerbCue, int] | None:
    """The verb cue that begins at a token, and the token behind its last word."""
    words = tokens.words
    behind = cues.compounds.get(words[place])
    if behind:
        for at in range(place + 1, min(place + _CUE_GAP, len(words))):
            for rest, cue in behind.items():
                parts = rest.split()
                if words[at : at + len(parts)] == parts:
                    return cue, at + len(parts)
            if words[at] not in _FILLERS:
                break
    cue_alone = cues.verbs.get(words[place])
    return (cue_alone, place + 1) if cue_alone else None


class _VerbReader:
    """Reads what one verb cue reports, trying its frames from the surest to the least sure."""

    def __init__(self, tokens: Tokens, place: int, cues: CueList) -> None:
        self.tokens, self.place, self.cues = tokens, place, cues
        children, deps = tokens.children[place], tokens.deps
        self.right = [child for child in children if child > place]
        self.objects = [child for child in self.right if deps[child] in {"dobj", "dative"}]
        self.is_passive = is_passive(tokens, place)
        self.has_agent = any(deps[child] == "agent" for child in children)

    def read(self) -> Report | None:  # noqa: PLR0911, PLR0912
        tokens, place = self.tokens, self.place
        found = find_cue(tokens, place, self.cues)
        if found is None or tokens.deps[place] in {"amod", "compound", "aux"}:
            return None
        if tokens.deps[place] == "acl" and tokens.tags[place] == "VBN" and not self.has_agent:
            return None  # "a group called X", "a man accused of fraud": nobody says it
        self.cue, self.cue_end = found
        if self._is_no_act():
            return None
        frames = self.cue.frames
        if "as" in frames:
            report = self._read_naming()
            if report:
                return report
        marker = self._find_as()
        if marker is not None:
            return self._read_as(marker)
        if "clause" in frames:
            report = self._read_clause() or self._read_distant()
            if report:
                return report
        if "to" in frames:
            report = self._read_infinitive()
            if report:
                return report
        if "gerund" in frames:
            for child in self.right:
                if tokens.deps[child] in {"xcomp", "pcomp", "ccomp"} and tokens.tags[child] == "VBG":
                    return self._report([(tokens.edges_left[child], tokens.edges_right[child] + 1)], "gerund")
        for child in self.right:
            if tokens.deps[child] == "prep" and tokens.words[child] in self.cue.prepositions:
                return self._read_preposition(child)
        if tokens.words[self.cue_end : self.cue_end + 1] == ["for"] and "for" in self.cue.prepositions:
            verb = tokens.heads[self.cue_end]
            if verb > self.cue_end and _has_to(tokens, verb):  # "called for consumers to look elsewhere"
                self.cue_end += 1
                return self._report([(self.cue_end, tokens.edges_right[verb] + 1)], "preposition")
        return self._read_object()

    def _is_no_act(self) -> bool:
        """Whether the cue word tells of no saying by anybody.

        "Note the lack of ...", "Saying so is wrong", "denied them a permit", "as guaranteed by the law".
        """
        tokens, place = self.tokens, self.place
        if tokens.deps[place] == "csubj" and tokens.tags[place] == "VBG":
            return True
        opens = place == tokens.find_own_start(place) or tokens.words[place - 1] in {"also", "please", "just"}
        children = {tokens.deps[child] for child in tokens.children[place]}
        if opens and tokens.tags[place] == "VB" and tokens.deps[place] == "ROOT" and not children & _SUBJECTS:
            return True
        if self.cue.lemma == "deny" and len(self.objects) > 1:
            return True
        return self.cue.cue_class == "commitment" and tokens.words[place - 1 : place] == ["as"]

    def _read_preposition(self, preposition: int) -> Report | None:
        """ "accused the firm of lying", "called for the law to be changed"."""
        tokens = self.tokens
        start, end = preposition + 1, tokens.edges_right[preposition] + 1
        if self.objects and not tokens.tags[self.objects[0]].startswith("PRP"):
            start = max(tokens.edges_left[self.objects[0]], self.cue_end)
        elif not self.objects:
            self.cue_end = max(self.cue_end, preposition + 1)
        if tokens.words[preposition] == "for" and tokens.words[end : end + 1] == ["to"]:
            verb = tokens.heads[end]
            if verb > end and _has_to(tokens, verb):
                end = find_infinitive_end(tokens, verb)
        return self._report([(start, end)], "preposition")

    def _report(self, pieces: list[tuple[int, int]], method: str, addressee: int | None = None) -> Report | None:
        tokens, place = self.tokens, self.place
        opened = method in {"inverted", "parenthesis", "as"}
        if opened:
            paragraph = tokens.find_paragraph_start(place)
            pieces = [(skip_dateline(tokens, max(start, paragraph), end), end) for start, end in pieces]
        kept = [trimmed for piece in pieces if (trimmed := trim_piece(tokens, *piece, with_openers=opened))]
        if not kept:
            return None
        subject = find_subject(tokens, self._find_first_cue())
        return Report(kept, place, self.cue_end, self.cue.lemma, subject, method, addressee)

    def _find_first_cue(self) -> int:
        """The cue whose source this one shares: "he said it had failed, but added ...", where it hangs on "failed"."""
        tokens, place = self.tokens, self.place
        clause = tokens.heads[place]
        if tokens.deps[place] != "conj" or tokens.deps[clause] != "ccomp":
            return place
        first = tokens.heads[clause]
        if tokens.words[first] in self.cues.verbs and is_second_cue(tokens, first, clause, place, self.cues):
            return first
        return place

    def _find_as(self) -> int | None:
        """The "as" of "as he said" and "as he put it"."""
        tokens, place, words = self.tokens, self.place, self.tokens.words
        if not self.cue.frames & {"clause", "quote"} or tokens.deps[place] not in _ASIDE_ROLES:
            return None
        marker = next((child for child in tokens.children[place] if words[child] == "as" and child < place), None)
        return place - 1 if marker is None and words[place - 1 : place] == ["as"] else marker

    def _read_clause(self) -> Report | None:
        tokens, place = self.tokens, self.place
        deps, heads = tokens.deps, tokens.heads
        clauses = [child for child in tokens.children[place] if deps[child] == "ccomp"]
        if self.cue.lemma == "make clear":
            for child in self.right:
                clauses += [c for c in tokens.children[child] if deps[c] in {"ccomp", "acl"} and c >= self.cue_end]
        if not clauses and self.cue.lemma in {"say", "add", "tell"}:
            # a clause without a finite verb, as the parser sees it, may hang on the cue as something else
            clauses = [c for c in self.right if deps[c] in {"advcl", "xcomp"} and has_mark(tokens, c, "that")]
        addressee = None
        if self.objects and (clauses or self.cue.lemma == "tell"):
            addressee = self.objects[0]
        elif self.is_passive and self.cue.lemma in HEARER_LEMMAS:
            addressee = next((c for c in tokens.children[place] if deps[c] == "nsubjpass"), None)
        if clauses:
            behind = [clause for clause in clauses if clause > place]
            clause = behind[0] if behind else clauses[-1]
            if len(behind) > 1 and self.objects and not self._has_subject(clause):
                clause = next((other for other in behind if has_mark(tokens, other, "that")), clause)
            if clause > place:
                start = max(tokens.edges_left[clause], self.cue_end)
                if addressee is not None and place < addressee and start <= addressee:
                    start = min(tokens.edges_right[addressee] + 1, clause)
                end = find_clause_end(tokens, place, clause, self.cues)
                return self._report([(start, end)], "clause", addressee)
            return self._report(self._read_inverted(clause), "inverted", addressee)
        if deps[place] in {"parataxis", "ccomp"} and heads[place] != place and self._is_parenthesis():
            head = heads[place]
            start, end = min(tokens.edges_left[head], tokens.find_own_start(place)), tokens.edges_right[head] + 1
            return self._report(
                [(start, self._find_group_start()), (tokens.edges_right[place] + 1, end)], "parenthesis", addressee
            )
        return None

    def _find_group_start(self) -> int:
        """First token of ", he had said,": a clause or phrase before the source is a part of what is said."""
        tokens = self.tokens
        own = [child for child in tokens.children[self.place] if child < self.place]
        sources = [tokens.edges_left[child] for child in own if tokens.deps[child] in {"nsubj", "nsubjpass"}]
        return min(sources) if sources else tokens.edges_left[self.place]

    def _opens_clause(self, opener: int, verb: int) -> bool:
        """Whether a "that" opens a reported clause; in "said in a statement that it failed" it may look relative."""
        tokens = self.tokens
        if tokens.deps[verb] != "relcl" and tokens.tags[opener] != "WDT":
            return tokens.deps[opener] == "mark"
        is_free = tokens.deps[opener] not in _SUBJECTS | {"dobj", "pobj"}
        return is_free and self._has_subject(verb) and tokens.words[opener - 1] in TELLING_NOUNS

    def _tells_object(self) -> bool:
        """Whether the cue's object is what was said and no hearer."""
        return "object" in self.cue.frames or self.cue.lemma in {"say", "claim", "argue", "report"}

    def _has_subject(self, clause: int) -> bool:
        return any(self.tokens.deps[child] in _SUBJECTS for child in self.tokens.children[clause])

    def _read_distant(self) -> Report | None:
        """ "insisted at the time that ...": a clause that the parser hung elsewhere, by its "that"."""
        tokens, words = self.tokens, self.tokens.words
        openers = _QUESTION_OPENERS if self.cue.cue_class == "question" else _CLAUSE_OPENERS
        end = min(tokens.find_own_end(self.place), self.cue_end + _DISTANCE)
        for at in range(self.cue_end, end):
            if words[at] in openers and tokens.tags[at] in {"IN", "WRB", "WDT"} and tokens.heads[at] > at:
                verb = tokens.heads[at]
                if words[at - 1] in {"but", "and"} and at - 1 > self.cue_end:
                    return None  # "asked about it, but that ...": joined to something before
                if not self._opens_clause(at, verb):
                    return None
                start = at + 1 if words[at] == "that" else at
                hearer = self.objects[0] if self.objects else None
                if (
                    tokens.deps[verb] in {"acl", "relcl"}
                    and tokens.heads[verb] in self.objects
                    and self._tells_object()
                ):
                    start, hearer = tokens.edges_left[tokens.heads[verb]], None  # "denied a report that ..."
                stop = min(find_clause_end(tokens, self.place, verb, self.cues), tokens.find_own_end(self.place))
                return self._report([(start, stop)], "distant", hearer)
            if tokens.tags[at] in {"VBD", "VBZ", "VBP", "MD"} or words[at] in {";", ":"}:
                return None
            if tokens.tags[at] == "VBG" and words[at] in self.cues.verbs:
                return None  # "denied this, saying that ...": what another cue tells
        return None

    def _is_parenthesis(self) -> bool:
        """Whether the cue with its source is set off: "the talks, he said, have failed"."""
        tokens, place = self.tokens, self.place
        if tokens.deps[place] == "parataxis":
            return True
        behind = tokens.edges_right[place] + 1
        before = tokens.edges_left[place] - 1
        return (
            before >= 0
            and behind < len(tokens.words)
            and tokens.words[before] == ","
            and tokens.words[behind] in {",", ".", ";"}
        )

    def _read_as(self, marker: int) -> Report | None:
        """ "As he put it, X" and "X, as he put it": the sentence without the aside."""
        tokens, place = self.tokens, self.place
        start, end = tokens.find_own_start(marker), tokens.find_own_end(place)
        stop = next((at for at in range(self.cue_end, end) if tokens.words[at] in {",", ":"}), end)
        if marker - start > 1:
            if tokens.words[marker - 1] not in {",", "-", "--", "–", "—"}:
                return None
            return self._report([(start, marker), (stop, end)], "as")
        return self._report([(stop, end)], "as")

    def _read_inverted(self, clause: int) -> list[tuple[int, int]]:
        tokens, cue = self.tokens, self.place
        left, right = tokens.edges_left[clause], tokens.edges_right[clause] + 1
        inside = {cue, self.cue_end - 1}
        for child in tokens.children[cue]:
            if child != clause and tokens.deps[child] not in _CUE_GROUP_OUT:
                inside |= {tokens.edges_left[child], tokens.edges_right[child]}
        group_start = min((place for place in inside if clause < place <= cue), default=cue)
        group_end = max(place for place in inside if place >= cue) + 1
        start = min(left, tokens.find_own_start(cue))
        pieces = [(start, group_start)]
        if right > group_end:
            pieces.append((group_end, right))
        return pieces

    def _read_infinitive(self) -> Report | None:
        tokens, deps = self.tokens, self.tokens.deps
        if self.is_passive and not self.has_agent:
            return None
        directive = self.cue.cue_class in {"directive", "question"} or self.cue.lemma in {"tell", "warn", "caution"}
        for child in self.right:
            if deps[child] in {"xcomp", "ccomp", "advcl"} and tokens.tags[child] == "VB":
                to = next((c for c in tokens.children[child] if tokens.words[c] == "to" and c < child), None)
                if to is None:
                    continue
                own = [c for c in tokens.children[child] if deps[c] in {"nsubj", "nsubjpass"} and c < to]
                hearer = self.objects[0] if self.objects else own[0] if own else None
                if directive and hearer is None and self.cue.lemma != "demand":
                    return None
                negation = next((c for c in tokens.children[child] if deps[c] == "neg" and c < child), to)
                return self._report([(min(to, negation), find_infinitive_end(tokens, child))], "infinitive", hearer)
        if self.cue.lemma in {"call on", "call upon"}:
            for child in self.right:
                for inner in tokens.children[child]:
                    for verb in (inner, *tokens.children[inner]):
                        if verb < self.cue_end or tokens.tags[verb] != "VB":
                            continue
                        to = next((c for c in tokens.children[verb] if tokens.words[c] == "to"), None)
                        if to is not None:
                            return self._report([(to, find_infinitive_end(tokens, verb))], "infinitive", inner)
        return None

    def _read_naming(self) -> Report | None:
        """What stands behind "called", "described" or "dismissed": the thing and its name."""
        tokens, deps, words = self.tokens, self.tokens.deps, self.tokens.words
        parts = [
            child
            for child in tokens.children[self.place]
            if child >= self.cue_end and (deps[child] in _NAMED or (deps[child] == "prep" and words[child] == "as"))
        ]
        if not parts:
            return None
        start, end = tokens.edges_left[parts[0]], tokens.edges_right[parts[-1]] + 1
        has_name = any(deps[child] in {"oprd", "ccomp", "acomp", "attr"} or words[child] == "as" for child in parts)
        if not has_name and "as" not in words[start:end]:
            mark = next((at for at in range(start, end) if words[at] in QUOTE_WORDS), None)
            if mark is None or any(words[at] in self.cues.verbs for at in range(start, mark)):
                return None
        end = self._extend_naming(start, end)
        for at in range(parts[0], end - 1):
            if words[at] == "," and tokens.tags[at + 1] == "VBG" and words[at + 1] in self.cues.verbs:
                end = at
                break
        return self._report([(start, end)], "naming")

    def _extend_naming(self, start: int, end: int) -> int:
        """ "called it a hoax | in the service of ... | and unworthy of ...": what the parser hung on the cue itself."""
        tokens, deps, words = self.tokens, self.tokens.deps, self.tokens.words
        times = TELLING_PREPOSITIONS if QUOTE_WORDS.intersection(words[start:end]) else _TIMES
        for child in self.right:
            left, right = tokens.edges_left[child], tokens.edges_right[child] + 1
            if right <= end or deps[child] in {"punct", "cc"}:
                continue
            if not all(tokens.tags[at] in {"CC", "''"} for at in range(end, left)):
                break
            is_more = deps[child] == "conj" and not tokens.tags[child].startswith(("VB", "MD"))
            is_purpose = deps[child] == "advcl" and tokens.tags[child] == "VB" and words[left] == "to"
            is_place = deps[child] == "prep" and not tells_of_telling(tokens, child, prepositions=times)
            if (left == end and not (is_purpose or is_place)) or (left > end and not is_more):
                break
            end = right
        return end

    def _read_object(self) -> Report | None:
        tokens = self.tokens
        if self.is_passive or not self.objects:
            return None
        start, end = max(tokens.edges_left[self.objects[0]], self.cue_end), tokens.edges_right[self.objects[-1]] + 1
        phrases = [child for child in self.right if tokens.deps[child] == "prep" and child >= self.objects[-1]]
        phrases += [child for child in tokens.children[self.objects[-1]] if tokens.deps[child] == "prep"]
        joined = [child for child in phrases if tokens.words[child] in self.cue.object_prepositions]
        if "object" not in self.cue.frames and not joined:
            return None
        if tokens.tags[self.objects[-1]].startswith("PRP") and not joined:
            return None  # "announced it", "denied that": what it is stands elsewhere
        for child in phrases:
            if child in joined or not tells_of_telling(tokens, child):
                end = max(end, tokens.edges_right[child] + 1)
        for at in range(start, end - 1):
            if tokens.words[at] == "," and tokens.words[at + 1] in {"which", "who", "whose", "where"}:
                end = at
                break
        return self._report([(start, end)], "object")


def _read_words_of(tokens: Tokens, noun: int) -> Report | None:
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
    pieces = [(start, left - 1), (right, tokens.find_own_end(noun))]
    kept = [trimmed for piece in pieces if (trimmed := trim_piece(tokens, *piece, with_openers=True))]
    if not any(_has_verb(tokens, *piece) for piece in kept):
        return None
    return Report(kept, noun, noun + 1, "in the words of", owner, "according to")


def _has_to(tokens: Tokens, verb: int) -> bool:
    """Whether a verb is an infinitive: "to close", "to be closed"."""
    return any(tokens.words[child] == "to" and tokens.tags[child] == "TO" for child in tokens.children[verb])


def _read_according(tokens: Tokens, place: int) -> Report | None:
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
    first, second = (start, place), (source_end, end)
    if opens:
        pieces = [second]
    elif words[source_end + 1 : source_end + 2] in (["and"], ["but"], ["or"]) or not _has_verb(tokens, *first):
        pieces = [first, second]
    else:
        pieces = [first]
    kept = [trimmed for piece in pieces if (trimmed := trim_piece(tokens, *piece, with_openers=True))]
    if not kept:
        return None
    return Report(kept, place, to + 1, "according to", head, "according to")


def _has_verb(tokens: Tokens, start: int, end: int) -> bool:
    return any(tag in {"VBD", "VBZ", "VBP", "MD"} for tag in tokens.tags[start:end])


def _read_noun(tokens: Tokens, place: int, lemma: str) -> Report | None:
    """ "the claim that ...": a finite clause behind a noun of saying."""
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
        return Report([piece], place, place + 1, lemma, owner, "noun") if owner is not None else None
    return None


def _find_owner(tokens: Tokens, noun: int) -> int | None:
    """Whose claim it is: "his claim", "claims by critics", or who made the claim."""
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


def skip_dateline(tokens: Tokens, start: int, end: int) -> int:
    """The token behind a dateline such as "MOSCOW (AP) --" that begins at token `start`; else `start`."""
    if start > 0 and "\n" not in tokens.words[start - 1]:
        return start
    first = tokens.text[tokens.starts[start] : tokens.ends[start]] if start < end else ""
    if len(first) < 3 or not first.isupper():
        return start
    for at in range(start + 1, min(end, start + _DATELINE_LENGTH)):
        if tokens.words[at] in {"-", "--", "–", "—"} and tokens.text[tokens.starts[at] - 1].isspace():
            return at + 1
    return start
