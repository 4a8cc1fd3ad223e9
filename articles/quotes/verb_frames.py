"""What a verb of saying reports, by the frames of `cues.toml`, from the surest to the least sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.parsing.tokens import FINITE_TAGS
from articles.quotes.clause_bounds import (
    QUOTE_WORDS,
    TELLING_NOUNS,
    TELLING_PREPOSITIONS,
    find_clause_end,
    find_infinitive_end,
    has_mark,
    is_next_act,
    is_own_report,
    is_second_cue,
    skip_dateline,
    tells_of_telling,
    trim_piece,
)
from articles.quotes.cue_words import find_cue
from articles.quotes.noun_phrases import is_charge
from articles.quotes.own_matter import cut_own_matter
from articles.quotes.reports import Report
from articles.quotes.rules import Answer, Rule, RuleId, try_rules
from articles.quotes.speech_acts import read_saying_words
from articles.quotes.subjects import find_subject, is_passive
from articles.text.spans import TokenSpan

if TYPE_CHECKING:
    from articles.lexicon.cues import CueList, VerbCue
    from articles.parsing.tokens import Tokens

_CLAUSE_OPENERS = frozenset({"that"})
_QUESTION_OPENERS = frozenset({"that", "whether", "if", "why", "how", "what", "when"})
_CLIMB = 2  # tokens from "interview" up to the verb in "denied in an interview"
_DISTANCE = 20  # tokens between a cue and the "that" of its clause: "said in an interview with ... that"
_INFERENCES = frozenset({"meaning", "ensuring", "showing", "proving", "suggesting", "implying", "indicating"})
_TIMES = frozenset({"on", "after", "before", "since", "until", "via", "at"})
_ASIDE_ROLES = frozenset({"advcl", "parataxis", "relcl", "ROOT"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_NAMED = frozenset({"dobj", "ccomp", "oprd", "xcomp", "attr", "nsubj", "acomp", "dative"})
_QUALITIES = frozenset({"JJ", "JJR", "VBN", "VBG"})
_MARK_TAGS = frozenset({"``", "''"})
_CALLED_LENGTH = 6  # tokens from "as" to the marks of "as a real “dreamer”"
_CUE_GROUP_OUT = frozenset({"punct", "ccomp", "advcl", "conj", "cc", "dep"})


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb cue from token `place` to `end`, and what hangs on it."""

    tokens: Tokens
    cues: CueList
    place: int
    end: int
    cue: VerbCue
    right: list[int]  # children after it
    objects: list[int]
    is_passive: bool
    has_agent: bool

    @property
    def tells_object(self) -> bool:
        """Whether the cue's object is what was said and no hearer."""
        return "object" in self.cue.frames or self.cue.lemma in {"say", "claim", "argue", "report"}

    def report(
        self, pieces: list[TokenSpan], method: RuleId, addressee: int | None = None, *, cue_end: int | None = None
    ) -> Report | None:
        """A report of token spans, without what belongs to the cue at their ends; None where nothing is left."""
        tokens, place = self.tokens, self.place
        opened = method in {RuleId.INVERTED, RuleId.PARENTHESIS, RuleId.AS}
        if opened:
            paragraph = tokens.find_paragraph_start(place)
            pieces = [TokenSpan(skip_dateline(tokens, max(start, paragraph), end), end) for start, end in pieces]
        kept = [trimmed for piece in pieces if (trimmed := trim_piece(tokens, *piece, with_openers=opened))]
        if kept and not opened and kept[-1].start >= self.end:
            kept[-1:] = self._cut_own(kept[-1])
        if not kept:
            return None
        subject = find_subject(tokens, self._find_first_cue())
        hearer = addressee if "hearer" in self.cue.frames else None  # one notes an order, and tells reporters
        return Report(kept, place, cue_end or self.end, self.cue.lemma, subject, method, hearer)

    def _cut_own(self, piece: TokenSpan) -> list[TokenSpan]:
        """A piece without what the article says in its own voice at the end of it."""
        tokens, (start, end) = self.tokens, piece
        cut = cut_own_matter(tokens, self.place, start, end, is_denial=self.cue.lemma in read_saying_words().denying)
        own = trim_piece(tokens, start, cut) if cut < end else piece
        return [own] if own is not None else []

    def _find_first_cue(self) -> int:
        """The cue whose source this one shares: "he said it had failed, but added ...", where it hangs on "failed"."""
        tokens, place = self.tokens, self.place
        clause = tokens.heads[place]
        if tokens.deps[place] != "conj" or tokens.deps[clause] not in {"ccomp", "acl"}:
            return place
        first = tokens.heads[clause]
        for _ in range(_CLIMB):  # "denied in an interview that he had used it": the parser hung it on the interview
            if tokens.tags[first].startswith("VB") or tokens.heads[first] == first:
                break
            first = tokens.heads[first]
        if tokens.words[first] not in self.cues.verbs:
            return place
        is_next = is_second_cue(tokens, first, clause, place, self.cues) or (
            is_own_report(tokens, first, clause, place, self.cues)
            or (
                self.cues.verbs[tokens.words[first]].cue_class == "denial" and is_next_act(tokens, first, clause, place)
            )
        )
        return first if is_next else place


