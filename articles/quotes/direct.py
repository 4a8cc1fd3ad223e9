"""Direct quotes: words in quotation marks, and the running text beside them that says whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.lexicon.cues import load_cues
from articles.quotes.drafts import Draft
from articles.quotes.reported import HEARER_LEMMAS, Report, find_cue
from articles.quotes.subjects import find_near_source, find_subject

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens
    from articles.quotes.quotation_marks import MarkedSpan

FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
# Verbs that may stand between a quote and its cue without being the attribution's own.
_LIGHT_VERBS = frozenset(
    {"has", "had", "have", "would", "could", "did", "does", "'s", "is", "was", "were", "are", "will"}
)
_TERMINAL = re.compile(r"[.!?…]['\"”’)\]]*$")
# The name before a turn of a transcript: "PENCE:", "MR. EARNEST:", "CHRIS WALLACE, HOST:".
TURN = re.compile(r"(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3})(?:, [A-Z][A-Z ]+)?:\s+(?=\S)")
_DASHES = "—–-―"
_SIGNATURE_LENGTH = 12  # tokens of "― Jane Roe, a teacher in Ohio"
_LABEL_LENGTH = 12
_SEARCH_LENGTH = 40  # a cue farther than this behind a quote belongs to something else
_SHORT_TAIL = 4  # tokens from a cue to the end of its sentence: "said Monday."
_OPEN_MARKS = frozenset("\"“„«'‘`")
_LEADING_GAP = 14  # tokens between a leading cue and the mark: "said on Tuesday at a rally in Ohio, “..."


@dataclass(slots=True)
class Attribution:
    """A cue beside a marked span, with the head token of the source. `cue_token` is None for a colon or dash."""

    cue: tuple[int, int]
    cue_lemma: str
    cue_token: int | None
    subject: int | None
    method: str
    addressee: int | None = None


@dataclass(slots=True)
class _Neighbourhood:
    """A marked span, and the running text before and behind it within its paragraph."""

    span: MarkedSpan
    before: tuple[int, int]
    behind: tuple[int, int]
    starts_sentence: bool
    is_first: bool


class DirectFinder:
    """Goes through an article's marked spans once, in order."""

    def __init__(
        self, tokens: Tokens, paragraphs: list[tuple[int, int]], marked: list[MarkedSpan], reports: list[Report]
    ) -> None:
        self.tokens, self.paragraphs, self.marked = tokens, paragraphs, marked
        self.reports = reports
        self.drafts: list[Draft] = []
        self.used_cues: set[int] = set()
        self.report_drafts: dict[int, Draft] = {}  # by cue token, where a direct quote goes on with a reported one
        self.previous: Draft | None = None

    def find(self) -> list[Draft]:
        """Drafts of the direct quotes. Cues they took are in `used_cues`."""
        open_quote: Draft | None = None
        by_paragraph: dict[int, list[MarkedSpan]] = {}
        for span in self.marked:
            by_paragraph.setdefault(span.paragraph, []).append(span)
        for number in sorted(by_paragraph):
            spans = by_paragraph[number]
            if open_quote is not None and open_quote.paragraph < number - 1:
                open_quote = None
            last: Draft | None = None
            for at in range(len(spans)):
                around = self._look_around(spans, at, number)
                draft = self._continue_open(open_quote, around) if open_quote is not None and at == 0 else None
                if draft is None:
                    draft = self._draft(around, last, number)
                last = draft
                if draft is None:
                    continue
                draft.paragraph = number
                if draft.is_direct and draft not in self.drafts:
                    self.drafts.append(draft)
                self.previous = draft
            open_quote = last if last is not None and not spans[-1].is_closed else None
        return self.drafts

    def _look_around(self, spans: list[MarkedSpan], at: int, number: int) -> _Neighbourhood:
        start, end = self.paragraphs[number]
        span = spans[at]
        before = (spans[at - 1].outer_end if at else start, span.outer_start)
        behind = (span.outer_end, spans[at + 1].outer_start if at + 1 < len(spans) else end)
        gap = self.tokens.text[before[0] : before[1]].strip()
        starts = not gap or bool(_TERMINAL.search(gap)) or gap in {"•", "*", "..."} or gap in _DASHES or gap[-1] in "―•"
        if gap and before[0] > start and not any(char.isalnum() for char in gap):
            # "... the “Act,” “which”": only punctuation since the last mark
            starts = starts or self.tokens.text[spans[at - 1].end - 1] in ".!?…"
        if not gap and at:
            starts = self.tokens.text[spans[at - 1].end - 1] in ".!?…,"
        return _Neighbourhood(span, before, behind, starts, at == 0)

    def _continue_open(self, draft: Draft, around: _Neighbourhood) -> Draft | None:
        """The next paragraph of a quote whose last paragraph had no closing mark."""
        if self.tokens.text[around.before[0] : around.before[1]].strip() or self._read_turn(around.span) is not None:
            return None
        trailing = self._find_trailing(around)
        if trailing is not None and draft.cue is not None and self._is_named(trailing.subject):
            return None  # somebody else's words: the mark before was only forgotten
        draft.pieces.append((around.span.start, around.span.end))
        draft.marked.append(around.span)
        if trailing is not None:
            if draft.cue is None:
                self._attribute(draft, trailing)
            elif trailing.cue_token is not None:
                self.used_cues.add(trailing.cue_token)
            draft.trails = True
        return draft

    def _is_named(self, subject: int | None) -> bool:
        return subject is not None and self.tokens.tags[subject].startswith("NNP")

    def _draft(self, around: _Neighbourhood, neighbour: Draft | None, number: int) -> Draft | None:  # noqa: PLR0911, PLR0912
        span = around.span
        draft = Draft([(span.start, span.end)], "", is_direct=True, paragraph=number, marked=[span])
        turn = self._read_turn(span)
        if turn is not None:
            self._attribute(draft, turn)
            start = turn.cue[1]
            while start < span.end and self.tokens.text[start].isspace():
                start += 1
            draft.pieces = [(start, span.end)]
            return draft
        leading = self._find_leading(around, number)
        trailing = self._find_trailing(around)
        if leading is None and not span.is_closed:
            self._close(draft, span, number)
            if draft.cue is not None:
                return draft
        if leading is not None and leading.method in {"colon", "block"} and trailing is not None:
            leading = (
                leading if find_tail(self.tokens, span) != "," else None
            )  # what follows the colon names the source
        if leading is not None and (leading.cue_token is None or leading.cue_token not in self.used_cues):
            self._attribute(draft, leading)
            return draft
        if trailing is not None:
            if around.starts_sentence:
                self._attribute(draft, trailing)
                if self._runs_on(around):
                    self._run_on(draft, around, trailing)
                draft.trails = True
                return draft
            behind = find_tail(self.tokens, span)
            return self._draft_partial(around, trailing, number) if behind == "," else None
        held = self._find_held(around, neighbour)
        if held is not None and self._is_clause(span, loose=True):
            held.pieces.append((span.start, span.end))
            held.marked.append(span)
            return held
        if around.starts_sentence and self._ends_sentence(span) and self._is_clause(span):
            if not span.is_double and self.paragraphs[number] == (span.outer_start, span.outer_end):
                return None  # a subheading in single marks
            last = self.previous
            if (
                last is not None
                and last.trails
                and last.method != "signature"
                and last.cue is not None
                and last.paragraph == number - 1
                and around.is_first
                and not self.tokens.text[around.before[0] : around.before[1]].strip()
                and self._follows(self.tokens.find_token(last.cue[1] - 1) + 1, self.tokens.find_token(span.outer_start))
            ):
                last.pieces.append((span.start, span.end))
                last.marked.append(span)
                return last
            subject = self._find_topic(around, number)
            if subject is not None:
                draft.method, draft.subject = "unattributed", subject
            elif self.previous is not None and number - self.previous.paragraph <= 1:
                draft.method, draft.heir_of = "follow-on", self.previous
            else:
                draft.method = "unattributed"
            return draft
        return None

    def _close(self, draft: Draft, span: MarkedSpan, number: int) -> None:
        """ "“It is open, Jane Roe said.": where the closing mark was forgotten, the attribution ends the quote."""
        tokens, cues = self.tokens, load_cues()
        if number + 1 < len(self.paragraphs) and tokens.text[self.paragraphs[number + 1][0]] in _OPEN_MARKS:
            return  # a quote that goes on in the next paragraph has no closing mark here
        first, last = tokens.find_token(span.start), tokens.find_token(span.end - 1)
        for comma in range(first + 2, last):
            if tokens.words[comma] != ",":
                continue
            for place in range(comma + 1, min(comma + _SIGNATURE_LENGTH, last + 1)):
                cue = cues.verbs.get(tokens.words[place])
                if cue is None or "quote" not in cue.frames or tokens.tags[place] not in {"VBD", "VBZ"}:
                    continue
                if place - comma == 1 or tokens.find_own_end(place) - place > _SHORT_TAIL:
                    break
                subject = find_near_source(tokens, place, place + 1, comma + 1)
                if subject is None or not tokens.tags[subject].startswith(("NN", "PRP")) or subject < comma:
                    break
                draft.pieces = [(span.start, tokens.ends[comma])]
                self._attribute(draft, self._name_attribution(place, place + 1, cue.lemma, "trailing", subject))
                return

    def _find_topic(self, around: _Neighbourhood, number: int) -> int | None:
        """Whom the sentence right before a quote without attribution is about, if no quote stands in it."""
        tokens, start = self.tokens, around.before[0]
        if not around.is_first:
            return None
        if not tokens.text[around.before[0] : around.before[1]].strip():
            if number == 0 or (self.previous is not None and self.previous.paragraph == number - 1):
                return None
            start = self.paragraphs[number - 1][0]
        at = tokens.find_token(around.span.outer_start) - 1
        while at > 0 and not tokens.words[at].strip():
            at -= 1
        first = max(tokens.find_own_start(at - 1), tokens.find_token(start)) if at > 1 else 0
        for place in range(first, at):
            if tokens.deps[place] == "nsubj" and tokens.deps[tokens.heads[place]] == "ROOT":
                return place if tokens.tags[place].startswith(("NNP", "PRP")) else None
        return None

    def _run_on(self, draft: Draft, around: _Neighbourhood, trailing: Attribution) -> None:
        """ "“We stay” until it is over, she said": the quote goes on to the comma before its attribution."""
        tokens = self.tokens
        if trailing.cue_token is None:
            return
        first = tokens.find_token(around.behind[0])
        commas = [at for at in range(first, trailing.cue_token) if tokens.words[at] == ","]
        sources = [at for at in commas if trailing.subject is None or at < trailing.subject]
        if sources:
            draft.pieces = [(around.span.outer_start, tokens.ends[sources[-1] - 1])]
            draft.method, draft.is_direct = "sentence", False
            self.report_drafts[trailing.cue_token] = draft

    def _draft_partial(self, around: _Neighbourhood, trailing: Attribution, number: int) -> Draft | None:
        """ "The plan is a “mistake,” she said": the sentence is the quote, and only partly in marks.

        The parse usually finds it; where it has no report for the cue, the text alone says how far the words go.
        """
        tokens = self.tokens
        cue = trailing.cue_token
        if cue is None or trailing.subject is None or any(report.cue_start == cue for report in self.reports):
            return None
        if tokens.tags[cue] not in {"VBD", "VBZ", "VBP"} or tokens.starts[trailing.subject] < around.span.outer_end:
            return None
        start = tokens.starts[tokens.find_own_start(tokens.find_token(around.span.outer_start))]
        start = max(start, self.paragraphs[number][0])
        while tokens.text[start] in "\"'“” \n":
            start += 1
        draft = Draft([(start, around.span.outer_end)], "sentence", paragraph=number)
        self._attribute(draft, trailing)
        draft.method, draft.trails = "sentence", True
        self.report_drafts[cue] = draft
        return draft

    def _attribute(self, draft: Draft, found: Attribution) -> None:
        draft.cue, draft.cue_lemma, draft.cue_token = found.cue, found.cue_lemma, found.cue_token
        draft.subject, draft.addressee, draft.method = found.subject, found.addressee, found.method
        if found.cue_token is not None:
            self.used_cues.add(found.cue_token)

    def _read_turn(self, span: MarkedSpan) -> Attribution | None:
        """The speaker's name in capitals, where a transcript stands inside the marks: "“PENCE: Well, ..."."""
        match = TURN.match(self.tokens.text, span.start, span.end)
        if match is None or match.end() >= span.end:
            return None
        head = self.tokens.find_token(match.end("name") - 1)
        return Attribution((match.end("name"), match.end("name") + 1), ":", None, head, "turn")

    # -- what goes on with what -------------------------------------------------------------------------------------

    def _find_held(self, around: _Neighbourhood, neighbour: Draft | None) -> Draft | None:  # noqa: PLR0911
        """The quote that a span without attribution goes on with: "X," he said. "Y." """
        tokens, span = self.tokens, around.span
        at = tokens.find_token(span.outer_start)
        if neighbour is not None and neighbour.trails and neighbour.cue is not None:
            if not tokens.text[around.before[0] : around.before[1]].strip():
                return neighbour
            if self._follows(tokens.find_token(neighbour.cue[1] - 1) + 1, at):
                return neighbour
        if not around.starts_sentence:
            return None
        start = self.paragraphs[span.paragraph][0]
        for report in reversed(self.reports):
            if report.cue_start >= at or report.cue_start in self.used_cues:
                continue
            if tokens.starts[report.cue_start] < start:
                return None
            trails = report.pieces[0][1] <= report.cue_start and report.method != "clause"
            if not trails or not self._follows(report.cue_end, at):
                return None
            draft = self.report_drafts.get(report.cue_start)
            if draft is None:
                draft = self.report_drafts[report.cue_start] = draft_report(tokens, report)
            return draft
        return None

    def _follows(self, first: int, last: int) -> bool:
        """Whether the sentence of a cue that ends before token `first` ends right before token `last`."""
        tags, words = self.tokens.tags, self.tokens.words
        stops = [at for at in range(first, last) if tags[at] == "." or "\n" in words[at]]
        if not stops:
            cues = load_cues().verbs
            return last <= first or (
                words[last - 1] == ","
                and last - first <= _LEADING_GAP
                and not any(words[at] in cues and tags[at] in FINITE_TAGS for at in range(first, last))
            )
        rest = [at for at in range(stops[0] + 1, last) if words[at].strip() and tags[at] not in {"''", "``"}]
        return not rest

    # -- attribution before the mark --------------------------------------------------------------------------------

    def _find_leading(self, around: _Neighbourhood, number: int) -> Attribution | None:  # noqa: PLR0911, PLR0912
        tokens, span, before = self.tokens, around.span, around.before
        gap = tokens.text[before[0] : before[1]].rstrip()
        if not gap.strip():
            return self._find_introduction(number) if around.is_first else None
        first, last = tokens.find_token(before[0]), tokens.find_token(before[0] + len(gap) - 1)
        for place in range(min(last, len(tokens.words) - 1), first - 1, -1):
            if (tokens.tags[place] == "." and place < last) or "\n" in tokens.words[place]:
                first = place + 1
                break
        if last < first or last >= len(tokens.words):
            return None
        if gap[-1] == "," and tokens.words[first : first + 2] == ["according", "to"]:
            return self._read_according(first, method="leading")
        found = self._find_last_cue(first, last, any_frame=gap[-1] == ":")
        if gap[-1] == ":":
            if found is not None:
                return self._make_attribution(*found, method="colon")
            return self._read_label(first, last)
        if found is None:
            return None
        place, cue_end, _ = found
        rest = tokens.words[cue_end : last + 1]
        if "that" in rest[:-1] and rest[-2:] != ["that", ","]:
            return None  # "said that in May, “they were told to go”": a clause, only partly in marks
        if gap[-1] == ",":
            if last - cue_end > _LEADING_GAP or any(tag in FINITE_TAGS for tag in tokens.tags[cue_end:last]):
                return None
            if self._runs_on(around) and any(report.cue_start == place for report in self.reports):
                return None
            return self._make_attribution(*found, method="leading")
        if any(tag in FINITE_TAGS for tag in tokens.tags[cue_end : last + 1]):
            return None  # "said he knew that “it was over”": the words belong to the clause
        beside = not rest or rest == ["that"] or (rest[-1] == "that" and len(rest) <= _LEADING_GAP)
        if beside and self._ends_sentence(span) and (self._is_clause(span) or (not rest and self._closes(span))):
            return self._make_attribution(*found, method="leading")
        return None

    def _runs_on(self, around: _Neighbourhood) -> bool:
        """Whether the sentence goes on behind the marks with no punctuation between: "“We stay” until it is over"."""
        behind = self.tokens.text[around.behind[0] : around.behind[1]]
        is_open = self.tokens.text[around.span.end - 1].isalnum() and behind[:1] == " "
        return is_open and behind.lstrip()[:1].islower()

    def _closes(self, span: MarkedSpan) -> bool:
        """Whether short words right behind a cue are speech and no name: "chanted “What curfew?”"."""
        return self.tokens.text[span.start : span.end].rstrip("'’\" ")[-1:] in "!?"

    def _find_introduction(self, number: int) -> Attribution | None:
        """The paragraph before, where it ends with a colon: "She wrote:" and the quote as a block of its own."""
        if number == 0:
            return None
        tokens = self.tokens
        start, end = self.paragraphs[number - 1]
        if tokens.text[start:end].rstrip()[-1:] != ":":
            return None
        last = tokens.find_token(start + len(tokens.text[start:end].rstrip()) - 1)
        first = max(tokens.find_token(start), tokens.find_own_start(last))
        found = self._find_last_cue(first, last, any_frame=True)
        if found is not None:
            return self._make_attribution(*found, method="block")
        attribution = self._read_label(first, last)
        if attribution is not None:
            attribution.method = "block"
        return attribution

    def _find_last_cue(self, first: int, last: int, *, any_frame: bool) -> tuple[int, int, str] | None:
        tokens, cues = self.tokens, load_cues()
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
                return place, found[1], found[0].lemma
        return None

    def _read_label(self, first: int, last: int) -> Attribution | None:
        """A label such as "Putin to Pompeo:" or "PENCE:"; else the subject of what stands before the colon."""
        tokens = self.tokens
        colon = (tokens.starts[last], tokens.ends[last])
        cues = load_cues().verbs
        if (
            tokens.words[first] in cues
            and "quote" in cues[tokens.words[first]].frames
            and last - first <= _LABEL_LENGTH
        ):
            head = find_near_source(tokens, first, first + 1, first)  # "Said Jane Roe: ..."
            return self._name_attribution(first, first + 1, cues[tokens.words[first]].lemma, "colon", head)
        verbs = [place for place in range(first, last) if tokens.tags[place] in FINITE_TAGS]
        if not verbs:
            names = [place for place in range(first, last) if tokens.tags[place].startswith(("NN", "PRP"))]
            if not names or last - first > _LABEL_LENGTH:
                return None
            to = next((place for place in range(first, last) if tokens.words[place] == "to"), None)
            head = next((place for place in reversed(names) if to is None or place < to), names[-1])
            addressee = next((place for place in reversed(names) if to is not None and place > to), None)
            return Attribution(colon, ":", None, head, "label", addressee)
        for place in verbs:
            subject = find_subject(tokens, place)
            if subject is not None:
                return Attribution(colon, ":", None, subject, "colon")
        return None

    # -- attribution behind the mark --------------------------------------------------------------------------------

    def _find_trailing(self, around: _Neighbourhood) -> Attribution | None:  # noqa: PLR0911, PLR0912
        tokens, span, behind = self.tokens, around.span, around.behind
        text, tags, words = tokens.text, tokens.tags, tokens.words
        gap = text[behind[0] : behind[1]]
        stripped = gap.lstrip(" \t,")
        if not stripped.strip():
            return None
        tail = text[span.start : span.end].rstrip("'’\" ")[-1:]
        comma = "," in gap[: len(gap) - len(stripped)] or tail == ","
        first = tokens.find_token(behind[0] + len(gap) - len(stripped))
        last = min(tokens.find_token(behind[0] + len(gap.rstrip()) - 1), len(words) - 1)
        for place in range(first, last + 1):
            if tags[place] == "." or words[place] in {";", "?", "!"} or "\n" in words[place]:
                last = place
                break
        if stripped[0] in _DASHES and not comma:
            return self._read_signature(behind[0] + len(gap) - len(stripped), self.paragraphs[span.paragraph][1])
        eager = comma or (tail and tail in "?!—–-…")
        if not (eager or tail == "." or stripped[0].islower()):
            return None
        cues = load_cues()
        for place in range(first, min(last + 1, first + _SEARCH_LENGTH)):
            word = words[place]
            if word == "according" and place <= first + 1 and words[place + 1 : place + 2] == ["to"]:
                return self._read_according(place)
            if word in cues.verbs or word in cues.compounds:
                if not tags[place].startswith("VB") or (tags[place] == "VBG" and place > first):
                    continue
                found = find_cue(tokens, place, cues)
                if found is None or "quote" not in found[0].frames:
                    continue
                if tokens.deps[place] in {"relcl", "acl", "amod"} and place > first + 1:
                    continue
                if not eager:
                    # "It is over." Smith said. Only if the attribution is all there is to the sentence.
                    if tail == "." and (last - place > 2 or place - first > 6):
                        return None
                    if place > first + _LEADING_GAP:
                        return None
                return self._make_attribution(place, found[1], found[0].lemma, method="trailing", first=first)
            if tags[place] in FINITE_TAGS and word not in _LIGHT_VERBS and tokens.deps[place] not in {"relcl", "aux"}:
                return None
        return None

    def _read_according(self, place: int, *, method: str = "trailing") -> Attribution | None:
        tokens = self.tokens
        for at in (place, place + 1):
            for child in tokens.children[at]:
                if tokens.deps[child] == "pobj":
                    cue = (tokens.starts[place], tokens.ends[place + 1])
                    return Attribution(cue, "according to", place, child, method)
        return None

    def _read_signature(self, start: int, end: int) -> Attribution | None:
        """A dash and a name behind a quote: "“...” — Jane Roe"."""
        tokens = self.tokens
        first, last = tokens.find_token(start), min(tokens.find_token(end - 1), len(tokens.words) - 1)
        if last - first > _SIGNATURE_LENGTH or any(tag in FINITE_TAGS for tag in tokens.tags[first : last + 1]):
            return None
        names = [
            place
            for place in range(first, last + 1)
            if tokens.text[tokens.starts[place]].isupper() and tokens.words[place][0].isalpha()
        ]
        if not names:
            return None
        head = names[0]
        while head + 1 in names:
            head += 1
        return Attribution((start, start + 1), ":", None, head, "signature")

    def _make_attribution(
        self, place: int, cue_end: int, lemma: str, *, method: str, first: int | None = None
    ) -> Attribution:
        tokens = self.tokens
        subject = find_subject(tokens, place) if first is None else find_near_source(tokens, place, cue_end, first)
        return self._name_attribution(place, cue_end, lemma, method, subject)

    def _name_attribution(self, place: int, cue_end: int, lemma: str, method: str, subject: int | None) -> Attribution:
        tokens = self.tokens
        addressee = None
        if lemma in HEARER_LEMMAS:
            addressee = next(
                (
                    child
                    for child in tokens.children[place]
                    if tokens.deps[child] in {"dobj", "dative"}
                    and child > place
                    and child != subject
                    and tokens.tags[child].startswith(("NN", "PRP"))
                ),
                None,
            )
        cue = (tokens.starts[place], tokens.ends[cue_end - 1])
        return Attribution(cue, lemma, place, subject, method, addressee)

    # -- what a span looks like -------------------------------------------------------------------------------------

    def _ends_sentence(self, span: MarkedSpan) -> bool:
        text = self.tokens.text
        inside = text[span.start : span.end].rstrip("'’\" ")
        behind = text[span.outer_end : span.outer_end + 1]
        return inside[-1:] in ".!?…" or behind in {".", "!", "?"} or not span.is_closed

    def _is_clause(self, span: MarkedSpan, *, loose: bool = False) -> bool:
        return is_clause(self.tokens, span, loose=loose)


