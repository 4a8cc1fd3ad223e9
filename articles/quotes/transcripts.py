"""Turns of transcripts and interviews: paragraphs that begin with a speaker's name and a colon, without marks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import read_first_names, read_name_words
from articles.quotes.attribution import Attribution
from articles.quotes.drafts import Draft
from articles.quotes.rules import RuleId
from articles.quotes.source_kinds import judge_description
from articles.records import Source
from articles.text.bylines import spell_capitals
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.parsing.tokens import Tokens
    from articles.quotes.quotation_marks import MarkedSpan
    from articles.records import Mention

# A name with or without title, in capitals or not: the label of a turn.
_TITLE = "|".join(re.escape(title) for title in sorted(read_name_words().titles, key=len, reverse=True))
_NAME = rf"(?:(?i:{_TITLE}) )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{0,3}}"
# A line such as "[10:05:22] INGE TORP, DIRECTOR, ISLAND COUNCIL (through translator):" begins one.
_LABEL = re.compile(
    r"^(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]? +)?"
    rf"(?:(?P<name>{_NAME})(?:, [A-Z][A-Z0-9 .,&'’/-]+)?(?: \([^()\n]{{1,40}}\))*:|(?P<letter>[QA])\.)\s+(?=\S)",
    re.MULTILINE,
)
# The name in capitals inside marks: "“PENCE: Well, ...", "“MR. EARNEST: ...", "“CHRIS WALLACE, HOST: ...".
_MARKED_LABEL = re.compile(r"(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3})(?:, [A-Z][A-Z ]+)?:\s+(?=\S)")
_FEWEST = 3  # turns; one or two may be a caption, a dateline or a subheading
_MARKS = frozenset("\"“„«'‘`")
_STAGE_DIRECTION = re.compile(r"\s*[(\[][A-Z][A-Z ,.'-]+[)\]]\s*$")  # "(LAUGHTER)" after the words
_TITLES = re.compile(rf"^(?:{_TITLE}) ", re.IGNORECASE)
_HEADING = re.compile(
    r"['’]S\b|^(?:THE|A|AN|WHERE|WHAT|WHY|HOW|WHEN|WHO|OUR|NEXT)\b"
)  # "THE ISSUE:", "ROE'S POSITION:"
_ROLE = re.compile(r"(?:THE|A|AN) (?P<role>[A-Z]+)$")  # "THE CHAIRMAN:", "THE WITNESS:"
_COVERING = 0.75  # share of the paragraphs of a text that labels in capitals begin: it is a transcript throughout
_SHORTEST_NAME = 3  # letters; two are initials
# Labels of those nobody knows or names.
_NAMELESS = frozenset(
    {"unidentified", "unknown", "female", "male", "speaker", "voice", "audience", "all", "crowd", "participant"}
)
_QUESTIONS, _ANSWERS = frozenset({"q", "question"}), frozenset({"a", "answer"})


def find_turns(tokens: Tokens, paragraphs: Sequence[CharSpan], mentions: Sequence[Mention]) -> list[Draft]:
    """Drafts of a transcript's turns. A paragraph without a label may be the article's own and makes no quote.

    A label counts if it names a person whom the article mentions, or if it alternates with another label. "Q:" has no
    source. The source of "A:" is the interviewee: the person whom the article names most before.
    """
    labels = _keep_labels(_list_labels(tokens.text, paragraphs), mentions, len(paragraphs))
    if len(labels) < _FEWEST or len({label.name for label in labels}) < 2:
        return []
    speakers = _Speakers(_list_persons(labels, mentions), find_interviewee(labels[0].found.start(), mentions))
    drafts: list[Draft] = []
    for label in labels:
        name, start = _fold(label.name), label.found.end()
        if tokens.text[start] in _MARKS or name in _QUESTIONS or speakers.is_asker(label):
            continue  # a label before words in marks is read with the marks
        direction = _STAGE_DIRECTION.search(tokens.text, start, label.end)
        piece = CharSpan(start, direction.start() if direction is not None else label.end)
        draft = Draft([piece], RuleId.TURN, label.sign, ":", is_direct=True, paragraph=label.paragraph)
        draft.subject = tokens.find_token(label.name_span.end - 1)
        draft.source = speakers.find(label)
        if piece.start < piece.end and (name not in _ANSWERS or draft.source is not None):
            drafts.append(draft)
    return drafts


@dataclass(frozen=True, slots=True)
class _Label:
    """The label of a turn, the number of its paragraph, and the end of its words."""

    found: re.Match[str]
    paragraph: int
    end: int

    @property
    def name(self) -> str:
        """The speaker as the label writes it."""
        return self.found["name"] or self.found["letter"]

    @property
    def name_span(self) -> CharSpan:
        """Characters of the name."""
        return CharSpan(*self.found.span("name" if self.found["name"] else "letter"))

    @property
    def sign(self) -> CharSpan:
        """The colon after the name, or the full stop after a letter."""
        end = self.found.start() + len(self.found[0].rstrip())
        return CharSpan(end - 1, end)


@dataclass(frozen=True, slots=True)
class _Speakers:
    """Persons of a transcript by surname or initials, in lower case, and the one who is interviewed."""

    persons: dict[str, str]
    interviewee: Source | None

    def is_asker(self, label: _Label) -> bool:
        """Whether initials of nobody whom the article names stand there: those of the paper that asks."""
        return label.name.isupper() and len(label.name) < _SHORTEST_NAME and self.find(label) is None

    def find(self, label: _Label) -> Source | None:
        """Source of a turn; None where the label must be read as any other phrase."""
        folded = _fold(label.name)
        if folded in _ANSWERS:
            return self.interviewee
        person = self.persons.get(folded.split()[-1])
        if person is not None:
            return Source(*label.name_span, person, "PERSON", "turn")
        if not label.name.isupper() or len(folded) < _SHORTEST_NAME:
            return None
        if _names_role(folded):
            return Source(*label.name_span, label.name.capitalize(), "DESCRIPTION", "turn")
        return Source(*label.name_span, spell_name(label.name), "PERSON", "turn")


def _names_role(label: str) -> bool:
    """Whether a label tells what somebody is: "moderator", "unidentified female"."""
    words = label.split()
    return words[0] in _NAMELESS or words[-1] in _NAMELESS or judge_description(label)[0] is not None


def spell_name(name: str) -> str:
    """A speaker's name in capitals as one writes it, without a title."""
    return spell_capitals(_TITLES.sub("", name))