def read_verb(tokens: Tokens, place: int, cues: CueList) -> Report | None:
    """What the verb cue at a token reports."""
    found = find_cue(tokens, place, cues)
    if found is None:
        return None
    children, deps = tokens.children[place], tokens.deps
    right = [child for child in children if child > place]
    verb = Verb(
        tokens,
        cues,
        place,
        found[1],
        found[0],
        right,
        [child for child in right if deps[child] in {"dobj", "dative"}],
        is_passive(tokens, place),
        any(deps[child] == "agent" for child in children),
    )
    return try_rules(VERB_RULES, verb)


def _skip_modifier(verb: Verb) -> Answer | None:
    dep = verb.tokens.deps[verb.place]
    is_unsaid = dep == "acl" and verb.tokens.tags[verb.place] == "VBN" and not verb.has_agent
    return Answer.NOTHING if dep in {"amod", "compound", "aux"} or is_unsaid else None


def _skip_no_act(verb: Verb) -> Answer | None:
    tokens, place = verb.tokens, verb.place
    is_subject = tokens.deps[place] == "csubj" and tokens.tags[place] == "VBG"
    opens = place == tokens.find_own_start(place) or tokens.words[place - 1] in {"also", "please", "just"}
    has_subject = any(tokens.deps[child] in _SUBJECTS for child in tokens.children[place])
    is_order = opens and tokens.tags[place] == "VB" and tokens.deps[place] == "ROOT" and not has_subject
    is_refusal = verb.cue.lemma == "deny" and len(verb.objects) > 1
    is_warrant = verb.cue.cue_class == "commitment" and tokens.words[place - 1 : place] == ["as"]
    return Answer.NOTHING if is_subject or is_order or is_refusal or is_warrant else None


# --- what something is called ---------------------------------------------------------------------------------------


def _read_naming(verb: Verb) -> Report | None:
    if not verb.cue.frames & {"as", "marked"}:
        return None
    tokens, deps, words = verb.tokens, verb.tokens.deps, verb.tokens.words
    parts = [
        child
        for child in tokens.children[verb.place]
        if child >= verb.end and (deps[child] in _NAMED or (deps[child] == "prep" and words[child] == "as"))
    ]
    if not parts or any(words[at : at + 2] == ["as", "saying"] for at in parts):
        return None  # "was cited as saying that ..."
    is_compound = verb.end > verb.place + 1 and words[verb.end] not in QUOTE_WORDS
    start = verb.end if is_compound else tokens.edges_left[parts[0]]  # "went after | Roe as a “dreamer”"
    end = tokens.edges_right[parts[-1]] + 1
    has_name = any(deps[child] in {"oprd", "ccomp", "acomp", "attr"} or words[child] == "as" for child in parts)
    whole = _extend_naming(verb, start, end)
    if not has_name and "as" not in words[start:end]:
        mark = next((at for at in range(start, whole) if words[at] in QUOTE_WORDS), None)
        if mark is None or any(words[at] in verb.cues.verbs for at in range(start, mark)):
            return None
    end = _cut_aside(tokens, start, _go_on_listing(tokens, start, whole))
    is_marked = deps[verb.place] != "pcomp" and _is_called_in_marks(tokens, start, end)
    if "as" not in verb.cue.frames and not is_marked:
        return None
    for at in range(parts[0], end - 1):
        if words[at] == "," and tokens.tags[at + 1] == "VBG" and words[at + 1] in verb.cues.verbs:
            end = at
            break
    return verb.report([TokenSpan(start, end)], RuleId.NAMING)


