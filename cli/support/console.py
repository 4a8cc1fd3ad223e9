"""Output: results go to stdout, everything else to stderr."""

from __future__ import annotations

import json
import sys
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from rich.console import Console

# Endings of the names of columns with keys: keys have more digits than JavaScript and spreadsheets keep of a number.
KEY_ENDINGS = ("_key", "_keys")


def open_console(*, stderr: bool = False) -> Console:
    """A console on stdout, or on stderr. Opened anew each time, because tests and pipes swap the streams."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, emoji=False, markup=False)


def print_line(text: str = "", *, style: str | None = None, stderr: bool = False, is_whole: bool = False) -> None:
    """Print `text`, wrapped at words on a terminal; left whole in a pipe or a log, where others search it.

    What people copy, such as a path or a command, is left whole everywhere (`is_whole`).
    """
    console = open_console(stderr=stderr)
    console.print(clean_text(text, keep_lines=True), style=style, soft_wrap=is_whole or not console.is_terminal)


def print_note(text: str) -> None:
    """Print a remark on stderr, next to the result."""
    print_line(text, style="dim", stderr=True)


def print_error(text: str) -> None:
    """Print the one message of a fault on stderr."""
    from rich.text import Text

    console = open_console(stderr=True)
    message = Text.assemble(("Error: ", "bold red"), clean_text(text, keep_lines=True))
    console.print(message, soft_wrap=not console.is_terminal)


def print_json(value: object) -> None:
    """Print `value` as one JSON document on stdout. Keys are text: they have more digits than JavaScript keeps."""
    document = write_keys(value)
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=simplify_value) + "\n")
    sys.stdout.flush()


def write_keys(value: object, *, is_key: bool = False) -> object:
    """`value` with the numbers under names that end in _key or _keys as text, at any depth."""
    if isinstance(value, dict):
        return {name: write_keys(inner, is_key=str(name).endswith(KEY_ENDINGS)) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [write_keys(inner, is_key=is_key) for inner in value]
    return str(value) if is_key and isinstance(value, int) and not isinstance(value, bool) else value


def simplify_value(value: object) -> object:
    """`value` in types of JSON: dates and times in ISO 8601, bytes as text, decimals as numbers.

    Raises TypeError for a type nobody has thought of.
    """
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, timedelta | UUID | Path):
        return str(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def clean_text(text: str, *, keep_lines: bool = False) -> str:
    """`text` with visible control characters: articles come from anywhere and must not control a terminal."""
    if text.isprintable():
        return text
    kept = "\n" if keep_lines else ""
    if not keep_lines:
        text = " ".join(text.split())
    return "".join(c if c in kept or not _is_control(c) else "\ufffd" for c in text)


def clean_lines(text: str) -> str:
    """Text of several lines as a terminal may show it: its line breaks plain, its control characters made visible."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return clean_text(text, keep_lines=True)


def has_colour(console: Console) -> bool:
    """Whether `console` shows colours: it is a terminal that can, and the user has not asked for none (NO_COLOR)."""
    return console.is_terminal and console.color_system is not None and not console.no_color


@cache
def _is_control(character: str) -> bool:
    # Cc: C0 and C1 controls, such as escape. Cs: lone surrogates. Of Cf only the marks that turn the direction of
    # writing; joiners and soft hyphens belong to words.
    category = unicodedata.category(character)
    return category in {"Cc", "Cs"} or (category == "Cf" and unicodedata.bidirectional(character) in _TURNING)


_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
