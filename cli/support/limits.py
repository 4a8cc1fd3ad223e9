"""How many rows a command gives (`--limit`, 0 for all), and what it says on stderr where there are more."""

from __future__ import annotations

from typing import TypeVar

from cli.support.console import print_note

ALL_ROWS = 2**62
T = TypeVar("T")


def ask_one_more(limit: int) -> int:
    """How many rows to fetch: one more than are shown, to find out whether there are more."""
    return limit + 1 if limit else ALL_ROWS


def cut_rows(rows: list[T], limit: int, total: int | None = None) -> list[T]:
    """The first `limit` of rows, all where it is 0. Where there are more, that is said, with their `total` if known."""
    if not limit or len(rows) <= limit:
        return rows
    tell_cut(limit, total)
    return rows[:limit]


def tell_cut(limit: int, total: int | None = None) -> None:
    """Say that only the first rows are shown."""
    of = f" of {total:,}" if total is not None else ""
    print_note(f"Showing the first {limit:,}{of} row{'' if (total or limit) == 1 else 's'}; --limit 0 gives all.")