def _go_on_listing(tokens: Tokens, start: int, end: int) -> int:
    """ "described it as old | , “rotten to the core” and unfit for use": further qualities, however they are parsed."""
    words, tags = tokens.words, tokens.tags
    if sum(tag in _MARK_TAGS for tag in tags[start:end]) % 2:  # the parser ended inside marks
        end = next((at + 1 for at in range(end, tokens.find_own_end(end)) if tags[at] in _MARK_TAGS), end)
    last, inside = end - 1 - (tags[end - 1] in _MARK_TAGS), False
    if tags[last] not in _QUALITIES or words[end : end + 1] not in ([","], ["and"], ["or"]):
        return end
    stop, at, reached = tokens.find_own_end(end), end, end
    while at < stop:
        if tags[at] in _MARK_TAGS:
            inside = not inside
        elif not inside and words[at] in {",", "and", "or"}:
            while at + 1 < stop and words[at + 1] in {",", "and", "or"}:
                at += 1
            if at + 1 == stop or tags[at + 1] not in _QUALITIES | _MARK_TAGS - {"VBG"}:
                break
        elif not inside and tags[at] in FINITE_TAGS | {"WDT", "WP", "PRP", "."}:
            return end if tags[at] != "." else reached
        if not inside and words[at] not in {",", "and", "or"}:
            reached = at + 1
        at += 1
    return reached


def _is_called_in_marks(tokens: Tokens, start: int, end: int) -> bool:
    """Whether marks open right after "as": "as a “dreamer”"."""
    words = tokens.words
    for at in range(start, end):
        if words[at] == "as":
            return any(word in QUOTE_WORDS for word in words[at + 1 : min(at + _CALLED_LENGTH, end)])
    return False


def _cut_aside(tokens: Tokens, start: int, end: int) -> int:
    """ "called it “a joke” | — a word she uses often": what follows the marks after a dash is the article's own."""
    marks = [at for at in range(start, end) if tokens.words[at] in QUOTE_WORDS]
    for at in range(marks[1] + 1, end) if len(marks) > 1 else ():
        if tokens.is_dash(at) and sum(mark < at for mark in marks) % 2 == 0:
            return at
    return end


def _extend_naming(verb: Verb, start: int, end: int) -> int:
    """ "called it a hoax | in the service of ... | and unworthy of ...": what the parser hung on the cue itself."""
    tokens, deps, words = verb.tokens, verb.tokens.deps, verb.tokens.words
    times = TELLING_PREPOSITIONS if QUOTE_WORDS.intersection(words[start:end]) else _TIMES
    for child in verb.right:
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


# --- asides ---------------------------------------------------------------------------------------------------------


def _read_as(verb: Verb) -> Report | Answer | None:
    tokens, place, words = verb.tokens, verb.place, verb.tokens.words
    if not verb.cue.frames & {"clause", "quote"} or tokens.deps[place] not in _ASIDE_ROLES:
        return None
    marker = next((child for child in tokens.children[place] if words[child] == "as" and child < place), None)
    if marker is None and words[place - 1 : place] == ["as"]:
        marker = place - 1
    if marker is None:
        return None
    start, end = tokens.find_own_start(marker), tokens.find_own_end(place)
    stop = next((at for at in range(verb.end, end) if words[at] in {",", ":"}), end)
    pieces = [TokenSpan(stop, end)]
    if marker - start > 1:
        if words[marker - 1] not in {",", "-", "--", "–", "—"}:
            return Answer.NOTHING
        pieces.insert(0, TokenSpan(start, marker))
    return verb.report(pieces, RuleId.AS) or Answer.NOTHING


# --- clauses --------------------------------------------------------------------------------------------------------


