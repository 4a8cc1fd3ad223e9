"""Direct quotes: words in quotation marks, and their attribution in the running text around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from articles.lexicon.cues import load_cues
from articles.parsing.tokens import FINITE_TAGS
from articles.quotes.attribution import Attribution, Beside, FoundCue, name_cue
from articles.quotes.drafts import Draft
from articles.quotes.leading import LEADING_GAP, find_leading
from articles.quotes.marked_words import ends_sentence, find_tail, is_clause
from articles.quotes.reports import draft_report
from articles.quotes.rules import Answer, Rule, RuleId, try_rules
from articles.quotes.subjects import find_near_source
from articles.quotes.trailing import DASHES, SIGNATURE_LENGTH, find_trailing
from articles.quotes.transcripts import read_turn
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.parsing.tokens import Tokens
    from articles.quotes.quotation_marks import MarkedSpan
    from articles.quotes.reports import Report

_SENTENCE_ENDS = ".!?…"
_SHORT_TAIL = 4  # tokens from a cue to the end of its sentence: "said Monday."
_NAMED_TAIL = 8  # the same after a name: "Jane Roe told the council on Monday."
_OPEN_MARKS = frozenset("\"“„«'‘`")
_POINTING = frozenset({"that", "so", "this", "those", "these"})
_LONGEST_LETTERHEAD = 20  # tokens
_BULLETS = frozenset({"•", "*", "..."})
_DOUBLE_MARK = re.compile(r"[\"“”]")
_TOPIC_LENGTH = 200  # tokens of a sentence searched for its subject
_BLANK = re.compile(r"\s*")
_REPORTS_BEFORE = 50  # earlier reports to search for one that the marked words continue


@dataclass(slots=True)
class Progress:
    """The drafts found so far. The marked spans are read in order; rules read this state, only `record` changes it."""

    reports: Sequence[Report]
    drafts: list[Draft] = field(default_factory=list)
    taken_cues: set[int] = field(default_factory=set)
    report_drafts: dict[int, Draft] = field(default_factory=dict)  # reports that marked words continue, by cue
    previous: Draft | None = None

    def record(self, step: Step, span: MarkedSpan) -> Draft:
        """Add a marked span to its draft."""
        draft = step.draft
        if step.goes_on:
            draft.pieces.append(CharSpan(span.start, span.end))
            draft.marked.append(span)
        elif draft.is_direct:
            self.drafts.append(draft)
        if step.attribution is not None and draft.cue is None:
            step.attribution.lend_to(draft)
        if step.attribution is not None and step.attribution.cue_token is not None:
            self.taken_cues.add(step.attribution.cue_token)
        if not step.goes_on and draft.cue_token is not None:
            self.taken_cues.add(draft.cue_token)
        if not step.goes_on and step.attribution is not None:
            draft.last_cue = step.attribution.cue
        if not draft.is_direct and draft.cue_token is not None:
            self.report_drafts[draft.cue_token] = draft
        draft.trails = draft.trails or step.trails
        draft.paragraph = span.paragraph
        self.previous = draft
        return draft


@dataclass(frozen=True, slots=True)
class Step:
    """What a rule makes of a marked span: a new draft, or (`goes_on`) words that continue an earlier draft."""

    draft: Draft
    goes_on: bool = False
    attribution: Attribution | None = None  # a further attribution of the words; the draft takes it if it has none
    trails: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked span as the rules see it: the text around it, and the drafts of the spans before it."""

    beside: Beside
    leading: Attribution | None
    trailing: Attribution | None
    neighbour: Draft | None  # of the span before in the same paragraph
    open_quote: Draft | None  # a quote that no mark closed at the end of the paragraph before
    progress: Progress

    @property
    def tokens(self) -> Tokens:
        """Tokens of the article."""
        return self.beside.tokens

    @property
    def span(self) -> MarkedSpan:
        """The marked span."""
        return self.beside.span

    @property
    def is_sentence(self) -> bool:
        """Whether the words are a sentence of their own without an attribution."""
        return (
            self.trailing is None
            and self.beside.starts_sentence
            and ends_sentence(self.tokens, self.span)
            and is_clause(self.tokens, self.span)
        )

    def draft(self, method: RuleId, *, subject: int | None = None, follows: Draft | None = None) -> Draft:
        """A draft of the marked words."""
        pieces = [CharSpan(self.span.start, self.span.end)]
        return Draft(pieces, method, subject=subject, is_direct=True, follows=follows, marked=[self.span])

    def attribute(self, attribution: Attribution) -> Draft:
        """A draft of the marked words with their attribution."""
        draft = self.draft(attribution.method)
        attribution.lend_to(draft)
        return draft


