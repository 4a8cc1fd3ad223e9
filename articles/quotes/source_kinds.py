"""Kinds of sources: what kind of speaker a source is, and whether the article names it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from articles.coreference.roles import is_role_word
from articles.lexicon.gazetteers import pluralize, read_forms
from articles.lexicon.outlets import AGENCY_NAMES, OUTLET_WORD
from articles.parsing.tokens import CALENDAR_WORDS
from terms.states import SourceKind

if TYPE_CHECKING:
    from articles.records import Source


EPITHET_RULE = "description, epithet"
# "A candidate who complains" is mostly a type of person, and nobody in particular.
TYPE_RULE = "relative, type"
_NAMED_KINDS = {
    "PERSON": SourceKind.PERSON,
    "ORG": SourceKind.ORGANISATION,
    "GPE": SourceKind.ORGANISATION,
    "LOC": SourceKind.ORGANISATION,
    "FAC": SourceKind.ORGANISATION,
    "PRODUCT": SourceKind.ORGANISATION,
    "NORP": SourceKind.GROUP,
    "WORK_OF_ART": SourceKind.DOCUMENT,
    "LAW": SourceKind.DOCUMENT,
}
_NUMBER = re.compile(r"[\d.,/$%-]+(?:st|nd|rd|th|m|k)?$|(?:\w+-(?:thirds?|quarters?|in-\w+))$")
_AGED = re.compile(r"\b\w+-year-olds?$")
# Words that make "people" a source known to the reporter: "people familiar with the talks".
_KNOWING = re.compile(r"\b(?:familiar|close to|briefed|knowledge|anonymity|named|identified|direct|privy)\b")
_AGENT = re.compile(r"\w{3,}(?:ist|man|woman|person|ician|crat|eer|hand)s?$|\w{3,}[eo]rs?$")
_TRAILERS = CALENDAR_WORDS | frozenset(
    {"here", "there", "today", "yesterday", "currently", "later", "now", "alike", "himself", "itself", "themselves"}
)
_ONE = frozenset({"a", "an", "one", "another"})
_PEOPLE = re.compile(r"(?:those|them|us|you)\b|[A-Z]\w+(?:ns|ese|sh|ch|is)\b")  # "of those polled", "of Danes"
_THEM = frozenset({"those", "them", "us", "you"})
_ARTICLES = re.compile(r"^(?:the|a|an|all|both|these|those|this|that)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The word lists of `sources.toml`; nouns are singular."""

    bounds: frozenset[str]
    kinds: dict[str, SourceKind]
    unnamed: frozenset[str]
    ranks: frozenset[str]
    things: frozenset[str]
    pronominal: frozenset[str]
    people_of: dict[str, str]
    plural_of: dict[str, str]
    seats: dict[str, str]
    first_person: frozenset[str]
    third_person: frozenset[str]


@cache
def read_source_words() -> SourceWords:
    """Read `sources.toml`."""
    table = tomllib.loads(files("articles.lexicon").joinpath("sources.toml").read_text("utf-8"))
    kinds: dict[str, SourceKind] = {}
    for kind in (SourceKind.DOCUMENT, SourceKind.OUTLET, SourceKind.ORGANISATION):
        for noun in table[kind.value]["nouns"]:
            kinds.setdefault(noun, kind)
    for name in ("unnamed", "person"):
        for noun in table[name]["nouns"]:
            kinds.setdefault(noun, SourceKind.ANONYMOUS)
    return SourceWords(
        frozenset(table["bounds"]["words"]),
        kinds,
        frozenset(table["unnamed"]["nouns"]),
        frozenset(table["unnamed"]["ranks"]),
        frozenset(table["thing"]["nouns"]),
        frozenset(table["pronominal"]["words"]),
        table["people_of"],
        table["plural_of"],
        table["seats"],
        frozenset(table["pronouns"]["first"]),
        frozenset(table["pronouns"]["person"]),
    )


def judge_source(source: Source | None, before: str = "", own: str = "") -> tuple[SourceKind | None, Source | None]:
    """Kind of a source, and the source with its final name.

    `before` are the words of its phrase before the name ("a senior"), `own` those of the name as it stands. The kind
    is None where the source cannot speak ("the data", "which"). A source whom nobody names has an empty `entity_name`.
    """
    if source is None:
        return SourceKind.NONE, None
    if source.rule == "author":
        return SourceKind.AUTHOR, source
    if source.rule == "pronoun":
        return _judge_pronoun(source)
    if source.members:
        return _judge_members(source), source
    is_people = source.entity_type == "NORP" or source.entity_name.lower() in read_source_words().people_of
    return _judge_people(source, before, own) if is_people else _judge_named(source)


