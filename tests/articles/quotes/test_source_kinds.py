"""Who or what a source is, by its description."""

from __future__ import annotations

import pytest

from articles.quotes.source_kinds import judge_description, judge_source
from articles.records import Source
from terms.states import SourceKind
from tests.articles.quotes.test_find_quotes import find

DESCRIPTIONS = {
    "a senior official of the ministry": SourceKind.ANONYMOUS,
    "two people familiar with the talks": SourceKind.ANONYMOUS,
    "the mayor's spokeswoman": SourceKind.ANONYMOUS,
    "harbour officials": SourceKind.ANONYMOUS,
    "ferry passengers": SourceKind.GROUP,
    "people in the harbour": SourceKind.GROUP,
    "the city council": SourceKind.ORGANISATION,
    "the tram company's board": SourceKind.ORGANISATION,
    "a letter to the council": SourceKind.DOCUMENT,
    "the new report on bridges": SourceKind.DOCUMENT,
    "an aide following the talks": SourceKind.ANONYMOUS,
    "a source tracking ad sales": SourceKind.ANONYMOUS,
    "a ferry planning official": SourceKind.ANONYMOUS,
    "an ad buying source": SourceKind.ANONYMOUS,
    "the general meaning of the rule": None,
    "the newspaper": SourceKind.OUTLET,
    "the cracks in the pillars": None,
    "history": None,
}


@pytest.mark.parametrize(("text", "kind"), DESCRIPTIONS.items(), ids=DESCRIPTIONS)
def test_description(text: str, kind: SourceKind | None) -> None:
    assert judge_description(text) == (kind, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("60 percent of voters", "voters"), ("some of the sailors", "sailors"), ("60 percent", ""), ("others", "")],
)
def test_number_is_no_name(text: str, name: str) -> None:
    assert judge_description(text) == (SourceKind.GROUP, name)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("I", SourceKind.AUTHOR),
        ("we", SourceKind.AUTHOR),
        ("she", SourceKind.UNRESOLVED),
        ("those", SourceKind.GROUP),
        ("that", None),
    ],
)
def test_pronoun_names_nobody(word: str, kind: SourceKind | None) -> None:
    judged, source = judge_source(Source(0, len(word), word, "DESCRIPTION", "pronoun"))
    assert (judged, source and source.entity_name) == (kind, "")


def test_party_adjective() -> None:
    source = Source(2, 12, "Republican", "NORP", "name")
    kind, group = judge_source(source)
    assert (kind, group and group.entity_name) == (SourceKind.GROUP, "Republicans")
    kind, person = judge_source(source, before="A")
    assert (kind, person and person.entity_name) == (SourceKind.ANONYMOUS, "a Republican")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Anna Lind, Ohio Republican, said the bridge was old.", "Anna Lind", SourceKind.PERSON),
        ("A senior Republican said the bridge was old.", "a senior Republican", SourceKind.ANONYMOUS),
        ("45 women of the guild said the bridge was old.", "45 women of the guild", SourceKind.GROUP),
        (
            "Anna Lind came home. The former governor said the bridge was old.",
            "Anna Lind",
            SourceKind.PERSON,
        ),
        (
            "Anna Lind came home. Tom Reed stayed. The senator said the bridge was old.",
            "the senator",
            SourceKind.UNRESOLVED,
        ),
        ("Anna Lind came home. The president said it was old.", "the president", SourceKind.UNRESOLVED),
        ("A majority said the bridge was old.", "", SourceKind.GROUP),
        (
            "A man identified as a guard said the bridge was old.",
            "a man identified as a guard",
            SourceKind.ANONYMOUS,
        ),
        (
            "A letter of the guild lay there. The document says that the bridge is old.",
            "a letter of the guild",
            SourceKind.DOCUMENT,
        ),
        ("Republicans said the bridge was old.", "Republicans", SourceKind.GROUP),
        ("Democratic lawmakers said the bridge was old.", "Democratic lawmakers", SourceKind.GROUP),
    ],
)
def test_parties(text: str, name: str, kind: SourceKind) -> None:
    quote = find(text)[0]
    assert (quote.speaker and quote.speaker.entity_name, quote.source_kind) == (name, kind)


