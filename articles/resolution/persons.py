"""Persons across articles: full names that agree are one person, and a surname alone is one of its bearers."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.lexicon.gazetteers import read_first_names
from articles.resolution.blocks import ask_given_name, block_surname, index_givers
from articles.resolution.contexts import NO_CONTEXTS, Bearer, choose_bearers
from articles.resolution.judging import Judgement, Name
from articles.text.person_names import (
    GENERATION_SUFFIXES,
    PersonName,
    agree_persons,
    fold_sounds,
    parse_person_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from articles.resolution.contexts import Contexts
    from articles.resolution.judging import Apart

# A lone given name means its only bearer if the full name has this many times as many mentions.
GIVEN_NAME_RATIO = 2
# Full names with at least this agreement belong to one person.
MERGE_SCORE = 0.8

_Methods = dict[Name, tuple[float, str]]


@dataclass(slots=True)
class Person:
    """A person with the full names that were judged to be one."""

    names: list[Name]
    parsed: list[PersonName]

    @property
    def weight(self) -> int:
        """Mentions by full name."""
        return sum(name.mention_count for name in self.names)

    @property
    def title(self) -> str:
        """Most common full name. One that is the end of another ("bin Laden") counts only if there is no other."""
        pairs = [*zip(self.names, self.parsed, strict=True)]
        whole = [name for name, parsed in pairs if parsed.given in read_first_names()] or [
            name for name, parsed in pairs if not any(_ends_with(other, parsed) for other in self.parsed)
        ]
        best = max(whole or self.names, key=lambda name: (name.mention_count, len(name.text), name.text))
        return best.text


def resolve_persons(
    names: Sequence[Name],
    apart: Apart = frozenset(),
    contexts: Contexts = NO_CONTEXTS,
    givers: Mapping[str, frozenset[str]] | None = None,
) -> tuple[dict[Name, Judgement], dict[tuple[Name, int], Judgement]]:
    """Judge the names of persons: by name, and by name and article for a surname with several bearers.

    Pairs in `apart` are never one person. `contexts` has the other names and roles of the articles, `givers` the
    groups with each given name (see blocks.index_givers).
    """
    if givers is None:
        givers = index_givers(name.node for name in names)
    blocks: dict[str, list[Name]] = defaultdict(list)
    lone: dict[Name, PersonName] = {}
    for name in names:
        parsed = parse_person_name(name.text)
        if parsed.given:
            blocks[block_surname(parsed)].append(name)
        else:
            lone[name] = parsed
    persons: list[Person] = []
    judged: dict[Name, Judgement] = {}
    for _, block in sorted(blocks.items()):
        for person, methods in _cluster_persons(block, apart):
            persons.append(person)
            title = person.title
            judged |= {name: Judgement(title, "PERSON", *methods[name]) for name in person.names}
    alone, in_article = _judge_lone_names(lone, persons, contexts, givers)
    return judged | alone, in_article


def _judge_lone_names(
    lone: Mapping[Name, PersonName],
    persons: Sequence[Person],
    contexts: Contexts,
    givers: Mapping[str, frozenset[str]],
) -> tuple[dict[Name, Judgement], dict[tuple[Name, int], Judgement]]:
    """Judge surnames and given names alone: by name, and by name and article for a surname with several bearers."""
    by_surname, by_given = _index_persons(persons)
    judged: dict[Name, Judgement] = {}
    in_article: dict[tuple[Name, int], Judgement] = {}
    for name, parsed in lone.items():
        bearers = _list_bearers(by_surname, parsed)
        if len(bearers) < 2:
            judged[name] = _judge_sole_bearer(name, parsed, bearers, by_given, givers)
            continue
        candidates = [
            Bearer(person.title, person.weight, frozenset(part.text for part in person.names)) for person in bearers
        ]
        judged[name], found = choose_bearers(name.text, candidates, contexts)
        in_article |= {(name, article): judgement for article, judgement in found.items()}
    return judged, in_article


def list_contested(texts: Iterable[str]) -> list[str]:
    """The names whose articles are needed to judge them.

    These are all names of a block in which a lone surname has several full names.
    """
    alone: dict[str, set[str]] = defaultdict(set)
    full: Counter[tuple[str, str]] = Counter()
    members: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        parsed = parse_person_name(text)
        block, keys = block_surname(parsed), list_surname_keys(parsed)
        members[block].append(text)
        if parsed.given:
            full.update((block, key) for key in keys)
        else:
            alone[block] |= keys
    contested = (block for block, keys in alone.items() if any(full[block, key] > 1 for key in keys))
    return sorted(text for block in contested for text in members[block])


def list_surname_keys(parsed: PersonName) -> set[str]:
    """Keys that link a lone surname to its bearers: the surname and, unless it is short or a given name, its sounds.

    Short surnames and given names sound alike too easily ("Lu", "Lue"). A tilde marks keys of sounds.
    """
    surname = parsed.surname
    is_short = len(surname) < 5 or surname in read_first_names()
    return {surname} if is_short else {surname, f"~{fold_sounds(surname)}"}


def _ends_with(longer: PersonName, shorter: PersonName) -> bool:
    return len(longer.words) > len(shorter.words) and longer.words[-len(shorter.words) :] == shorter.words


def _index_persons(persons: Sequence[Person]) -> tuple[dict[str, list[Person]], dict[str, list[Person]]]:
    """Persons by surname and its sounds, and by given name if it is a known first name."""
    by_surname: dict[str, list[Person]] = defaultdict(list)
    by_given: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        for key in sorted({key for parsed in person.parsed for key in list_surname_keys(parsed)}):
            by_surname[key].append(person)
        for given in sorted({parsed.given for parsed in person.parsed if parsed.given in read_first_names()}):
            by_given[given].append(person)
    return by_surname, by_given


def _list_bearers(by_surname: Mapping[str, list[Person]], parsed: PersonName) -> list[Person]:
    """Persons a lone surname can be: by its letters, else by its sounds. "Lee Jr." is no Lee without the suffix."""
    keys = sorted(list_surname_keys(parsed), key=lambda key: key != parsed.surname)
    persons = next((by_surname[key] for key in keys if key in by_surname), [])
    if parsed.suffix not in GENERATION_SUFFIXES:
        return [*persons]
    return [person for person in persons if any(other.suffix == parsed.suffix for other in person.parsed)]


def _judge_sole_bearer(
    name: Name,
    parsed: PersonName,
    bearers: Sequence[Person],
    by_given: Mapping[str, list[Person]],
    givers: Mapping[str, frozenset[str]],
) -> Judgement:
    """Judge a lone surname or given name that at most one person has as a surname."""
    # "Ed" is nobody's surname in "Insider Higher Ed".
    is_plain = parsed.surname in read_first_names()
    if bearers and (not is_plain or any(other.given in read_first_names() for other in bearers[0].parsed)):
        return Judgement(bearers[0].title, "PERSON", 0.85, "surname of one prominent bearer")
    is_of_one_group = len(givers.get(ask_given_name(parsed.surname), ())) == 1
    called = by_given.get(parsed.surname, []) if is_of_one_group else []
    if len(called) == 1 and not parsed.suffix and called[0].weight >= GIVEN_NAME_RATIO * name.mention_count:
        return Judgement(called[0].title, "PERSON", 0.7, "given name of one bearer")
    return Judgement(name.text, "PERSON", 1.0, "own name")


def _cluster_persons(block: Sequence[Name], apart: Apart) -> list[tuple[Person, _Methods]]:
    """Cluster the full names of one block into persons, the most common names first.

    A name joins the person whose names all agree with it best, or starts a new person.
    """
    clusters: list[tuple[Person, _Methods]] = []
    for name in sorted(block, key=lambda name: (-name.mention_count, -len(name.text), name.text)):
        parsed = parse_person_name(name.text)
        agreeing: list[tuple[float, str, int]] = []
        for index, (person, _) in enumerate(clusters):
            if any(frozenset((name.node, other.node)) in apart for other in person.names):
                continue
            agreements = [agree_persons(parsed, other) for other in person.parsed]
            if all(agreed is not None and agreed[0] >= MERGE_SCORE for agreed in agreements):
                best = max(agreed for agreed in agreements if agreed is not None)
                agreeing.append((best[0], best[1], index))
        if agreeing:
            agreeing.sort(key=lambda found: (-found[0], found[2]))
            top = agreeing[0]
            # An initial or a partial name that fits two persons joins neither.
            if len(agreeing) == 1 or top[0] > agreeing[1][0] or top[0] == 1.0:
                person, methods = clusters[top[2]]
                person.names.append(name)
                person.parsed.append(parsed)
                methods[name] = (round(top[0], 4), top[1])
                continue
        clusters.append((Person([name], [parsed]), {name: (1.0, "own name")}))
    return clusters
