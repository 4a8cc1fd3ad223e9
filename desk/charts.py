"""The chart of the counts page, drawn by Vega-Lite within this process."""

from __future__ import annotations

import re
import textwrap
import threading
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from expectations.report.charts import VEGA_LITE, cut_label

if TYPE_CHECKING:
    from desk.pages import Page

_DRAWING = threading.Lock()  # there is one drawing engine a process
DRAWN_ROWS = 60
LIGHT, DARK = "light", "dark"
COLOURS = {"bar": "c-loaded", "paper": "surface", "ink": "ink", "line": "line"}  # variables of the style sheet
TIME_WIDTH, MOST_BAR = 900, 40  # CSS pixels
LABEL_WIDTH, TITLE_LINE = 420, 110  # pixels of the longest name after cut_label; characters of a title line


def send_chart(page: Page, ending: str, look: str = LIGHT) -> Response:
    """The page's `rows` (label, count) as a picture: bars along time, or sorted from the largest down.

    The `look` "dark" is for a dark page.
    """
    import vl_convert

    spec = make_spec(page.data["rows"], page.title, is_time=page.data["is_time"], look=look)
    with _DRAWING:
        if ending == "svg":
            return Response(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE), media_type="image/svg+xml")
        return Response(vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=2), media_type="image/png")


def make_spec(rows: list[dict[str, Any]], title: str, *, is_time: bool, look: str = LIGHT) -> dict[str, Any]:
    """A Vega-Lite bar chart of rows with `label` and `count`, in the colours of a light or dark page."""
    colours = read_colours(look)
    values = [
        {"label": _draw_text(str(row["label"])) if row["label"] is not None else "(none)", "count": row["count"]}
        for row in (rows if is_time else rows[:DRAWN_ROWS])
    ]
    mark: dict[str, Any] = {"type": "bar", "color": colours["bar"]}
    count: dict[str, Any] = {"field": "count", "type": "quantitative", "title": None}
    if is_time:
        values = [value for value in values if value["label"] != "(none)"]
        x: dict[str, Any] = {
            "field": "label",
            "type": "temporal",
            "title": None,
            "scale": {"padding": MOST_BAR / 2 + 4},
        }
        encoding = {"x": x, "y": count}
        size: dict[str, Any] = {"width": TIME_WIDTH, "height": 260}
        mark["width"] = max(1, min(MOST_BAR, 0.8 * TIME_WIDTH / _count_slots([value["label"] for value in values])))
    else:
        y = {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": LABEL_WIDTH}}
        encoding = {"y": y, "x": count}
        size = {"width": 640, "height": {"step": 20}}
    return {
        "title": {
            "text": textwrap.wrap(_clean(title), TITLE_LINE) or [""],
            "anchor": "start",
            "fontSize": 14,
            "color": colours["ink"],
        },
        "background": colours["paper"],
        "padding": 12,
        **size,
        "data": {"values": values},
        "mark": mark,
        "encoding": encoding,
        "config": {
            "font": "sans-serif",
            "view": {"stroke": None},
            "axis": {
                "gridColor": colours["line"],
                "domainColor": colours["ink"],
                "tickColor": colours["ink"],
                "labelFontSize": 12,
                "labelColor": colours["ink"],
            },
        },
    }


@cache
def read_colours(look: str) -> dict[str, str]:
    """Colours of bars, paper, ink and lines, as the pages' style sheet gives them for light and dark."""
    style = files("expectations.report").joinpath("templates", "style.css").read_text("utf-8")
    block = style.partition("prefers-color-scheme: dark")[2] if look == DARK else style
    values = dict(re.findall(r"--([\w-]+): (#\w+)", block.partition("}")[0]))
    return {use: values[name] for use, name in COLOURS.items()}


def _count_slots(days: list[str]) -> int:
    """How many bars fit between the first and the last day, by the least distance of two neighbours."""
    found = sorted({date.fromisoformat(day) for day in days})
    if len(found) < 2:
        return 1
    step = min((other - one).days for one, other in pairwise(found))
    return (found[-1] - found[0]).days // step + 1


def _draw_text(text: str) -> str:
    return cut_label(_clean(text))


def _clean(text: str) -> str:
    # The drawing engine ends the process at a character that XML does not allow.
    return "".join(c if "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" else "\ufffd" for c in text)
