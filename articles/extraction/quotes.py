"""Quotes of an article: who said what, direct, mixed or indirect.

Two finders work side by side. Quotation marks give what was said word for word, and the running text beside them who said
it; cue words and the dependency parse give reported clauses. Where both see the same utterance the marks win if the
whole utterance stands inside them, the clause if only a part does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.extraction.clauses import Report, find_cue, find_reports, find_subject
from articles.extraction.cues import load_cues
from articles.extraction.marks import MarkedSpan, find_marked_spans, find_paragraphs
from articles.extraction.speakers import PRONOUNS, SourceFinder
from articles.extraction.syntax import Syntax, read_syntax
from articles.records import Quote, Source

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from articles.records import CleanArticle, Mention

FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
_TERMINAL = re.compile(r"[.!?…][\"'”’)\]]*$")
_LABEL = re.compile(r"^[^\n.!?]{2,60}:$")


@dataclass(slots=True)
class Draft:
    """A quote in the making. Pieces are clean spans."""

    pieces: list[tuple[int, int]]
    method: str
    cue: tuple[int, int] | None = None
    cue_lemma: str | None = None
    subject: int | None = None
    source: Source | None = None
    addressee: int | None = None
    is_direct: bool = False
    attribution_end: int = -1  # where a trailing attribution ends; what follows at once goes on with the quote
    paragraph: int = -1
    marked: list[MarkedSpan] = field(default_factory=list)


@dataclass(slots=True)
class Attribution:
    """A cue beside a marked span, with the source's head token."""

    cue: tuple[int, int] | None
    cue_lemma: str | None
    cue_token: int | None
    subject: int | None
    method: str
    end: int
    source: Source | None = None
    addressee: int | None = None


def find_quotes(doc: Doc, article: CleanArticle, mentions: list[Mention]) -> list[Quote]:
    """Quotes in the body of an article, in order of where they begin.

    `doc` is the parse of `article.clean_text`, `mentions` are those of the same text, in order.
    """
    text = article.clean_text
    syntax = read_syntax(doc, text)
    if not syntax.words:
        return []
    finder = SourceFinder(syntax, mentions)
    paragraphs = find_paragraphs(text, article.body_start)
    marked = find_marked_spans(text, paragraphs)
    reports = find_reports(syntax, syntax.find_token(article.body_start))
    drafts = _draft_quotes(syntax, paragraphs, marked, reports)
    return _finish(syntax, finder, drafts, marked)


def _draft_quotes(
    syntax: Syntax, paragraphs: list[tuple[int, int]], marked: list[MarkedSpan], reports: list[Report]
) -> list[Draft]:
    direct, used_cues = _draft_direct(syntax, paragraphs, marked, reports)
    drafts = list(direct)
    for report in reports:
        if report.cue_start in used_cues:
            continue
        drafts.append(_draft_report(syntax, report))
    return drafts


def _draft_report(syntax: Syntax, report: Report) -> Draft:
    pieces = [(syntax.starts[start], syntax.ends[end - 1]) for start, end in report.pieces]
    return Draft(
        pieces,
        report.method,
        (syntax.starts[report.cue_start], syntax.ends[report.cue_end - 1]),
        report.cue_lemma,
        report.subject,
        addressee=report.addressee,
    )


