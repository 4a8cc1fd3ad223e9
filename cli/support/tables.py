"""Rows on a terminal: a table where it fits, else one block a row, so that no column shrinks into uselessness."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cli.support.console import clean_text, open_console, simplify_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

GAP = 2  # blanks between two columns, one of them the box's own divider
LONGEST_CELL = 2_000  # characters of one value; a whole article would bury the rest
LONGEST_WORD = 32  # a column is never made narrower than its longest word up to this
UNBROKEN_WIDTH = 24  # values up to this width (names, dates, keys, outlets) stay on one line if that is possible at all
SHORTEST_TEXT = 20  # a column of running text below this reads like confetti: then better a block a row
EMPTY = "-"


@dataclass
class Column:
    """One column on its way to the screen: its cells as text and the width it asks for and gets."""

    name: str
    cells: list[str]
    is_numeric: bool
    heading: list[str]
    least: int = 0
    most: int = 0
    width: int = 0


def print_table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print `rows` on stdout as wide as the terminal is (80 columns where there is none)."""
    console = open_console()
    columns = shape_columns(names, rows)
    if fit_columns(columns, console.width):
        _print_grid(console, columns, len(rows))
    else:
        _print_blocks(console, columns, len(rows))


def shape_columns(names: Sequence[str], rows: Sequence[Sequence[object]]) -> list[Column]:
    """Columns with their cells as text and the least and the most width each can use."""
    columns = []
    for index, name in enumerate(names):
        values = [row[index] for row in rows]
        known = [value for value in values if value is not None]
        is_numeric = bool(known) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in known)
        column = Column(name, [format_cell(value) for value in values], is_numeric, split_name(name))
        _measure(column)
        columns.append(column)
    return columns


def _measure(column: Column) -> None:
    from rich.cells import cell_len

    longest = max((cell_len(cell) for cell in column.cells), default=0)
    words = max((cell_len(word) for cell in column.cells for word in cell.split()), default=0)
    header = max(cell_len(part) for part in column.heading)
    column.most = max(longest, header)
    if column.is_numeric or " " not in "".join(column.cells) or longest <= UNBROKEN_WIDTH:
        column.least = max(min(longest, 2 * UNBROKEN_WIDTH), header)
    else:
        column.least = max(min(words, LONGEST_WORD), header, min(longest, SHORTEST_TEXT))


def fit_columns(columns: list[Column], width: int) -> bool:
    """Give each column its width within `width`; False where not all can have the least they need.

    Before that is given up, headings are broken at every underscore and names at their blanks. What is left over goes
    to the column that needs most lines.
    """
    room = width - GAP * (len(columns) - 1)
    if sum(column.least for column in columns) > room:
        for column in columns:
            _squeeze(column)
    if sum(column.least for column in columns) > room:
        return False
    for column in columns:
        column.width = column.least
    left = room - sum(column.width for column in columns)
    while left > 0:
        hungry = max(columns, key=lambda column: column.most / column.width if column.width else 0, default=None)
        if hungry is None or hungry.width >= hungry.most:
            break
        hungry.width += 1
        left -= 1
    return True


def _squeeze(column: Column) -> None:
    column.heading = split_name(column.name, longest=0)
    header = max(len(part) for part in column.heading)
    longest = max(map(len, column.cells), default=0)
    if column.is_numeric:
        column.least = max(longest, header)
    else:
        words = max((len(word) for cell in column.cells for word in cell.split()), default=0)
        column.least = max(min(words, LONGEST_WORD), header)
        if longest > UNBROKEN_WIDTH:
            column.least = max(column.least, min(longest, SHORTEST_TEXT))
    column.most = max(longest, header)


def format_cell(value: object) -> str:
    """`value` as a person reads it, on one line, without control characters."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 1e6 else f"{value:.6g}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        text = "; ".join(value) or EMPTY
    elif isinstance(value, list | dict | tuple):
        text = json.dumps(value, ensure_ascii=False, default=simplify_value)
    elif isinstance(value, bytes):
        text = value.decode("utf-8", "replace")
    else:
        text = str(value)
    if len(text) > LONGEST_CELL:
        text = f"{text[:LONGEST_CELL]} … ({len(text) - LONGEST_CELL:,} characters more)"
    return clean_text(text)


def split_name(name: str, longest: int = 12) -> list[str]:
    """The lines of a heading: broken where it says so, else at underscores into lines of up to `longest` characters.

    Thus "first_published_on" does not make a column of dates twice as wide as its dates.
    """
    if "\n" in name or len(name) <= longest:
        return name.split("\n")
    parts = name.split("_")
    lines = [parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + 1 + len(part) <= longest:
            lines[-1] += "_" + part
        else:
            lines[-1] += "_"
            lines.append(part)
    return lines


def _print_grid(console: Console, columns: list[Column], row_count: int) -> None:
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    wraps = any(cell_len(cell) > column.width for column in columns for cell in column.cells)
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0), leading=1 if wraps else 0
    )
    for column in columns:
        lines = [column.name] if cell_len(column.name) <= column.width else column.heading
        header = Text("\n".join(lines), style="bold")
        table.add_column(
            header,
            width=column.width,
            justify="right" if column.is_numeric else "left",
            overflow="fold",
        )
    for index in range(row_count):
        table.add_row(*[Text(column.cells[index]) for column in columns])
    console.print(table, crop=False, no_wrap=False)


def _print_blocks(console: Console, columns: list[Column], row_count: int) -> None:
    from rich.table import Table
    from rich.text import Text

    longest = max(len(column.name) for column in columns)
    for index in range(row_count):
        if index:
            console.print()
        console.print(Text(f"{index + 1} of {row_count}", style="dim"))
        block = Table.grid(padding=(0, GAP, 0, 0))
        block.add_column(width=longest, no_wrap=True)
        block.add_column(overflow="fold")
        for column in columns:
            block.add_row(Text(column.name, style="bold"), Text(column.cells[index]))
        console.print(block)
