"""Judgements of people as a small CSV file, for version control and for rebuilds."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from articles.errors import InputError
from articles.mentions.candidates import NAME_TYPES, OTHER_TYPES
from articles.resolution.csv_files import read_csv_rows
from articles.resolution.judgements import DIFFERENT, SAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl

COLUMNS = (
    "verdict",
    "entity_type",
    "entity_name",
    "other_entity_type",
    "other_entity_name",
    "decided_by",
    "decided_at",
)
_TYPES = NAME_TYPES | OTHER_TYPES


def read_judgements(path: Path) -> pl.DataFrame:
    """Judgements of a file (COLUMNS). Raises InputError, naming the line, where it cannot be used."""
    import polars as pl

    rows = read_csv_rows(path, "judgements file", "Check its path.", _parse_rows)
    schema = dict.fromkeys(COLUMNS[:-1], pl.String()) | {COLUMNS[-1]: pl.Datetime("us")}
    return pl.DataFrame(rows, schema=pl.Schema(schema), orient="row")


def write_judgements(path: Path, judgements: pl.DataFrame) -> None:
    """Write judgements (columns of core.judgement) to a file, the earliest first. Raises InputError where it fails."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(COLUMNS)
            for row in judgements.select(COLUMNS).sort("decided_at", *COLUMNS[1:5]).iter_rows():
                writer.writerow([*row[:-1], f"{row[-1].isoformat()}Z"])
        part.replace(path)
    except OSError as error:
        raise InputError(f"Cannot write the judgements file {path}: {error.strerror}. Choose another place.") from error


def _parse_rows(path: Path, reader: csv.DictReader[str]) -> Iterator[tuple[object, ...]]:
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"The judgements file {path} has no column {missing[0]!r}. Its first line must name: {', '.join(COLUMNS)}."
        )
    for row in reader:
        where = f"Line {reader.line_num} of the judgements file {path}"
        if None in row or any(not row[column] for column in COLUMNS):
            raise InputError(f"{where} needs a value in each of {len(COLUMNS)} columns and has not.")
        if row["verdict"] not in (SAME, DIFFERENT):
            raise InputError(f"{where}: the verdict {row['verdict']!r} is neither {SAME!r} nor {DIFFERENT!r}.")
        for column in ("entity_type", "other_entity_type"):
            if row[column] not in _TYPES:
                raise InputError(f"{where}: {row[column]!r} is no type. Types are {', '.join(sorted(_TYPES))}.")
        if (row["entity_type"], row["entity_name"]) == (row["other_entity_type"], row["other_entity_name"]):
            raise InputError(f"{where} names {row['entity_name']!r} twice.")
        try:
            decided_at = datetime.fromisoformat(row["decided_at"])
        except ValueError:
            raise InputError(
                f"{where}: {row['decided_at']!r} is no moment. Write it like 2024-05-01T12:00:00Z."
            ) from None
        if decided_at.tzinfo is not None:
            decided_at = decided_at.astimezone(UTC).replace(tzinfo=None)
        yield (*(row[column] for column in COLUMNS[:-1]), decided_at)