def find_direct_quotes(
    tokens: Tokens, paragraphs: Sequence[CharSpan], marked: Sequence[MarkedSpan], reports: Sequence[Report]
) -> Progress:
    """Drafts of an article's direct quotes, and the cues that they use. Each marked span is read once."""
    progress = Progress(reports)
    reported_cues = frozenset(report.cue_start for report in reports)
    open_quote: Draft | None = None
    for number, group in groupby(marked, key=lambda span: span.paragraph):
        spans = [*group]
        if open_quote is not None and open_quote.paragraph < number - 1:
            open_quote = None
        neighbour: Draft | None = None
        for beside in _look_around(tokens, paragraphs, spans, reported_cues):
            context = Marked(
                beside,
                find_leading(beside),
                find_trailing(beside),
                neighbour,
                open_quote if beside.is_first else None,
                progress,
            )
            step = try_rules(MARKED_RULES, context)
            neighbour = progress.record(step, beside.span) if step is not None else None
        open_quote = neighbour if not spans[-1].is_closed else None
    return progress


def _look_around(
    tokens: Tokens, paragraphs: Sequence[CharSpan], spans: Sequence[MarkedSpan], reported_cues: frozenset[int]
) -> Iterator[Beside]:
    """Each marked span of a paragraph with the text on its two sides."""
    start, end = paragraphs[spans[0].paragraph]
    for at, span in enumerate(spans):
        before = CharSpan(spans[at - 1].outer_end if at else start, span.outer_start)
        after = CharSpan(span.outer_end, spans[at + 1].outer_start if at + 1 < len(spans) else end)
        last_char = tokens.text[spans[at - 1].end - 1] if at else ""
        gap = tokens.text[before.start : before.end]
        is_signed = at > 0 and gap.endswith("\n") and gap.lstrip()[:1] in DASHES  # a signature ends the line before
        starts = is_signed or _starts_sentence(gap.strip(), last_char)
        yield Beside(tokens, paragraphs, reported_cues, span, before, after, starts, is_first=at == 0)


def _starts_sentence(gap: str, last_char: str) -> bool:
    """Whether marked words begin a sentence: by the text before them, and the last character in the marks before."""
    if not gap:
        return not last_char or last_char in ".!?…,"
    if last_char in _SENTENCE_ENDS and last_char and not any(map(str.isalnum, gap)):
        return True  # "... the “Act,” “which”": only punctuation since the last mark
    return gap.rstrip("'\"”’)]")[-1:] in {*_SENTENCE_ENDS} or gap in _BULLETS or gap in DASHES or gap[-1] in "―•"


# --- rules, in the order in which they are tried --------------------------------------------------------------------


def _go_on_from_open(marked: Marked) -> Step | None:
    draft, trailing = marked.open_quote, marked.trailing
    if draft is None or marked.beside.has_text_before or read_turn(marked.tokens, marked.span) is not None:
        return None
    lost = _find_lost_close(marked) if trailing is None else None
    named = trailing or (lost[0] if lost is not None else None)
    if named is not None and (lost is not None or draft.cue is not None) and _is_named(marked.tokens, named.subject):
        return None  # somebody else's words: the previous closing mark was only forgotten
    return Step(draft, goes_on=True, attribution=trailing, trails=trailing is not None)


def _is_named(tokens: Tokens, subject: int | None) -> bool:
    return subject is not None and tokens.tags[subject].startswith("NNP")


