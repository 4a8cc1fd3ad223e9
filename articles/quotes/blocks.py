"""Block quotes: paragraphs without quotation marks, introduced by a paragraph that ends with a cue and a colon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.parsing.tokens import FINITE_TAGS
from articles.quotes.attribution import find_last_cue, name_cue
from articles.quotes.drafts import Draft
from articles.quotes.rules import RuleId
from articles.quotes.subjects import find_subject
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.parsing.tokens import Tokens
    from articles.quotes.quotation_marks import MarkedSpan

_BULLETS = "•*-–—·◦▪"
_LEMMAS = frozenset({"say", "write", "add", "read", "state", "tell", "reply", "respond", "tweet", "post", "continue"})
_CUE_REACH = 8  # tokens from the cue to the colon: "she wrote in her letter to the schools:"


def find_blocks(tokens: Tokens, paragraphs: Sequence[CharSpan], marked: Sequence[MarkedSpan]) -> list[Draft]:
    """Drafts of block quotes. All points of a list are one quote."""
    with_marks = {span.paragraph for span in marked}
    blocks: list[Draft] = []
    for number, paragraph in enumerate(paragraphs[:-1]):
        if tokens.text[paragraph.start : paragraph.end].rstrip()[-1:] != ":" or number + 1 in with_marks:
            continue
        block = _read_block(tokens, paragraph)
        if block is not None:
            block.pieces, block.paragraph = _list_points(tokens.text, paragraphs, number + 1), number + 1
            blocks.append(block)
    return blocks


def _read_block(tokens: Tokens, introduction: CharSpan) -> Draft | None:
    """A draft with cue and source from the paragraph that introduces the quote, still without words."""
    last = tokens.find_token(introduction.start + len(tokens.text[introduction.start : introduction.end].rstrip()) - 1)
    first = max(tokens.find_token(introduction.start), tokens.find_own_start(last))
    cue = find_last_cue(tokens, first, last, any_frame=False)
    if cue is None or last - cue.end > _CUE_REACH or tokens.tags[cue.place] not in FINITE_TAGS:
        return None
    if cue.lemma not in _LEMMAS or not tokens.text[tokens.starts[cue.place]].islower():
        return None  # "Paper Calls Race:" is a heading
    subject = find_subject(tokens, cue.place)
    if subject is None or any(tokens.tags[at] in FINITE_TAGS for at in range(cue.end, last)):
        return None
    draft = Draft([], RuleId.BLOCK, is_direct=True)
    name_cue(tokens, cue, RuleId.BLOCK, subject).lend_to(draft)
    return draft


def _list_points(text: str, paragraphs: Sequence[CharSpan], number: int) -> list[CharSpan]:
    """The paragraph below, or all points of the list that begins there, without their bullets."""
    points: list[CharSpan] = []
    for paragraph in paragraphs[number:]:
        start, end = paragraph
        is_point = text[start] in _BULLETS
        if points and not is_point:
            break
        while start < end and (text[start] in _BULLETS or text[start].isspace()):
            start += 1
        points.append(CharSpan(start, start + len(text[start:end].rstrip())))
        if not is_point:
            break
    return [point for point in points if point.start < point.end]
