"""Quotes of an article: who said what, direct, mixed or indirect.

Two finders work side by side. Quotation marks give what was said word for word, and the running text beside them who
said it; cue words and the dependency parse give reported clauses. Where both see the same utterance the marks win if
the whole utterance stands inside them, the clause if only a part does.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from articles.quotes.anonymity import read_anonymity
from articles.quotes.denials import find_claim, is_denial, points_elsewhere
from articles.quotes.direct import DirectFinder, draft_report, is_clause
from articles.quotes.medium import find_medium
from articles.quotes.quotation_marks import MarkedSpan, find_marked_spans, find_paragraphs
from articles.quotes.really_said import find_objection
from articles.quotes.reported import find_reports
from articles.quotes.source_kinds import judge_source
from articles.quotes.speakers import SourceFinder
from articles.quotes.transcripts import find_turns
from articles.records import Quote, SourceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.coreference.pronouns import References
    from articles.parsing.tokens import Tokens
    from articles.quotes.drafts import Draft
    from articles.records import CleanArticle, Mention


def find_quotes(
    tokens: Tokens, article: CleanArticle, mentions: Sequence[Mention], references: References
) -> list[Quote]:
    """Quotes in the body of an article, in order of where they begin.

    `tokens` are those of `article.clean_text`, `mentions` and `references` belong to the same text.
    """
    text = article.clean_text
    paragraphs = find_paragraphs(text, article.body_start)
    if not tokens.words or not paragraphs:
        return []
    marked = find_marked_spans(text, paragraphs)
    first = tokens.find_token(paragraphs[0][0])
    if first < len(tokens.words) and tokens.starts[first] < paragraphs[0][0]:
        first += 1
    reports = find_reports(tokens, first)
    finder = DirectFinder(tokens, paragraphs, marked, reports)
    drafts = finder.find()
    turns = find_turns(tokens, paragraphs, mentions)
    held = [piece for turn in turns for piece in turn.pieces]
    drafts = [draft for draft in drafts if not all(_is_inside(piece, held) for piece in draft.pieces)] + turns
    for report in reports:
        if report.cue_start in finder.used_cues and report.cue_start not in finder.report_drafts:
            continue
        draft = finder.report_drafts.get(report.cue_start) or draft_report(tokens, report)
        draft.pieces = _clip_pieces(draft, paragraphs)
        drafts.append(draft)
    for draft in finder.report_drafts.values():
        if draft not in drafts:
            draft.pieces = _clip_pieces(draft, paragraphs)
            drafts.append(draft)
    authors = article.metadata.author_names
    sources = SourceFinder(tokens, mentions, references, authors[0] if len(authors) == 1 else None)
    return _finish_quotes(tokens, sources, drafts, marked)


def _clip_pieces(draft: Draft, paragraphs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut a report's pieces at the bounds of the paragraph its cue stands in; parses run across them."""
    for start, end in paragraphs:
        if draft.cue is not None and start <= draft.cue[0] < end:
            marked = {(span.start, span.end) for span in draft.marked}  # words a quote goes on with, further down
            clipped = [
                piece if piece in marked else (max(piece[0], start), min(piece[1], end)) for piece in draft.pieces
            ]
            return [piece for piece in clipped if piece[0] < piece[1]]
    return draft.pieces


def _finish_quotes(tokens: Tokens, finder: SourceFinder, drafts: list[Draft], marked: list[MarkedSpan]) -> list[Quote]:
    quotes: list[Quote] = []
    drafts.sort(key=lambda draft: draft.cue[0] if draft.cue else draft.pieces[0][0])  # sources are taken up in order
    direct_spans = [piece for draft in drafts if draft.is_direct for piece in draft.pieces]
    for draft in drafts:
        pieces = draft.pieces if draft.is_direct else _mend_pieces(draft.pieces, marked)
        if not pieces:
            continue
        origin = draft
        while origin.subject is None and origin.heir_of is not None:
            origin = origin.heir_of
        source = finder.read_source(origin.subject, origin.cue_token) if origin.subject is not None else None
        kind, source = judge_source(source, tokens.words[max(origin.subject - 1, 0)] if origin.subject else "")
        if find_objection(tokens, draft, pieces, kind) is not None:
            continue
        is_denied = is_denial(draft, kind)
        if is_denied and points_elsewhere(tokens, pieces):
            pieces = find_claim(tokens, draft, drafts) or []
            if not pieces:
                continue
        anonymity = read_anonymity(tokens, source, kind)
        quote_type = "direct" if draft.is_direct else _judge_type(tokens, pieces, marked)
        inside = not draft.is_direct and draft.cue is not None and _is_inside(draft.cue, direct_spans)
        if inside and (source is None or source.rule != "name" or draft.method != "clause"):
            continue  # what a speaker says of the speech of others seldom is an attribution of its own
        addressee = finder.read_source(draft.addressee) if draft.addressee is not None else None
        cue = " ".join(tokens.text[draft.cue[0] : draft.cue[1]].split()) if draft.cue else None
        medium = find_medium(tokens, draft.cue_token, draft.cue_lemma) if draft.cue_token is not None else None
        quotes.append(
            Quote(
                quote_type,
                tuple(pieces),
                source,
                cue,
                draft.cue_lemma,
                addressee,
                medium,
                draft.method,
                0.0,
                kind or SourceKind.UNRESOLVED,
                is_denied and quote_type != "direct",
                anonymity,
            )
        )
    quotes = _drop_repeats(quotes)
    quotes.sort(key=lambda quote: (quote.fragments[0][0], -quote.fragments[-1][1], quote.method))
    return _nest_quotes(quotes)