def _list_clauses(verb: Verb) -> list[int]:
    """Verbs of the clauses that the parser hung on the cue."""
    tokens, deps = verb.tokens, verb.tokens.deps
    clauses = [child for child in tokens.children[verb.place] if deps[child] == "ccomp"]
    if verb.cue.lemma == "make clear":
        for child in verb.right:
            clauses += [c for c in tokens.children[child] if deps[c] in {"ccomp", "acl"} and c >= verb.end]
    if not clauses and verb.cue.lemma in {"say", "add", "tell"}:
        # a clause without a finite verb, as the parser sees it, may hang on the cue as something else
        clauses = [c for c in verb.right if deps[c] in {"advcl", "xcomp"} and has_mark(tokens, c, "that")]
    return clauses


def _find_addressee(verb: Verb, clauses: list[int]) -> int | None:
    if verb.objects and (clauses or verb.cue.lemma == "tell"):
        return verb.objects[0]
    if verb.is_passive and "hearer" in verb.cue.frames:
        deps = verb.tokens.deps
        return next((c for c in verb.tokens.children[verb.place] if deps[c] == "nsubjpass"), None)
    return None


def _read_clause(verb: Verb) -> Report | None:
    tokens, place, clauses = verb.tokens, verb.place, _list_clauses(verb)
    after = [clause for clause in clauses if clause > place]
    if "clause" not in verb.cue.frames or not after:
        return None
    clause, addressee = after[0], _find_addressee(verb, clauses)
    if len(after) > 1 and verb.objects and not _has_subject(tokens, clause):
        clause = next((other for other in after if has_mark(tokens, other, "that")), clause)
    start = max(tokens.edges_left[clause], verb.end)
    if addressee is not None and place < addressee and start <= addressee:
        start = min(tokens.edges_right[addressee] + 1, clause)
    is_bare = addressee is not None and place < addressee < clause and "," not in tokens.words[addressee:clause]
    if addressee is not None and is_bare and verb.cue.cue_class == "denial" and _wants_subject(tokens, start, clause):
        start, addressee = tokens.edges_left[addressee], None  # "denied | his speech | would have another aim"
    return verb.report([TokenSpan(start, find_clause_end(tokens, place, clause, verb.cues))], RuleId.CLAUSE, addressee)


def _wants_subject(tokens: Tokens, start: int, clause: int) -> bool:
    """Whether a clause begins with its helper or verb."""
    return not _has_subject(tokens, clause) and tokens.tags[start] in {"MD", "VBD", "VBZ", "VBP"}


def _read_inverted(verb: Verb) -> Report | None:
    tokens, place, clauses = verb.tokens, verb.place, _list_clauses(verb)
    if "clause" not in verb.cue.frames or not clauses or any(clause > place for clause in clauses):
        return None
    clause = clauses[-1]
    right = tokens.edges_right[clause] + 1
    inside = {place, verb.end - 1}
    for child in tokens.children[place]:
        if child != clause and tokens.deps[child] not in _CUE_GROUP_OUT:
            inside |= {tokens.edges_left[child], tokens.edges_right[child]}
    group_start = min((at for at in inside if clause < at <= place), default=place)
    group_end = max(at for at in inside if at >= place) + 1
    pieces = [TokenSpan(min(tokens.edges_left[clause], tokens.find_own_start(place)), group_start)]
    if right > group_end:
        pieces.append(TokenSpan(group_end, right))
    return verb.report(pieces, RuleId.INVERTED, _find_addressee(verb, clauses))


def _read_parenthesis(verb: Verb) -> Report | None:
    tokens, place = verb.tokens, verb.place
    head = tokens.heads[place]
    if "clause" not in verb.cue.frames or tokens.deps[place] not in {"parataxis", "ccomp"} or head == place:
        return None
    clauses = _list_clauses(verb)
    if clauses or not _is_set_off(tokens, place):
        return None
    # a clause or phrase before the source of ", he had said," is a part of what is said
    sources = [c for c in tokens.children[place] if c < place and tokens.deps[c] in {"nsubj", "nsubjpass"}]
    group_start = min((tokens.edges_left[child] for child in sources), default=tokens.edges_left[place])
    start = min(tokens.edges_left[head], tokens.find_own_start(place))
    pieces = [
        TokenSpan(start, group_start),
        TokenSpan(tokens.edges_right[place] + 1, tokens.edges_right[head] + 1),
    ]
    return verb.report(pieces, RuleId.PARENTHESIS, _find_addressee(verb, clauses))


