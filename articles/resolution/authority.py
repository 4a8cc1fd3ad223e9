"""The authority file: entities that an editor knows by name, alias and Wikidata item."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from articles.errors import InputError
from articles.mentions.candidates import NAME_TYPES
from articles.records import Gender
from articles.resolution.csv_files import read_csv_rows
from articles.resolution.judgements import AUTHORITY, Decision, Side, apply_decisions

if TYPE_CHECKING:
    import csv
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl

    from articles.resolution.judgements import Row
    from articles.resolution.judging import Judgement, Node

COLUMNS = ("name", "type", "aliases", "wikidata_id", "country", "gender")
# Line, type, name, aliases, Wikidata item, country, gender.
_Entry: TypeAlias = tuple[int, str, str, list[str], str | None, str | None, str | None]

_ITEM = re.compile(r"Q[1-9]\d*")
_COUNTRY = re.compile(r"[A-Z]{2}")


def read_authority(path: Path) -> pl.DataFrame:
    """Entities of an authority file: entity_type, entity_name, aliases, wikidata_id, country_code, gender.

    The file is CSV in UTF-8 with a heading. Columns: name, type (such as PERSON), aliases (separated by semicolons),
    wikidata_id, country (ISO 3166-1 alpha-2) and gender (female, male or other, of a person); the last four may be
    empty or left out. Raises InputError, naming the line, where a line cannot be used.
    """
    import polars as pl

    rows = read_csv_rows(path, "authority file", "Check the setting.", _parse_rows)
    _refuse_doubled_names(path, rows)
    text = pl.String()
    columns: list[tuple[str, pl.DataType]] = [
        *(("entity_type", text), ("entity_name", text), ("aliases", pl.List(text))),
        *(("wikidata_id", text), ("country_code", text), ("gender", text)),
    ]
    frame = pl.DataFrame([row[1:] for row in rows], schema=columns, orient="row")
    return frame.sort("entity_type", "entity_name")


def apply_authority(judged: dict[Row, Judgement], authority: pl.DataFrame) -> dict[Row, Judgement]:
    """Apply the authority file to the judgements of the rules.

    All names of an entry become one entity with the entry's name. Two entries never become one entity.
    """
    if authority.is_empty():
        return judged
    present = {row.node for row in judged}
    entries = [
        [(row["entity_type"], row["entity_name"]), *((row["entity_type"], alias) for alias in row["aliases"])]
        for row in authority.iter_rows(named=True)
    ]
    claims = Counter(name for names in entries for name in names)
    own = [[name for name in names if name in present and claims[name] == 1] for names in entries]
    decisions = [*_part_entries(judged, own)]
    decisions += [
        Decision(True, Side(names[0]), Side(name), AUTHORITY, AUTHORITY) for names in own for name in names[1:]
    ]
    joined = apply_decisions(judged, decisions)
    titles: dict[Node, str] = {}
    entities = {row.node: judgement.node for row, judgement in joined.items()}
    for names, (title, *_) in zip(own, entries, strict=True):
        if names:
            titles.setdefault(entities[names[0]], title[1])
    return {row: _rename(judgement, titles.get(judgement.node)) for row, judgement in joined.items()}


def _rename(judgement: Judgement, title: str | None) -> Judgement:
    if title is None or title == judgement.name:
        return judgement
    return replace(judgement, name=title, method=AUTHORITY, evidence=f"called {title}", decided_by=AUTHORITY)


def _part_entries(judged: dict[Row, Judgement], own: list[list[Node]]) -> Iterator[Decision]:
    """Decisions that separate entries that the rules joined: the names of later entries leave the first one."""
    entries: dict[Node, int] = {name: index for index, names in enumerate(own) for name in names}
    met: dict[Node, set[int]] = defaultdict(set)
    for row, judgement in judged.items():
        if row.node in entries:
            met[judgement.node].add(entries[row.node])
    for entity in sorted(met):
        first, *others = sorted(met[entity])
        for other in others:
            for name in own[other]:
                yield Decision(False, Side(own[first][0]), Side(name), AUTHORITY, AUTHORITY)


def _parse_rows(path: Path, reader: csv.DictReader[str]) -> Iterator[_Entry]:
    heading = [column.strip() for column in reader.fieldnames or ()]
    unknown, missing = [c for c in heading if c not in COLUMNS], [c for c in COLUMNS[:2] if c not in heading]
    if unknown or missing:
        fault = f"has a column {unknown[0]!r}" if unknown else f"has no column {missing[0]!r}"
        raise InputError(f"The authority file {path} {fault}. Its first line must name: {', '.join(COLUMNS)}.")
    reader.fieldnames = heading
    for row in reader:
        where = f"Line {reader.line_num} of the authority file {path}"
        if None in row or None in row.values():
            raise InputError(
                f"{where} has {'more' if None in row else 'fewer'} values than the heading has columns. "
                "Put values that hold commas into quotation marks."
            )
        value = {column: " ".join((row.get(column) or "").split()) for column in COLUMNS}
        if not any(value.values()):
            continue
        if not value["name"]:
            raise InputError(f"{where} has no name.")
        if value["type"] not in NAME_TYPES:
            raise InputError(f"{where}: {value['type']!r} is not a type. Types are {', '.join(sorted(NAME_TYPES))}.")
        if value["wikidata_id"] and not _ITEM.fullmatch(value["wikidata_id"]):
            raise InputError(f"{where}: {value['wikidata_id']!r} is not a Wikidata item. Write it like Q42.")
        if value["country"] and not _COUNTRY.fullmatch(value["country"]):
            raise InputError(f"{where}: {value['country']!r} is not a country code. Write two capitals, such as NO.")
        _check_gender(value, where)
        aliases = sorted({alias.strip() for alias in value["aliases"].split(";")} - {"", value["name"]})
        yield (
            reader.line_num,
            value["type"],
            value["name"],
            aliases,
            value["wikidata_id"] or None,
            value["country"] or None,
            value["gender"] or None,
        )


def _check_gender(value: dict[str, str], where: str) -> None:
    """Raise InputError for an unknown gender, or for a gender of something that is not a person."""
    genders = [gender.value for gender in Gender]
    if value["gender"] and value["gender"] not in genders:
        raise InputError(
            f"{where}: {value['gender']!r} is not a gender. Write one of {', '.join(genders)}, or nothing."
        )
    if value["gender"] and value["type"] != "PERSON":
        raise InputError(f"{where}: only a PERSON has a gender, and the type is {value['type']}.")


def _refuse_doubled_names(path: Path, rows: list[_Entry]) -> None:
    lines: dict[tuple[str, str], int] = {}
    for line, entity_type, name, *_ in rows:
        first = lines.setdefault((entity_type, name), line)
        if first != line:
            raise InputError(
                f"Lines {first} and {line} of the authority file {path} are both {entity_type} {name!r}. Leave one, or "
                "tell them apart by fuller names."
            )
