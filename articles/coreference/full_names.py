"""Resolve names within one article: each mention gets the fullest name of its entity there, and the rule behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import read_forms, read_name_words
from articles.mentions.candidates import PARTICLES
from articles.text.person_names import (
    GENERATION_SUFFIXES,
    PersonName,
    agree_persons,
    find_gender,
    fold_organization,
    parse_person_name,
    spell_initials,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from articles.records import Mention

_LONGEST_INITIALS = 3  # letters in capitals that may be initials run together: "JFK"
_MERGE_SCORE = 0.8
_NICKNAME = re.compile(r"""["“‘']([\w$!.-]+)["”’']""")  # inside a full name: Robert "Bobby" Crane
_PARTY_LETTERS = {"D": "Democrats", "R": "Republicans", "I": "Independent"}  # "(D-Conn.)"
# A full name is compared with at most this many earlier ones whose surnames share a first letter. Articles have fewer;
# a list of members may have more, and comparing all would cost the square of its length.
_FORMS_COMPARED = 100
_USES_BEFORE = 3  # one or two may be from a subheading or a caption
_PASSING_MENTIONS = 2
_USES_LEFT = 0.2  # share of the uses of a surname after the first full name of somebody who is only named in passing


@dataclass(slots=True)
class Person:
    """A person of the article: the forms of the full name with their counts, and the place of the first one."""

    forms: Counter[str] = field(default_factory=Counter)
    first_start: int = 0
    name: str = ""
    given_count: int = 0  # mentions by given name alone
    full_start: int = 0  # first place of the full name
    is_relative: bool = False  # introduced as a relative of somebody
    suffixes: set[str] = field(default_factory=set)


def name_mentions(
    mentions: Sequence[Mention],
    body_start: int = 0,
    genders: Mapping[int, str] | None = None,
    relatives: Collection[int] = (),
    aliases: Sequence[tuple[str, str]] = (),
) -> list[Mention]:
    """Give each mention the fullest name of its entity in the article, and the rule that found it.

    Mentions must be in the order of the article, with their own text as `entity_name`. `genders` holds "m" or "f" by
    `clean_start` for mentions whose title shows it ("Mrs. Clinton"), `relatives` the `clean_start` of names after a
    word of kinship ("his daughter Ada Quill"), `aliases` pairs of names that the text gives to one person.
    """
    mentions = _settle_case(mentions)
    named: list[Mention] = [*mentions]
    _name_persons(named, body_start, genders or {}, relatives, aliases)
    _name_organizations(named)
    for index, mention in enumerate(named):
        if mention.entity_type == "NORP" and mention.entity_name in _PARTY_LETTERS:
            named[index] = replace(mention, entity_name=_PARTY_LETTERS[mention.entity_name], name_rule="party letter")
        elif mention.entity_type == "NORP":
            known = read_forms().get(mention.entity_name)
            if known is not None and known.label == "NORP" and known.canonical != mention.entity_name:
                named[index] = replace(mention, entity_name=known.canonical, name_rule="nationality")
    return named


def _settle_case(mentions: Sequence[Mention]) -> list[Mention]:
    """Give names in capitals the case in which the article or the list of known names writes them."""
    usual: dict[str, str] = {}
    for mention in mentions:
        if not mention.entity_name.isupper():
            usual.setdefault(mention.entity_name.casefold(), mention.entity_name)
    settled: list[Mention] = []
    for mention in mentions:
        name = mention.entity_name
        if name.isupper() and len(name) > 3 and mention.entity_type != "MONEY":
            known = read_forms().get(name)
            name = usual.get(name.casefold()) or (
                known.canonical if known and known.canonical.upper() == name else name
            )
            if (
                name.isupper()
                and mention.entity_type in ("PERSON", "GPE", "LOC", "NORP")
                and name.replace(" ", "").isalpha()
            ):
                name = name.title()
        elif mention.entity_type == "PERSON" and " " in name:
            name = " ".join(_settle_word(word) for word in name.split())
        settled.append(mention if name == mention.entity_name else replace(mention, entity_name=name))
    return settled


def _settle_word(word: str) -> str:
    """A word of a person's name in ordinary case: "DUVAL" in "Anne DUVAL" becomes "Duval". Initials stay."""
    letters = word.replace("-", "").replace("'", "")
    is_name = len(letters) > _LONGEST_INITIALS or word.casefold() in PARTICLES
    return word.title() if letters.isalpha() and word.isupper() and is_name else word


# --- persons --------------------------------------------------------------------------------------------------------


def _name_persons(
    named: list[Mention],
    body_start: int,
    genders: Mapping[int, str],
    relatives: Collection[int],
    aliases: Sequence[tuple[str, str]],
) -> None:
    parsed = {
        index: parse_person_name(mention.entity_name)
        for index, mention in enumerate(named)
        if mention.entity_type == "PERSON"
    }
    also_called = {name for pair in aliases for name in pair}
    parsed = _read_compound_surnames(named, parsed)
    persons = _group_full_names(
        [
            named[index]
            for index, name in parsed.items()
            if (name.given and " " in named[index].entity_name) or named[index].entity_name in also_called
        ],  # "the Reagan-Bush ticket" names nobody in full
        body_start,
    )
    persons = _join_aliases(persons, aliases)
    for person in persons:
        person.is_relative = person.full_start in relatives
    by_form = {form: person for person in persons for form in person.forms}
    by_surname, by_given = _index_persons(persons)
    short = _name_full_forms(named, parsed, by_form)
    in_use: dict[str, list[int]] = defaultdict(list)
    for index, name in short.items():
        for person in by_given.get(name.surname, ()) if name.surname not in by_surname else ():
            person.given_count += 1
        if named[index].clean_start >= body_start:
            in_use[name.surname].append(named[index].clean_start)
    for index, name in short.items():
        if name.given:
            continue
        found, rule = by_surname.get(name.surname, []), "surname"
        if name.suffix in GENERATION_SUFFIXES:
            found = [person for person in found if name.suffix in person.suffixes]
        elif not found:
            found, rule = by_given.get(name.surname, []), "given name"
        start = named[index].clean_start
        chosen = _choose_person(found, start, in_use[name.surname], genders.get(start))
        if chosen is not None:
            named[index] = replace(named[index], entity_name=chosen.name, name_rule=rule)


def _read_compound_surnames(named: Sequence[Mention], parsed: dict[int, PersonName]) -> dict[int, PersonName]:
    """Names of persons, with those as lone surnames that end a fuller one: "al-Masri", "Van den Hoek", "Lee-Bo"."""
    ends = {end for index in parsed for end in _list_compound_ends(named[index].entity_name)}
    return {
        index: PersonName("", (), folded, "", (folded,))
        if (folded := _fold_spelling(named[index].entity_name)) in ends
        else name
        for index, name in parsed.items()
    }


def _list_compound_ends(name: str) -> list[str]:
    """What a full name ends with that may be a surname of several parts: it has a hyphen, or begins with a particle."""
    words = _fold_spelling(name).split()
    ends = [words[start:] for start in range(1, len(words))]
    return [" ".join(end) for end in ends if (len(end) == 1 and "-" in end[0]) or end[0].partition("-")[0] in PARTICLES]


def _fold_spelling(name: str) -> str:
    return name.casefold().replace("’", "'")


def _name_full_forms(
    named: list[Mention], parsed: Mapping[int, PersonName], by_form: Mapping[str, Person]
) -> dict[int, PersonName]:
    """Name the mentions by full name, and return the others."""
    short: dict[int, PersonName] = {}
    for index, name in parsed.items():
        bearer = by_form.get(named[index].entity_name)
        if bearer is None:
            short[index] = name
        elif bearer.name != named[index].entity_name:
            named[index] = replace(named[index], entity_name=bearer.name, name_rule="full name")
    return short


def _index_persons(persons: Sequence[Person]) -> tuple[dict[str, list[Person]], dict[str, list[Person]]]:
    by_surname: dict[str, list[Person]] = defaultdict(list)
    by_given: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        names = [parse_person_name(form) for form in person.forms]
        person.suffixes = {name.suffix for name in names}
        ends = {end for form in person.forms for end in _list_compound_ends(form)}
        for surname in sorted({name.surname for name in names} | ends):
            by_surname[surname].append(person)
        nicknames = {parse_person_name(found[1]).surname for form in person.forms if (found := _NICKNAME.search(form))}
        for given in sorted({name.given for name in names} | nicknames):
            by_given[given].append(person)
    return by_surname, by_given


def _group_full_names(mentions: Sequence[Mention], body_start: int) -> list[Person]:
    """Group full names into persons; forms that agree ("Mike Pompeo", "Michael R. Pompeo") are one person."""
    forms: dict[str, Person] = {}
    for mention in mentions:
        person = forms.setdefault(
            mention.entity_name, Person(first_start=mention.clean_start, full_start=mention.clean_start)
        )
        person.forms[mention.entity_name] += 1
        if person.first_start < body_start <= mention.clean_start:
            person.first_start = min(mention.clean_start, body_start)
    blocks: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        blocks[parse_person_name(form).surname[:1]].append(form)
    persons: list[Person] = []
    for block in blocks.values():
        groups: list[Person] = []
        for form in block:
            parsed = parse_person_name(form)
            agreeing = [
                group
                for group in groups[-_FORMS_COMPARED:]
                if all(
                    (agreed := agree_persons(parsed, parse_person_name(other))) is not None
                    and agreed[0] >= _MERGE_SCORE
                    for other in group.forms
                )
            ]
            if len(agreeing) == 1:
                agreeing[0].forms += forms[form].forms
                agreeing[0].first_start = min(agreeing[0].first_start, forms[form].first_start)
                agreeing[0].full_start = min(agreeing[0].full_start, forms[form].full_start)
            else:
                groups.append(forms[form])
        persons += groups
    for person in persons:
        person.name = max(person.forms, key=lambda form: (person.forms[form], len(form), form))
    return persons


def _join_aliases(persons: list[Person], aliases: Sequence[tuple[str, str]]) -> list[Person]:
    """Join persons who are one according to the text. The first full name of a pair is kept."""
    holders = {form: person for person in persons for form in person.forms}
    joined: set[int] = set()  # by `id`: equal persons are two
    for first, second in aliases:
        one, other = holders.get(first), holders.get(second)
        if one is None or other is None or one is other:
            continue
        if " " not in one.name and " " in other.name:
            one, other = other, one
        one.forms += other.forms
        one.first_start = min(one.first_start, other.first_start)
        one.full_start = min(one.full_start, other.full_start)
        holders |= dict.fromkeys(other.forms, one)
        joined.add(id(other))
    return [person for person in persons if id(person) not in joined]


def _comes_late(person: Person, in_use: Sequence[int]) -> bool:
    """Whether a person appears only after the surname was well in use, as a relative, or where its use is over."""
    before = bisect_left(in_use, person.first_start)
    is_passing = sum(person.forms.values()) <= _PASSING_MENTIONS and len(in_use) - before <= _USES_LEFT * len(in_use)
    return before >= _USES_BEFORE and (person.given_count > 0 or person.is_relative or is_passing)


def _choose_person(found: Sequence[Person], start: int, in_use: Sequence[int], gender: str | None) -> Person | None:
    """The bearer of a lone surname, or None if it is uncertain.

    A title's gender decides between spouses. Otherwise the surname means the person who is never called by given name
    alone, is no relative and whose full name is more common. It does not mean a person who comes late: "Trump ... Trump
    ... his daughter Ivanka Trump ... Ivanka". `in_use` holds the places of the lone surname in order.
    """
    if gender is not None:  # "Mr. Roe" is not his wife
        fitting = [person for person in found if find_gender(person.name) in (gender, None)]
        found = fitting or [person for person in found if not person.is_relative]
    candidates = [person for person in found if not _comes_late(person, in_use)]
    if not candidates:
        return None
    if len(candidates) == 1:
        return candidates[0]
    by_surname = sorted(
        candidates,
        key=lambda person: (
            person.given_count > 0,
            person.is_relative,
            -sum(person.forms.values()),
            person.first_start,
        ),
    )
    first, second = by_surname[:2]
    if first.is_relative != second.is_relative and first.given_count == 0:
        return first
    if (first.given_count > 0) != (second.given_count > 0) or sum(first.forms.values()) > sum(second.forms.values()):
        return first
    introduced = [person for person in candidates if person.first_start <= start]
    return min(introduced, key=lambda person: person.first_start) if introduced else None


# --- organisations --------------------------------------------------------------------------------------------------


def _name_organizations(named: list[Mention]) -> None:
    places = [index for index, mention in enumerate(named) if mention.entity_type == "ORG"]
    counts = Counter(named[index].entity_name for index in places)
    full = _index_organizations(name for name in counts if len(name.split()) > 1)
    fullest: dict[str, tuple[str, str]] = {}
    for name in counts:
        if name in read_forms() and len(name.split()) > 1:
            continue
        tied = _find_fuller(name, full, counts)
        if tied is not None and tied[0] != name:
            fullest[name] = tied
    for index in places:
        tied = fullest.get(named[index].entity_name)
        if tied is not None:
            named[index] = replace(named[index], entity_name=tied[0], name_rule=tied[1])


def _fold_known(name: str) -> str:
    known = read_forms().get(name)
    return fold_organization(known.canonical if known is not None and known.label == "ORG" else name)


@dataclass(slots=True)
class Organizations:
    """The longer names of an article's organisations, by the short forms they may have, in the order of the text."""

    keys: dict[str, str] = field(default_factory=dict)  # each folded
    same: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    initials: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    starts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # by words it begins with, folded
    ends: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def _index_organizations(names: Iterable[str]) -> Organizations:
    full = Organizations()
    for name in names:
        key = full.keys[name] = _fold_known(name)
        full.same[key].append(name)
        for initials in spell_initials(name):
            full.initials[initials].append(name)
        words = key.split(" ")
        for place in range(1, len(words)):
            full.starts[" ".join(words[:place])].append(name)
            full.ends[" ".join(words[place:])].append(name)
    return full


def _find_fuller(name: str, full: Organizations, counts: Counter[str]) -> tuple[str, str] | None:
    folded = fold_organization(name)
    same = [other for other in full.same.get(folded, ()) if other != name]
    if same:
        return max([*same, name], key=lambda other: (counts[other], len(other), other)), "legal form"
    letters = name.replace(".", "").replace("-", "")
    if letters.isupper() and 1 < len(letters) <= 6:
        spelled = full.initials.get(letters.casefold(), [])
        return (spelled[0], "acronym") if len(spelled) == 1 else None
    if name in read_forms():
        return None
    begun = full.starts.get(folded, [])
    if begun:
        distinct = {full.keys[other] for other in begun}
        return (max(begun, key=lambda other: (counts[other], other)), "first words") if len(distinct) == 1 else None
    if " " not in name and name in read_name_words().organization_heads:
        ended = full.ends.get(folded, [])
        return (ended[0], "last word") if len({full.keys[other] for other in ended}) == 1 else None
    return None
