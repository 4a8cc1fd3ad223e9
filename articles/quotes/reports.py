"""A report: words that a cue governs, by tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.quotes.drafts import Draft
from articles.text.spans import CharSpan, TokenSpan

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens
    from articles.quotes.rules import RuleId


@dataclass(slots=True)
class Report:
    """Words that a cue reports; `subject` is the head token of the source."""

    pieces: list[TokenSpan]
    cue_start: int
    cue_end: int
    cue_lemma: str
    subject: int | None
    method: RuleId
    addressee: int | None = None


def draft_report(tokens: Tokens, report: Report) -> Draft:
    """Draft of reported words."""
    return Draft(
        [CharSpan(tokens.starts[start], tokens.ends[end - 1]) for start, end in report.pieces],
        report.method,
        CharSpan(tokens.starts[report.cue_start], tokens.ends[report.cue_end - 1]),
        report.cue_lemma,
        report.cue_start,
        report.subject,
        report.addressee,
        trails=report.pieces[0].end <= report.cue_start,
    )
