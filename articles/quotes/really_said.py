"""Judge whether a draft reports words that were really said.

"He declined to say whether ...", "the data suggest ..." and "denied him a visa" have a cue but report nothing.
`find_objection` returns why a draft is not a quote: its rules are tried in order, and the first that applies decides.
The verbs and nouns are data (`saying.toml`); `cues.toml` says in which frames a verb is a cue at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from articles.lexicon.cues import load_cues
from articles.quotes.clause_bounds import QUOTE_WORDS, TELLING_PREPOSITIONS, has_mark
from articles.quotes.speech_acts import Objection, has_condition, has_own_subject, judge_act, read_saying_words
from articles.quotes.subjects import is_passive
from terms.states import SourceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from articles.parsing.tokens import Tokens
    from articles.quotes.drafts import Draft
    from articles.text.spans import CharSpan

_SENTENCE_METHODS = frozenset({"inverted", "parenthesis", "sentence", "according to", "as"})
_CLAUSE_METHODS = _SENTENCE_METHODS | {"clause", "distant"}
_PHRASE_METHODS = frozenset({"object", "preposition", "naming"})
_WORDLESS_CUES = frozenset({"according to", "in the words of", ":"})
_MOODS = frozenset({Objection.UNSAID, Objection.POSSIBLE, Objection.IMPERATIVE})
_TIMES = TELLING_PREPOSITIONS - {"to"}
_POINTERS = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their", "such"})
_REFLEXIVES = frozenset({"itself", "himself", "herself", "themselves", "myself"})
_NAME_TAGS = frozenset({"NNP", "NNPS", "DT", "POS"})
_DANGLING = frozenset(
    {
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "to",
        "of",
        "because",
        "whose",
        "which",
        "who",
        "my",
        "your",
        "its",
        "their",
        "when",
        "while",
        "if",
    }
)
_ATTRIBUTION = 5  # words of "clerks told the Courier"
_COPULAS = frozenset({"was", "were", "did", "had", "been"})
_PRESENT = frozenset({"am", "'m", "are", "'re"})
_PERFECT = frozenset({"has", "have", "had", "'ve", "having"})


@dataclass(frozen=True, slots=True)
class _Case:
    """A draft as the rules see it. `inside` are the tokens of its words, `solid` those that are not punctuation."""

    tokens: Tokens
    draft: Draft
    cue: int
    kind: SourceKind | None
    inside: list[int]
    solid: list[int]
    has_marks: bool

    @property
    def children(self) -> list[int]:
        return self.tokens.children[self.cue]

    @property
    def cue_class(self) -> str | None:
        return load_cues().classes.get(self.draft.cue_lemma or "")

    def list_objects(self) -> list[int]:
        """The children of the cue to its right, without source and addressee."""
        own = {self.draft.subject, self.draft.addressee}
        return [child for child in self.children if child > self.cue and child not in own]


def find_objection(
    tokens: Tokens, draft: Draft, pieces: Sequence[CharSpan], kind: SourceKind | None
) -> Objection | None:
    """Why a draft is not a quote; None if it is one.

    `pieces` are the final clean spans of its words. `kind` is the kind of its source; None if the source cannot speak.
    """
    if draft.cue_token is None:
        return None
    if draft.is_direct:
        return _find_unsaid_direct(tokens, draft.cue_token)
    inside = [at for start, end in pieces for at in range(tokens.find_token(start), tokens.find_token(end - 1) + 1)]
    case = _Case(
        tokens,
        draft,
        draft.cue_token,
        kind,
        inside,
        [at for at in inside if tokens.words[at][:1].isalnum()],
        bool(draft.marked) or any(tokens.words[at] in QUOTE_WORDS for at in inside),
    )
    if tokens.tags[case.cue].startswith("VB") and draft.cue_lemma not in _WORDLESS_CUES:
        found = judge_act(tokens, case.cue)
        if found is not None:
            return found
    return next((objection for objection, holds in _RULES if holds(case)), None)


def _find_unsaid_direct(tokens: Tokens, cue: int) -> Objection | None:
    """Like judge_act, but words in marks count as said in some other moods as well ("he would say")."""
    if not tokens.tags[cue].startswith("VB"):
        return None
    found = judge_act(tokens, cue)
    return None if found in _MOODS and not has_condition(tokens, cue) else found


# -- who is said to have said it -------------------------------------------------------------------------------------


def _has_no_asker(case: _Case) -> bool:
    """ "Asked whether it was true, he said no": the source of a question is who asked it, and here that is nobody."""
    roles = {case.tokens.deps[child] for child in case.children}
    is_participle = case.tokens.tags[case.cue] == "VBN" and not any(
        case.tokens.words[c] in _PERFECT for c in case.children
    )
    return (
        case.cue_class == "question"
        and (is_participle or bool(roles & {"nsubjpass", "auxpass"}))
        and "agent" not in roles
    )


def _is_nobody(case: _Case) -> bool:
    subject = case.draft.subject
    if subject is None:
        return False
    word = case.tokens.words[subject]
    around = {case.tokens.words[child] for child in case.tokens.children[subject]}
    if word == "one":
        return case.tokens.tags[case.cue] in {"VB", "VBZ"} and "of" not in around
    if word in {"who", "that"} and _is_generic_relative(case):
        return True
    if word == "few" and case.cue_class == "denial":
        return True
    return "no" in around or (word in read_saying_words().nobody and "of" not in around)


def _is_generic_relative(case: _Case) -> bool:
    """ "Anyone who says so", "those who say so": nobody in particular."""
    tokens, clause = case.tokens, case.cue
    antecedent = tokens.heads[clause]
    is_present = tokens.tags[clause] in {"VBZ", "VBP"} and tokens.deps[clause] == "relcl"
    return is_present and tokens.words[antecedent] in read_saying_words().nobody | {"those", "people", "one"}


def _is_own_voice(case: _Case) -> bool:
    if case.draft.subject is None or case.tokens.words[case.draft.subject] not in {"i", "we"}:
        return False
    tag = case.tokens.tags[case.cue]
    return tag in {"VB", "VBP"} or (tag == "VBG" and any(case.tokens.words[c] in _PRESENT for c in case.children))


def _has_no_speaker(case: _Case) -> bool:
    lemma, lists = case.draft.cue_lemma, read_saying_words()
    if case.kind is None:
        if lemma == "explain" and case.solid and case.tokens.tags[case.solid[0]] in {"WRB", "WP"}:
            return True  # "these shifts explain why ..."
        return lemma == "according to" or lemma in lists.shown or lemma in lists.shown_by_things
    return lemma in lists.shown and case.kind in {SourceKind.NONE, SourceKind.UNRESOLVED}


def _is_thing(case: _Case) -> bool:
    """ "a clash that explains why", "a step that blames others": what the relative stands for is nobody's name."""
    tokens, subject, lists = case.tokens, case.draft.subject, read_saying_words()
    if subject is None or case.has_marks or case.kind not in {None, SourceKind.UNRESOLVED, SourceKind.NONE}:
        return False
    if tokens.words[subject] not in {"that", "which"} or tokens.tags[subject] not in {"WDT", "WP"}:
        return False
    is_named = tokens.deps[case.cue] == "relcl" and bool(tokens.entity_types[tokens.heads[case.cue]])
    is_shown = case.draft.cue_lemma in lists.shown | lists.shown_by_things | {"explain", "counter"}
    return not is_named and (is_shown or case.draft.method in _PHRASE_METHODS)