def _nest_quotes(quotes: list[Quote]) -> list[Quote]:
    """Give each quote its parent, the smallest quote around it, and the confidence of its method."""
    measured = read_confidence()
    nested: list[Quote] = []
    for place, quote in enumerate(quotes):
        start, end = quote.fragments[0][0], quote.fragments[-1][1]
        parent: int | None = None
        for other in range(place):
            holds = any(piece[0] <= start and end <= piece[1] for piece in quotes[other].fragments)
            if holds and (parent is None or _get_length(quotes[other]) <= _get_length(quotes[parent])):
                parent = other
        key = quote.method if parent is None else f"{quote.method}, nested"
        confidence = measured.get(key, measured["any other" if parent is None else "any other, nested"])
        nested.append(replace(quote, parent=parent, confidence=confidence))
    return nested


def _get_length(quote: Quote) -> int:
    return quote.fragments[-1][1] - quote.fragments[0][0]


@cache
def read_confidence() -> dict[str, float]:
    """How often quotes found by each method are right, from `confidence.toml`."""
    table = tomllib.loads(files(__package__).joinpath("confidence.toml").read_text("utf-8"))
    return {method: float(value) for method, value in table["right"].items()}


def _is_inside(span: tuple[int, int], holders: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in holders)


def _drop_repeats(quotes: list[Quote]) -> list[Quote]:
    """Drop a quote nested in another of the same source."""
    kept: list[Quote] = []
    ordered = sorted(quotes, key=lambda quote: quote.fragments[0][0] - quote.fragments[-1][1])
    for quote in ordered:
        name = quote.speaker.entity_name if quote.speaker else None
        nested = any(
            other.fragments[0][0] <= quote.fragments[0][0]
            and quote.fragments[-1][1] <= other.fragments[-1][1]
            and quote.is_denied == other.is_denied
            and ((other.speaker.entity_name if other.speaker else None) == name or quote.fragments == other.fragments)
            for other in kept
        )
        if not nested:
            kept.append(quote)
    return kept


def _mend_pieces(pieces: list[tuple[int, int]], marked: list[MarkedSpan]) -> list[tuple[int, int]]:
    """Move ends that fall inside quotation marks to the marks, and join pieces that touch."""
    joined: list[tuple[int, int]] = []
    for piece in sorted(_mend_piece(piece, marked) for piece in pieces):
        if piece[0] >= piece[1]:
            continue
        if joined and piece[0] <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(piece[1], joined[-1][1]))
        else:
            joined.append(piece)
    return joined


def _mend_piece(piece: tuple[int, int], marked: list[MarkedSpan]) -> tuple[int, int]:
    start, end = piece
    for span in marked:
        if span.start > end:
            break
        if span.outer_start < end < span.outer_end and start < span.outer_start:
            end = span.outer_start if end <= span.start else span.outer_end
        elif span.outer_start < start < span.outer_end < end:
            start = span.outer_end
    return start, end


def _judge_type(tokens: Tokens, pieces: list[tuple[int, int]], marked: list[MarkedSpan]) -> str:
    touching = [span for span in marked if any(start < span.end and span.start < end for start, end in pieces)]
    if not touching:
        return "indirect"
    whole = all(any(span.outer_start <= start and end <= span.outer_end for span in touching) for start, end in pieces)
    if whole:
        inside_only = all(any(span.outer_start >= start - 1 for span in touching) for start, _ in pieces)
        if not inside_only:
            return "indirect"
        return "direct" if is_clause(tokens, touching[0]) else "mixed"
    return "mixed"
