"""Who is who across articles: names that mean the same thing become one entity.

Names are judged by themselves and by how common they are in the corpus, not by the order in which they come, so that
any batch size gives the same entities. Cost stays near linear because only names of one block (a folded surname, a
folded organisation name) are ever compared.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from articles.extraction.gazetteers import read_cities, read_first_names, read_forms
from articles.resolution.names import (
    GENERATION_SUFFIXES,
    PersonName,
    agree_persons,
    fold_organization,
    fold_sounds,
    fold_words,
    parse_person_name,
    spell_initials,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A name that is mostly of one type is of that type: below this share the other type is the model's slip.
MINOR_TYPE_SHARE = 0.34
# A lone surname is the prominent bearer's where he has this share of all mentions by full name of that surname.
PROMINENT_SHARE = 0.75
# A lone given name is the one bearer's if he is this much commoner by full name.
GIVEN_NAME_RATIO = 2
# Full names are one person's from this agreement on.
MERGE_SCORE = 0.8

_PLACE_TYPES = ("GPE", "LOC", "FAC")
_RIVAL_TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a type with its counts in the corpus."""

    text: str
    entity_type: str
    mention_count: int
    article_count: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a name was judged to be, how surely (0 to 1) and by which rule."""

    name: str
    entity_type: str
    score: float
    method: str


def resolve_names(names: pl.DataFrame) -> pl.DataFrame:
    """Judge which names of a type are one entity.

    `names` has a row for each entity_name and entity_type, with mention_count and article_count. The result has
    entity_name, entity_type, resolved_name, resolved_type, country_code, score (certainty, 0 to 1) and method (the rule
    that judged), and a row for each row of `names`, sorted by type and name, whatever their order.
    """
    rows = [
        Name(*row)
        for row in names.select("entity_name", "entity_type", "mention_count", "article_count")
        .sort("entity_type", "entity_name")
        .iter_rows()
    ]
    judged = _judge_names(rows)
    table = [
        (
            row.text,
            row.entity_type,
            judged[row].name,
            judged[row].entity_type,
            find_country(judged[row].name, judged[row].entity_type),
            judged[row].score,
            judged[row].method,
        )
        for row in rows
    ]
    return pl.DataFrame(
        table,
        schema={
            "entity_name": pl.String,
            "entity_type": pl.String,
            "resolved_name": pl.String,
            "resolved_type": pl.String,
            "country_code": pl.String,
            "score": pl.Float64,
            "method": pl.String,
        },
        orient="row",
    )


def find_country(name: str, entity_type: str) -> str | None:
    """ISO 3166-1 alpha-2 code of the country a place is or lies in, where the place is known."""
    if entity_type not in ("GPE", "LOC", "FAC"):
        return None
    known = read_forms().get(name)
    if known is not None and known.label == entity_type:
        return known.country_code
    city = read_cities().get(name) if entity_type == "GPE" else None
    return city.country_code if city is not None else None


def _judge_names(rows: Sequence[Name]) -> dict[Name, Judgement]:
    judged: dict[Name, Judgement] = {}
    settled: dict[Name, Name] = {}  # a name under the type most of its mentions have
    for group in _group_by(rows, lambda row: " ".join(fold_words(row.text)) or row.text).values():
        settled |= _settle_types(group)
    by_type: dict[str, list[Name]] = defaultdict(list)
    merged: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for row in rows:
        merged[settled[row].text, settled[row].entity_type].append(row)
    for (text, entity_type), members in merged.items():
        by_type[entity_type].append(
            Name(
                text, entity_type, sum(row.mention_count for row in members), sum(row.article_count for row in members)
            )
        )
    resolved: dict[tuple[str, str], Judgement] = {}
    for entity_type, members in sorted(by_type.items()):
        if entity_type == "PERSON":
            found = _resolve_persons(members)
        elif entity_type == "ORG":
            found = _resolve_organizations(members)
        else:
            found = _resolve_others(members)
        resolved |= {(name.text, entity_type): judgement for name, judgement in found.items()}
    for row in rows:
        judgement = resolved[settled[row].text, settled[row].entity_type]
        if settled[row].entity_type != row.entity_type:
            judgement = Judgement(judgement.name, judgement.entity_type, 0.8, "type of most mentions")
        judged[row] = judgement
    return judged


def _settle_types(group: Sequence[Name]) -> dict[Name, Name]:
    """For names that differ in type (and case, accents) only: the name and type most of their mentions have."""
    known = next((found for row in group if (found := read_forms().get(row.text)) and not found.is_weak), None)
    rivals = [row for row in group if row.entity_type in _RIVAL_TYPES]
    settled = {row: row for row in group}
    counts: dict[str, int] = defaultdict(int)
    for row in rivals:
        counts[row.entity_type] += row.mention_count
    if not counts:
        return settled
    main = max(sorted(counts), key=lambda label: counts[label])
    if known is not None and known.label in counts:
        main = known.label
    best = max((row for row in rivals if row.entity_type == main), key=lambda row: (row.mention_count, row.text))
    total = sum(counts.values())
    for row in rivals:
        slip = counts[row.entity_type] / total <= MINOR_TYPE_SHARE or (
            row.entity_type in _PLACE_TYPES and main in _PLACE_TYPES
        )
        if row.entity_type == main or slip or known is not None:
            settled[row] = best
    return settled


def _group_by(rows: Iterable[Name], key: object) -> dict[str, list[Name]]:
    groups: dict[str, list[Name]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)  # type: ignore[operator]
    return groups


# --- persons --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Person:
    names: list[Name]
    parsed: list[PersonName]

    @property
    def weight(self) -> int:
        return sum(name.mention_count for name in self.names)

    @property
    def title(self) -> str:
        """Commonest full name; one that begins inside another ("bin Laden") only where there is no other."""
        pairs = [*zip(self.names, self.parsed, strict=True)]
        whole = [name for name, parsed in pairs if parsed.given in read_first_names()] or [
            name for name, parsed in pairs if not any(_ends_with(other, parsed) for other in self.parsed)
        ]
        best = max(whole or self.names, key=lambda name: (name.mention_count, len(name.text), name.text))
        return best.text


def _ends_with(longer: PersonName, shorter: PersonName) -> bool:
    return len(longer.words) > len(shorter.words) and longer.words[-len(shorter.words) :] == shorter.words


def _resolve_persons(names: Sequence[Name]) -> dict[Name, Judgement]:
    blocks: dict[str, list[Name]] = defaultdict(list)
    lone: dict[Name, PersonName] = {}
    for name in names:
        parsed = parse_person_name(name.text)
        if parsed.given:
            blocks[_block_surname(parsed)].append(name)
        else:
            lone[name] = parsed
    persons: list[_Person] = []
    judged: dict[Name, Judgement] = {}
    for _, block in sorted(blocks.items()):
        for person, methods in _cluster_persons(block):
            persons.append(person)
            judged |= {name: Judgement(person.title, "PERSON", *methods[name]) for name in person.names}
    by_surname, by_given = _index_persons(persons)
    for name, parsed in lone.items():
        judged[name] = _judge_lone_name(name, parsed, by_surname, by_given)
    return judged


def _index_persons(persons: Sequence[_Person]) -> tuple[dict[str, list[_Person]], dict[str, list[_Person]]]:
    """Persons by their surnames and the sounds of these, and by their given names where these are known as such."""
    by_surname: dict[str, list[_Person]] = defaultdict(list)
    by_given: dict[str, list[_Person]] = defaultdict(list)
    for person in persons:
        surnames = {parsed.surname for parsed in person.parsed}
        # Short surnames and given names sound alike too easily ("Lu", "Lue").
        sounds = {fold_sounds(name) for name in surnames if len(name) > 4 and name not in read_first_names()}
        for surname in sorted(surnames | sounds):
            by_surname[surname].append(person)
        for given in sorted({parsed.given for parsed in person.parsed if parsed.given in read_first_names()}):
            by_given[given].append(person)
    return by_surname, by_given


def _judge_lone_name(
    name: Name, parsed: PersonName, by_surname: Mapping[str, list[_Person]], by_given: Mapping[str, list[_Person]]
) -> Judgement:
    """What a surname or given name alone is: its prominent bearer, or a name of its own."""
    word = parsed.surname if parsed.surname in by_surname else fold_sounds(parsed.surname)
    if len(parsed.surname) < 5 or parsed.surname in read_first_names():
        word = parsed.surname
    bearer = _find_prominent(_list_bearers(by_surname.get(word, []), parsed))
    if bearer is not None:
        return Judgement(bearer.title, "PERSON", 0.85, "surname of one prominent bearer")
    called = by_given.get(parsed.surname, [])
    if word not in by_surname and len(called) == 1 and not parsed.suffix:
        bearer = called[0]
        if bearer.weight >= GIVEN_NAME_RATIO * name.mention_count:
            return Judgement(bearer.title, "PERSON", 0.7, "given name of one bearer")
    return Judgement(name.text, "PERSON", 1.0, "own name")


def _list_bearers(persons: Sequence[_Person], parsed: PersonName) -> list[_Person]:
    """Persons a lone surname can be: "Lee Jr." is no Lee without the suffix."""
    if parsed.suffix not in GENERATION_SUFFIXES:
        return [*persons]
    return [person for person in persons if any(other.suffix == parsed.suffix for other in person.parsed)]


def _block_surname(parsed: PersonName) -> str:
    """Key of the names to compare: sounds of the surname's first letters, so that a slip at its end does no harm."""
    return fold_sounds(parsed.surname)[:4]