def _is_set_off(tokens: Tokens, place: int) -> bool:
    """Whether a cue with its source stands between commas: "the talks, he said, have failed"."""
    if tokens.deps[place] == "parataxis":
        return True
    before, after = tokens.edges_left[place] - 1, tokens.edges_right[place] + 1
    is_inside = before >= 0 and after < len(tokens)
    return is_inside and tokens.words[before] == "," and tokens.words[after] in {",", ".", ";"}


def _read_distant(verb: Verb) -> Report | Answer | None:
    if "clause" not in verb.cue.frames:
        return None
    tokens, words = verb.tokens, verb.tokens.words
    openers = _QUESTION_OPENERS if verb.cue.cue_class == "question" else _CLAUSE_OPENERS
    for at in range(verb.end, min(tokens.find_own_end(verb.place), verb.end + _DISTANCE)):
        if words[at] in openers and tokens.tags[at] in {"IN", "WRB", "WDT"} and tokens.heads[at] > at:
            return _read_from_opener(verb, at)
        if tokens.tags[at] in FINITE_TAGS or words[at] in {";", ":"}:
            return None
        if tokens.tags[at] == "VBG" and (words[at] in verb.cues.verbs or words[at] in _INFERENCES):
            return None  # "denied this, saying that ...": what another cue tells; "promised a vote, meaning that ..."
    return None


def _read_from_opener(verb: Verb, at: int) -> Report | None:
    """The clause that a "that" opens, wherever the parser hung it."""
    tokens, words = verb.tokens, verb.tokens.words
    clause = tokens.heads[at]
    if words[at - 1] in {"but", "and"} and at - 1 > verb.end:
        return None  # "asked about it, but that ...": joined to something before
    if not _opens_clause(tokens, at, clause):
        return None
    start = at + 1 if words[at] == "that" else at
    hearer = verb.objects[0] if verb.objects else None
    head = tokens.heads[clause]
    if tokens.deps[clause] in {"acl", "relcl"} and head in verb.objects and verb.tells_object:
        start, hearer = tokens.edges_left[head], None  # "denied a report that ..."
    stop = min(find_clause_end(tokens, verb.place, clause, verb.cues), tokens.find_own_end(verb.place))
    return verb.report([TokenSpan(start, stop)], RuleId.DISTANT, hearer)


def _opens_clause(tokens: Tokens, opener: int, clause: int) -> bool:
    """Whether a "that" opens a reported clause; in "said in a statement that it failed" it may look relative."""
    if tokens.deps[clause] != "relcl" and tokens.tags[opener] != "WDT":
        return tokens.deps[opener] == "mark"
    is_free = tokens.deps[opener] not in _SUBJECTS | {"dobj", "pobj"}
    return is_free and _has_subject(tokens, clause) and tokens.words[opener - 1] in TELLING_NOUNS


def _has_subject(tokens: Tokens, clause: int) -> bool:
    return any(tokens.deps[child] in _SUBJECTS for child in tokens.children[clause])


# --- infinitives and gerunds ----------------------------------------------------------------------------------------


def _read_infinitive(verb: Verb) -> Report | Answer | None:
    tokens, deps = verb.tokens, verb.tokens.deps
    if "to" not in verb.cue.frames or (verb.is_passive and not verb.has_agent):
        return None
    is_order = verb.cue.cue_class in {"directive", "question"} or verb.cue.lemma in {"tell", "warn", "caution"}
    for child in verb.right:
        to = _find_to(tokens, child) if deps[child] in {"xcomp", "ccomp", "advcl"} else None
        if to is None or to > child or tokens.tags[child] != "VB":
            continue
        own = [c for c in tokens.children[child] if deps[c] in {"nsubj", "nsubjpass"} and c < to]
        hearer = verb.objects[0] if verb.objects else own[0] if own else None
        if is_order and hearer is None and verb.cue.lemma != "demand":
            return None
        negation = next((c for c in tokens.children[child] if deps[c] == "neg" and c < child), to)
        piece = TokenSpan(min(to, negation), find_infinitive_end(tokens, child))
        return verb.report([piece], RuleId.INFINITIVE, hearer)
    return _read_call_on(verb) if verb.cue.lemma in {"call on", "call upon"} else None