def _read_turn(marked: Marked) -> Step | None:
    turn = read_turn(marked.tokens, marked.span)
    if turn is None:
        return None
    draft, start, text = marked.attribute(turn), turn.cue.end, marked.tokens.text
    while start < marked.span.end and text[start].isspace():
        start += 1
    draft.pieces = [CharSpan(start, marked.span.end)]
    return Step(draft)


def _close_lost_mark(marked: Marked) -> Step | None:
    lost = _find_lost_close(marked)
    if lost is None:
        return None
    draft = marked.attribute(lost[0])
    draft.pieces = [CharSpan(marked.span.start, lost[1])]
    return Step(draft, trails=True)


def _find_lost_close(marked: Marked) -> tuple[Attribution, int] | None:
    """The attribution after words without a closing mark, and the offset after their comma."""
    tokens, span, number = marked.tokens, marked.span, marked.span.paragraph
    if span.is_closed or marked.leading is not None:
        return None
    paragraphs = marked.beside.paragraphs
    is_last = _BLANK.fullmatch(tokens.text, span.end, max(span.end, paragraphs[number].end)) is not None
    goes_on = is_last and number + 1 < len(paragraphs) and tokens.text[paragraphs[number + 1].start] in _OPEN_MARKS
    first, last = tokens.find_token(span.start), tokens.find_token(span.end - 1)
    for comma in range(first + 2, last):
        found = _read_clause_after(tokens, comma, last) if tokens.words[comma] == "," else None
        # a quote that continues in the next paragraph has no closing mark either: only a name shows that this one ends
        if found is not None and (not goes_on or _is_named(tokens, found.subject)):
            return found, tokens.ends[comma]
    return None


def _read_clause_after(tokens: Tokens, comma: int, last: int) -> Attribution | None:
    """The short attribution after a comma that ends its sentence: ", Jane Roe said on Monday."""
    cues = load_cues()
    for place in range(comma + 1, min(comma + SIGNATURE_LENGTH, last + 1)):
        cue = cues.verbs.get(tokens.words[place])
        if cue is None or "quote" not in cue.frames or tokens.tags[place] not in {"VBD", "VBZ"}:
            continue
        is_inverted = place - comma == 1 and tokens.tags[place + 1 : place + 2] in (["NNP"], ["PRP"], ["DT"])
        longest = SIGNATURE_LENGTH if is_inverted else _NAMED_TAIL if tokens.tags[place - 1] == "NNP" else _SHORT_TAIL
        if (place - comma == 1 and not is_inverted) or tokens.find_own_end(place) - place > longest:
            return None
        subject = find_near_source(tokens, place, place + 1, comma + 1)
        if subject is None or not tokens.tags[subject].startswith(("NN", "PRP")) or subject < comma:
            return None
        return name_cue(tokens, FoundCue(place, place + 1, cue.lemma), RuleId.TRAILING, subject)
    return None


def _take_leading(marked: Marked) -> Step | None:
    leading = marked.leading
    if leading is None or leading.cue_token in marked.progress.taken_cues:
        return None
    is_announced = leading.method in {RuleId.COLON, RuleId.BLOCK}
    trailing = marked.trailing
    is_open = find_tail(marked.tokens, marked.span) == ","
    is_repeat = is_open and leading.method == RuleId.COLON and _tells_again(marked.tokens, leading, trailing)
    if is_announced and trailing is not None and is_open and not is_repeat:
        return None  # what follows a colon names its source itself: "There was no doubt: “...,” said Roe"
    draft = marked.attribute(leading)
    return Step(draft, attribution=trailing, trails=True) if is_repeat else Step(draft)


def _tells_again(tokens: Tokens, leading: Attribution, trailing: Attribution | None) -> bool:
    """Whether an attribution with a pronoun repeats one with a finite verb: "Roe said: “...,” he said."."""
    if trailing is None or trailing.subject is None or leading.cue_token is None:
        return False
    return tokens.tags[trailing.subject] == "PRP" and tokens.tags[leading.cue_token] in FINITE_TAGS