def _cluster_persons(block: Sequence[Name]) -> list[tuple[_Person, dict[Name, tuple[float, str]]]]:
    """Persons among full names of one block, the commonest names first: each joins the one person all of whose names
    agree with it best, or starts another."""
    clusters: list[tuple[_Person, dict[Name, tuple[float, str]]]] = []
    for name in sorted(block, key=lambda name: (-name.mention_count, -len(name.text), name.text)):
        parsed = parse_person_name(name.text)
        agreeing: list[tuple[float, str, int]] = []
        for index, (person, _) in enumerate(clusters):
            agreements = [agree_persons(parsed, other) for other in person.parsed]
            if all(agreed is not None and agreed[0] >= MERGE_SCORE for agreed in agreements):
                best = max(agreed for agreed in agreements if agreed is not None)
                agreeing.append((best[0], best[1], index))
        if agreeing:
            agreeing.sort(key=lambda found: (-found[0], found[2]))
            top = agreeing[0]
            # An initial or a lone part of a name that fits two persons is neither's.
            if len(agreeing) == 1 or top[0] > agreeing[1][0] or top[0] == 1.0:
                person, methods = clusters[top[2]]
                person.names.append(name)
                person.parsed.append(parsed)
                methods[name] = (round(top[0], 4), top[1])
                continue
        clusters.append((_Person([name], [parsed]), {name: (1.0, "own name")}))
    return clusters