def _read_call_on(verb: Verb) -> Report | None:
    """ "called on the council to open the road"."""
    tokens = verb.tokens
    for child in verb.right:
        for inner in tokens.children[child]:
            for act in (inner, *tokens.children[inner]):
                to = _find_to(tokens, act) if act >= verb.end and tokens.tags[act] == "VB" else None
                if to is not None:
                    piece = TokenSpan(to, find_infinitive_end(tokens, act))
                    return verb.report([piece], RuleId.INFINITIVE, inner)
    return None


def _find_to(tokens: Tokens, verb: int) -> int | None:
    """The "to" of an infinitive."""
    return next((child for child in tokens.children[verb] if tokens.words[child] == "to"), None)


def _read_gerund(verb: Verb) -> Report | Answer | None:
    tokens = verb.tokens
    for child in verb.right if "gerund" in verb.cue.frames else ():
        if tokens.deps[child] in {"xcomp", "pcomp", "ccomp"} and tokens.tags[child] == "VBG":
            piece = TokenSpan(tokens.edges_left[child], tokens.edges_right[child] + 1)
            return verb.report([piece], RuleId.GERUND) or Answer.NOTHING
    return None


# --- phrases --------------------------------------------------------------------------------------------------------


def _read_critic(verb: Verb) -> Report | None:
    tokens = verb.tokens
    is_participle = tokens.deps[verb.place] == "acl" and tokens.tags[verb.place] == "VBN"
    if not (verb.is_passive or is_participle) or not verb.has_agent:
        return None
    prepositions = verb.cue.prepositions | verb.cue.object_prepositions
    agents = [child for child in verb.right if tokens.deps[child] == "agent"]
    critics = [inner for child in agents for inner in tokens.children[child]]
    # the parser may hang "of lying" on the critic; "of the union" belongs there
    inside = (at for critic in critics for at in range(critic + 1, tokens.edges_right[critic] + 1))
    phrases = [*verb.right, *(at for at in inside if tokens.words[at] != "of" or is_charge(tokens, at))]
    phrase = next((at for at in phrases if tokens.deps[at] == "prep" and tokens.words[at] in prepositions), None)
    if phrase is None:
        return None
    return verb.report([TokenSpan(phrase + 1, tokens.edges_right[phrase] + 1)], RuleId.PREPOSITION)


def _read_preposition(verb: Verb) -> Report | Answer | None:
    tokens, prepositions = verb.tokens, verb.cue.prepositions
    phrases = (c for c in verb.right if tokens.deps[c] == "prep" and tokens.words[c] in prepositions)
    phrase = next(phrases, None)
    if phrase is None:
        return None
    start, end, cue_end = phrase + 1, tokens.edges_right[phrase] + 1, verb.end
    if verb.objects and not tokens.tags[verb.objects[0]].startswith("PRP"):
        start = max(tokens.edges_left[verb.objects[0]], verb.end)
    elif not verb.objects:
        cue_end = max(verb.end, phrase + 1)
    if tokens.words[phrase] == "for" and tokens.words[end : end + 1] == ["to"]:
        act = tokens.heads[end]
        if act > end and _has_to(tokens, act):
            end = find_infinitive_end(tokens, act)
    return verb.report([TokenSpan(start, end)], RuleId.PREPOSITION, cue_end=cue_end) or Answer.NOTHING


def _read_for_and_infinitive(verb: Verb) -> Report | Answer | None:
    tokens = verb.tokens
    if tokens.words[verb.end : verb.end + 1] != ["for"] or "for" not in verb.cue.prepositions:
        return None
    act = tokens.heads[verb.end]
    if act <= verb.end or not _has_to(tokens, act):
        return None
    piece = TokenSpan(verb.end + 1, tokens.edges_right[act] + 1)
    return verb.report([piece], RuleId.PREPOSITION, cue_end=verb.end + 1) or Answer.NOTHING


