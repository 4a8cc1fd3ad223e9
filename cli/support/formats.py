"""Rows as CSV, JSON, JSON lines, Parquet or a workbook."""

from __future__ import annotations

import csv
import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from cli.support.console import KEY_ENDINGS, print_note, simplify_value, write_keys
from cli.support.errors import UsageError
from warehouse.support.rows import tell_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

BYTE_ORDER_MARK = "\ufeff"
_QUOTED = frozenset(',"\r\n')  # characters for which a cell of a CSV stands in quotation marks


class Format(StrEnum):
    """The formats in which rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"
    XLSX = "xlsx"


class ScreenFormat(StrEnum):
    """The formats of commands that write to the screen alone."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


ScreenFormatOption = Annotated[
    ScreenFormat | None, typer.Option("--format", "-f", help="Output format.", show_default=False)
]
FILES_ONLY = frozenset({Format.PARQUET, Format.XLSX})


class Keys(StrEnum):
    """How keys are written in CSV and JSON: they have more digits than JavaScript and spreadsheets keep of a number."""

    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Style:
    """How rows are written. For Excel a CSV has a byte order mark, and nothing in it is taken for a formula."""

    keys: Keys = Keys.TEXT
    is_for_excel: bool = False


def choose_format(asked: Format | None, output: Path | None) -> Format:
    """The chosen format, else the one of the output file's name, else a table.

    Raises UsageError where a format and a place do not go together.
    """
    by_name = output.suffix.lstrip(".").lower() if output is not None else ""
    chosen = asked or (Format(by_name) if by_name in {f.value for f in Format if f is not Format.TABLE} else None)
    if chosen is None and output is not None:
        raise UsageError(
            f"The name {output.name!r} does not tell the format. Add --format csv, json, jsonl, parquet or xlsx, or "
            "give the file such an ending."
        )
    chosen = chosen or Format.TABLE
    if chosen is Format.TABLE and output is not None:
        raise UsageError("A table is for the screen. For a file choose --format csv, json, jsonl, parquet or xlsx.")
    if chosen in FILES_ONLY and output is None:
        raise UsageError(f"{chosen.capitalize()} is not for the screen. Say where it goes: --output quotes.{chosen}.")
    return chosen


def write_rows(
    chosen: Format, names: Sequence[str], rows: Iterable[Sequence[object]], stream: TextIO, style: Style | None = None
) -> int:
    """Write `rows` to `stream` as CSV, JSON or JSON lines; returns their count. Lists become JSON text in CSV."""
    style = style or Style()
    if chosen is Format.CSV:
        return _write_csv(names, rows, stream, style)
    keys = find_keys(names) if style.keys is Keys.TEXT else frozenset()
    count, names = 0, tell_apart(names)
    opening, between, closing = ("[\n", ",\n", "\n]\n") if chosen is Format.JSON else ("", "\n", "\n")
    stream.write(opening)
    for count, row in enumerate(rows, 1):
        values = [write_keys(value, is_key=True) if place in keys else value for place, value in enumerate(row)]
        record = json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False, default=simplify_value)
        stream.write((between if count > 1 else "") + record)
    stream.write(closing if count or chosen is Format.JSON else "")
    return count


def write_file(chosen: Format, names: Sequence[str], rows: Sequence[Sequence[object]], output: Path) -> None:
    """Write a few rows to a file, which appears whole or not at all."""
    if chosen is Format.XLSX:
        write_xlsx(names, rows, output)
    elif chosen is Format.PARQUET:
        import polars as pl

        with replace_file(output) as draft:
            pl.DataFrame(rows, schema=list(names), orient="row", infer_schema_length=None).write_parquet(draft)
    else:
        with open_output(output) as stream:
            write_rows(chosen, names, rows, stream)


def write_xlsx(names: Sequence[str], rows: Iterable[Sequence[object]], output: Path) -> int:
    """Write rows to a workbook, with keys as text; returns their count. Says where texts had to be cut."""
    from warehouse.support.workbooks import CELL_CHARACTERS, write_workbook

    keys = find_keys(names)
    with replace_file(output) as draft, draft.open("wb") as stream:
        written = write_workbook(
            stream,
            names,
            ([str(v) if p in keys and v is not None else v for p, v in enumerate(row)] for row in rows),
        )
    if written.cut_count:
        print_note(f"{written.cut_count:,} texts were cut: a cell holds {CELL_CHARACTERS:,} characters.")
    return written.row_count


def find_keys(names: Sequence[str]) -> frozenset[int]:
    """The places of columns that hold keys, by their names."""
    return frozenset(place for place, name in enumerate(names) if name.endswith(KEY_ENDINGS))


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
    """A draft next to `output` that replaces it if the block ends well, and is removed otherwise.

    Raises UsageError if `output` cannot be a file, WarehouseError if it cannot be written.
    """
    from warehouse.support.replacing import draft_file

    if output.is_dir():
        raise UsageError(f"{str(output)!r} is a folder. Name a file to write to.")
    if not output.parent.is_dir():
        raise UsageError(f"There is no folder {str(output.parent)!r} to write {output.name!r} into. Make it first.")
    with draft_file(output) as draft:
        yield draft


def _write_csv(names: Sequence[str], rows: Iterable[Sequence[object]], stream: TextIO, style: Style) -> int:
    keys = find_keys(names) if style.keys is Keys.TEXT else frozenset()
    end = "\r\n" if style.is_for_excel else "\n"
    if style.is_for_excel:
        stream.write(BYTE_ORDER_MARK)
    csv.writer(stream, lineterminator=end).writerow(names)
    count = 0
    for row in rows:
        cells = (_write_cell(value, style, is_key=place in keys) for place, value in enumerate(row))
        stream.write(",".join(cells) + end)
        count += 1
    return count


def _write_cell(value: object, style: Style, *, is_key: bool) -> str:
    """A cell of a CSV. A key is in quotation marks, by which many programs know a text; Excel does not."""
    from warehouse.support.workbooks import guard_formula

    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) and not is_key:
        return str(value)
    if isinstance(value, list | dict | tuple):
        text = json.dumps(value, ensure_ascii=False, default=simplify_value)
    else:
        text = value if isinstance(value, str) else str(simplify_value(value) if not isinstance(value, int) else value)
    if style.is_for_excel:
        # Excel keeps all digits of a key only in a formula that returns text.
        text = f'="{text}"' if is_key else guard_formula(text)
    if is_key or not _QUOTED.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text
