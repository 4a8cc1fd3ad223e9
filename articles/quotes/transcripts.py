"""Turns of transcripts and interviews: paragraphs that begin with a speaker's name and a colon, without marks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from articles.lexicon.gazetteers import read_first_names
from articles.quotes.attribution import Attribution
from articles.quotes.drafts import Draft
from articles.quotes.rules import RuleId
from articles.records import Source
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.parsing.tokens import Tokens
    from articles.quotes.quotation_marks import MarkedSpan
    from articles.records import Mention

# A name in capitals or not, with title: what an interview or a transcript writes before a turn.
_NAME = r"(?:(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gov|MR|MS|MRS|DR|SEN|REP|GOV)\.? )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}"
# A line such as "[10:05:22] INGE TORP, DIRECTOR, ISLAND COUNCIL (through translator):" begins one.
_LABEL = re.compile(
    r"^(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]? +)?"
    rf"(?P<name>{_NAME})(?:, [A-Z][A-Z0-9 .,&'’/-]+)?(?: \([^()\n]{{1,40}}\))*:\s+(?=\S)",
    re.MULTILINE,
)
# The name in capitals inside marks: "“PENCE: Well, ...", "“MR. EARNEST: ...", "“CHRIS WALLACE, HOST: ...".
_MARKED_LABEL = re.compile(r"(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3})(?:, [A-Z][A-Z ]+)?:\s+(?=\S)")
_FEWEST = 3  # turns; one or two may be a caption, a dateline or a subheading
_MARKS = frozenset("\"“„«'‘`")
_STAGE_DIRECTION = re.compile(r"\s*[(\[][A-Z][A-Z ,.'-]+[)\]]\s*$")  # "(LAUGHTER)" behind the words
_TITLES = re.compile(r"^(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gov)\.? ", re.IGNORECASE)
_QUESTIONS, _ANSWERS = frozenset({"q", "question"}), frozenset({"a", "answer"})


def find_turns(tokens: Tokens, paragraphs: Sequence[CharSpan], mentions: Sequence[Mention]) -> list[Draft]:
    """Drafts of a transcript's turns. A paragraph without a name may be the article's own: it is none.

    A label counts where it is the name of a person whom the article mentions, or comes back in turn with another.
    What "Q:" asks is nobody's, what "A:" answers is the interviewee's: whom the article names most before.
    """
    labels = _keep_labels(_list_labels(tokens.text, paragraphs), mentions)
    if len(labels) < _FEWEST or len({found["name"] for found, _ in labels}) < 2:
        return []
    persons = _list_persons(labels, mentions)
    interviewee = _find_interviewee(labels[0][0].start(), mentions)
    drafts: list[Draft] = []
    for found, (number, end) in labels:
        name, start = _fold(found["name"]), found.end()
        if tokens.text[start] in _MARKS or name in _QUESTIONS:
            continue  # a label before words in marks is read with the marks
        direction = _STAGE_DIRECTION.search(tokens.text, start, end)
        piece = CharSpan(start, direction.start() if direction is not None else end)
        colon = tokens.text.rindex(":", found.start(), found.end())
        draft = Draft([piece], RuleId.TURN, CharSpan(colon, colon + 1), ":", is_direct=True, paragraph=number)
        draft.subject = tokens.find_token(found.end("name") - 1)
        person = persons.get(name.split()[-1])
        if name in _ANSWERS:
            draft.source = interviewee
        elif person is not None:
            draft.source = Source(*found.span("name"), person, "PERSON", "turn")
        elif found["name"].isupper():
            draft.source = Source(*found.span("name"), found["name"], "DESCRIPTION", "turn")
        if piece.start < piece.end and (name not in _ANSWERS or interviewee is not None):
            drafts.append(draft)
    return drafts


_Label: TypeAlias = "tuple[re.Match[str], tuple[int, int]]"  # a label, its paragraph, and where its words end


def _list_labels(text: str, paragraphs: Sequence[CharSpan]) -> list[_Label]:
    """Lines that begin with a label; words go on to the next one or the end of the paragraph."""
    labels: list[_Label] = []
    for number, paragraph in enumerate(paragraphs):
        found = [*_LABEL.finditer(text, *paragraph)]
        if not found or found[0].start() != paragraph.start:
            continue
        ends = [*(label.start() for label in found[1:]), paragraph.end]
        labels += [(label, (number, end)) for label, end in zip(found, ends, strict=True)]
    return [(label, (number, len(text[:end].rstrip()))) for label, (number, end) in labels if end > label.end()]


def _fold(name: str) -> str:
    return _TITLES.sub("", name).casefold()


def _keep_labels(labels: list[_Label], mentions: Sequence[Mention]) -> list[_Label]:
    """The labels that name speakers."""
    persons = {
        word.casefold()
        for mention in mentions
        if mention.entity_type == "PERSON"
        for word in mention.entity_name.split()
    }
    names = [found["name"] for found, _ in labels]
    counts = Counter(_fold(name).split()[-1] for name in names)
    comes_back = sum(count > 1 for count in counts.values()) > 1
    kept = [
        name
        for name in names
        if _fold(name).split()[-1] in persons or (comes_back and counts[_fold(name).split()[-1]] > 1)
    ]
    shouted = [name for name in names if name.isupper() and len(name) > 2]
    is_transcript = len(shouted) >= _FEWEST and len(set(shouted)) > 1 and (comes_back or len(kept) >= _FEWEST)
    chosen = {*kept, *(shouted if is_transcript else ())}
    return [label for label in labels if label[0]["name"] in chosen]


def _list_persons(labels: Sequence[_Label], mentions: Sequence[Mention]) -> dict[str, str]:
    """Full names of persons by surname, in lower case: as the article mentions them, else as a label has them."""
    persons: dict[str, str] = {}
    for mention in mentions:
        if mention.entity_type == "PERSON" and " " in mention.entity_name:
            persons.setdefault(mention.entity_name.split()[-1].casefold(), mention.entity_name)
    for found, _ in labels:
        words = _TITLES.sub("", found["name"]).split()
        has_role = "," in found[0]
        if len(words) > 1 and (has_role or words[0].casefold() in read_first_names()):
            persons.setdefault(
                words[-1].casefold(), " ".join(words).title() if found["name"].isupper() else " ".join(words)
            )
    return persons


def _find_interviewee(start: int, mentions: Sequence[Mention]) -> Source | None:
    """The person named most before the first turn; of several, the first."""
    before = [each for each in mentions if each.entity_type == "PERSON" and each.clean_start < start]
    counts = Counter(each.entity_name for each in before)
    first = max(before, key=lambda each: counts[each.entity_name], default=None)
    return Source(first.clean_start, first.clean_end, first.entity_name, "PERSON", "turn") if first else None


def read_turn(tokens: Tokens, span: MarkedSpan) -> Attribution | None:
    """The speaker's name in capitals, where a transcript stands inside the marks."""
    match = _MARKED_LABEL.match(tokens.text, span.start, span.end)
    if match is None or match.end() >= span.end:
        return None
    head = tokens.find_token(match.end("name") - 1)
    return Attribution(CharSpan(match.end("name"), match.end("name") + 1), ":", None, head, RuleId.TURN)
