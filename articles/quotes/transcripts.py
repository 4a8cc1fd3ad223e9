"""Turns of transcripts and interviews: paragraphs that begin with a speaker's name and a colon, without marks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from articles.quotes.attribution import Attribution
from articles.quotes.drafts import Draft
from articles.quotes.rules import RuleId
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.parsing.tokens import Tokens
    from articles.quotes.quotation_marks import MarkedSpan
    from articles.records import Mention

# A name in capitals or not, with title or role: what an interview or a transcript writes before a turn.
_NAME = r"(?:(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gov)\.? )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}"
_LABEL = re.compile(rf"(?P<name>{_NAME})(?:, [A-Z][A-Z ]+)?:\s+(?=\S)")
# The name in capitals inside marks: "“PENCE: Well, ...", "“MR. EARNEST: ...", "“CHRIS WALLACE, HOST: ...".
_MARKED_LABEL = re.compile(r"(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3})(?:, [A-Z][A-Z ]+)?:\s+(?=\S)")
_FEWEST = 3  # turns; one or two may be a caption, a dateline or a subheading
_MARKS = frozenset("\"“„«'‘`")


def find_turns(tokens: Tokens, paragraphs: Sequence[CharSpan], mentions: Sequence[Mention]) -> list[Draft]:
    """Drafts of a transcript's turns, one a paragraph. A paragraph without a name may be the article's own: it is none.

    A label counts where it is the name of a person whom the article mentions, or comes back in turn with another.
    """
    labels = {number: found for number, span in enumerate(paragraphs) if (found := _LABEL.match(tokens.text, *span))}
    persons = {
        word.casefold()
        for mention in mentions
        if mention.entity_type == "PERSON"
        for word in mention.entity_name.split()
    }
    counts = Counter(found["name"] for found in labels.values())
    comes_back = sum(count > 1 for count in counts.values()) > 1
    kept = {
        number: found
        for number, found in labels.items()
        if found["name"].split()[-1].casefold() in persons or (comes_back and counts[found["name"]] > 1)
    }
    if len(kept) < _FEWEST or len({found["name"] for found in kept.values()}) < 2:
        return []
    drafts: list[Draft] = []
    for number, found in sorted(kept.items()):
        start, end = found.end(), paragraphs[number][1]
        if tokens.text[start] in _MARKS:
            continue  # a label before words in marks is read with the marks
        colon = tokens.text.rindex(":", found.start(), found.end())
        head = tokens.find_token(found.end("name") - 1)
        drafts.append(
            Draft(
                [CharSpan(start, end)],
                RuleId.TURN,
                CharSpan(colon, colon + 1),
                ":",
                subject=head,
                is_direct=True,
                paragraph=number,
            )
        )
    return drafts


def read_turn(tokens: Tokens, span: MarkedSpan) -> Attribution | None:
    """The speaker's name in capitals, where a transcript stands inside the marks."""
    match = _MARKED_LABEL.match(tokens.text, span.start, span.end)
    if match is None or match.end() >= span.end:
        return None
    head = tokens.find_token(match.end("name") - 1)
    return Attribution(CharSpan(match.end("name"), match.end("name") + 1), ":", None, head, RuleId.TURN)