def _draft_direct(
    syntax: Syntax, paragraphs: list[tuple[int, int]], marked: list[MarkedSpan], reports: list[Report]
) -> tuple[list[Draft], set[int]]:
    drafts: list[Draft] = []
    used: set[int] = set()
    by_cue = {report.cue_start: report for report in reports}
    previous: Draft | None = None
    open_quote: Draft | None = None
    text = syntax.text
    for number, (start, end) in enumerate(paragraphs):
        spans = [span for span in marked if span.paragraph == number]
        if not spans:
            open_quote = None
            continue
        taken: dict[int, Draft] = {}
        for at, span in enumerate(spans):
            before = (spans[at - 1].outer_end if at else start, span.outer_start)
            behind = (span.outer_end, spans[at + 1].outer_start if at + 1 < len(spans) else end)
            at_start = _stands_at_start(text, before, at == 0)
            if at == 0 and open_quote is not None and at_start and not text[before[0] : before[1]].strip():
                draft: Draft | None = open_quote
                assert draft is not None
                draft.pieces.append((span.start, span.end))
                draft.marked.append(span)
                trailing = _find_trailing(syntax, span, behind)
                if trailing is not None:
                    _give_attribution(draft, trailing, used)
            else:
                draft = _draft_span(
                    syntax, span, before, behind, at_start, by_cue, used, previous, taken.get(at - 1), number
                )
            if draft is None:
                continue
            taken[at] = draft
            if draft not in drafts:
                drafts.append(draft)
            previous = draft
        last = taken.get(len(spans) - 1)
        open_quote = last if last is not None and not spans[-1].is_closed else None
    return drafts, used


def _give_attribution(draft: Draft, found: Attribution, used: set[int]) -> None:
    draft.cue, draft.cue_lemma, draft.subject, draft.source = found.cue, found.cue_lemma, found.subject, found.source
    draft.method, draft.attribution_end, draft.addressee = found.method, found.end, found.addressee
    if found.cue_token is not None:
        used.add(found.cue_token)


def _draft_span(
    syntax: Syntax,
    span: MarkedSpan,
    before: tuple[int, int],
    behind: tuple[int, int],
    at_start: bool,
    by_cue: dict[int, Report],
    used: set[int],
    previous: Draft | None,
    neighbour: Draft | None,
    number: int,
) -> Draft | None:
    text = syntax.text
    leading = _find_leading(syntax, span, before)
    trailing = _find_trailing(syntax, span, behind)
    draft = Draft([(span.start, span.end)], "", is_direct=True, paragraph=number, marked=[span])
    if leading is not None and leading.cue_token not in used:
        _give_attribution(draft, leading, used)
        return draft
    if trailing is not None and at_start:
        _give_attribution(draft, trailing, used)
        return draft
    if trailing is not None:
        # "The plan is a “mistake,” she said": the quote is the sentence, and only partly in marks.
        return None
    # no attribution of its own
    if neighbour is not None and 0 <= neighbour.attribution_end <= span.outer_start:
        between = text[neighbour.attribution_end : span.outer_start]
        if not between.strip(" \t\n.,;—–-") and _is_clause(syntax, span, loose=True):
            neighbour.pieces.append((span.start, span.end))
            neighbour.marked.append(span)
            neighbour.attribution_end = span.outer_end
            return neighbour
    if at_start and _ends_sentence(text, span) and _is_clause(syntax, span):
        if previous is not None and number - previous.paragraph <= 2:
            draft.cue_lemma, draft.subject, draft.source = None, previous.subject, previous.source
            draft.method = "follow-on"
        else:
            draft.method = "unattributed"
        draft.attribution_end = -1
        return draft
    return None


def _stands_at_start(text: str, before: tuple[int, int], is_first: bool) -> bool:
    gap = text[before[0] : before[1]].strip()
    if not gap:
        return True
    return (
        bool(_TERMINAL.search(gap)) or gap in {"—", "–", "-", "•", "*", "...", "…"} or (gap[-1] in "—–•" and is_first)
    )


def _ends_sentence(text: str, span: MarkedSpan) -> bool:
    inside = text[span.start : span.end].rstrip("'’\" ")
    return inside[-1:] in ".!?…" or text[span.outer_end : span.outer_end + 1] in {".", "!", "?"} or not span.is_closed


