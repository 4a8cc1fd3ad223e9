"""Spans that may be mentions: what the model found, mended, and what known names and patterns add to it.

The model's boundaries go wrong in a few regular ways: it takes titles, possessives and line ends into a name, joins what a
slash or dash parts, and cuts names at a hyphen or a particle. Each mend below is general and rests on the tokens alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction.gazetteers import (
    KnownName,
    read_data,
    read_first_names,
    read_forms,
    read_known_names,
    read_name_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

NAME_TYPES = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
OTHER_TYPES = frozenset({"DATE", "MONEY"})
_OPEN_TYPES = frozenset(
    {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT"}
)  # parted at commas, slashes and dashes

_DEBRIS = re.compile(
    r"(?:https?://|www\.)\S+|pic\.twitter\.com\S*|\S+@\S+\.\w+|[#@]\w+|\b[\w-]+\.(?:com|org|net|ly|co|gov|edu|info)\b(?:/\S*)?"
)
_CAPITALISED = re.compile(r"(?<![\w#@])\w+")
_DATELINE = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?P<places>[A-Z][A-Z.'-]+(?:[ /][A-Z][A-Z.'-]+)*)(?:, (?P<state>[A-Z][\w.]+(?: [A-Z][\w.]+)?))?"
    r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}))?(?: \((?P<agency>[A-Z][\w ]{1,24})\))?(?: ?[-–—]+ | ?- )"
)
_CREDIT = re.compile(
    r"\b(?P<agency>REUTERS|AFP|AP|EPA|Reuters|Getty Images)/(?P<name>[A-Z][\w.'-]+(?: (?:[A-Z]|da |de |di |du |lo |la |van |von |bin |al-)[\w.'-]*){1,3})"
)
_NICKNAME = re.compile(
    r"\b([A-Z][\w'-]+) (?P<mark>[\"'])([\w$!.-]+(?: [\w.-]+)?)(?P=mark) ([A-Z][\w'-]+(?:-[A-Z]\w+)?)"
)
_AMENDMENT = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)|First|Second|Fourth|Fifth|Sixth|Eighth|Tenth|Fourteenth|Twenty-[Ff]ifth) Amendment\b",
    re.IGNORECASE,
)
_MILITARY_TYPE = re.compile(
    r"\b(?:(?!G-)[A-Z]{1,3}|Su|Tu|MiG|Il|Mi|Ka|An|Yak)-\d{1,3}[A-Z]?\b"
)  # aircraft and missiles: "Su-57", "S-400"
_GROUP_SIZE = re.compile(r"\bG-?\d{1,2}\b")
_PARTY_STATE = re.compile(
    r"(?<!\w)(?P<party>[DRI])-(?P<state>[A-Z][a-z]{1,5}\.|[A-Z]\.[A-Z]\.|W\.Va\.|[A-Z][a-z]+(?: [A-Z][a-z]+)?|[A-Z]{2})(?=[,)])"
)
_ADDRESS = re.compile(
    r"\b\d{1,5} (?:[A-Z][\w.]+ ){1,4}(?:"
    + "|".join(map(re.escape, read_data("places")["addresses"]["words"]))
    + r")(?!\w)"
)
_THE_WEST = re.compile(r"\bthe (West)\b(?! [A-Z]| (?:side|coast|end|wing))")
_ROLE = re.compile(
    r"\b(?:[Uu]nder)?(?:[Ss]ecretary|[Mm]inister|[Dd]irector|[Cc]ommissioner)(?:-[Gg]eneral)?s? (?:of|for) (?:the )?"
    r"(?P<portfolio>[A-Z]\w+)(?P<more> [A-Z]\w+| and [A-Z]\w+)?"
)
_PARTICLES = frozenset(
    {
        "von",
        "van",
        "der",
        "den",
        "de",
        "da",
        "di",
        "del",
        "della",
        "dos",
        "du",
        "la",
        "le",
        "lo",
        "bin",
        "bint",
        "ibn",
        "al",
        "el",
        "ter",
        "ten",
        "af",
        "zu",
    }
)
_JOINERS = frozenset(
    {"of", "and", "for", "the", "&", "de", "du", "des", "la", "del", "on", "in", "to", "von", "am", "al"}
)
_TRAILING_MARKS = frozenset("\"'`,.;:!?)]}-–—…*•|/\\")
_LEADING_MARKS = frozenset("\"'`,.;:!?([{-–—…*•|/\\")
_BREAKS = frozenset({"/", "|", "•", "·", "—", "–", "--", ";", "\\", "+", "*", "<", ">", "="})
_ABBREVIATED = frozenset({"Jr", "Sr", "Inc", "Corp", "Ltd", "Co", "Bros", "St", "U.S", "D.C"})


_CALENDAR_WORDS = frozenset(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    + [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
        "Christmas",
        "Easter",
        "New",
        "The",
    ]
    + [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Spring",
        "Summer",
        "Autumn",
        "Winter",
        "Early",
    ]
)


@dataclass(slots=True)
class Candidate:
    """A span of the text that may be a mention. A fixed label is known; any other is open to the article's vote."""

    start: int
    end: int
    label: str
    model_label: str | None
    rule: str
    is_fixed: bool = False
    known: KnownName | None = None