def _judge_named(source: Source) -> tuple[SourceKind | None, Source]:
    if source.entity_type == "DESCRIPTION" and source.rule.endswith("epithet"):
        return SourceKind.UNRESOLVED, source  # "the nominee": somebody whom the article names, not an unnamed source
    if source.entity_type == "DESCRIPTION":
        kind, name = judge_description(source.entity_name)
        return kind, replace(source, entity_name=name if kind else "")
    is_outlet = source.entity_type in {"ORG", "WORK_OF_ART"} and _is_outlet(source.entity_name)
    return SourceKind.OUTLET if is_outlet else _NAMED_KINDS.get(source.entity_type), source


def judge_description(text: str) -> tuple[SourceKind | None, str]:
    """Kind of a source by its description, and its final name.

    The kind is None if it cannot speak. The name is empty if the description means nobody in particular ("some");
    "60 percent of voters" is named "voters".
    """
    lists = read_source_words()
    head, rest = _split_description(text)
    if head in lists.pronominal or _NUMBER.match(head):
        if not rest.lower().startswith("of "):
            is_share = text.split(maxsplit=1)[0].lower() in _ONE and not rest  # "a majority": nobody in particular
            return (lists.kinds[head], text) if head in lists.kinds and not is_share else (SourceKind.GROUP, "")
        kind, name = judge_description(_ARTICLES.sub("", rest[3:], count=1))
        if kind is None and _PEOPLE.match(rest, 3):
            kind, name = SourceKind.GROUP, rest[3:] if rest[3:] not in _THEM else ""
        return (SourceKind.GROUP if kind is SourceKind.ANONYMOUS else kind), name if name else ""
    if _AGED.search(head):
        return SourceKind.GROUP if head.endswith("s") else SourceKind.ANONYMOUS, text
    for noun in _list_singulars(head):
        kind = lists.kinds.get(noun)
        if kind is None and is_role_word(noun):
            kind = SourceKind.ANONYMOUS
        if kind is not None:
            break
    else:
        kind, noun = _guess_kind(text, head), head
    if kind is SourceKind.ANONYMOUS:
        if _begins_with_others(text):
            return SourceKind.GROUP, text
        is_several = _is_plural(head) and not set(_list_singulars(head)) & lists.unnamed
        kind = SourceKind.GROUP if is_several and not is_knowing(text) else kind
    return kind, text


def _begins_with_others(text: str) -> bool:
    """Whether unnamed persons speak with somebody else: "police and city officials", "mails and sources"."""
    first, joint, _ = text.partition(" and ")
    head = _split_description(first)[0]
    kinds = [read_source_words().kinds.get(noun) for noun in _list_singulars(head)]
    is_other = any(kind not in {None, SourceKind.ANONYMOUS} for kind in kinds)
    return bool(joint) and is_other and (head == "police" or _is_plural(head))


def find_unnamed_noun(text: str) -> str:
    """The noun of a description of one person ("a senior harbour official": official); empty if it is of others."""
    head = _split_description(text)[0]
    kind = read_source_words().kinds.get(head)
    return head if kind is SourceKind.ANONYMOUS or is_role_word(head) else ""


def is_knowing(text: str) -> bool:
    """Whether a description says what a source knows, and not who it is: "a person familiar with the matter"."""
    return bool(_KNOWING.search(text))


def _is_plural(noun: str) -> bool:
    return noun.endswith(("men", "women", "people", "children")) or (noun.endswith("s") and not noun.endswith("ss"))


def _guess_kind(text: str, head: str) -> SourceKind | None:
    """Kind of a noun that is in no list, by its form."""
    if _AGENT.match(head) and not read_source_words().things & set(_list_singulars(head)):
        return SourceKind.ANONYMOUS
    last = next((word for word in text.split() if word.strip("“”\"'(),").lower().removesuffix("'s") == head), "")
    is_name = last[:1].isupper() and not text.startswith(last)
    return SourceKind.ORGANISATION if is_name or any(map(str.isupper, last[1:])) or "." in last[1:-1] else None


def _split_description(text: str) -> tuple[str, str]:
    """Head noun of a description in lower case, and the words after it."""
    bounds = read_source_words().bounds
    words = text.replace("’", "'").split()
    at = 0
    while at + 1 < len(words) and not (words[at].endswith(",") or words[at + 1].lower().partition("'")[0] in bounds):
        if _is_listed(words[at]) and _is_participle(words[at + 1 : at + 3], after_person=_is_person(words[at])):
            break  # "an aide | following the talks"
        at += 1
    end = at
    while end > 0 and (words[end].lower() in _TRAILERS or (words[end][0].isupper() and words[end - 1].islower())):
        end -= 1  # "voters here", "the state agency Tass"
    at, rest = (end, words[at + 1 :]) if _is_listed(words[end]) else (at, words[at + 1 :])
    head = words[at].strip("“”\"'(),;:").lower() if words else ""
    return head.removesuffix("'s") or head, " ".join(rest)


