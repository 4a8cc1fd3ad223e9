"""An attribution beside words in marks: the cue and the token that heads its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.lexicon.cues import load_cues
from articles.quotes.cue_words import find_cue
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.parsing.tokens import Tokens
    from articles.quotes.drafts import Draft
    from articles.quotes.quotation_marks import MarkedSpan
    from articles.quotes.rules import RuleId


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue beside a marked span, with the head token of the source. `cue_token` is None for a colon or dash."""

    cue: CharSpan
    cue_lemma: str
    cue_token: int | None
    subject: int | None
    method: RuleId
    addressee: int | None = None
    signer: CharSpan | None = None  # the name after a dash

    def lend_to(self, draft: Draft) -> None:
        """Copy this attribution into a draft."""
        draft.cue, draft.cue_lemma, draft.cue_token = self.cue, self.cue_lemma, self.cue_token
        draft.subject, draft.addressee, draft.method = self.subject, self.addressee, self.method
        draft.signer = self.signer


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A verb cue: its token, the token after its last word, its lemma."""

    place: int
    end: int
    lemma: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A marked span, and the running text before and after it within its paragraph."""

    tokens: Tokens
    paragraphs: Sequence[CharSpan]
    reported_cues: frozenset[int]  # cues that the parse has a report for
    span: MarkedSpan
    before: CharSpan
    after: CharSpan
    starts_sentence: bool
    is_first: bool  # of its paragraph

    @property
    def has_text_before(self) -> bool:
        """Whether there is running text between the previous mark and the span."""
        return bool(self.tokens.text[self.before.start : self.before.end].strip())

    @property
    def runs_on(self) -> bool:
        """Whether the sentence goes on after the marks with no punctuation between: "“We stay” until it is over"."""
        after = self.tokens.text[self.after.start : self.after.end]
        is_open = self.tokens.text[self.span.end - 1].isalnum() and after[:1] == " "
        return is_open and after.lstrip()[:1].islower()


def name_cue(tokens: Tokens, cue: FoundCue, method: RuleId, subject: int | None) -> Attribution:
    """Attribution of a cue with its source, and with the addressee of "told reporters"."""
    addressee = None
    if cue.lemma in load_cues().hearers:
        hearers = (
            child
            for child in tokens.children[cue.place]
            if tokens.deps[child] in {"dobj", "dative"}
            and child > cue.place
            and child != subject
            and tokens.tags[child].startswith(("NN", "PRP"))
        )
        addressee = next(hearers, None)
    place = CharSpan(tokens.starts[cue.place], tokens.ends[cue.end - 1])
    return Attribution(place, cue.lemma, cue.place, subject, method, addressee)


def read_according(tokens: Tokens, place: int, method: RuleId) -> Attribution | None:
    """Attribution with "according to" next to words in marks."""
    for at in (place, place + 1):
        for child in tokens.children[at]:
            if tokens.deps[child] == "pobj":
                cue = CharSpan(tokens.starts[place], tokens.ends[place + 1])
                return Attribution(cue, "according to", place, child, method)
    return None


def find_last_cue(tokens: Tokens, first: int, last: int, *, any_frame: bool) -> FoundCue | None:
    """The last verb cue from token `first` to `last` that can take words in marks (with `any_frame`, also a clause)."""
    cues = load_cues()
    for place in range(last, first - 1, -1):
        word = tokens.words[place]
        if word not in cues.verbs and word not in cues.compounds:
            continue
        if not tokens.tags[place].startswith("VB") and place < last - 1:
            continue
        if place > first and tokens.tags[place - 1] in {"DT", "PRP$", "JJ"}:
            continue  # "the report:", "his call:"
        found = find_cue(tokens, place, cues)
        frames = found[0].frames if found is not None else frozenset()
        if found is not None and ("quote" in frames or (any_frame and "clause" in frames)):
            return FoundCue(place, found[1], found[0].lemma)
    return None
