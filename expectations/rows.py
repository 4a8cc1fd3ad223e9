"""Rows as bounded JSON, for people to look at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = dict[str, Any]  # a row by column

FAILING_ROWS_KEPT = 20  # rows shown with a result: enough to see a pattern, few enough to read
TEXT_KEPT = 500  # characters of a text kept in a row's JSON: a paragraph
EXCERPT_BYTES = 1_000  # as for records that could not be read


def dump_row(row: Mapping[str, Any]) -> str:
    """The row as one line of JSON, bounded."""
    return json.dumps(bound_row(row), ensure_ascii=False, default=str)


def bound_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with every value bounded."""
    return {name: bound_value(value) for name, value in row.items()}


def bound_value(value: Any) -> Any:
    """A text cut to TEXT_KEPT characters, a list to FAILING_ROWS_KEPT entries, any other value as it is."""
    if isinstance(value, str) and len(value) > TEXT_KEPT:
        return value[: TEXT_KEPT - 1] + "…"
    if isinstance(value, list):
        return [bound_value(item) for item in value[:FAILING_ROWS_KEPT]]
    return value


def cut_bytes(text: str | None) -> bytes | None:
    """The first bytes of a text in UTF-8, at most EXCERPT_BYTES."""
    return None if text is None else text[:EXCERPT_BYTES].encode("utf-8", "replace")[:EXCERPT_BYTES]
