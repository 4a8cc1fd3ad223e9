"""Rows as a workbook (.xlsx). Text stays text: nothing that an article holds becomes a formula or a link."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CELL_CHARACTERS = 32_767  # what a cell holds
SHEET_ROWS = 1_048_575  # what a sheet holds below its heading
FIRST_YEAR = 1900  # of the days that a spreadsheet counts
EXACT_NUMBER = 2**53  # numbers of a spreadsheet are exact below this; keys are not
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(slots=True)
class Written:
    """What a workbook was given: its rows, and the cells whose text was longer than a cell holds."""

    row_count: int = 0
    cut_count: int = 0


def write_workbook(stream: BinaryIO, names: Sequence[str], rows: Iterable[Sequence[object]]) -> Written:
    """Write rows below a frozen heading; those that a sheet cannot hold go on to the next.

    Days are days, numbers numbers, but for those too long for a spreadsheet, which are text. Lists are JSON.
    """
    import xlsxwriter

    written = Written()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = None
        for row in rows:
            number = written.row_count % SHEET_ROWS
            if sheet is None or not number:
                sheet = _add_sheet(book, names, bold)
            for place, value in enumerate(row):
                written.cut_count += _write_cell(sheet, number + 1, place, value, day)
            written.row_count += 1
        if sheet is None:
            _add_sheet(book, names, bold)
    return written


def guard_formula(text: str) -> str:
    """Text for a CSV that a spreadsheet opens: with an apostrophe before what it would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _add_sheet(book: Any, names: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, names, bold)
    return sheet


def _write_cell(sheet: Any, row: int, place: int, value: object, day: Any) -> bool:
    """Write one cell; whether its text had to be cut."""
    if value is None:
        return False
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float) and abs(value) < EXACT_NUMBER:
        sheet.write_number(row, place, value)
    elif isinstance(value, date) and not isinstance(value, datetime) and value.year >= FIRST_YEAR:
        sheet.write_datetime(row, place, value, day)
    else:
        text = _UNWRITABLE.sub("\ufffd", tell_value(value))
        sheet.write_string(row, place, text[:CELL_CHARACTERS])
        return len(text) > CELL_CHARACTERS
    return False


def tell_value(value: object) -> str:
    """A value as the text of a cell: lists and mappings as JSON, days and moments in ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode("utf-8", "replace")
    return str(value)