def _has_to(tokens: Tokens, verb: int) -> bool:
    """Whether a verb is an infinitive: "to close", "to be closed"."""
    return any(tokens.words[child] == "to" and tokens.tags[child] == "TO" for child in tokens.children[verb])


def _read_denied_antecedent(verb: Verb) -> Report | None:
    """ "lying, which he denies", "an allegation he denies": what the clause hangs on."""
    tokens, place = verb.tokens, verb.place
    is_denial = verb.cue.lemma in read_saying_words().denying - {"reject"}  # "a proposal that she rejected"
    if not is_denial or tokens.deps[place] != "relcl" or verb.objects or verb.is_passive:
        return None
    noun = tokens.heads[place]
    left = tokens.edges_left[place]
    if noun >= left or not any(tokens.deps[child] in _SUBJECTS for child in tokens.children[place]):
        return None
    return verb.report([TokenSpan(tokens.edges_left[noun], left)], RuleId.OBJECT)


def _read_object(verb: Verb) -> Report | None:
    tokens = verb.tokens
    if verb.is_passive or not verb.objects:
        return None
    last = verb.objects[-1]
    start, end = max(tokens.edges_left[verb.objects[0]], verb.end), tokens.edges_right[last] + 1
    phrases = [child for child in verb.right if tokens.deps[child] == "prep" and child >= last]
    phrases += [child for child in tokens.children[last] if tokens.deps[child] == "prep"]
    joined = [child for child in phrases if tokens.words[child] in verb.cue.object_prepositions]
    if "object" not in verb.cue.frames and not joined:
        return None
    if tokens.tags[last].startswith("PRP") and not joined and (verb.cue.cue_class != "denial" or start + 1 < end):
        return None  # "announced it": what it is stands elsewhere; what is denied is looked up
    if verb.cue.cue_class == "denial":
        end = _go_on_denying(tokens, end)
    for child in phrases:
        if child in joined or not tells_of_telling(tokens, child):
            end = max(end, tokens.edges_right[child] + 1)
    for at in range(start, end - 1):
        if tokens.words[at] == "," and tokens.words[at + 1] in {"which", "who", "whose", "where"}:
            end = at
            break
    return verb.report([TokenSpan(start, end)], RuleId.OBJECT)


def _go_on_denying(tokens: Tokens, end: int) -> int:
    """ "denied her speech | would have another aim", "denied the collision | ever happened"."""
    tags = tokens.tags
    at = end + (tags[end : end + 1] == ["RB"])
    if tags[end : end + 1] == ["MD"] and tokens.heads[end] > end:
        return tokens.edges_right[tokens.heads[end]] + 1
    is_verb = tags[at : at + 1] in (["VBD"], ["VBZ"]) and tokens.deps[at] not in {"conj", "ROOT", "advcl", "parataxis"}
    return tokens.edges_right[at] + 1 if is_verb and tokens.edges_left[at] >= end else end


VERB_RULES: tuple[Rule[Verb, Report], ...] = (
    Rule("modifier", "“a group called X”, “a man accused of fraud”: nobody says it", _skip_modifier),
    Rule("no act", "“Note the lack of ...”, “Saying so is wrong”, “denied them a permit”", _skip_no_act),
    Rule("naming", "“called the plan a mistake”, “dismissed it as noise”", _read_naming),
    Rule("as", "“As he put it, X” and “X, as he put it”: the sentence without the aside", _read_as),
    Rule("clause", "“said that it was over”", _read_clause),
    Rule("inverted", "“It was over, he said”", _read_inverted),
    Rule("parenthesis", "“The talks, he said, have failed”", _read_parenthesis),
    Rule("distant", "“insisted at the time that ...”: the parser hung the clause elsewhere", _read_distant),
    Rule("infinitive", "“urged them to go”, “vowed to go”", _read_infinitive),
    Rule("gerund", "“denied going”", _read_gerund),
    Rule("critic", "“was criticised by the board for lying”", _read_critic),
    Rule("preposition", "“accused the firm of lying”, “called for more”", _read_preposition),
    Rule("for and infinitive", "“called for consumers to look elsewhere”", _read_for_and_infinitive),
    Rule("denied antecedent", "“lying, which he denies”", _read_denied_antecedent),
    Rule("object", "“denied the accusations”", _read_object),
)
