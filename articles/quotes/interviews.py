"""Interviews without speaker labels: paragraphs alternate between questions and answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.quotes.drafts import Draft
from articles.quotes.rules import RuleId
from articles.quotes.transcripts import find_interviewee
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.quotes.quotation_marks import MarkedSpan
    from articles.records import Mention

_FEWEST = 3  # questions
_LONGEST_QUESTION = 60  # words
# How the headline or introduction announces an interview.
_TOLD = re.compile(
    r"\b(?:interview(?:ed|s)?|(?:spoke|speaks|spoken|talks?|talked|sat down|chatted|met) (?:up )?(?:to|with|about)"
    r"|(?:we|i) (?:met|asked|visited|called|reached)|conversation with|questions (?:to|for)|answers|Q&A|Q and A"
    r"|in (?:his|her|their) own words)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|me|[Mm]y|mine|[Ww]e|us|[Oo]urs?)\b")
_FEWEST_PERSONAL = 1 / 3  # share of the answers with "I" or "we": those of an explainer have none


def find_answers(
    text: str, paragraphs: Sequence[CharSpan], marked: Sequence[MarkedSpan], mentions: Sequence[Mention]
) -> list[Draft]:
    """Drafts of the answers of an interview without labels, each of one or more paragraphs. Questions are no quotes."""
    with_marks = {span.paragraph for span in marked if span.outer_start == paragraphs[span.paragraph].start}
    words = [text[start:end].strip() for start, end in paragraphs]
    asked = [
        number
        for number, told in enumerate(words)
        if told.endswith("?") and len(told.split()) <= _LONGEST_QUESTION and number not in with_marks
    ]
    if len(asked) < _FEWEST or not _TOLD.search(text[: paragraphs[asked[0]].start]):
        return []
    answers = [range(one + 1, other) for one, other in zip(asked, [*asked[1:], len(words)], strict=True)]
    answers[-1] = range(asked[-1] + 1, min(asked[-1] + 2, len(words)))  # later paragraphs may be the article's own
    answers = [answer for answer in answers if answer and not with_marks.intersection(answer)]
    told = [" ".join(words[number] for number in answer) for answer in answers]
    personal = sum(bool(_FIRST_PERSON.search(answer)) for answer in told)
    interviewee = find_interviewee(paragraphs[asked[0]].start, mentions)
    if interviewee is None or len(answers) < _FEWEST or personal < _FEWEST_PERSONAL * len(answers):
        return []
    drafts: list[Draft] = []
    for answer in answers:
        pieces = [CharSpan(paragraphs[at].start, paragraphs[at].start + len(words[at])) for at in answer]
        draft = Draft(pieces, RuleId.TURN, is_direct=True, paragraph=answer[0], source=interviewee)
        drafts.append(draft)
    return drafts
