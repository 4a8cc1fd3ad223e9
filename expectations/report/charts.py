"""Charts that Vega-Lite draws as SVG with the page's colours, so that they work in light and dark.

Each chart is a Vega-Lite specification in specs/, over the settings that all of them share (config.json). Vega-Lite
runs within this process (vl-convert), so nothing is fetched; text stays text. The same figures stand in a table on the
page, for screen readers and for copying.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from expectations.report.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

VEGA_LITE = "6.4"
SMALL, LARGE = 330, 1040  # width in CSS pixels on a phone or of three charts side by side, and of a whole page
LABEL_KEPT = 60  # characters of a name in a chart: more would not be legible

# Vega ends the whole process at a character that XML does not allow, and fails at one beyond the basic plane where it
# cuts a long name. The table beside a chart shows the name unchanged.
_UNDRAWABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")

_SVG = "http://www.w3.org/2000/svg"
# What Vega writes for screen readers about every bar: the picture has one label instead, and the table has the rest.
_SPOKEN = ("role", "aria-label", "aria-roledescription", "aria-hidden")


@dataclass(slots=True)
class _Pictures:
    """Pictures by a hash of what they are drawn from: the stored ones, and those that were asked for."""

    known: dict[str, str]
    asked: dict[str, str] = field(default_factory=dict)


_KEPT: ContextVar[_Pictures | None] = ContextVar("kept_pictures", default=None)


@contextmanager
def keep_pictures(path: Path) -> Iterator[None]:
    """Within the block, reuse pictures from the file `path` that would be drawn from the same data.

    The file holds the pictures of the last such block. If it is lost or damaged, they are drawn again.
    """
    try:
        known = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        known = {}
    pictures = _Pictures(known if isinstance(known, dict) else {})
    token = _KEPT.set(pictures)
    try:
        yield
    finally:
        _KEPT.reset(token)
    if pictures.asked != pictures.known:
        replace_file(path, json.dumps(pictures.asked))


def draw_chart(
    name: str,
    rows: Sequence[dict[str, Any]],
    label: str,
    widths: Sequence[int] = (SMALL,),
    *,
    bounds: Mapping[str, float] = MappingProxyType({}),
) -> Markup:
    """The chart `name` of specs/ over `rows`, once for each width; the style sheet shows the one that fits.

    `rows` have the fields that the specification names, among them "said", what to say about a bar under the pointer.
    `label` names the picture; `bounds` are values for the specification's own. Raises ValueError where the rows
    cannot be drawn.
    """
    pictures = []
    for width in widths:
        spec = _complete_spec(name, rows, width, bounds)
        size = "only" if len(widths) == 1 else "small" if width == min(widths) else "large"
        pictures.append(_find_or_draw(spec, label, f"chart {size}"))
    return Markup("").join(pictures)


def cut_label(text: str) -> str:
    """A name in a form that a chart can show."""
    return text if len(text) <= LABEL_KEPT else f"{text[: LABEL_KEPT - 1]}…"


def read_spec(name: str) -> dict[str, Any]:
    """The specification of a chart, without its data and width. Raises FileNotFoundError where there is none."""
    spec: dict[str, Any] = json.loads(_read_text(name))
    return spec


@cache
def _read_text(name: str) -> str:
    return files("expectations.report").joinpath("specs", f"{name}.json").read_text("utf-8")


def _complete_spec(
    name: str, rows: Sequence[dict[str, Any]], width: int, bounds: Mapping[str, float]
) -> dict[str, Any]:
    spec, config = read_spec(name), read_spec("config")
    for entry in spec.get("params", []):
        entry["value"] = bounds.get(entry["name"], entry["value"])
    config["legend"]["columns"] = max(2, width // 190)
    return spec | {
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": [{key: _make_drawable(value) for key, value in row.items()} for row in rows]},
        "config": config,
    }


def _make_drawable(value: Any) -> Any:
    return _UNDRAWABLE.sub("\ufffd", value) if isinstance(value, str) else value


@cache
def _read_drawer() -> str:
    return version("vl-convert-python")


def _find_or_draw(spec: dict[str, Any], label: str, css_class: str) -> Markup:
    pictures = _KEPT.get()
    if pictures is None:
        return _draw(spec, label, css_class)
    drawn_from = json.dumps([spec, label, css_class, VEGA_LITE, _read_drawer()], default=str)
    key = blake2b(drawn_from.encode(), digest_size=16).hexdigest()
    found = pictures.known.get(key)
    pictures.asked[key] = found if isinstance(found, str) else _draw(spec, label, css_class)
    return Markup(pictures.asked[key])  # noqa: S704  (what _draw gave, now or before)


def _draw(spec: dict[str, Any], label: str, css_class: str) -> Markup:
    """The picture with one label, as wide as there is room, each bar with what to say about it under the pointer."""
    import vl_convert
    from lxml import etree

    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    for node in root.iter(f"{{{_SVG}}}path", f"{{{_SVG}}}rect"):
        if node.get("role") == "graphics-symbol" and node.get("aria-label"):
            etree.SubElement(node, f"{{{_SVG}}}title").text = node.get("aria-label")
    for node in root.iter():
        for attribute in _SPOKEN:
            node.attrib.pop(attribute, None)
    width = root.get("width")
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.set("class", css_class)
    root.set("role", "img")
    root.set("aria-label", label)
    root.set("style", f"max-width:{width}px")
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704  (serialized from a tree: every text escaped)
