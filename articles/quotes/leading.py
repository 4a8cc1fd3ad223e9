"""Attributions before words in marks: "Roe said, “...”", "ROE: “...”", and a paragraph that ends with a colon."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.lexicon.cues import load_cues
from articles.parsing.tokens import FINITE_TAGS
from articles.quotes.attribution import Attribution, Beside, FoundCue, find_last_cue, name_cue, read_according
from articles.quotes.marked_words import ends_sentence, is_clause, is_cry
from articles.quotes.rules import Answer, Rule, RuleId, try_rules
from articles.quotes.subjects import find_near_source, find_subject
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens

LEADING_GAP = 14  # tokens between a leading cue and the mark: "said on Tuesday at a rally in Ohio, “..."
_LABEL_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Lead:
    """The text before a marked span in its sentence: tokens `first` to `last`, the last character, the last cue."""

    beside: Beside
    ending: str  # "" where there is no text before
    first: int = 0
    last: int = -1
    cue: FoundCue | None = None

    @property
    def tokens(self) -> Tokens:
        """Tokens of the article."""
        return self.beside.tokens

    @property
    def between(self) -> list[str]:
        """Words from the cue to the mark."""
        return self.tokens.words[self.cue.end : self.last + 1] if self.cue is not None else []

    @property
    def opens_clause(self) -> bool:
        """Whether "that" makes the words a clause, only partly in marks: "said that in May, “they were told to go”"."""
        return "that" in self.between[:-1] and self.between[-2:] != ["that", ","]


def find_leading(beside: Beside) -> Attribution | None:
    """The attribution before a marked span."""
    lead = _look_before(beside)
    return try_rules(LEADING_RULES, lead) if lead is not None else None


def _look_before(beside: Beside) -> Lead | None:
    tokens, before = beside.tokens, beside.before
    gap = tokens.text[before.start : before.end].rstrip()
    if not gap.strip():
        return Lead(beside, "")
    first, last = tokens.find_token(before.start), tokens.find_token(before.start + len(gap) - 1)
    for place in range(min(last, len(tokens) - 1), first - 1, -1):
        if (tokens.tags[place] == "." and place < last) or "\n" in tokens.words[place]:
            first = place + 1
            break
    if last < first or last >= len(tokens):
        return None
    return Lead(beside, gap[-1], first, last, find_last_cue(tokens, first, last, any_frame=gap[-1] == ":"))


def _read_introduction(lead: Lead) -> Attribution | Answer | None:
    if lead.ending:
        return None
    number = lead.beside.span.paragraph
    if not lead.beside.is_first or number == 0:
        return Answer.NOTHING
    tokens = lead.tokens
    start, end = lead.beside.paragraphs[number - 1]
    introduction = tokens.text[start:end].rstrip()
    if introduction[-1:] != ":":
        return Answer.NOTHING
    last = tokens.find_token(start + len(introduction) - 1)
    first = max(tokens.find_token(start), tokens.find_own_start(last))
    cue = find_last_cue(tokens, first, last, any_frame=True)
    if cue is not None:
        return name_cue(tokens, cue, RuleId.BLOCK, find_subject(tokens, cue.place))
    label = read_label(tokens, first, last)
    return replace(label, method=RuleId.BLOCK) if label is not None else Answer.NOTHING


def _read_according(lead: Lead) -> Attribution | Answer | None:
    if lead.ending != "," or lead.tokens.words[lead.first : lead.first + 2] != ["according", "to"]:
        return None
    return read_according(lead.tokens, lead.first, RuleId.LEADING) or Answer.NOTHING


def _read_cue_and_colon(lead: Lead) -> Attribution | None:
    return _name(lead, lead.cue, RuleId.COLON) if lead.ending == ":" and lead.cue is not None else None


def _read_label_and_colon(lead: Lead) -> Attribution | Answer | None:
    if lead.ending != ":":
        return None
    return read_label(lead.tokens, lead.first, lead.last) or Answer.NOTHING


def _read_cue_and_comma(lead: Lead) -> Attribution | Answer | None:
    cue, tokens = lead.cue, lead.tokens
    if lead.ending != "," or cue is None:
        return None
    is_far = lead.last - cue.end > LEADING_GAP or any(tag in FINITE_TAGS for tag in tokens.tags[cue.end : lead.last])
    is_report = lead.beside.runs_on and cue.place in lead.beside.reported_cues
    return Answer.NOTHING if is_far or is_report or lead.opens_clause else _name(lead, cue, RuleId.LEADING)


def _read_bare_cue(lead: Lead) -> Attribution | None:
    cue, tokens, span, between = lead.cue, lead.tokens, lead.beside.span, lead.between
    if cue is None or lead.opens_clause or any(tag in FINITE_TAGS for tag in tokens.tags[cue.end : lead.last + 1]):
        return None  # "said he knew that “it was over”": the words belong to the clause
    is_near = not between or between == ["that"] or (between[-1] == "that" and len(between) <= LEADING_GAP)
    if is_near and ends_sentence(tokens, span) and (is_clause(tokens, span) or (not between and is_cry(tokens, span))):
        return _name(lead, cue, RuleId.LEADING)
    return None


LEADING_RULES: tuple[Rule[Lead, Attribution], ...] = (
    Rule("introduction", "“She wrote:” and the quote as a paragraph of its own", _read_introduction),
    Rule("according to", "“According to the mayor, “...””", _read_according),
    Rule("cue and colon", "“The mayor told reporters: “...””", _read_cue_and_colon),
    Rule("label and colon", "“Mayor to council: “...””", _read_label_and_colon),
    Rule("cue and comma", "“The mayor said on Monday, “...””", _read_cue_and_comma),
    Rule("bare cue", "“The mayor said “it is over.””", _read_bare_cue),
)


def _name(lead: Lead, cue: FoundCue, method: RuleId) -> Attribution:
    return name_cue(lead.tokens, cue, method, find_subject(lead.tokens, cue.place))


@dataclass(frozen=True, slots=True)
class LabelText:
    """The text before a colon: tokens from `first` up to the colon `last`."""

    tokens: Tokens
    first: int
    last: int

    @property
    def colon(self) -> CharSpan:
        """Characters of the colon."""
        return CharSpan(self.tokens.starts[self.last], self.tokens.ends[self.last])

    @property
    def verbs(self) -> list[int]:
        """Finite verbs before the colon."""
        return [place for place in range(self.first, self.last) if self.tokens.tags[place] in FINITE_TAGS]


def read_label(tokens: Tokens, first: int, last: int) -> Attribution | None:
    """The source of words after a colon that has no cue before it."""
    return try_rules(LABEL_RULES, LabelText(tokens, first, last))


def _read_cue_first(label: LabelText) -> Attribution | None:
    tokens, first = label.tokens, label.first
    cue = load_cues().verbs.get(tokens.words[first])
    if cue is None or "quote" not in cue.frames or label.last - first > _LABEL_LENGTH:
        return None
    head = find_near_source(tokens, first, first + 1, first)
    return name_cue(tokens, FoundCue(first, first + 1, cue.lemma), RuleId.COLON, head)


def _read_name(label: LabelText) -> Attribution | Answer | None:
    tokens, first, last = label.tokens, label.first, label.last
    if label.verbs:
        return None
    names = [place for place in range(first, last) if tokens.tags[place].startswith(("NN", "PRP"))]
    if not names or last - first > _LABEL_LENGTH:
        return Answer.NOTHING
    to = next((place for place in range(first, last) if tokens.words[place] == "to"), None)
    head = next((place for place in reversed(names) if to is None or place < to), names[-1])
    comma = next((place for place in range(first, head) if tokens.words[place] in {",", "("}), None)
    if comma is not None and tokens.tags[comma - 1] == "NNP":
        head = comma - 1  # "Jane Roe, 31, baker: “...”"
    addressee = next((place for place in reversed(names) if to is not None and place > to), None)
    return Attribution(label.colon, ":", None, head, RuleId.LABEL, addressee)


def _read_sentence(label: LabelText) -> Attribution | None:
    subjects = (find_subject(label.tokens, place) for place in label.verbs)
    subject = next((found for found in subjects if found is not None), None)
    return Attribution(label.colon, ":", None, subject, RuleId.COLON) if subject is not None else None


LABEL_RULES: tuple[Rule[LabelText, Attribution], ...] = (
    Rule("cue first", "“Said Jane Roe: “...””", _read_cue_first),
    Rule("name", "“Roe to Poe: “...””: no verb before the colon", _read_name),
    Rule("sentence", "“Roe was blunt: “...””: the subject speaks", _read_sentence),
)