def _list_labels(text: str, paragraphs: Sequence[CharSpan]) -> list[_Label]:
    """Lines that begin with a label; words go on to the next one or the end of the paragraph."""
    labels: list[_Label] = []
    for number, paragraph in enumerate(paragraphs):
        found = [*_LABEL.finditer(text, *paragraph)]
        if not found or found[0].start() != paragraph.start:
            continue
        ends = [*(label.start() for label in found[1:]), paragraph.end]
        labels += [_Label(label, number, len(text[:end].rstrip())) for label, end in zip(found, ends, strict=True)]
    return [label for label in labels if label.end > label.found.end()]


def _fold(name: str) -> str:
    return _TITLES.sub("", name).casefold()


def _is_heading(label: str) -> bool:
    role = _ROLE.match(label)
    return _HEADING.search(label) is not None and not (role is not None and judge_description(role["role"].lower())[0])


def _keep_labels(labels: list[_Label], mentions: Sequence[Mention], paragraph_count: int) -> list[_Label]:
    """The labels that name speakers."""
    persons = {
        word.casefold()
        for mention in mentions
        if mention.entity_type == "PERSON"
        for word in mention.entity_name.split()
    }
    names = [label.name for label in labels]
    counts = Counter(_fold(name).split()[-1] for name in names)
    comes_back = sum(count > 1 for count in counts.values()) > 1
    folded = set(map(_fold, names))
    asks = bool(folded & _QUESTIONS) and bool(folded & _ANSWERS)
    kept = [
        name
        for name in names
        if _fold(name).split()[-1] in persons
        or (comes_back and counts[_fold(name).split()[-1]] > 1 and not (name.isupper() and _is_heading(name)))
        or (asks and _fold(name) in _QUESTIONS | _ANSWERS)
    ]
    shouted = [name for name in names if name.isupper() and len(name) > 2 and not _is_heading(name)]
    is_covered = len({label.paragraph for label in labels if label.name in shouted}) >= _COVERING * paragraph_count
    is_sure = comes_back or len(kept) >= _FEWEST or is_covered
    is_transcript = len(shouted) >= _FEWEST and len(set(shouted)) > 1 and is_sure
    chosen = {*kept, *(shouted if is_transcript else ())}
    return [label for label in labels if label.name in chosen]


def _list_persons(labels: Sequence[_Label], mentions: Sequence[Mention]) -> dict[str, str]:
    """Full names of persons by surname and initials, in lower case: as mentioned, else as a label has them."""
    persons: dict[str, str] = {}
    named = [each.entity_name for each in mentions if each.entity_type == "PERSON"]
    for name in (name for name in named if " " in name):  # a label tells more than a surname
        persons.setdefault(name.split()[-1].casefold(), name)
    for label in labels:
        words = _TITLES.sub("", label.name).split()
        has_role = "," in label.found[0]
        if len(words) > 1 and not _ROLE.match(label.name) and (has_role or words[0].casefold() in read_first_names()):
            name = spell_name(" ".join(words)) if label.name.isupper() else " ".join(words)
            persons.setdefault(words[-1].casefold(), name)
    for name in named:
        persons.setdefault(name.split()[-1].casefold(), name)
        initials = "".join(word[0] for word in name.split() if word[0].isupper())
        if len(initials) > 1:
            persons.setdefault(initials.casefold(), name)
    return persons


def find_interviewee(start: int, mentions: Sequence[Mention]) -> Source | None:
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
