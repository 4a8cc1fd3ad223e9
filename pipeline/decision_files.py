"""Decisions of people as a CSV file that they can edit, compare and keep under version control."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import polars as pl

from articles.errors import InputError
from articles.mentions.candidates import NAME_TYPES, OTHER_TYPES
from articles.resolution.csv_files import read_csv_rows
from terms.decisions import PAIR_KINDS, DecisionKind, QuoteType, RejectReason
from warehouse.decisions import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TYPES = NAME_TYPES | OTHER_TYPES | {"DESCRIPTION"}
COLUMNS = tuple(SCHEMA)
# The files of release 0.1, which knew names alone.
OLD_COLUMNS = (
    *("verdict", "entity_type", "entity_name", "other_entity_type", "other_entity_name", "decided_by", "decided_at"),
)
_HASH = re.compile(r"[0-9a-f]{16}")
_OLD_KINDS = {"same": DecisionKind.ENTITY_SAME, "different": DecisionKind.ENTITY_DIFFERENT}
# What each kind of subject cannot be without, beside who decided and when.
_NEEDED = {
    "entity": ("subject_type", "subject_name"),
    "outlet": ("subject_name",),
    "quote": ("subject_article", "subject_hash", "subject_number"),
    "statement": (
        *("subject_article", "subject_hash", "subject_number"),
        *("other_article", "other_hash", "other_number"),
    ),
    "article": ("subject_article",),
}
_VALUED = frozenset(
    {
        *(DecisionKind.ENTITY_NAMED, DecisionKind.ENTITY_LINKED, DecisionKind.ENTITY_GENDER),
        *(DecisionKind.OUTLET_NAMED, DecisionKind.QUOTE_TEXT, DecisionKind.QUOTE_TYPE),
        *(DecisionKind.ARTICLE_OUTLET, DecisionKind.ARTICLE_DATE),
    }
)


def read_decisions(path: Path) -> pl.DataFrame:
    """Decisions of a file (COLUMNS). Raises InputError, naming the line, where it cannot be used.

    A file of release 0.1 (OLD_COLUMNS) is read too. A column that need not be filled may be missing.
    """
    rows = read_csv_rows(path, "decisions file", "Check its path.", _parse_rows)
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def write_decisions(path: Path, decisions: pl.DataFrame) -> None:
    """Write decisions (columns of core.decision) to a file, the earliest first. Raises InputError where it fails."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(COLUMNS)
            ordered = decisions.sort("decided_at", "decision_key") if "decision_key" in decisions.columns else decisions
            writer.writerows([_write_value(value) for value in row] for row in ordered.select(COLUMNS).iter_rows())
        part.replace(path)
    except OSError as error:
        raise InputError(f"Cannot write the decisions file {path}: {error.strerror}. Choose another place.") from error


def _write_value(value: object) -> object:
    return f"{value.isoformat()}Z" if isinstance(value, datetime) else value


def _parse_rows(path: Path, reader: csv.DictReader[str]) -> Iterator[tuple[object, ...]]:
    names = reader.fieldnames or ()
    is_old = "verdict" in names and "kind" not in names
    needed = OLD_COLUMNS if is_old else ("kind", "decided_by", "decided_at")
    missing = [column for column in needed if column not in names]
    unknown = [column for column in names if column not in (OLD_COLUMNS if is_old else COLUMNS)]
    if missing or unknown:
        fault = f"has no column {missing[0]!r}" if missing else f"has a column {unknown[0]!r} that nobody knows"
        raise InputError(f"The decisions file {path} {fault}. Its first line must name: {', '.join(COLUMNS)}.")
    for row in reader:
        where = f"Line {reader.line_num} of the decisions file {path}"
        if None in row:
            raise InputError(f"{where} has more values than the first line has names.")
        filled = {column: value.strip() for column, value in row.items() if value and value.strip()}
        if not filled:
            continue
        yield _parse_row(_translate_old(filled, where) if is_old else filled, where)


