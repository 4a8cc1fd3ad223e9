"""The suites in suites/: one JSON file a staged table, in Great Expectations' own format.

Besides what Great Expectations reads, every expectation's `meta` has `name` (unique within its table, the reason code
of a quarantined row), `severity` (block, quarantine or warn), `reason` (one line for people) and `chosen` (how the
number or the severity was chosen). `keep_first` marks a uniqueness check of which the first row of each group may stay.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from terms.states import STAGED_TABLES


@cache
def _read_text(table: str) -> str:
    return files("expectations").joinpath("suites", f"{table}.json").read_text("utf-8")


def read_suite(table: str) -> dict[str, Any]:
    """The suite of a staged table: {"name", "expectations": [{"type", "kwargs", "meta"}, ...]}.

    Raises FileNotFoundError where the table has none.
    """
    suite: dict[str, Any] = json.loads(_read_text(table))
    return suite


def read_tolerances() -> dict[tuple[str, str], float]:
    """Share of rows that must pass, by table and name, for expectations that let some rows fail."""
    return {
        (table, expectation["meta"]["name"]): float(expectation["kwargs"]["mostly"])
        for table in STAGED_TABLES
        for expectation in read_suite(table)["expectations"]
        if "mostly" in expectation["kwargs"]
    }


def list_columns(expectation: dict[str, Any]) -> list[str]:
    """Columns that an expectation of a suite checks, without those of its row condition."""
    kwargs = expectation["kwargs"]
    if "column_list" in kwargs:
        return list(kwargs["column_list"])
    return [kwargs[key] for key in ("column", "column_A", "column_B") if key in kwargs]


def list_condition_columns(condition: Any) -> list[str]:
    """Columns that a row condition of a suite reads."""
    if isinstance(condition, dict):
        own = [condition["column"]["name"]] if "column" in condition else []
        return own + [name for part in condition.get("conditions", []) for name in list_condition_columns(part)]
    return []
