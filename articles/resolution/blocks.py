"""Blocking keys of names: only names that share a key are compared.

A key has one of four relations to its name:

- `words`: the folded words of the name, whatever its type. Names with equal words vote on one type.
- `group`: names of one type that may be one entity, such as surnames that sound alike or all names of one place.
- `gives`: what this name can explain. "World Health Organization" gives the initials WHO.
- `asks`: what this name needs explained. An acronym asks for its initials, a given name alone for its bearer, "the
  Norwegian foreign minister" for the person whom articles call so.

A key that several groups give explains nothing and joins no groups. Otherwise one common name would draw in the whole
corpus.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from articles.lexicon.gazetteers import read_first_names, read_forms
from articles.resolution.joining import Groups
from articles.resolution.offices import read_office
from articles.text.person_names import fold_organization, fold_sounds, fold_words, parse_person_name, spell_initials

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from articles.resolution.judging import Node
    from articles.text.person_names import PersonName

WORDS, GROUP, GIVES, ASKS = "words", "group", "gives", "asks"
_SHORTEST_ACRONYM = 3  # letters
_COLUMNS: list[tuple[str, pl.DataType]] = [
    (column, pl.String()) for column in ("entity_type", "entity_name", "relation", "block")
]


class Block(NamedTuple):
    """A key of a name and its relation to the name: WORDS, GROUP, GIVES or ASKS."""

    relation: str
    key: str


@lru_cache(maxsize=200_000)
def list_blocks(entity_type: str, text: str) -> tuple[Block, ...]:
    """The keys that a name has by itself. The roles of a person add more keys (see list_offices)."""
    if entity_type == "DESCRIPTION":  # resolved in its article; across articles only an office identifies it
        return tuple(Block(ASKS, key) for key in list_offices([text]))
    blocks = [Block(WORDS, " ".join(fold_words(text)) or text)]
    if entity_type == "PERSON":
        return (*blocks, *_block_person(parse_person_name(text)))
    if entity_type == "ORG":
        return (*blocks, *_block_organization(text))
    return (*blocks, Block(GROUP, f"{entity_type} {find_thing_key(entity_type, text)[0]}"))


def list_offices(texts: Iterable[str]) -> list[str]:
    """The keys of the offices that roles or descriptions name."""
    found = {read_office(text) for text in texts} - {None}
    return sorted(
        f"office {' '.join(sorted(office.words))}|{office.country_code or ''}|{office.organization or ''}"
        for office in found
        if office is not None
    )


def frame_blocks(names: pl.DataFrame) -> pl.DataFrame:
    """Keys of names: entity_type, entity_name, relation, block. `names`: entity_type, entity_name, role_texts."""
    rows = [
        (entity_type, text, *block)
        for entity_type, text, roles in names.select("entity_type", "entity_name", "role_texts").iter_rows()
        for block in (*list_blocks(entity_type, text), *(Block(GIVES, key) for key in list_offices(roles)))
    ]
    return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


def frame_decided_blocks(judgements: pl.DataFrame, authority: pl.DataFrame) -> pl.DataFrame:
    """Keys of the names that people decided on: entity_type, entity_name, relation, block, link.

    Names that a decision mentions together have the same link, whether it joins or separates them. `judgements` has
    the columns that judgements.read_decisions reads, `authority` those of core.authority.
    """
    pairs = [
        ((one_type, one), (other_type, other))
        for one_type, one, other_type, other in judgements.select(
            "entity_type", "entity_name", "other_entity_type", "other_entity_name"
        ).iter_rows()
    ]
    for entity_type, name, aliases in authority.select("entity_type", "entity_name", "aliases").iter_rows():
        pairs += [((entity_type, name), (entity_type, alias)) for alias in (name, *aliases)]
    nodes = sorted({node for pair in pairs for node in pair})
    places = {node: place for place, node in enumerate(nodes)}
    groups = Groups(len(nodes))
    for one, other in pairs:
        groups.join(places[one], places[other])
    rows = [
        (*node, *block, groups.find(place))
        for node, place in places.items()
        # a description may have no key at all
        for block in (Block("itself", ""), *list_blocks(*node))
    ]
    return pl.DataFrame(rows, schema=[*_COLUMNS, ("link", pl.Int64())], orient="row")


def index_givers(names: Iterable[Node]) -> Mapping[str, frozenset[str]]:
    """The groups that give each key: keys of groups by the key that a name of theirs gives."""
    givers: dict[str, set[str]] = defaultdict(set)
    for entity_type, text in names:
        blocks = list_blocks(entity_type, text)
        given = [block.key for block in blocks if block.relation == GIVES]
        if given:
            group = next(block.key for block in blocks if block.relation == GROUP)
            for key in given:
                givers[key].add(group)
    return {key: frozenset(groups) for key, groups in givers.items()}


def block_surname(parsed: PersonName) -> str:
    """Key of the names to compare: the sounds of the surname's first letters, so a typo at its end does not matter."""
    return fold_sounds(parsed.surname)[:4]


def find_organization_key(text: str) -> tuple[str, str | None]:
    """Folded name of an organisation, and its canonical name; None where it is not in the gazetteer."""
    known = read_forms().get(text)
    if known is not None and known.label == "ORG":
        return fold_organization(known.canonical), known.canonical
    return fold_organization(text), None


def find_thing_key(entity_type: str, text: str) -> tuple[str, str | None]:
    """Folded name of a place or other thing, and its canonical name; None where it is not in the gazetteer."""
    known = read_forms().get(text)
    if known is not None and known.label == entity_type:
        return " ".join(fold_words(known.canonical)), known.canonical
    words = fold_words(text)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words) or text, None


def ask_given_name(given: str) -> str:
    """Key that full names give and that their given name alone asks for."""
    return f"given {given}"


def ask_initials(letters: str) -> str:
    """Key that organisations of several words give, and that an acronym asks for."""
    return f"initials {letters}"


def ask_first_word(word: str) -> str:
    """Key that organisations of two words give, and that the first of them alone asks for."""
    return f"first {word}"


def _block_person(parsed: PersonName) -> list[Block]:
    blocks = [Block(GROUP, f"PERSON {block_surname(parsed)}")]
    if parsed.given in read_first_names():
        blocks.append(Block(GIVES, ask_given_name(parsed.given)))
    elif not parsed.given and not parsed.suffix and parsed.surname in read_first_names():
        blocks.append(Block(ASKS, ask_given_name(parsed.surname)))
    return blocks


def _block_organization(text: str) -> list[Block]:
    key, known = find_organization_key(text)
    words = key.split()
    blocks = [Block(GROUP, f"ORG {key}")]
    if len(words) > 2:
        blocks += [Block(GIVES, ask_initials(letters)) for letters in sorted(spell_initials(text))]
    elif known is None and len(words) == 2:
        blocks.append(Block(GIVES, ask_first_word(words[0])))
    elif known is None:
        blocks.append(Block(ASKS, ask_first_word(key)))
        if len(key) >= _SHORTEST_ACRONYM:
            blocks.append(Block(ASKS, ask_initials(key)))
    return blocks