def _translate_old(row: Mapping[str, str], where: str) -> dict[str, str]:
    verdict = row.get("verdict", "")
    if verdict not in _OLD_KINDS:
        raise InputError(f"{where}: the verdict {verdict!r} is neither 'same' nor 'different'.")
    named = {
        "subject_type": "entity_type",
        "subject_name": "entity_name",
        "other_type": "other_entity_type",
        "other_name": "other_entity_name",
    }
    rest = {column: row[column] for column in ("decided_by", "decided_at") if column in row}
    return {"kind": _OLD_KINDS[verdict], **{new: row[old] for new, old in named.items() if old in row}, **rest}


def _parse_row(row: Mapping[str, str], where: str) -> tuple[object, ...]:
    try:
        kind = DecisionKind(row.get("kind", ""))
    except ValueError:
        raise InputError(f"{where}: {row.get('kind')!r} is not a kind. Kinds are {', '.join(DecisionKind)}.") from None
    needed = [*_NEEDED[kind.subject], "decided_by", "decided_at", *(("value",) if kind in _VALUED else ())]
    if kind in PAIR_KINDS and kind.subject != "statement":
        needed.append("other_name")
    if kind is DecisionKind.QUOTE_REJECTED:
        needed.append("reason")
    empty = [column for column in needed if column not in row]
    if empty:
        raise InputError(f"{where} needs a value for {empty[0]}, as it is a decision of the kind {kind}.")
    _check_values(kind, row, where)
    for column in ("subject_hash", "other_hash"):
        if column in row and not _HASH.fullmatch(row[column]):
            raise InputError(
                f"{where}: {column} is {row[column]!r} and must be 16 hexadecimal digits. Spreadsheets change some of "
                "them: export the file again, and open it with that column as text."
            )
    values: dict[str, object] = dict(row)
    for column in ("subject_number", "other_number"):
        if column in row:
            values[column] = _parse_number(row[column], column, where)
    for column in ("decided_at", "undone_at"):
        if column in row:
            values[column] = _parse_moment(row[column], where)
    return tuple(values.get(column) for column in COLUMNS)


def _check_values(kind: DecisionKind, row: Mapping[str, str], where: str) -> None:
    for column in ("subject_type", "other_type"):
        if column in row and row[column] not in TYPES:
            raise InputError(f"{where}: {row[column]!r} is not a type. Types are {', '.join(sorted(TYPES))}.")
    if kind.subject == "entity" and kind in PAIR_KINDS:
        one, other = (
            tuple(row.get(f"{side}_{part}") for part in ("type", "name", "article")) for side in ("subject", "other")
        )
        if one == other:
            raise InputError(f"{where} names {row['subject_name']!r} twice.")
        if "other_type" not in row:
            raise InputError(f"{where} needs a value for other_type, as it is a decision of the kind {kind}.")
    if kind is DecisionKind.QUOTE_REJECTED and row["reason"] not in list(RejectReason):
        raise InputError(f"{where}: {row['reason']!r} is not a reason. Reasons are {', '.join(RejectReason)}.")
    is_type = kind in {DecisionKind.QUOTE_TYPE, DecisionKind.QUOTE_VERIFIED} and "value" in row
    if is_type and row["value"] not in list(QuoteType):
        raise InputError(f"{where}: {row['value']!r} is not a type of quote. Types are {', '.join(QuoteType)}.")
    if kind is DecisionKind.ARTICLE_DATE:
        try:
            date.fromisoformat(row["value"])
        except ValueError:
            raise InputError(f"{where}: {row['value']!r} is not a day. Write it like 2024-05-01.") from None
    if ("undone_by" in row) != ("undone_at" in row):
        raise InputError(f"{where} says only one of undone_by and undone_at. Fill both in, or neither.")


def _parse_number(text: str, column: str, where: str) -> int:
    if not text.isdecimal() or not int(text):
        raise InputError(f"{where}: {column} is {text!r} and must be a number from 1.")
    return int(text)


def _parse_moment(text: str, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"{where}: {text!r} is not a time. Write it like 2024-05-01T12:00:00Z.") from None
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
