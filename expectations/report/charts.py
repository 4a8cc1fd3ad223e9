"""Charts as SVG that takes its colours from the page, so that it reads in light and dark and on paper.

An SVG here holds shapes only. Labels are HTML around it, because text inside a stretched picture is stretched too;
the same figures stand in a table beside every chart, for screen readers and for copying.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _HEIGHT = 1000, 100
_FEWEST_SLOTS = 16  # so that the first runs of a warehouse do not fill the page with one bar


def find_top(values: Sequence[float]) -> int:
    """A round number at or above all values: 1, 2 or 5 times a power of ten, at least 5."""
    highest = max(5, *values) if values else 5
    step = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= factor * step:
                return factor * step
        step *= 10


def measure_columns(count: int) -> float:
    """Width, in per cent of the chart, that so many bars take up."""
    return round(count / max(count, _FEWEST_SLOTS) * 100, 1)


def draw_bars(columns: Sequence[Sequence[tuple[str, float, str]]], label: str, top: int) -> Markup:
    """Stacked bars side by side, oldest first. A column is a list of (CSS class, value, what to say about it)."""
    slots = max(len(columns), _FEWEST_SLOTS)
    slot = _WIDTH / slots
    shapes: list[Markup] = []
    for place, column in enumerate(columns):
        left = place * slot + slot * 0.12
        base = float(_HEIGHT)
        for css_class, value, title in column:
            if value <= 0:
                continue
            height = max(value / top * _HEIGHT, 0.8)  # a single failed row must not vanish beside a thousand sound ones
            base -= height
            shapes.append(
                Markup(
                    '<rect class="{}" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"><title>{}</title></rect>'
                ).format(css_class, left, max(base, 0), slot * 0.76, height, title)
            )
    lines = Markup("").join(
        Markup('<line class="grid" x1="0" x2="{}" y1="{}" y2="{}"/>').format(_WIDTH, y, y) for y in (0, 50, 100)
    )
    return _wrap(lines + Markup("").join(shapes), label)


def draw_share(parts: Sequence[tuple[str, float, str]], label: str) -> Markup:
    """One bar parted by shares of the whole, left to right. A part is (CSS class, value, what to say about it)."""
    total = sum(value for _, value, _ in parts)
    left = 0.0
    shapes: list[Markup] = []
    for css_class, value, title in parts:
        if value <= 0:
            continue
        width = value / total * _WIDTH
        shapes.append(
            Markup('<rect class="{}" x="{:.2f}" y="0" width="{:.2f}" height="100"><title>{}</title></rect>').format(
                css_class, left, max(width - 1.5, 1.5), title
            )
        )
        left += width
    return _wrap(Markup("").join(shapes), label)


def _wrap(shapes: Markup, label: str) -> Markup:
    return Markup(
        '<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>'
    ).format(escape(label), _WIDTH, _HEIGHT, shapes)
