"""Names that a pattern identifies alone: datelines, credits, party labels, amendments, types of aircraft, addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import (
    read_data,
    read_first_names,
    read_forms,
    read_name_words,
    read_state_codes,
)
from articles.mentions.candidates import Candidate, NameContext
from articles.text.spans import CharSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATELINE = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?P<places>[A-Z][A-Z.'-]+(?:[ /][A-Z][A-Z.'-]+)*)"
    r"(?:, (?P<state>[A-Z][\w.]+(?: [A-Z][\w.]+)?))?"
    r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}))?(?: \((?P<agency>[A-Z][\w ]{1,24})\))?(?: ?[-–—]+ | ?- )"
    r"(?![$€£])"  # a list of prizes: "LIONS, TIGERS -- $500"
)
_CREDIT = re.compile(
    r"\b(?P<agency>REUTERS|AFP|AP|EPA|Reuters|Getty Images)/(?P<name>[A-Z][\w.'-]+"
    r"(?: (?:[A-Z]|da |de |di |du |lo |la |van |von |bin |al-)[\w.'-]*){1,3})"
)
_NICKNAME = re.compile(
    r"\b([A-Z][\w'-]+) (?P<mark>[\"'])([\w$!.-]+(?: [\w.-]+)?)(?P=mark) ([A-Z][\w'-]+(?:-[A-Z]\w+)?)"
)
# A surname in capitals after a given name, as French and East Asian texts write it: "Anne LE BRUN".
_CAPITAL_SURNAME = re.compile(
    r"(?<![\w-])(?P<given>[A-Z][a-z]+(?:-[A-Z][a-z]+)?) "
    r"(?P<surname>(?:(?:LE|LA|DE|DU|VAN|VON|BEN|EL|AL)[ -])?[A-Z]{4,}(?:-[A-Z]{2,})*)\b"
)
_AMENDMENT = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)|First|Second|Fourth|Fifth|Sixth|Eighth|Tenth|Fourteenth|Twenty-[Ff]ifth) Amendment\b",
    re.IGNORECASE,
)
_TAX_CODE = re.compile(r"\b\d{2,4}(?:\([a-zA-Z0-9]{1,3}\)){2,}")  # sections of a code: "501(c)(4)"
_MILITARY_TYPE = re.compile(
    r"\b(?:(?![GI]-)[A-Z]{1,3}|Su|Tu|MiG|Il|Mi|Ka|An|Yak)-\d{1,3}[A-Z]?\b"
)  # aircraft and missiles: "Su-57", "S-400"
_INTERSTATE = re.compile(r"\bI-\d{1,3}\b")
_GROUP_SIZE = re.compile(r"\bG-?\d{1,2}\b")
_PARTY_STATE = re.compile(
    r"(?<!\w)(?P<party>[DRI])-"
    r"(?P<state>[A-Z][a-z]{1,5}\.|[A-Z]\.[A-Z]\.|W\.Va\.|[A-Z][a-z]+(?: [A-Z][a-z]+)?|[A-Z]{2})(?=[,)])"
)
_ADDRESS = re.compile(
    r"\b\d{1,5} (?:[A-Z][\w.]+ ){1,4}(?:"
    + "|".join(map(re.escape, read_data("places")["addresses"]["words"]))
    + r")(?!\w)"
)
_ACT = re.compile(r"\b(?:[A-Z][a-z][\w'-]* (?:(?:and|of|for|to) )?){1,6}Act\b(?! of God)(?: of (?:1[789]|20)\d\d)?")
_THE_WEST = re.compile(r"\bthe (West)\b(?! [A-Z]| (?:side|coast|end|wing))")
_ROLE = re.compile(
    r"\b(?:[Uu]nder)?(?:[Ss]ecretary|[Mm]inister|[Dd]irector|[Cc]ommissioner)(?:-[Gg]eneral)?s? (?:of|for) (?:the )?"
    r"(?P<portfolio>[A-Z]\w+)(?P<more> [A-Z]\w+| and [A-Z]\w+)?"
)


def find_patterns(context: NameContext) -> Iterator[Candidate]:
    """Spans whose form gives their label; these labels are not put to the vote."""
    text = context.text
    for line in _DATELINE.finditer(text):
        start = line.start("places")
        for place in line["places"].split("/"):
            yield Candidate(start, start + len(place), "GPE", None, "dateline", is_fixed=True)
            start += len(place) + 1
        if line["state"]:
            yield Candidate(*line.span("state"), "GPE", None, "dateline", is_fixed=True)
    yield from _find_written_persons(context)
    for party in _PARTY_STATE.finditer(text):
        yield Candidate(*party.span("party"), "NORP", None, "party", is_fixed=True)
        yield Candidate(*party.span("state"), "GPE", None, "party", is_fixed=True)
    for west in _THE_WEST.finditer(text):
        yield Candidate(*west.span(1), "LOC", None, "pattern", is_fixed=True)
    types = (
        (_ADDRESS, "FAC"),
        (_TAX_CODE, "LAW"),
        (_INTERSTATE, "FAC"),
        (_AMENDMENT, "LAW"),
        (_MILITARY_TYPE, "PRODUCT"),
    )
    for pattern, label in (*types, (_GROUP_SIZE, "ORG")):
        for found in pattern.finditer(text):
            if label == "PRODUCT" and _names_no_type(found[0]):
                continue
            yield Candidate(found.start(), found.end(), label, None, "pattern", is_fixed=True)


def _find_written_persons(context: NameContext) -> Iterator[Candidate]:
    """Persons by their written form: in a credit, with a nickname in marks, or with the surname in capitals."""
    text = context.text
    for credit in _CREDIT.finditer(text):
        yield Candidate(*credit.span("agency"), "ORG", None, "credit", is_fixed=True)
        yield Candidate(*credit.span("name"), "PERSON", None, "credit", is_fixed=True)
    for name in _NICKNAME.finditer(text):
        if name[1].casefold() in read_first_names() or _is_seen_person(context, name):
            yield Candidate(name.start(), name.end(), "PERSON", None, "nickname", is_fixed=True)
    for name in _CAPITAL_SURNAME.finditer(text):
        given = name["given"].partition("-")[0].casefold()
        is_name = context.tokens.tags[context.tokens.find_token(name.start())] == "NNP"
        if is_name and given in read_first_names() and name["surname"] not in read_forms():
            yield Candidate(name.start(), name.end(), "PERSON", None, "surname in capitals", is_fixed=True)


def _names_no_type(text: str) -> bool:
    """Whether a name in the form of an aircraft is an electoral district ("TX-02"), a visa or a grade."""
    return text not in read_forms() and (text[:2] in read_state_codes() or text in read_name_words().no_types)


def _is_seen_person(context: NameContext, name: re.Match[str]) -> bool:
    """Whether the model labels the word before a nickname as a person, and a name follows: "Asger "Farlig" Jensen"."""
    given, surname = (context.tokens.find_token(name.start(part)) for part in (1, 4))
    return context.tokens.entity_types[given] == "PERSON" and context.tokens.tags[surname] == "NNP"


def find_acts(context: NameContext) -> Iterator[Candidate]:
    """Acts of a parliament by their form, even if the model finds none: "Coastal Waters Act"."""
    for act in _ACT.finditer(context.text):
        start = act.start()
        first = context.tokens.find_token(start)
        if context.tokens.starts_sentence(first) and context.tokens.tags[first] not in (
            "NNP",
            "NNPS",
        ):  # "Under", "The"
            start = context.tokens.starts[first + 1]
        if context.text[start : act.end()].count(" ") > 0:
            yield Candidate(start, act.end(), "LAW", None, "pattern")


def find_role_spans(text: str) -> list[CharSpan]:
    """Words after "Secretary of" and the like that are part of the role and not a name: "State", "Defense"."""
    return [CharSpan(match.start("portfolio"), match.end()) for match in _ROLE.finditer(text) if _is_role(match)]


def _is_role(match: re.Match[str]) -> bool:
    """Whether "Secretary of X" is only a role; with several words it also names the department."""
    return match["portfolio"] in read_name_words().portfolios and (
        match["more"] is None or match["portfolio"] in ("National", "Foreign") or not match["more"].startswith(" and")
    )