def _is_idiom(case: _Case) -> bool:
    """ "That said, the ferry is old": "nevertheless"."""
    subject, words = case.draft.subject, case.tokens.words
    is_said = case.draft.cue_lemma == "say" and subject is not None and words[subject] == "that"
    is_clause = case.tokens.deps[case.cue] == "relcl"  # "a letter that said, ‘No’"
    return is_said and subject == case.cue - 1 and words[case.cue + 1 : case.cue + 2] == [","] and not is_clause


# -- what the cue means with this object -----------------------------------------------------------------------------


def _tells_elsewhere(case: _Case) -> bool:
    """ "As he continued to oppose it, ...", "the debate is old: he vowed to end it": the content is elsewhere."""
    if case.draft.method not in {"as", "inverted"}:
        return False
    deps, words = case.tokens.deps, case.tokens.words
    if case.draft.method == "as" and case.draft.cue_lemma in read_saying_words().aspects:
        return True  # "As the debate continues, ...", "as the saying goes"
    after = case.list_objects()
    has_clause = case.draft.method == "as" and any(
        deps[c] == "ccomp" and has_mark(case.tokens, c, "that") for c in after
    )
    return has_clause or any(deps[child] in {"dobj", "xcomp"} and words[child] != "it" for child in after)


def _adds_to(case: _Case) -> bool:
    """ "added to fears that ..." """
    is_distant = case.draft.method == "distant" and case.draft.cue_lemma == "add"
    return is_distant and case.tokens.words[case.cue + 1 : case.cue + 2] == ["to"]


