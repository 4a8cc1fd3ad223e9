"""A page as JSON, and its rows as CSV or a workbook."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from warehouse.support.workbooks import guard_formula, tell_value, write_workbook

if TYPE_CHECKING:
    from desk.library import Reading
    from desk.pages import Page

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_json(value: Any, code: int = 200) -> Response:
    """A value as a JSON answer; days and moments in ISO 8601."""
    return Response(json.dumps(value, ensure_ascii=False, default=str), code, media_type="application/json")


def send_json(page: Page, reading: Reading) -> Response:
    """The page's data and title, with its publication and its SQL."""
    data = {key: sorted(value) if isinstance(value, frozenset) else value for key, value in page.data.items()}
    return make_json({
        "title": page.title,
        "publication": reading.publication.identity,
        **data,
        "queries": [{"name": asked.name, "sql": asked.text, "parameters": asked.values} for asked in reading.asked],
    })  # fmt: skip


def send_rows(page: Page, ending: str) -> Response:
    """The page's `rows` as a file. Text that looks like a formula to a spreadsheet gets an apostrophe before it."""
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
    return stream.getvalue().encode("utf-8-sig", "replace")  # the byte order mark shows Excel that it is UTF-8


def _write_workbook(names: list[str], rows: list[dict[str, Any]]) -> bytes:
    stream = io.BytesIO()
    write_workbook(stream, names, ([row.get(name) for name in names] for row in rows))
    return stream.getvalue()


def _flatten(value: Any) -> Any:
    if isinstance(value, str):
        return guard_formula(value)
    return value if value is None or isinstance(value, int | float) else tell_value(value)
