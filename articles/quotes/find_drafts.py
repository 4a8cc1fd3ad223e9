"""Drafts of an article's quotes from quotation marks, cues and transcripts, before sources are resolved.

Quotation marks give direct speech; cue words and the dependency parse give reported clauses. If both find the same
utterance, the marks win if they contain all of it, and the clause wins if they contain only a part.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from articles.quotes.blocks import find_blocks
from articles.quotes.clause_bounds import is_connective, trim_piece
from articles.quotes.denials import find_relative_denial
from articles.quotes.direct import find_direct_quotes
from articles.quotes.interviews import find_answers
from articles.quotes.quotation_marks import list_touching
from articles.quotes.reported import find_reports
from articles.quotes.reports import draft_report
from articles.quotes.rules import RuleId
from articles.quotes.transcripts import find_turns
from articles.text.spans import CharSpan, SpanIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.parsing.tokens import Tokens
    from articles.quotes.drafts import Draft
    from articles.quotes.quotation_marks import MarkedSpan
    from articles.records import Mention


_LETTER = re.compile(r"\w")  # a piece without one is a mark left over


def find_drafts(
    tokens: Tokens, paragraphs: Sequence[CharSpan], marked: Sequence[MarkedSpan], mentions: Sequence[Mention]
) -> list[Draft]:
    """Drafts in the order in which their sources must be read: that of their cues."""
    first = tokens.find_token(paragraphs[0].start)
    if first < len(tokens) and tokens.starts[first] < paragraphs[0].start:
        first += 1
    reports = find_reports(tokens, first)
    found = find_direct_quotes(tokens, paragraphs, marked, reports)
    turns = find_turns(tokens, paragraphs, mentions) or find_answers(tokens.text, paragraphs, marked, mentions)
    held = SpanIndex([piece for turn in turns for piece in turn.pieces])
    drafts = [draft for draft in found.drafts if not all(map(held.holds, draft.pieces))] + turns
    drafts += find_blocks(tokens, paragraphs, marked)
    reported = dict(found.report_drafts)
    for report in reports:
        draft = reported.pop(report.cue_start, None)
        if draft is None and report.cue_start in found.taken_cues:
            continue
        drafts.append(draft or draft_report(tokens, report))
    drafts += reported.values()
    cues = sorted(draft.cue.start for draft in drafts if draft.is_direct and draft.cue is not None)
    denials = sorted(cut for draft in drafts if (cut := find_relative_denial(tokens, draft)) is not None)
    for draft in drafts:
        if not draft.is_direct:
            pieces = _leave_others(_clip_pieces(draft, paragraphs), cues)
            pieces = repair_pieces(_cut_denials(_keep_after(tokens, draft, pieces, cues), denials), marked)
            pieces = [piece for piece in pieces if _LETTER.search(tokens.text, *piece)]
            draft.pieces = _drop_connective(tokens, pieces)
    kept = [draft for draft in drafts if draft.pieces]
    return sorted(kept, key=lambda draft: (draft.cue or draft.pieces[0]).start)


def _clip_pieces(draft: Draft, paragraphs: Sequence[CharSpan]) -> list[CharSpan]:
    """Cut a report's pieces at the bounds of the paragraph of its cue; parses run across them."""
    if draft.cue is None:
        return draft.pieces
    at = bisect_right(paragraphs, draft.cue.start, key=lambda paragraph: paragraph.start) - 1
    if at < 0 or draft.cue.start >= paragraphs[at].end:
        return draft.pieces
    bounds = paragraphs[at]
    marked = {(span.start, span.end) for span in draft.marked}  # words a quote goes on with, further down
    clipped = (
        piece if piece in marked else CharSpan(max(piece.start, bounds.start), min(piece.end, bounds.end))
        for piece in draft.pieces
    )
    return [piece for piece in clipped if piece.start < piece.end]


def _drop_connective(tokens: Tokens, pieces: list[CharSpan]) -> list[CharSpan]:
    """Drop a first piece that only joins the sentence to the one before: "For example, she said, the pier is old"."""
    if len(pieces) < 2:
        return pieces
    first, end = tokens.find_token(pieces[0].start), tokens.find_token(pieces[0].end - 1) + 1
    return pieces[is_connective(tokens, first, end) :]


def _leave_others(pieces: list[CharSpan], cues: Sequence[int]) -> list[CharSpan]:
    """Drop a piece that contains the attribution of words in marks, if another piece is left."""
    kept = [
        piece for piece in pieces if len(pieces) > 1 and bisect_left(cues, piece.start) == bisect_left(cues, piece.end)
    ]
    return kept or pieces


def _keep_after(tokens: Tokens, draft: Draft, pieces: list[CharSpan], cues: Sequence[int]) -> list[CharSpan]:
    """Keep only the words after ", he noted, " if those before it are a quote with an attribution of its own."""
    if draft.method != RuleId.PARENTHESIS or draft.cue_token is None or len(pieces) != 1:
        return pieces
    start, end = pieces[0]
    if end > tokens.starts[draft.cue_token] or bisect_left(cues, start) == bisect_left(cues, end):
        return pieces
    after = trim_piece(tokens, draft.cue_token + 1, tokens.find_own_end(draft.cue_token))
    return [CharSpan(tokens.starts[after.start], tokens.ends[after.end - 1])] if after is not None else []


def _cut_denials(pieces: list[CharSpan], denials: Sequence[CharSpan]) -> list[CharSpan]:
    """Cut ", which he denies" out of the pieces."""
    cut: list[CharSpan] = []
    for start, end in pieces:
        first = bisect_right(denials, start, key=lambda denial: denial.start)
        is_inside = first < len(denials) and denials[first].end <= end
        cut.append(CharSpan(start, denials[first].start if is_inside else end))
    return cut


def repair_pieces(pieces: Sequence[CharSpan], marked: Sequence[MarkedSpan]) -> list[CharSpan]:
    """Move ends that fall inside quotation marks to the marks, and join pieces that touch."""
    joined: list[CharSpan] = []
    for piece in sorted(_repair_piece(piece, marked) for piece in pieces):
        if piece.start >= piece.end:
            continue
        if joined and piece.start <= joined[-1].end:
            joined[-1] = CharSpan(joined[-1].start, max(piece.end, joined[-1].end))
        else:
            joined.append(piece)
    return joined


def _repair_piece(piece: CharSpan, marked: Sequence[MarkedSpan]) -> CharSpan:
    start, end = piece
    for span in list_touching(marked, start, end):
        if span.outer_start < end < span.outer_end and start < span.outer_start:
            end = span.outer_start if end <= span.start else span.outer_end
        elif span.outer_start < start < span.outer_end < end:
            start = span.outer_end
        elif span.outer_start <= start <= span.start and (
            span.end <= end + 1 <= span.outer_end + 1 or start == span.outer_start < end < span.end
        ):  # but for a comma, or for words that the parser broke off
            start, end = span.start, span.end  # nothing but the words in marks
    return CharSpan(start, end)
