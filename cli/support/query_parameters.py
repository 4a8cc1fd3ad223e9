"""Values for the parameters and filters of named queries, as they are given on the command line."""

from __future__ import annotations

import shlex
from math import isfinite
from typing import TYPE_CHECKING

from cli.support.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.query import NamedQuery

_ANSWERS = frozenset({"yes", "no", "true", "false"})


def describe_usage(query: NamedQuery) -> str:
    """How a named query is called: `name speaker=... [limit=50]`."""
    words = [query.name]
    words += [f"{key}=..." for key, value in query.parameters.items() if value is None]
    words += [f"[{key}={shlex.quote(value)}]" for key, value in query.parameters.items() if value is not None]
    return " ".join(words)


def fill_parameters(query: NamedQuery, words: Iterable[str]) -> dict[str, str]:
    """Values for `query` from words such as "speaker=Mira Talvik" and "since=2024", and from its defaults.

    Raises UsageError for a word that is no assignment, an unknown parameter, or one that is missing.
    """
    given = parse_assignments(words)
    for name in given:
        if name not in query.parameters and name not in query.filters:
            takes = ", ".join([*query.parameters, *query.filters]) or "none"
            raise UsageError(f"The query {query.name} has no parameter {name!r}. It takes: {takes}.")
    for name, usual in query.parameters.items():
        if name in given and usual is not None:
            _check_value(name, given[name], usual)
    values = {**query.parameters, **given}
    missing = [name for name, value in values.items() if value is None]
    if missing:
        example = " ".join(f'{name}="..."' for name in missing)
        raise UsageError(
            f"The query {query.name} ({query.question}) needs {' and '.join(missing)}: "
            f"`quotehouse query {query.name} {example}`."
        )
    return {name: value for name, value in values.items() if value is not None}


def _check_value(name: str, value: str, usual: str) -> None:
    """Raise UsageError for a value of another kind than the usual one: yes or no, or a number."""
    if usual in _ANSWERS and value.lower() not in _ANSWERS:
        raise UsageError(f"{name}={value} is neither yes nor no.")
    if _is_number(usual) and not _is_number(value):
        raise UsageError(f"{name}={value} is not a number. It is {usual} where it is not given.")


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def parse_assignments(words: Iterable[str]) -> dict[str, str]:
    """Words such as "limit=5" as a mapping. Raises UsageError for a word without a name or an equals sign."""
    values = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(
                f"{word!r} is not a parameter: write it as name=value, in quotation marks if the value has blanks. "
                "If it is part of an SQL query, put the whole query into quotation marks."
            )
        values[name] = value
    return values
