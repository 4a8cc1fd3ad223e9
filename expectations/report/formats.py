"""How values are written on the pages: plain English, the same everywhere."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_ODD_SPACE = re.compile(r"[\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]")
_VALUE_KEPT = 240  # characters of a value: three lines of a table's cell


def format_count(value: Any) -> str:
    """A count with thousands separators; a dash where there is none."""
    return "–" if value is None else f"{value:,}"


def format_share(value: float | None) -> str:
    """A share of 1 as per cent, never rounded to 0% or 100% unless it is exactly that."""
    if value is None:
        return "–"
    if 0 < value < 0.01:
        return "<1%"
    if 0.99 < value < 1:
        return ">99%"
    return f"{value * 100:.0f}%"


def format_mean(value: float | None) -> str:
    """A mean with one decimal place and thousands separators."""
    return "–" if value is None else f"{value:,.1f}"


def format_day(value: date | None) -> str:
    """A day such as 3 May 2024."""
    return "no date" if value is None else f"{value.day} {value:%b %Y}"


def format_moment(value: datetime | None) -> str:
    """A moment such as 3 May 2024, 17:05 UTC."""
    return "–" if value is None else f"{value.day} {value:%b %Y, %H:%M} UTC"


def format_duration(seconds: float | None) -> str:
    """A duration in at most two units."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"


def format_bytes(value: int | None) -> str:
    """A size in bytes, kB or MB."""
    if value is None:
        return "–"
    if value < 1_000:
        return f"{value} bytes"
    return f"{value / 1_000:,.1f} kB" if value < 1_000_000 else f"{value / 1_000_000:,.1f} MB"


def format_words(name: str) -> str:
    """A name_in_snake_case as words, with a capital first letter."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def format_plural(count: int, noun: str, plural: str | None = None) -> str:
    """A count with its noun: 1 article, 2 articles."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def show_text(text: str | None) -> str:
    """A text that is safe to look at: characters that control a screen or the reading direction are made visible."""
    return "" if text is None else _UNSEEN.sub("�", text)


def show_bytes(data: bytes | None) -> str:
    """The beginning of a file, decoded as far as it is UTF-8."""
    return "" if data is None else show_text(data.decode("utf-8", "replace"))


def show_value(value: Any) -> str:
    """A value of a failing row: cut in its middle where it is long, with the names of spaces that look like another."""
    if value is None:
        return "–"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    if len(text) > _VALUE_KEPT:
        text = f"{text[: _VALUE_KEPT * 2 // 3]} … {text[-_VALUE_KEPT // 3 :]}"
    return show_text(_ODD_SPACE.sub(lambda space: f"[U+{ord(space[0]):04X}]", text))


def parse_rows(text: str | None) -> list[dict[str, Any]]:
    """Failing rows of meta.quality_result; none where the text is no list of objects."""
    if not text:
        return []
    try:
        rows = json.loads(text)
    except ValueError:
        return []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