class Reading:
    """A parsed article as the rules read it: token texts and offsets as plain lists, and spans that hold no names."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.starts: list[int] = doc.to_array("IDX").tolist()
        lengths: list[int] = doc.to_array("LENGTH").tolist()
        self.ends = [start + length for start, length in zip(self.starts, lengths, strict=True)]
        self.words = [self.text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        self.person_words = {word for span in doc.ents if span.label_ == "PERSON" for word in span.text.split()}
        self.small_words = {word for word in self.words if word.islower()}
        self.debris = [found.span() for found in _DEBRIS.finditer(self.text)]

    def find_token(self, offset: int) -> int:
        """Index of the token that holds the character at `offset`, or of the last one before it."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def is_debris(self, start: int, end: int) -> bool:
        """Whether a span touches a link, a handle or a hashtag."""
        return any(start < last and first < end for first, last in self.debris)

    def find_words(self) -> Iterator[re.Match[str]]:
        """Words of the text that a name can begin with: capitals and digits first, and a few spelled small."""
        for word in _CAPITALISED.finditer(self.text):
            first = word[0][0]
            if first.isupper() or first.isdigit() or word[0] in _SMALL_STARTS:
                yield word


_SMALL_STARTS = frozenset(word for word in read_known_names() if word[0].islower()) | {"von", "van", "bin", "al"}


def find_spans(reading: Reading) -> list[Candidate]:
    """Candidates in the order of the text; none overlaps another."""
    patterns = [*_find_patterns(reading)]
    known = [*_find_known_names(reading)]
    found = [mended for span in _part_model_spans(reading) for mended in _mend_span(reading, span)]
    found = _join_persons(reading, [span for span in found if not _is_common_word(reading, span)])
    roles = [(match.start("portfolio"), match.end()) for match in _ROLE.finditer(reading.text) if _is_role(match)]
    found = [span for span in found if not any(span.start >= first and span.end <= last for first, last in roles)]
    known = [span for span in known if not any(span.start >= first and span.end <= last for first, last in roles)]
    spans = _drop_overlaps(patterns, _merge_known_names(reading, found, known))
    for number, span in enumerate(spans):
        _settle_legal_form(reading, span, spans[number + 1] if number + 1 < len(spans) else None)
    return spans


def _join_persons(reading: Reading, found: list[Candidate]) -> list[Candidate]:
    """Persons with nothing but a space between them are one: "Ana Maria" + "Lopez Garcia"."""
    joined: list[Candidate] = []
    for span in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.label == span.label == "PERSON"
            and reading.text[last.end : span.start] == " "
            and 2 < len(reading.text[last.start : span.end].split()) <= 5
            and fold_first_name(reading.text[span.start : span.end].split()[0]) not in read_first_names()
        ):
            last.end = span.end
        else:
            joined.append(span)
    return joined


def _is_common_word(reading: Reading, span: Candidate) -> bool:
    """Whether a span of one word at a sentence's start is a word the article also writes small: "Press secretary ..."."""
    if span.label not in ("ORG", "PERSON", "GPE", "PRODUCT", "LOC"):
        return False
    text = reading.text[span.start : span.end]
    if not text.isalpha() or text.isupper() or text in read_known_names():
        return False
    return bool(reading.doc[reading.find_token(span.start)].is_sent_start) and text.lower() in reading.small_words