def _take_trailing(marked: Marked) -> Step | None:
    if marked.trailing is None or not marked.beside.starts_sentence:
        return None
    draft = marked.attribute(marked.trailing)
    if marked.beside.runs_on:
        _run_on(draft, marked)
    return Step(draft, trails=True)


def _run_on(draft: Draft, marked: Marked) -> None:
    """ "“We stay” until it is over, she said": the quote extends to the comma before its attribution."""
    tokens, span, subject = marked.tokens, marked.span, draft.subject
    if draft.cue_token is None:
        return
    first = tokens.find_token(marked.beside.after.start)
    commas = [at for at in range(first, draft.cue_token) if tokens.words[at] == ","]
    commas = [at for at in commas if subject is None or at < subject]
    if commas:
        draft.pieces = [CharSpan(span.outer_start, tokens.ends[commas[-1] - 1])]
        draft.method, draft.is_direct = RuleId.SENTENCE, False


def _take_sentence(marked: Marked) -> Step | Answer | None:
    """Take the sentence as a report. Usually the parse has one for the cue; otherwise the text gives its bounds."""
    tokens, span, trailing = marked.tokens, marked.span, marked.trailing
    if trailing is None:
        return None
    cue = trailing.cue_token
    if find_tail(tokens, span) != "," or cue is None or trailing.subject is None:
        return Answer.NOTHING
    if cue in marked.beside.reported_cues or tokens.tags[cue] not in {"VBD", "VBZ", "VBP"}:
        return Answer.NOTHING
    if tokens.starts[trailing.subject] < span.outer_end:
        return Answer.NOTHING
    start = tokens.starts[tokens.find_own_start(tokens.find_token(span.outer_start))]
    start = max(start, marked.beside.paragraphs[span.paragraph].start)
    while tokens.text[start] in "\"'“” \n":
        start += 1
    draft = Draft([CharSpan(start, span.outer_end)], RuleId.SENTENCE)
    trailing.lend_to(draft)
    draft.method = RuleId.SENTENCE
    return Step(draft, trails=True)


def _go_on_from_neighbour(marked: Marked) -> Step | None:
    tokens, neighbour = marked.tokens, marked.neighbour
    if marked.trailing is not None or neighbour is None or not neighbour.trails or neighbour.cue is None:
        return None
    at = tokens.find_token(marked.span.outer_start)
    is_beside = not marked.beside.has_text_before or _follows(tokens, neighbour.last_cue or neighbour.cue, at)
    return Step(neighbour, goes_on=True) if is_beside and is_clause(tokens, marked.span, loose=True) else None


def _go_on_from_report(marked: Marked) -> Step | None:
    tokens, span, progress = marked.tokens, marked.span, marked.progress
    if marked.trailing is not None or not marked.beside.starts_sentence:
        return None
    at = tokens.find_token(span.outer_start)
    report = _find_report_before(marked, at)
    if report is None or report.pieces[0][1] > report.cue_start or report.method == RuleId.CLAUSE:
        return None
    cue = CharSpan(tokens.starts[report.cue_start], tokens.ends[report.cue_end - 1])
    if not _follows(tokens, cue, at) or not is_clause(tokens, span, loose=True):
        return None
    return Step(progress.report_drafts.get(report.cue_start) or draft_report(tokens, report), goes_on=True)


def _find_report_before(marked: Marked, at: int) -> Report | None:
    """The last report of the paragraph before token `at` whose cue belongs to no marked words."""
    start = marked.beside.paragraphs[marked.span.paragraph].start
    reports = marked.progress.reports
    last = bisect_left(reports, at, key=lambda report: report.cue_start) - 1
    for place in range(last, max(last - _REPORTS_BEFORE, -1), -1):
        if marked.tokens.starts[reports[place].cue_start] < start:
            return None
        if reports[place].cue_start not in marked.progress.taken_cues:
            return reports[place]
    return None