def _is_clause(syntax: Syntax, span: MarkedSpan, *, loose: bool = False) -> bool:
    first, last = syntax.find_token(span.start), syntax.find_token(span.end - 1)
    count = sum(word[:1].isalnum() for word in syntax.words[first : last + 1])
    finite = any(tag in FINITE_TAGS for tag in syntax.tags[first : last + 1])
    return (count >= 3 and finite) or count >= 8 or (loose and count >= 2)


def _find_leading(syntax: Syntax, span: MarkedSpan, before: tuple[int, int]) -> Attribution | None:
    text = syntax.text
    gap = text[before[0] : before[1]].rstrip()
    if not gap:
        return None
    last_char = gap[-1]
    first, last = syntax.find_token(before[0]), syntax.find_token(before[0] + len(gap) - 1)
    if last < first:
        return None
    # only the sentence right before the mark
    for place in range(last, first, -1):
        if syntax.words[place] in {".", "!", "?", ";"} and place < last:
            first = place + 1
            break
        if not syntax.words[place].strip():
            first = place + 1
            break
    cues = load_cues()
    cue_place = cue_end = None
    lemma = None
    for place in range(last, first - 1, -1):
        if syntax.words[place] in cues.verbs or syntax.words[place] in cues.compounds:
            if not (syntax.tags[place].startswith("VB") or place >= last - 1):
                continue
            found = find_cue(syntax, place, cues)
            if found is not None and ("quote" in found[0].frames or last_char == ":"):
                cue_place, cue_end, lemma = place, found[1], found[0].lemma
                break
    if last_char == ":":
        if cue_place is not None and cue_end is not None:
            return _make_attribution(syntax, cue_place, cue_end, lemma, "colon", before[1])
        return _read_label(syntax, first, last)
    if cue_place is None or cue_end is None:
        return None
    if last_char == ",":
        if last - cue_end > 14:
            return None
        return _make_attribution(syntax, cue_place, cue_end, lemma, "leading", before[1])
    rest = syntax.words[cue_end : last + 1]
    if not rest or rest == ["that"] or (rest[-1] == "that" and len(rest) <= 8):
        if _is_clause(syntax, span) and _ends_sentence(text, span):
            return _make_attribution(syntax, cue_place, cue_end, lemma, "leading", before[1])
    return None


def _read_label(syntax: Syntax, first: int, last: int) -> Attribution | None:
    """A label such as "Putin to Pompeo:" or "PENCE:"; else the subject of what stands before the colon."""
    colon = (syntax.starts[last], syntax.ends[last])
    verbs = [place for place in range(first, last) if syntax.tags[place] in FINITE_TAGS]
    if not verbs:
        names = [place for place in range(first, last) if syntax.tags[place].startswith(("NN", "PRP"))]
        if not names or last - first > 12:
            return None
        to = next((place for place in range(first, last) if syntax.words[place] == "to"), None)
        head = next((p for p in reversed(names) if to is None or p < to), names[-1])
        addressee = next((p for p in reversed(names) if to is not None and p > to), None)
        return Attribution(colon, ":", None, head, "label", colon[1], addressee=addressee)
    for place in verbs:
        subject = find_subject(syntax, place)
        if subject is not None:
            return Attribution(colon, ":", None, subject, "colon", colon[1])
    return None