def _is_role(match: re.Match[str]) -> bool:
    """Whether "Secretary of X" is the role alone; a department of several words is named as well."""
    return match["portfolio"] in read_name_words().portfolios and (
        match["more"] is None or match["portfolio"] in ("National", "Foreign") or not match["more"].startswith(" and")
    )


def _settle_legal_form(reading: Reading, span: Candidate, following: Candidate | None) -> None:
    """Take in a legal form behind an organisation's name, and leave out the stop that ends the sentence as well."""
    if span.label not in ("ORG", "PERSON", "GPE"):
        return
    token = reading.find_token(span.end - 1) + 1
    if (
        token < len(reading.words)
        and reading.words[token] in read_name_words().legal_forms - {"Group", "Co", "SA", "SE", "AB"} | {"SE"}
        and reading.starts[token] == span.end + 1
    ):
        if following is None or following.start >= reading.ends[token]:
            span.end, span.label, span.is_fixed = reading.ends[token], "ORG", False
            token += 1
    last = reading.text[span.start : span.end].rsplit(" ", 1)[-1]
    if last in _STOPPED and (
        token >= len(reading.words) or reading.doc[token].is_sent_start or "\n" in reading.words[token]
    ):
        span.end -= 1


_STOPPED = frozenset({"Inc.", "Ltd.", "Corp.", "Co.", "Jr.", "Sr.", "Bros."})


# --- the model's spans --------------------------------------------------------------------------------------------