def _has_other_object(case: _Case) -> bool:
    """ "denied them a visa", "declared war"."""
    if case.draft.method not in _PHRASE_METHODS:
        return False
    objects = [child for child in case.list_objects() if case.tokens.deps[child] in {"dobj", "oprd"}]
    if case.draft.cue_lemma == "deny" and objects and _is_refusal(case):
        return True
    nouns = read_saying_words().objects.get(case.draft.cue_lemma or "", frozenset())
    return len(objects) < 2 and any(case.tokens.words[child] in nouns for child in objects)


def _is_refusal(case: _Case) -> bool:
    """ "denied entrance to them", "a rule that denies them", "denied Roe the post": to deny is to refuse."""
    after, tokens = case.list_objects(), case.tokens
    objects = (child for child in after if tokens.deps[child] == "dobj")
    if any(
        tokens.deps[at] == "appos" and tokens.edges_left[at] == thing + 1
        for thing in objects
        for at in tokens.children[thing]
    ):
        return True
    gives = any(case.tokens.deps[child] == "dative" or case.tokens.words[child] == "to" for child in after)
    return gives or case.kind in {None, SourceKind.DOCUMENT, SourceKind.NONE}


def _is_denied_request(case: _Case) -> bool:
    is_denial = case.cue_class == "denial" and is_passive(case.tokens, case.cue)
    return is_denial and not any(case.tokens.deps[child] == "agent" for child in case.children)


def _is_name_only(case: _Case) -> bool:
    """ "a law called X", "who is accused of fraud", "calls itself a state": no speech is reported."""
    tokens, cue, after = case.tokens, case.cue, case.list_objects()
    has_agent = any(tokens.deps[child] == "agent" or tokens.words[child] == "by" for child in after)
    if case.draft.method not in _PHRASE_METHODS or has_agent or case.has_marks:
        return False
    is_bare = is_passive(tokens, cue) or (tokens.tags[cue] == "VBN" and not has_own_subject(tokens, cue))
    if case.draft.method == "naming":
        named = [child for child in after if tokens.deps[child] in {"dobj", "oprd", "ccomp", "attr", "acomp", "prep"}]
        is_one_name = len(named) == 1 and all(tokens.tags[at] in _NAME_TAGS for at in case.solid)
        return is_bare or is_one_name or any(tokens.words[child] in _REFLEXIVES for child in after)
    return is_bare and tokens.deps[cue] in {"relcl", "acl"}


# -- what is left of the words ---------------------------------------------------------------------------------------


def _is_bare_name(case: _Case) -> bool:
    """ "criticized Roe", "endorsed Roe": the draft says whom the speech was about and not what it said."""
    if case.draft.method != "object" or case.has_marks or case.cue_class == "denial" or not case.solid:
        return False
    return all(case.tokens.tags[at] in {"NNP", "NNPS", "POS"} for at in case.solid)


def _is_pointer(case: _Case) -> bool:
    """ "announced the move": the content is elsewhere. A denial of "the charges" counts, as the claim is looked up."""
    if case.draft.method != "object" or case.has_marks or case.cue_class == "denial" or not case.solid:
        return False
    first = case.solid[0]
    names = list(takewhile(lambda at: case.tokens.words[at] not in _TIMES, case.solid))
    points = case.tokens.words[first] in _POINTERS and len(names) <= 2
    return points or (len(case.solid) == 1 and case.tokens.tags[first] in {"NNS", "DT", "PRP"})