def _find_trailing(syntax: Syntax, span: MarkedSpan, behind: tuple[int, int]) -> Attribution | None:
    text = syntax.text
    gap = text[behind[0] : behind[1]]
    stripped = gap.lstrip(" \t,")
    if not stripped.strip() or stripped[0] == "\n":
        return None
    inside = text[span.start : span.end].rstrip("'’\" ")
    tail = inside[-1:]
    comma = "," in gap[: len(gap) - len(stripped)] or tail == ","
    first = syntax.find_token(behind[0] + len(gap) - len(stripped))
    last = syntax.find_token(behind[0] + len(gap.rstrip()) - 1)
    if last >= len(syntax.words):
        last = len(syntax.words) - 1
    # only up to the end of the sentence
    for place in range(first, last + 1):
        if (
            syntax.words[place] in {".", "!", "?", ";"}
            or (syntax.words[place] == ":" and place == last)
            or not syntax.words[place].strip()
        ):
            last = place
            break
    if stripped[0] in "—–-―" and not comma:
        return _read_signature(syntax, first, last)
    if not (comma or tail in "?!—–-…" or stripped[0].islower()):
        if tail != ".":
            return None
        # "It is over." Smith said.
        strict = True
    else:
        strict = tail == "." and not comma
    cues = load_cues()
    for place in range(first, min(last + 1, first + 40)):
        word = syntax.words[place]
        if word == "according" and place <= first + 1 and syntax.words[place + 1 : place + 2] == ["to"]:
            for child in syntax.children[place] + syntax.children[place + 1]:
                if syntax.deps[child] == "pobj":
                    cue = (syntax.starts[place], syntax.ends[place + 1])
                    return Attribution(cue, "according to", place, child, "trailing", syntax.ends[last])
        if word in cues.verbs or word in cues.compounds:
            if not syntax.tags[place].startswith("VB") or syntax.tags[place] == "VBG" and place > first:
                continue
            found = find_cue(syntax, place, cues)
            if found is None or "quote" not in found[0].frames:
                continue
            if syntax.deps[place] in {"relcl", "acl", "amod"} and place > first + 1:
                continue
            if strict and (last - place > 2 or place - first > 6):
                return None
            if not (comma or tail in "?!—–-…") and place > first + 12:
                return None
            return _make_attribution(syntax, place, found[1], found[0].lemma, "trailing", syntax.ends[last], first)
        if (
            syntax.tags[place] in FINITE_TAGS
            and word not in {"has", "had", "have", "would", "could", "did", "does", "'s", "later", "is", "was"}
            and syntax.deps[place] not in {"relcl", "aux", "auxpass"}
        ):
            return None
    return None


def _read_signature(syntax: Syntax, first: int, last: int) -> Attribution | None:
    """A dash and a name behind a quote: "“...” — Jane Roe"."""
    names = [place for place in range(first + 1, last + 1) if syntax.tags[place].startswith("NNP")]
    if not names or last - first > 12 or any(syntax.tags[place] in FINITE_TAGS for place in range(first, last + 1)):
        return None
    head = names[0]
    while head + 1 in names:
        head += 1
    cue = (syntax.starts[first], syntax.ends[first])
    return Attribution(cue, ":", None, head, "signature", syntax.ends[last])


def _make_attribution(
    syntax: Syntax, place: int, cue_end: int, lemma: str | None, method: str, end: int, first: int | None = None
) -> Attribution:
    subject = _find_near_subject(syntax, place, cue_end, first, method)
    addressee = next(
        (
            c
            for c in syntax.children[place]
            if syntax.deps[c] in {"dobj", "dative"} and c > place and syntax.tags[c].startswith(("NN", "PRP"))
        ),
        None,
    )
    if subject == addressee or lemma not in {"tell", "ask", "remind", "assure", "inform", "warn", "advise"}:
        addressee = None
    return Attribution(
        (syntax.starts[place], syntax.ends[cue_end - 1]), lemma, place, subject, method, end, addressee=addressee
    )


def _find_near_subject(syntax: Syntax, place: int, cue_end: int, first: int | None, method: str) -> int | None:
    """The source of a cue beside a quote. Inverted order ("said Smith") often reaches us as an object."""
    deps, tags = syntax.deps, syntax.tags
    own = [c for c in syntax.children[place] if deps[c] in {"nsubj", "nsubjpass"}]
    if method == "trailing" and first is not None:
        if place == first:
            near = [
                c
                for c in syntax.children[place]
                if c > place
                and deps[c] in {"nsubj", "dobj", "attr", "dative", "npadvmod"}
                and tags[c].startswith(("NN", "PRP", "CD", "DT"))
            ]
            if near:
                return near[0]
        inside = [c for c in own if c >= first]
        if inside:
            return min(inside, key=lambda c: abs(c - place))
        nouns = [p for p in range(first, place) if tags[p].startswith(("NN", "PRP"))]
        if nouns:
            head = nouns[0]
            while syntax.heads[head] in range(first, place) and syntax.heads[head] != head:
                head = syntax.heads[head]
            return head
    return find_subject(syntax, place)