def _part_model_spans(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """The model's spans as (first token, token behind the last, label), parted at line ends, slashes and dashes."""
    words = reading.words
    for span in reading.doc.ents:
        label = span.label_
        if label in OTHER_TYPES:
            yield span.start, span.end, label
            continue
        if label not in NAME_TYPES:
            continue
        first = span.start
        for index in range(span.start, span.end):
            word = words[index]
            if "\n" in word or (label in _OPEN_TYPES and (word in _BREAKS or _is_dash(reading, index))):
                if first < index:
                    yield first, index, label
                first = index + 1
        if first < span.end:
            yield first, span.end, label


def _is_dash(reading: Reading, index: int) -> bool:
    """Whether a hyphen stands between spaces, as a dash does."""
    if reading.words[index] != "-" or index + 1 >= len(reading.words):
        return False
    return reading.ends[index - 1] < reading.starts[index] and reading.ends[index] < reading.starts[index + 1]


def _mend_span(reading: Reading, span: tuple[int, int, str]) -> Iterator[Candidate]:
    first, last, label = span
    words, names = reading.words, read_name_words()
    if label in OTHER_TYPES:
        while last - first > 1 and _is_given_name(reading.words[first]):  # "as I told Ann days ago"
            first += 1
        yield Candidate(reading.starts[first], reading.ends[last - 1], label, label, "model", is_fixed=True)
        return
    first, last = _trim_marks(reading, first, last)
    if label == "PERSON":
        first, last = _trim_person(reading, first, last)
        first, last = _stretch_person(reading, first, last)
    elif label in ("ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT"):
        first, last = _trim_name(reading, first, last, label)
    if first >= last:
        return
    if label in ("PERSON", "ORG", "GPE", "FAC", "LOC"):
        first = _stretch_left(reading, first, last)
    if last - first == 2 and reading.words[last - 1] == "Administration":  # "Biden Administration"
        last, label = last - 1, "PERSON"
    start, end = reading.starts[first], reading.ends[last - 1]
    if reading.text[start:end] in names.legal_forms:
        return
    text = reading.text[start:end]
    if text in names.no_names or reading.is_debris(start, end) or not any(map(str.isalnum, text)):
        return
    if label not in ("EVENT", "LAW", "WORK_OF_ART", "PRODUCT") and not any(map(str.isupper, text)):
        return
    if label == "ORG" and text in names.portfolios | {"National Security"} and _is_before_role(reading, last):
        return
    yield Candidate(start, end, label, label, "model")


def _is_given_name(word: str) -> bool:
    return word[0].isupper() and word not in _CALENDAR_WORDS and fold_first_name(word) in read_first_names()


def _is_before_role(reading: Reading, last: int) -> bool:
    following = reading.words[last].lower() if last < len(reading.words) else ""
    return following in read_name_words().role_heads


def _trim_marks(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Cut articles, marks and possessives off the ends of a span of tokens."""
    words = reading.words
    while first < last and (
        words[first] in ("the", "The", "THE", "a", "an", "A", "An", "'s")
        or not words[first].strip()
        or words[first][0] in _LEADING_MARKS
    ):
        first += 1
    while first < last and not any(map(str.isalnum, words[first])):
        first += 1
    while first < last and (
        not any(map(str.isalnum, words[last - 1]))
        or words[last - 1] in ("'s", "'S", "s'", "&")
        or not words[last - 1].strip()
        or (words[last - 1][0] in _TRAILING_MARKS)
    ):
        if words[last - 1] == "." and last - first > 1 and words[last - 2] in _ABBREVIATED:
            break
        last -= 1
    return first, last


def _trim_person(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Cut titles, roles, nationalities and verbs off a person's name; stop at a comma or an opening bracket."""
    words, doc, names, forms = reading.words, reading.doc, read_name_words(), read_forms()
    for index in range(first + 1, last):
        if words[index] in (",", "(", ")", "[", "]", ":", "...") or (words[index] in ('"', "'") and index == last - 1):
            last = index
            break
    while last - first > 1:
        word = words[first]
        known = forms.get(word)
        if (
            word in names.title_words
            or (word.islower() and word not in _PARTICLES)
            or (known is not None and known.label in ("NORP", "ORG") and not known.is_weak)
        ):
            first += 1
        else:
            break
    while last - first > 1 and (
        (words[last - 1].islower() and words[last - 1] not in _PARTICLES)
        or doc[last - 1].tag_ in ("VBD", "VBZ", "VBP")
        or (words[last - 1] in ("'s", ".", "-", "--") and words[last - 2] not in _ABBREVIATED)
    ):
        last -= 1
    seen: set[str] = set()
    for index in range(first, last):  # "Ann Lee Ann Marie Lee": a name run into a link's text
        if (
            words[index] in seen
            and len(words[index]) > 2
            and words[index - 1] != "-"
            and words[index - 1].lower() not in _PARTICLES
        ):
            return first, index
        seen.add(words[index])
    return first, last


def _stretch_person(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Take in what a particle or hyphen joins to a person's name: "Ursula von der Leyen", "Ocasio-Cortez"."""
    words, starts, ends = reading.words, reading.starts, reading.ends
    count = len(words)
    while last + 1 < count and words[last] == "-" and ends[last - 1] == starts[last] and ends[last] == starts[last + 1]:
        if not words[last + 1][:1].isupper():
            break
        last += 2
    ahead = last
    while ahead < count and words[ahead] in _PARTICLES:
        ahead += 1
    if (
        (ahead > last or (last > first and words[last - 1] in _PARTICLES))
        and ahead < count
        and words[ahead][:1].isupper()
        and words[ahead].isalpha()
    ):
        last = ahead + 1
    while first > 0 and words[first - 1] in _PARTICLES and words[first - 1] not in ("de", "la", "le", "du", "al", "el"):
        first -= 1
    return first, last


def _owns(reading: Reading, first: int, index: int) -> bool:
    """Whether what stands before 's is a name of its own: a place, a people, or a person named elsewhere."""
    text = reading.text[reading.starts[first] : reading.ends[index - 1]]
    known = read_forms().get(text)
    if known is not None:
        return known.label in ("GPE", "NORP", "LOC")
    return words_of(text)[-1:] != [] and words_of(text)[-1] in reading.person_words


def words_of(text: str) -> list[str]:
    """Words of a text, parted at white space."""
    return text.split()


def _stretch_left(reading: Reading, first: int, last: int) -> int:
    """Take in a capitalised word that the parse makes part of the name: "Muneeb" + "Ali"."""
    words, doc, names = reading.words, reading.doc, read_name_words()
    while first > 0:
        token = doc[first - 1]
        word = words[first - 1]
        if (
            token.tag_ != "NNP"
            or token.dep_ != "compound"
            or token.ent_type_
            or token.is_sent_start
            or not first <= token.head.i < last
            or not (word[0].isupper() and word[1:].islower())
            or word in names.title_words
            or word.lower() in names.person_nouns | names.role_heads | names.organization_nouns | names.place_nouns
            or word in read_known_names()
            or reading.is_debris(reading.starts[first - 1], reading.ends[first - 1])
        ):
            break
        first -= 1
    return first


def _trim_name(reading: Reading, first: int, last: int, label: str) -> tuple[int, int]:
    """Cut small words, verbs and marks off the ends of any other name."""
    words, doc = reading.words, reading.doc
    if "".join(words[first:last]) in ("al-Qaeda", "al-Shabaab"):
        return first, last
    text = reading.text[reading.starts[first] : reading.ends[last - 1]] if first < last else ""
    if text in read_forms():
        return first, last
    while first < last and (
        words[first][0].islower()
        or words[first] in ("-", "'s")
        or (doc[first].tag_ == "VBG" and doc[first].is_sent_start and last - first > 1)
    ):
        if words[first][1:2].isupper():  # iRobot, eBay
            break
        first += 1
    while first < last and (words[last - 1][0].islower() or words[last - 1] in ("-", "'s", "(", ",")):
        if words[last - 1][1:2].isupper():
            break
        last -= 1
    for index in range(last - 2, first, -1):
        if words[index] == "'s" and _owns(reading, first, index):  # "Russia's Foreign Ministry"
            first = index + 1
            break
    for index in range(first + 1, last):  # "Group of Seven (G7"
        if words[index] in ("(", '"') or (words[index] == "'s" and label != "ORG"):
            return first, index
    return first, last


# --- known names and patterns -------------------------------------------------------------------------------------


def _find_known_names(reading: Reading) -> Iterator[Candidate]:
    text, known_names, forms = reading.text, read_known_names(), read_forms()
    reached = 0
    for word in reading.find_words():
        start = word.start()
        if start < reached:
            continue
        for known in known_names.get(word[0], ()):
            end = start + len(known.form)
            if text.startswith(known.form, start) and _ends_word(text, end) and not reading.is_debris(start, end):
                if known.form[4:] in forms and known.form.startswith("The "):
                    break  # the article is no part of an organisation's name where the name stands without it as well
                is_sure = not known.is_weak or _is_sure(reading, known, start, end)
                yield Candidate(start, end, known.label, None, "known name", is_sure, known)
                reached = end
                break


def _is_sure(reading: Reading, known: KnownName, start: int, end: int) -> bool:
    """Whether the words beside a weak form settle it: "Western leaders", "told The Hill"."""
    token = reading.find_token(end - 1) + 1
    if known.label == "NORP" and token < len(reading.words):
        return reading.words[token].islower() and reading.doc[token].tag_ in ("NN", "NNS", "JJ")
    return known.form.startswith("The ") and reading.text[max(start - 2, 0) : start - 1].islower()


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not (text[end].isalnum() or text[end] == "_")


def _find_patterns(reading: Reading) -> Iterator[Candidate]:
    text = reading.text
    for line in _DATELINE.finditer(text):
        start = line.start("places")
        for place in line["places"].split("/"):
            yield Candidate(start, start + len(place), "GPE", None, "dateline", is_fixed=True)
            start += len(place) + 1
        if line["state"]:
            yield Candidate(*line.span("state"), "GPE", None, "dateline", is_fixed=True)
    for credit in _CREDIT.finditer(text):
        yield Candidate(*credit.span("agency"), "ORG", None, "credit", is_fixed=True)
        yield Candidate(*credit.span("name"), "PERSON", None, "credit", is_fixed=True)
    for name in _NICKNAME.finditer(text):
        if fold_first_name(name[1]) in read_first_names():
            yield Candidate(name.start(), name.end(), "PERSON", None, "nickname", is_fixed=True)
    for party in _PARTY_STATE.finditer(text):
        yield Candidate(*party.span("party"), "NORP", None, "party", is_fixed=True)
        yield Candidate(*party.span("state"), "GPE", None, "party", is_fixed=True)
    for west in _THE_WEST.finditer(text):
        yield Candidate(*west.span(1), "LOC", None, "pattern", is_fixed=True)
    for pattern, label in ((_ADDRESS, "FAC"), (_AMENDMENT, "LAW"), (_MILITARY_TYPE, "PRODUCT"), (_GROUP_SIZE, "ORG")):
        for found in pattern.finditer(text):
            yield Candidate(found.start(), found.end(), label, None, "pattern", is_fixed=True)


def fold_first_name(name: str) -> str:
    """First name as the table of first names writes it."""
    return name.casefold()


def _merge_known_names(reading: Reading, found: list[Candidate], known: list[Candidate]) -> list[Candidate]:
    """The model's spans and known names together; where they overlap, the longer stands, with a few exceptions."""
    spans: list[Candidate] = []
    waiting = sorted(known, key=lambda span: span.start)
    taken: set[int] = set()
    for span in found:
        near = [index for index, hit in enumerate(waiting) if hit.start < span.end and span.start < hit.end]
        spans += _merge_span(reading, span, [waiting[index] for index in near])
        taken.update(near)
    spans += [hit for index, hit in enumerate(waiting) if index not in taken and hit.is_fixed]
    return spans


def _merge_span(reading: Reading, span: Candidate, hits: list[Candidate]) -> list[Candidate]:
    if not hits or span.label in OTHER_TYPES:
        return [span, *(hit for hit in hits if hit.is_fixed and (hit.end > span.end or hit.start < span.start))][
            : 1 if span.label in OTHER_TYPES else None
        ]
    hit = hits[0]
    if len(hits) == 1 and (hit.start, hit.end) == (span.start, span.end):
        hit.model_label = span.label
        return [hit if hit.is_fixed or span.label not in ("PERSON",) else span]
    if len(hits) == 1 and hit.start <= span.start and hit.end >= span.end:
        hit.model_label = span.label
        return [hit] if hit.is_fixed or span.label == hit.label else [span]
    rest = reading.text[hits[-1].end : span.end].strip(" -")
    before = reading.text[span.start : hit.start].strip(" -")
    if all(known.label == "NORP" for known in hits) and (span.label == "NORP" or not (rest or before)):
        for known in hits:
            known.model_label = span.label
        return hits  # "Hispanic Americans", "Russian-American", "anti-Latino"
    if len(hits) > 1 and not rest and not before and all(known.is_fixed for known in hits):
        between = reading.text[hit.end : hits[1].start]
        if between in ("-", "/", ", ") or (between == " " and hit.label == hits[1].label == "GPE"):
            return hits
    if span.label == "PERSON" and hit.is_fixed and hit.start == span.start and rest:
        return (
            [
                hit,
                Candidate(
                    hits[-1].end
                    + len(reading.text[hits[-1].end : span.end])
                    - len(reading.text[hits[-1].end : span.end].lstrip(" -/")),
                    span.end,
                    "PERSON",
                    "PERSON",
                    "model",
                ),
            ]
            if hit.label in ("ORG", "NORP")
            else [span]
        )
    if (
        hit.known is not None
        and hit.known.group == "media"
        and hit.start == span.start
        and hit.is_fixed
        and (rest in read_name_words().no_names or rest.islower())
    ):
        hit.model_label = span.label
        return [hit]
    if span.label == "NORP" and (before[:1].isupper() or rest[:1].isupper()):
        span.label = "ORG"  # "Voto Latino"
        return [span]
    if (
        hit.is_fixed
        and len(hits) == 1
        and hit.label == span.label
        and not any(map(str.isupper, before + rest))
        and not any(map(str.isdigit, rest))
    ):
        hit.model_label = span.label
        return [hit]  # "post-Cold War"
    if span.label == "NORP" or (span.label == "LOC" and hit.start > span.start and not rest and before.islower()):
        return [known for known in hits if known.is_fixed] or [span]
    if hit.is_fixed and hit.start < span.start:  # "US" + "Congress"
        span = Candidate(span.start, span.end, span.label, span.model_label, span.rule)
        return [hit] if len(hit.known.form if hit.known else "") >= span.end - span.start else [span]
    return [span]


def _drop_overlaps(first: list[Candidate], second: Iterable[Candidate]) -> list[Candidate]:
    """All of `first` that do not overlap, and those of `second` that overlap none of them; the longer goes first."""
    kept: list[Candidate] = []
    for spans in (first, second):
        for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
            if span.start < span.end and not any(span.start < other.end and other.start < span.end for other in kept):
                kept.append(span)
    return sorted(kept, key=lambda span: span.start)
