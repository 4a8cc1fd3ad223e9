"""A page as JSON, and its rows as CSV or a workbook."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

if TYPE_CHECKING:
    from desk.library import Reading
    from desk.pages import Page

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CELL = 32_767  # characters a cell of a workbook holds
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def make_json(value: Any) -> Response:
    """A value as a JSON answer; days and moments in ISO 8601."""
    return Response(json.dumps(value, ensure_ascii=False, default=str), media_type="application/json")


def send_json(page: Page, reading: Reading) -> Response:
    """The page's data, its title, the publication they are of and the SQL they were made with."""
    data = {key: sorted(value) if isinstance(value, frozenset) else value for key, value in page.data.items()}
    return make_json({
        "title": page.title,
        "publication": reading.publication.identity,
        **data,
        "queries": [{"name": asked.name, "sql": asked.text, "parameters": asked.values} for asked in reading.asked],
    })  # fmt: skip


def send_rows(page: Page, ending: str) -> Response:
    """The page's `rows` as a file. Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    rows: list[dict[str, Any]] = page.data["rows"]
    names = page.data.get("columns") or list(rows[0] if rows else {})
    content = _write_csv(names, rows) if ending == "csv" else _write_workbook(names, rows)
    name = re.sub(r"\W+", "-", page.title.lower()).strip("-")[:60] or "rows"
    headers = {"Content-Disposition": f'attachment; filename="{name.encode("ascii", "ignore").decode()}.{ending}"'}
    return Response(content, media_type="text/csv" if ending == "csv" else SHEET, headers=headers)


def _write_csv(names: list[str], rows: list[dict[str, Any]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(names)
    writer.writerows([_flatten(row.get(name)) for name in names] for row in rows)
    return stream.getvalue().encode("utf-8-sig", "replace")  # the mark tells Excel that it is UTF-8


def _write_workbook(names: list[str], rows: list[dict[str, Any]]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet("rows")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, names, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            for place, name in enumerate(names):
                value = row.get(name)
                if isinstance(value, int | float) and abs(value) < 2**53:
                    sheet.write_number(number, place, value)
                elif value is not None:  # keys have more digits than a spreadsheet's numbers
                    text = value if isinstance(value, str) else _tell(value)
                    sheet.write_string(number, place, _UNWRITABLE.sub("\ufffd", text)[:_CELL])
    return stream.getvalue()


def _flatten(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value if value is None or isinstance(value, int | float) else _tell(value)


def _tell(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)