def find_tail(tokens: Tokens, span: MarkedSpan) -> str:
    """The punctuation that ends a marked span, inside or right behind its closing mark."""
    inside = tokens.text[span.start : span.end].rstrip("'’\" ")[-1:]
    behind = tokens.text[span.outer_end : span.outer_end + 1]
    return behind if behind == "," else inside


def is_clause(tokens: Tokens, span: MarkedSpan, *, loose: bool = False) -> bool:
    """Whether words in marks are a clause, and no name, title or single word (`loose`: or any two words)."""
    first, last = tokens.find_token(span.start), tokens.find_token(span.end - 1)
    count = sum(word[:1].isalnum() for word in tokens.words[first : last + 1])
    finite = any(tag in FINITE_TAGS for tag in tokens.tags[first : last + 1])
    return (count >= 3 and finite) or count >= 8 or (loose and count >= 2)


def draft_report(tokens: Tokens, report: Report) -> Draft:
    """Draft of a reported clause."""
    return Draft(
        [(tokens.starts[start], tokens.ends[end - 1]) for start, end in report.pieces],
        report.method,
        (tokens.starts[report.cue_start], tokens.ends[report.cue_end - 1]),
        report.cue_lemma,
        report.cue_start,
        report.subject,
        report.addressee,
        trails=report.pieces[0][1] <= report.cue_start,
    )
