"""Reported speech: the clauses and phrases that a cue governs, found by the dependency parse.

The rules look at one cue at a time and mostly ignore quotation marks; `articles.quotes.find_drafts` merges both.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from articles.lexicon.cues import load_cues
from articles.quotes.clause_bounds import trim_piece
from articles.quotes.phrases import read_according_clause, read_noun, read_words_of
from articles.quotes.verb_frames import read_verb

if TYPE_CHECKING:
    from articles.parsing.tokens import Tokens
    from articles.quotes.reports import Report


def find_reports(tokens: Tokens, first: int = 0) -> list[Report]:
    """Reported clauses and phrases from token `first` on, in the order of their cues."""
    cues = load_cues()
    reports: list[Report] = []
    words, tags = tokens.words, tokens.tags
    for place in range(first, len(words)):
        word = words[place]
        report: Report | None = None
        if tags[place].startswith("VB") and (word in cues.verbs or word in cues.compounds):
            report = read_verb(tokens, place, cues)
        elif word == "according" and words[place + 1 : place + 2] == ["to"]:
            report = read_according_clause(tokens, place)
        elif word == "words":
            report = read_words_of(tokens, place)
        elif word in cues.nouns and tags[place].startswith("NN"):
            report = read_noun(tokens, place, cues.nouns[word])
        if report is not None:
            reports.append(report)
    _cut_at_next_source(tokens, reports)
    _cut_at_semicolon(tokens, reports)
    return reports


def _cut_at_semicolon(tokens: Tokens, reports: list[Report]) -> None:
    """End a clause at a semicolon behind which somebody else says something: "Some say X; others, it seems, say Y"."""
    for report, following in pairwise(reports):
        start, end = report.pieces[-1]
        if following.subject is None or not report.cue_start < start < following.subject < following.cue_start < end:
            continue
        if tokens.tags[following.subject] == "PRP":
            continue  # "they said it was over; they told us so": the same people go on
        mark = next((at for at in range(start, following.subject) if tokens.words[at] == ";"), None)
        cut = trim_piece(tokens, start, mark) if mark is not None else None
        if cut is not None:
            report.pieces[-1] = cut


def _cut_at_next_source(tokens: Tokens, reports: list[Report]) -> None:
    """End a clause before the source of the next cue, if the parser made that source part of the clause."""
    for report in reports:
        start, end = report.pieces[-1]
        # the source is right before its cue, and both are at the end of the clause
        for place in range(bisect_left(reports, end, key=lambda other: other.cue_start), len(reports)):
            other = reports[place]
            if other.cue_start - end > _SOURCE_GAP:
                break
            if tokens.tags[other.cue_start] == "VBG":
                continue  # ", calling it sad": the source of a participle is not right before it
            if other.subject is not None and report.cue_start < start < other.subject < end:
                left = tokens.edges_left[other.subject]
                cut = trim_piece(tokens, start, left) if start < left else None
                if cut is not None:
                    report.pieces[-1] = cut


_SOURCE_GAP = 2  # tokens between a source and its cue: "Roe | has also | said"