NAMES = {
    "Critics said the bridge was old.": ("critics", SourceKind.GROUP),
    "The 34-year-old said the bridge was old.": ("the 34-year-old", SourceKind.ANONYMOUS),
    "White House officials said the bridge was old.": ("White House officials", SourceKind.ANONYMOUS),
    "Norwegians said the bridge was old.": ("Norwegians", SourceKind.GROUP),
    "Swedes said the bridge was old.": ("Swedes", SourceKind.GROUP),
    "A Norwegian said the bridge was old.": ("a Norwegian", SourceKind.ANONYMOUS),
    "Number 10 said the bridge was old.": ("Downing Street", SourceKind.ORGANISATION),
}


@pytest.mark.parametrize(("text", "named"), NAMES.items(), ids=NAMES)
def test_final_name(text: str, named: tuple[str, SourceKind]) -> None:
    (quote,) = find(text)
    assert (quote.speaker and quote.speaker.entity_name, quote.source_kind) == named


KNOWN = {
    "the last subject whom the noun fits": (
        "Gov. Anna Lind flew home. The lawmaker said the bridge was old.",
        ("Anna Lind", SourceKind.PERSON),
    ),
    "a noun that fits nobody": (
        "Anna Lind flew home. The diver said the bridge was old.",
        ("the diver", SourceKind.UNRESOLVED),
    ),
    "somebody introduced": (
        "A ferry carried a diver to Feld. The diver said the bridge was old.",
        ("the diver", SourceKind.ANONYMOUS),
    ),
    "one of several": (
        "Divers came to Feld. The oldest diver said the bridge was old.",
        ("the oldest diver", SourceKind.ANONYMOUS),
    ),
    "who is told by a clause": (
        "The woman who found the key said the bridge was old.",
        ("the woman who found the key", SourceKind.ANONYMOUS),
    ),
    "the office of a country": (
        "Norway's defense minister said the bridge was old.",
        ("Norway's defense minister", SourceKind.UNRESOLVED),
    ),
    "a runner": (
        "Anna Lind flew home. The Democratic front-runner said the bridge was old.",
        ("Anna Lind", SourceKind.PERSON),
    ),
    "a pronoun for somebody known": (
        "The diver said the bridge was old. She said the pier was old.",
        ("the diver", SourceKind.UNRESOLVED),
    ),
}


@pytest.mark.parametrize(("text", "named"), KNOWN.values(), ids=KNOWN)
def test_definite_description_is_of_somebody_known(text: str, named: tuple[str, SourceKind]) -> None:
    quote = find(text)[-1]
    assert (quote.speaker and quote.speaker.entity_name, quote.source_kind) == named


JOINED = {
    "Lind and council officials said the bridge was old.": "Anna Lind and council officials",
    "The governor and two aides said the bridge was old.": "the governor and two aides",
    "Police and city officials said the bridge was old.": "police and city officials",
}


@pytest.mark.parametrize(("text", "name"), JOINED.items(), ids=JOINED)
def test_named_and_unnamed_are_a_group(text: str, name: str) -> None:
    quote = find(f"Gov. Anna Lind flew home. {text}")[-1]
    assert (quote.speaker and quote.speaker.entity_name, quote.source_kind) == (name, SourceKind.GROUP)


def test_name_before_dashes_is_the_source() -> None:
    quote = find("Anna Lind -- a former clerk and painter -- said the bridge was old.")[0]
    assert quote.speaker is not None
    assert quote.speaker.entity_name == "Anna Lind"


def test_type_of_person_is_not_certain() -> None:
    quotes = find("It is a word for an official who says that the bridge is old. An official said that it was new.")
    assert [quote.confidence > 0.9 for quote in quotes] == [False, True]
