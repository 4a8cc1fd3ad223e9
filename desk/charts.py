"""The chart of the counts page, drawn by Vega-Lite within this process."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from expectations.report.charts import VEGA_LITE, cut_label

if TYPE_CHECKING:
    from desk.pages import Page

_DRAWING = threading.Lock()  # the drawer's engine is one a process
DRAWN_ROWS = 60


def send_chart(page: Page, ending: str) -> Response:
    """The page's `rows` (label, count) as a picture: bars along time, or from the largest down."""
    import vl_convert

    spec = make_spec(page.data["rows"], page.title, is_time=page.data["is_time"])
    with _DRAWING:
        if ending == "svg":
            return Response(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE), media_type="image/svg+xml")
        return Response(vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=2), media_type="image/png")


def make_spec(rows: list[dict[str, Any]], title: str, *, is_time: bool) -> dict[str, Any]:
    """A Vega-Lite bar chart of rows with `label` and `count`."""
    values = [
        {"label": _draw_text(str(row["label"])) if row["label"] is not None else "(none)", "count": row["count"]}
        for row in (rows if is_time else rows[:DRAWN_ROWS])
    ]
    count: dict[str, Any] = {"field": "count", "type": "quantitative", "title": None}
    if is_time:
        values = [value for value in values if value["label"] != "(none)"]
        x: dict[str, Any] = {"field": "label", "type": "temporal", "title": None}
        encoding = {"x": x, "y": count}
        size: dict[str, Any] = {"width": 900, "height": 260}
    else:
        y = {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 260}}
        encoding = {"y": y, "x": count}
        size = {"width": 640, "height": {"step": 20}}
    return {
        "title": {"text": cut_label(title), "anchor": "start", "fontSize": 14},
        "background": "#ffffff",
        "padding": 12,
        **size,
        "data": {"values": values},
        "mark": {"type": "bar", "color": "#2f6ea5"},
        "encoding": encoding,
        "config": {"font": "sans-serif", "view": {"stroke": None}, "axis": {"gridColor": "#e2dfd7"}},
    }


def _draw_text(text: str) -> str:
    # The drawer ends the process at a character that XML has not.
    return cut_label("".join(c if "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" else "\ufffd" for c in text))