def _follows(tokens: Tokens, cue: CharSpan, last: int) -> bool:
    """Whether the sentence of a cue ends right before token `last`."""
    words, first = tokens.words, tokens.find_token(cue.end - 1) + 1
    stop = tokens.find_stop(first)
    if stop < last:
        return not any(words[at].strip() and tokens.tags[at] not in {"''", "``"} for at in range(stop + 1, last))
    if last <= first:
        return True
    cues = load_cues().verbs
    is_near = words[last - 1] == "," and last - first <= LEADING_GAP
    return is_near and not any(words[at] in cues and tokens.tags[at] in FINITE_TAGS for at in range(first, last))


def _skip_subheading(marked: Marked) -> Answer | None:
    span = marked.span
    is_alone = marked.beside.paragraphs[span.paragraph] == (span.outer_start, span.outer_end)
    return Answer.NOTHING if marked.is_sentence and not span.is_double and is_alone else None


def _go_on_from_paragraph(marked: Marked) -> Step | None:
    last = marked.progress.previous
    if not marked.is_sentence or last is None or not last.trails or last.cue is None:
        return None
    is_next = last.paragraph == marked.span.paragraph - 1 and marked.beside.is_first
    if last.method == RuleId.SIGNATURE or not is_next or marked.beside.has_text_before:
        return None
    follows = _follows(marked.tokens, last.last_cue or last.cue, marked.tokens.find_token(marked.span.outer_start))
    return Step(last, goes_on=True) if follows else None


# "From the desk of Jane Roe, mayor", "A message from Jane Roe"
_LETTERHEAD = re.compile(
    r"(?:From|By)\b|(?:An? |The )?(?:[Ss]tatement|[Mm]essage|[Ll]etter|[Ww]ord|[Nn]ote|[Cc]omment|[Rr]emark)s?"
    r" (?:from|by|of)\b"
)


def _take_letterhead(marked: Marked) -> Step | None:
    tokens, number = marked.tokens, marked.span.paragraph
    if not marked.is_sentence or number == 0 or not marked.beside.is_first or marked.beside.has_text_before:
        return None
    start, end = marked.beside.paragraphs[number - 1]
    first, last = tokens.find_token(start), tokens.find_token(end - 1)
    is_letterhead = _LETTERHEAD.match(tokens.text, start) is not None and last - first <= _LONGEST_LETTERHEAD
    if not is_letterhead or any(tag in FINITE_TAGS for tag in tokens.tags[first : last + 1]):
        return None
    for at in range(first + 1, last):
        if tokens.tags[at] == tokens.tags[at + 1] == "NNP" and tokens.tags[at + 2 : at + 3] != ["NNP"]:
            return Step(marked.draft(RuleId.UNATTRIBUTED, subject=at + 1))
    return None


def _take_topic(marked: Marked) -> Step | None:
    subject = _find_topic(marked) if marked.is_sentence else None
    return Step(marked.draft(RuleId.UNATTRIBUTED, subject=subject)) if subject is not None else None


def _find_topic(marked: Marked) -> int | None:
    """The subject of the sentence right before a quote without attribution, if that sentence has no quote.

    Words in marks that a report in it holds are no quote of their own.
    """
    tokens, beside, number = marked.tokens, marked.beside, marked.span.paragraph
    if not beside.is_first and marked.neighbour is not None:
        return None
    start = beside.before.start if beside.is_first else beside.paragraphs[number].start
    if not beside.has_text_before:
        previous = marked.progress.previous
        if number == 0 or (previous is not None and previous.paragraph == number - 1):
            return None
        start = beside.paragraphs[number - 1].start
    at = tokens.find_token(marked.span.outer_start) - 1
    while at > 0 and not tokens.words[at].strip():
        at -= 1
    first = max(tokens.find_own_start(at - 1), tokens.find_token(start)) if at > 1 else 0
    for place in range(first, min(at, first + _TOPIC_LENGTH)):
        if tokens.deps[place] == "nsubj" and tokens.deps[tokens.heads[place]] == "ROOT":
            return place if tokens.tags[place].startswith(("NNP", "PRP")) else None
    return None