def _is_participle(words: list[str], *, after_person: bool) -> bool:
    """Whether words begin with a participle that has an object: "following the talks", not "meaning of"."""
    if len(words) < 2 or not (words[0].islower() and words[0].endswith("ing")):
        return False
    is_noun = _is_person(words[1]) if after_person else _is_listed(words[1])  # "ad buying source"
    return not is_noun and words[1].lower() not in read_source_words().bounds


def _is_person(word: str) -> bool:
    kinds = read_source_words().kinds
    return any(is_role_word(noun) or kinds.get(noun) is SourceKind.ANONYMOUS for noun in _list_singulars(word.lower()))


def is_source_word(word: str) -> bool:
    """Whether a word in lower case is a noun for a source, or an adjective of rank that may stand before one."""
    lists = read_source_words()
    return word in lists.ranks or any(noun in lists.kinds or is_role_word(noun) for noun in _list_singulars(word))


def _is_listed(word: str) -> bool:
    word = word.strip("“”\"'(),").lower()
    return (is_source_word(word) and word not in read_source_words().ranks) or bool(_AGENT.match(word))


def _list_singulars(noun: str) -> list[str]:
    """A noun as it is, and its possible singulars."""
    singulars = [noun, noun.rpartition("-")[2]]
    for ending, single in (
        ("men", "man"),
        ("women", "woman"),
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("children", "child"),
    ):
        if noun.endswith(ending) and len(noun) > len(ending):
            singulars.append(noun[: -len(ending)] + single)
    if noun.endswith("s"):
        singulars.append(noun.rpartition("-")[2][:-1])
    return singulars


def _judge_pronoun(source: Source) -> tuple[SourceKind | None, Source]:
    lists = read_source_words()
    word = source.entity_name.lower()
    nameless = replace(source, entity_name="")
    if word in lists.first_person:
        return SourceKind.AUTHOR, nameless
    if word in lists.third_person:
        return SourceKind.UNRESOLVED, nameless
    if word in lists.pronominal:
        return SourceKind.GROUP, nameless
    return None, nameless


def _judge_members(source: Source) -> SourceKind | None:
    kinds = {
        _judge_description_of_one(name) if kind == "DESCRIPTION" else _NAMED_KINDS.get(kind)
        for name, kind in source.members
    }
    return next(iter(kinds)) if len(kinds) == 1 else SourceKind.GROUP


def _judge_description_of_one(text: str) -> SourceKind | None:
    """Kind of a described source beside others: "the governor" is somebody known, and no person left unnamed."""
    kind = judge_description(text)[0]
    is_known = text.startswith("the ") and not _is_plural(_split_description(text)[0])
    return SourceKind.UNRESOLVED if kind is SourceKind.ANONYMOUS and is_known else kind


def _judge_people(source: Source, before: str, own: str) -> tuple[SourceKind, Source]:
    """ "Republicans" and "Norwegians" are groups, "a senior Republican" and "a Norwegian" are unnamed persons."""
    people_of = read_source_words().people_of
    name = people_of.get(source.entity_name.lower(), source.entity_name)
    words = before.split()
    known = read_forms().get(f"The {own}") if before.strip() == "The" else None
    if known is not None and known.label == "ORG":  # "The New Yorker"
        return SourceKind.OUTLET, replace(source, entity_name=known.canonical, entity_type="ORG")
    if words and words[0].lower() in _ONE:
        single = name.removesuffix("s") if name in people_of.values() else own or name
        described = " ".join([words[0].lower(), *words[1:], single])
        return SourceKind.ANONYMOUS, replace(source, entity_name=described, entity_type="DESCRIPTION")
    return SourceKind.GROUP, replace(source, entity_name=name_people(name))


def name_people(name: str) -> str:
    """A people by its plural: "Norwegian" is "Norwegians". Words that are no known people's stay as they are."""
    known = read_forms().get(name)
    if known is None or known.label != "NORP":
        return name
    return read_source_words().plural_of.get(name.lower()) or pluralize(name)


def _is_outlet(name: str) -> bool:
    return name.lower() in AGENCY_NAMES or bool(OUTLET_WORD.search(name))