def _is_empty(case: _Case) -> bool:
    """ "basically", "they could", and a sentence without any verb."""
    tags = case.tokens.tags
    if not case.solid:
        return True
    if case.draft.method not in _CLAUSE_METHODS or case.has_marks:
        return False
    if case.draft.method in _SENTENCE_METHODS and not any(tags[at].startswith(("VB", "MD")) for at in case.inside):
        return True
    is_named = any(tags[at].startswith(("NN", "JJ", "CD")) for at in case.solid) and tags[case.solid[-1]] != "MD"
    acts = (at for at in case.solid[1:] if case.tokens.words[at] not in _COPULAS)
    return len(case.solid) <= 2 and not is_named and not any(tags[at] in {"VBD", "VBG", "VBN"} for at in acts)


def _breaks_off(case: _Case) -> bool:
    words, tags, last = case.tokens.words, case.tokens.tags, case.solid[-1]
    if case.draft.method not in _CLAUSE_METHODS or case.has_marks or case.inside[-1] != last:
        return False
    return words[last] in _DANGLING or (words[last] == "that" and tags[last] in {"IN", "WDT"})


def _is_attribution(case: _Case) -> bool:
    """ "the paper said — harbour clerks told the Courier": the words are an attribution themselves."""
    tokens, cues = case.tokens, load_cues().verbs
    if case.draft.method != "clause" or case.has_marks or len(case.solid) > _ATTRIBUTION:
        return False
    verb = next((at for at in case.solid[1:] if tokens.tags[at].startswith(("VB", "MD"))), None)
    if (
        verb is None
        or tokens.tags[verb] not in {"VBD", "VBZ"}
        or tokens.words[verb] not in cues
        or tokens.heads[verb] != case.cue
    ):
        return False
    roles = {tokens.deps[child] for child in tokens.children[verb] if child > verb}
    told = (
        {"ccomp", "xcomp"} if cues[tokens.words[verb]].lemma == "tell" else {"ccomp", "xcomp", "dobj", "attr", "prep"}
    )
    return "quote" in cues[tokens.words[verb]].frames and not roles & told


def _begins_midway(case: _Case) -> bool:
    """ "a man, police say, who was armed", "After the vote, he answered ...", "conceding too much, was elected"."""
    tokens, first, method = case.tokens, case.solid[0], case.draft.method
    if method not in _CLAUSE_METHODS or case.has_marks:
        return False
    word, tag, role = tokens.words[first], tokens.tags[first], tokens.deps[first]
    is_relative = (
        method == "clause" and word in {"which", "who"} and tag in {"WDT", "WP"} and case.cue_class != "question"
    ) or (word == "that" and tag == "WDT" and role == "nsubj")
    is_dependent = method == "sentence" and any(
        tokens.deps[at] == "advcl" and tokens.heads[at] not in case.inside for at in case.inside
    )
    is_main = tokens.tags[case.cue] == "VBG" and tag in {"VBD", "VBZ"} and role in {"ccomp", "auxpass", "aux"}
    return is_relative or is_dependent or is_main


_RULES: tuple[tuple[Objection, Callable[[_Case], bool]], ...] = (
    (Objection.ASKED, _has_no_asker),
    (Objection.NOBODY, _is_nobody),
    (Objection.OWN_VOICE, _is_own_voice),
    (Objection.NO_SPEAKER, _is_thing),
    (Objection.OTHER_SENSE, _is_idiom),
    (Objection.NO_SPEAKER, _has_no_speaker),
    (Objection.OTHER_SENSE, _tells_elsewhere),
    (Objection.OTHER_SENSE, _adds_to),
    (Objection.OTHER_SENSE, _has_other_object),
    (Objection.OTHER_SENSE, _is_denied_request),
    (Objection.OTHER_SENSE, _is_name_only),
    (Objection.CUT, _is_empty),
    (Objection.CUT, _is_bare_name),
    (Objection.CUT, _is_pointer),
    (Objection.CUT, _breaks_off),
    (Objection.CUT, _is_attribution),
    (Objection.CUT, _begins_midway),
)