def _take_source_after(marked: Marked) -> Step | None:
    """The subject of the next sentence is the speaker: "“...” Jane Roe, who runs an inn, lost her boat."."""
    tokens, beside = marked.tokens, marked.beside
    if not marked.is_sentence or not beside.is_first or beside.has_text_before:
        return None
    gap = tokens.text[beside.after.start : beside.after.end]
    if not gap.strip() or gap[:1] != " ":
        return None
    first = tokens.find_token(beside.after.start + len(gap) - len(gap.lstrip()))
    end = tokens.find_own_end(first)
    root = next((at for at in range(first, end) if tokens.deps[at] == "ROOT"), None)
    if root is None:
        return None
    points = tokens.words[first] in _POINTING  # "That is how Jane Roe remembers it": the subject of the clause
    subject = next((at for at in range(first, end) if _is_subject(tokens, at, None if points else root)), None)
    return Step(marked.draft(RuleId.UNATTRIBUTED, subject=subject)) if subject is not None else None


def _is_subject(tokens: Tokens, at: int, verb: int | None) -> bool:
    """Whether a name is the subject of that verb, or of any."""
    is_subject = tokens.deps[at] in {"nsubj", "nsubjpass"} and tokens.tags[at] == "NNP"
    return is_subject and verb in {tokens.heads[at], None}


def _take_report_above(marked: Marked) -> Step | None:
    """Whose words the paragraph above reports last, where no quote stands in it."""
    tokens, beside, number = marked.tokens, marked.beside, marked.span.paragraph
    if not marked.is_sentence or not beside.is_first or beside.has_text_before or number == 0:
        return None
    previous, reports = marked.progress.previous, marked.progress.reports
    if previous is not None and previous.paragraph == number - 1:
        return None
    start, end = beside.paragraphs[number - 1]
    if _DOUBLE_MARK.search(tokens.text, start, end):
        return None  # a report may stand inside the marks, or its source speak in them
    last = bisect_left(reports, end, key=lambda report: tokens.starts[report.cue_start]) - 1
    if last < 0 or tokens.starts[reports[last].cue_start] < start or reports[last].subject is None:
        return None
    return Step(marked.draft(RuleId.FOLLOW_ON, subject=reports[last].subject))


def _follow_previous(marked: Marked) -> Step | None:
    previous = marked.progress.previous
    if not marked.is_sentence or previous is None or marked.span.paragraph - previous.paragraph > 1:
        return None
    return Step(marked.draft(RuleId.FOLLOW_ON, follows=previous))


def _take_unattributed(marked: Marked) -> Step | None:
    return Step(marked.draft(RuleId.UNATTRIBUTED)) if marked.is_sentence else None


MARKED_RULES: tuple[Rule[Marked, Step], ...] = (
    Rule("open quote", "no mark closed the quote in the paragraph before", _go_on_from_open),
    Rule("turn", "“ROE: ...” inside the marks, as a transcript writes it", _read_turn),
    Rule("lost mark", "“It is open, Jane Roe said.: the attribution ends the quote", _close_lost_mark),
    Rule("leading", "the text before the marks names the source", _take_leading),
    Rule("trailing", "the text after the marks names the source", _take_trailing),
    Rule("sentence", "The plan is a “mistake,” she said: the sentence is the quote", _take_sentence),
    Rule("neighbour", "“...,” he said. “...”", _go_on_from_neighbour),
    Rule("report", "It was over, he said. “...”", _go_on_from_report),
    Rule("subheading", "a paragraph of nothing but words in single marks", _skip_subheading),
    Rule("paragraph", "“...,” he said. And a paragraph of his further words", _go_on_from_paragraph),
    Rule("letterhead", "From the desk of Jane Roe. “...”", _take_letterhead),
    Rule("topic", "Roe was angry. “...”", _take_topic),
    Rule("source after", "“...” Roe, who runs an inn, lost her boat.", _take_source_after),
    Rule("report above", "Roe said it was open. It had to be.¶ “...”", _take_report_above),
    Rule("follow-on", "words right after a quote belong to its speaker", _follow_previous),
    Rule("unattributed", "a whole sentence in marks is a quote, whoever said it", _take_unattributed),
)