def _finish(syntax: Syntax, finder: SourceFinder, drafts: list[Draft], marked: list[MarkedSpan]) -> list[Quote]:
    made: list[tuple[Draft, Quote]] = []
    direct_spans = [(piece, draft) for draft in drafts if draft.is_direct for piece in draft.pieces]
    for draft in drafts:
        source = draft.source
        if source is None and draft.subject is not None:
            source = finder.read_source(draft.subject)
        pieces = draft.pieces if draft.is_direct else _mend_pieces(draft.pieces, marked)
        if not pieces:
            continue
        quote_type = "direct" if draft.is_direct else _judge_type(syntax, pieces, marked)
        if not draft.is_direct:
            holder = next((d for piece, d in direct_spans if draft.cue and piece[0] <= draft.cue[0] < piece[1]), None)
            if holder is not None and (
                source is None or source.entity_type == "DESCRIPTION" and source.rule == "pronoun"
            ):
                continue
        addressee = finder.read_source(draft.addressee) if draft.addressee is not None else None
        cue = " ".join(syntax.text[draft.cue[0] : draft.cue[1]].split()) if draft.cue else None
        made.append(
            (draft, Quote(quote_type, tuple(pieces), source, cue, draft.cue_lemma, addressee, None, draft.method, 0.5))
        )
    quotes = _drop_repeats([quote for _, quote in made])
    quotes.sort(key=lambda quote: (quote.fragments[0][0], quote.fragments[-1][1]))
    return quotes


def _drop_repeats(quotes: list[Quote]) -> list[Quote]:
    """Drop a quote nested in another of the same source."""
    kept: list[Quote] = []
    ordered = sorted(quotes, key=lambda q: -(q.fragments[-1][1] - q.fragments[0][0]))
    for quote in ordered:
        name = quote.speaker.entity_name if quote.speaker else None
        nested = any(
            other.fragments[0][0] <= quote.fragments[0][0]
            and quote.fragments[-1][1] <= other.fragments[-1][1]
            and ((other.speaker.entity_name if other.speaker else None) == name or quote.fragments == other.fragments)
            for other in kept
        )
        if not nested:
            kept.append(quote)
    return kept


def _mend_pieces(pieces: list[tuple[int, int]], marked: list[MarkedSpan]) -> list[tuple[int, int]]:
    """Move ends that fall inside quotation marks to the marks."""
    mended: list[tuple[int, int]] = []
    for start, end in pieces:
        for span in marked:
            if span.outer_start < end < span.outer_end and start < span.outer_start:
                end = span.outer_end
            elif span.outer_start < start < span.outer_end < end:
                start = span.outer_end
            elif end == span.outer_start + 1 and span.end > end:
                end = span.outer_start
        mended.append((start, end))
    mended.sort()
    joined: list[tuple[int, int]] = []
    for start, end in mended:
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _judge_type(syntax: Syntax, pieces: list[tuple[int, int]], marked: list[MarkedSpan]) -> str:
    touching = [span for span in marked if any(start < span.end and span.start < end for start, end in pieces)]
    if not touching:
        return "indirect"
    whole = all(any(span.outer_start <= start and end <= span.outer_end for span in touching) for start, end in pieces)
    if whole:
        inside_only = all(any(span.outer_start == start for span in touching) for start, _ in pieces)
        return (
            "direct" if inside_only and _is_clause(syntax, touching[0]) else "indirect" if not inside_only else "mixed"
        )
    return "mixed"
