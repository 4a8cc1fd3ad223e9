"""Rows as CSV, JSON, JSON lines or Parquet."""

from __future__ import annotations

import csv
import json
import os
import sys
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from cli.support.console import simplify_value
from cli.support.errors import CommandError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


class Format(StrEnum):
    """What rows are written as."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


def choose_format(asked: Format | None, output: Path | None) -> Format:
    """The format asked for, else the one the name of the output file tells, else a table.

    Raises UsageError where a format and a place do not go together.
    """
    by_name = output.suffix.lstrip(".").lower() if output is not None else ""
    chosen = asked or (Format(by_name) if by_name in {f.value for f in Format if f is not Format.TABLE} else None)
    if chosen is None and output is not None:
        raise UsageError(
            f"The name {output.name!r} does not tell the format. Add --format csv, json, jsonl or parquet, or give the "
            "file such an ending."
        )
    chosen = chosen or Format.TABLE
    if chosen is Format.TABLE and output is not None:
        raise UsageError("A table is for the screen. For a file choose --format csv, json, jsonl or parquet.")
    if chosen is Format.PARQUET and output is None:
        raise UsageError("Parquet is not for the screen. Say where it goes: --output quotes.parquet.")
    return chosen


def write_rows(chosen: Format, names: Sequence[str], rows: Iterable[Sequence[object]], stream: TextIO) -> int:
    """Write `rows` to `stream` as CSV, JSON or JSON lines; returns their count. Lists become JSON text in CSV."""
    count = 0
    if chosen is Format.CSV:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            writer.writerow([_flatten(value) for value in row])
            count += 1
        return count
    opening, between, closing = ("[\n", ",\n", "\n]\n") if chosen is Format.JSON else ("", "\n", "\n")
    stream.write(opening)
    for count, row in enumerate(rows, 1):
        record = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=simplify_value)
        stream.write((between if count > 1 else "") + record)
    stream.write(closing if count or chosen is Format.JSON else "")
    return count


@contextmanager
def open_output(output: Path | None) -> Iterator[TextIO]:
    """Stdout, or the file `output`, which appears whole or not at all."""
    if output is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    with replace_file(output) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def replace_file(output: Path) -> Iterator[Path]:
    """A draft beside `output` that takes its place when all went well and is removed when not.

    Raises UsageError where `output` cannot be a file, CommandError where it cannot be written.
    """
    if output.is_dir():
        raise UsageError(f"{str(output)!r} is a folder. Name a file to write to.")
    if not output.parent.is_dir():
        raise UsageError(f"There is no folder {str(output.parent)!r} to write {output.name!r} into. Make it first.")
    draft = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        yield draft
        draft.replace(output)
    except PermissionError as error:
        raise CommandError(f"{str(output)!r} cannot be written: {error.strerror}. Choose another place.") from error
    finally:
        draft.unlink(missing_ok=True)


def _flatten(value: object) -> object:
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=simplify_value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None or isinstance(value, int | float | str) else simplify_value(value)