def _find_prominent(persons: Sequence[_Person]) -> _Person | None:
    if len(persons) <= 1:
        return persons[0] if persons else None
    total = sum(person.weight for person in persons)
    best = max(persons, key=lambda person: (person.weight, person.title))
    return best if best.weight / total >= PROMINENT_SHARE else None


# --- organisations --------------------------------------------------------------------------------------------------


def _resolve_organizations(names: Sequence[Name]) -> dict[Name, Judgement]:
    groups: dict[str, list[Name]] = defaultdict(list)
    titles: dict[str, str] = {}
    known_names: set[Name] = set()
    for name in names:
        known = read_forms().get(name.text)
        if known is not None and known.label == "ORG":
            key = fold_organization(known.canonical)
            titles[key] = known.canonical
            known_names.add(name)
        else:
            key = fold_organization(name.text)
        groups[key].append(name)
    joined = _join_short_names(groups, titles)
    judged: dict[Name, Judgement] = {}
    for key, members in groups.items():
        target, score, method = joined.get(key, (key, 1.0, ""))
        title = titles.get(target) or _choose_title(groups[target])
        for name in members:
            if method:
                judged[name] = Judgement(title, "ORG", score, method)
            elif name.text == title:
                judged[name] = Judgement(title, "ORG", 1.0, "own name")
            else:
                judged[name] = Judgement(title, "ORG", 0.98, "known name" if name in known_names else "same name")
    return judged


def _join_short_names(
    groups: Mapping[str, Sequence[Name]], titles: Mapping[str, str]
) -> dict[str, tuple[str, float, str]]:
    """Acronyms and first words that one fuller name alone can explain: short key -> (full key, score, method)."""
    spelled: dict[str, set[str]] = defaultdict(set)
    begun: dict[str, set[str]] = defaultdict(set)
    for key, members in groups.items():
        words = key.split()
        if len(words) > 2:
            for initials in sorted({letters for name in members for letters in spell_initials(name.text)}):
                spelled[initials].add(key)
        elif len(words) == 2 and key not in titles:
            begun[words[0]].add(key)
    joined: dict[str, tuple[str, float, str]] = {}
    for key, members in groups.items():
        if key in titles or " " in key:
            continue
        is_acronym = len(key) > 2 and all(name.text.replace(".", "").isupper() for name in members)
        if is_acronym and len(spelled.get(key, ())) == 1:
            joined[key] = (next(iter(spelled[key])), 0.75, "acronym of one name")
        elif len(begun.get(key, ())) == 1:
            fuller = next(iter(begun[key]))
            if _weigh(groups[fuller]) >= _weigh(members):
                joined[key] = (fuller, 0.7, "first word of one name")
    return joined


def _weigh(names: Sequence[Name]) -> int:
    return sum(name.mention_count for name in names)


def _choose_title(names: Sequence[Name]) -> str:
    return max(names, key=lambda name: (name.mention_count, not name.text.isupper(), len(name.text), name.text)).text


# --- places and the rest --------------------------------------------------------------------------------------------


def _resolve_others(names: Sequence[Name]) -> dict[Name, Judgement]:
    groups: dict[str, list[Name]] = defaultdict(list)
    titles: dict[str, str] = {}
    for name in names:
        known = read_forms().get(name.text)
        if known is not None and known.label == name.entity_type:
            key = " ".join(fold_words(known.canonical))
            titles[key] = known.canonical
        else:
            words = fold_words(name.text)
            key = " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words) or name.text
        groups[key].append(name)
    judged: dict[Name, Judgement] = {}
    for key, members in groups.items():
        title = titles.get(key) or _choose_title(members)
        for name in members:
            judged[name] = (
                Judgement(title, name.entity_type, 1.0, "own name")
                if name.text == title
                else Judgement(title, name.entity_type, 0.98, "known name" if key in titles else "same name")
            )
    return judged
