"""Read the small CSV files that people keep next to their settings, or refuse them and say what to correct."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TypeVar

from articles.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Row = TypeVar("Row")
_DELIMITERS = (",", ";", "\t")  # spreadsheets of many countries part cells by semicolons


def read_csv_rows(
    path: Path, title: str, remedy: str, parse: Callable[[Path, csv.DictReader[str]], Iterable[Row]]
) -> list[Row]:
    """Read a CSV file in UTF-8 with a heading, and return the rows that `parse` makes of it.

    Cells are parted by what parts the names of the heading: commas, semicolons or tabs.

    `title` names the file's kind ("authority file") and `remedy` says what to do if it is missing. Raises
    InputError where the file cannot be read, is not UTF-8 or not CSV, and whatever `parse` raises.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            heading = lines.readline()
            lines.seek(0)
            delimiter = max(_DELIMITERS, key=heading.count)
            return list(parse(path, csv.DictReader(lines, delimiter=delimiter, strict=True)))
    except OSError as error:
        raise InputError(f"Cannot read the {title} {path}: {error.strerror}. {remedy}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"The {title} {path} is not UTF-8: {error}. Save it as UTF-8.") from error
    except csv.Error as error:
        raise InputError(f"The {title} {path} is not CSV: {error}. Mend that line.") from error
