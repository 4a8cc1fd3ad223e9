"""Filters that named queries share: which rows of the mart's views a query reads.

sql/filters/VIEW.sql says what each filter leaves of a view. A view without days or outlets of its own is filtered
through another (`-- through: articles`): what belongs to the articles that are left is left. A view with the columns of
another is filtered as that one (`-- like: quotes`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import sql
from terms.states import SourceKind
from warehouse.errors import QueryError
from warehouse.support.days import read_day

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

SOURCE_KINDS = tuple(SourceKind)
_VIEW = re.compile(r"\bmart\.(\w+)(?:\s+as\s+(\w+))?")
_SECTION = re.compile(r"^ *-- filter: (\w+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its name, what it takes, what it leaves, and how its value is read.

    `read` gives the value that the SQL takes, and raises ValueError with what is wrong with it.
    """

    name: str
    takes: str
    leaves: str
    read: Callable[[str], str]


def _read_since(text: str) -> str:
    return _read_day(text, is_end=False)


def _read_until(text: str) -> str:
    return _read_day(text, is_end=True)


def _read_day(text: str, *, is_end: bool) -> str:
    day = read_day(text, is_end=is_end)
    if day is None:
        raise ValueError("it is a year, a month or a day, such as 2024, 2024-03 or 2024-03-08")
    return day.isoformat()


def _read_words(text: str) -> str:
    # A pattern of RE2, whose \b knows ASCII alone. A word may go on: "wall" finds "walls", and not "firewall".
    return r"(^|[^\pL\pN])" + r"\s+".join(re.escape(word) for word in text.split())


def _read_kinds(text: str) -> str:
    kinds = [kind.strip().lower() for kind in text.split(",")]
    if not set(kinds) <= set(SOURCE_KINDS):
        raise ValueError(f"it is one of {', '.join(SOURCE_KINDS)}, or several with commas between")
    return ",".join(kinds)


def _read_share(text: str) -> str:
    try:
        share = float(text)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise ValueError("it is a number from 0 to 1, such as 0.9")
    return str(share)


FILTERS = {
    each.name: each
    for each in (
        Filter(
            "since", "DAY", "What was published on this day or later. A year or a month will do: 2024-03.", _read_since
        ),
        Filter("until", "DAY", "What was published on this day or earlier.", _read_until),
        Filter("outlet", "NAME", "What outlets published whose name holds this.", str),
        Filter(
            "about",
            "WORDS",
            "Quotes in which these words stand side by side, or that mention an entity of this name. Of articles: "
            "those whose headline has the words, or that mention the entity. Words may go on: wall finds walls.",
            _read_words,
        ),
        Filter(
            "source_kind",
            "KIND",
            f"Quotes of sources of this kind, or of several: {', '.join(SOURCE_KINDS)}.",
            _read_kinds,
        ),
        Filter(
            "min_confidence", "SHARE", "Quotes found in ways that are right at least this often (0 to 1).", _read_share
        ),
    )
}


def narrow_views(text: str, given: Mapping[str, str], unfiltered: Collection[str] = ()) -> tuple[str, dict[str, str]]:
    """SQL whose views have only the rows that the filters given leave, and the values of its new $parameters.

    A view whose alias, or whose name without one, is `unfiltered` stays whole. Raises QueryError for a value that a
    filter cannot take.
    """
    values = {name: _read_value(name, value) for name, value in given.items() if value.strip()}
    used: set[str] = set()

    def narrow(match: re.Match[str]) -> str:
        view, alias = match[1], match[2]
        rows = _select_rows(view, values.keys())
        if rows is None or (alias or view) in unfiltered:
            return match[0]
        used.update(values.keys() & list_offered(view))
        return f"({rows}){f' as {alias}' if alias else ''}"

    narrowed = _VIEW.sub(narrow, text) if values else text
    return narrowed, {name: value for name, value in values.items() if name in used}


def list_filtered(text: str, unfiltered: Collection[str] = ()) -> set[str]:
    """Names of the filters that any view in a text of SQL offers."""
    views = (match[1] for match in _VIEW.finditer(text) if (match[2] or match[1]) not in unfiltered)
    return set().union(*map(list_offered, views))


@cache
def list_offered(view: str) -> frozenset[str]:
    """Names of the filters that a view of the mart offers, itself or through another."""
    path = f"filters/{view}.sql"
    if path not in sql.list_statements("filters"):
        return frozenset()
    through = sql.read_header(path).get("through")
    return list_offered(through) if through else frozenset(_SECTION.findall(_read_filter(view)))


def _read_filter(view: str) -> str:
    path = f"filters/{view}.sql"
    like = sql.read_header(path).get("like")
    return _read_filter(like).replace(f"mart.{like}", f"mart.{view}") if like else sql.read_statement(path)


def _select_rows(view: str, names: Collection[str]) -> str | None:
    """The rows of a view that the filters `names` leave, as SQL in place of its name; None where that is all."""
    if not list_offered(view) & set(names):
        return None
    text = _read_filter(view)
    through = sql.read_header(f"filters/{view}.sql").get("through")
    if through is not None:
        return _strip_header(text).replace(f"mart.{through}", f"({_select_rows(through, names)})")
    start, *sections = _SECTION.split(text)
    conditions = [condition for name, condition in zip(sections[::2], sections[1::2], strict=True) if name in names]
    return _strip_header(start + "".join(conditions))


def _strip_header(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()


def _read_value(name: str, value: str) -> str:
    try:
        return FILTERS[name].read(value.strip())
    except ValueError as error:
        raise QueryError(f"{name}={value} is not a value for the filter {name!r}: {error}.") from error
