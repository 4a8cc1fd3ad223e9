"""Which frames the report is made of. The SQL is in sql/queries/report; whoever holds a connection runs it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import sql
from expectations.report.keeping import find_or_make, name_state
from expectations.report.lineage import find_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import polars as pl

# Frame by frame, in the order `write_report` takes them.
REPORT_QUERIES = (
    "last_change",  # first: as long as it does not change, neither do the frames that depend on it
    "run",
    "runs",
    "checks",
    "check_history",
    "quarantine_reasons",
    "quarantine",
    "failing_contexts",
    "totals",
    "top_speakers",
    "newest_quotes",
    "freshness",
    "coverage",
    "stories",
    "quotes_by_week",
    "cue_classes",
    "checked_quotes",
    "genders",
    "lineage",  # last: it asks about articles that the others mention
)


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """A query of the report: its name, its text and its parameters (none, "run_number" or "content_hashes").

    The result of a `standing` one is the same until something in the warehouse changes.
    """

    name: str
    text: str
    parameters: tuple[str, ...]
    is_standing: bool


def read_report_queries() -> list[ReportQuery]:
    """The report's queries, in the order of REPORT_QUERIES."""
    paths = [(name, f"queries/report/{name}.sql") for name in REPORT_QUERIES]
    queries = []
    for name, path in paths:
        header = sql.read_header(path)
        parameters = tuple(header.get("parameters", "").split())
        queries.append(ReportQuery(name, sql.read_statement(path), parameters, "stands" in header))
    return queries


def read_inputs(
    run_query: Callable[[str, Mapping[str, Any]], pl.DataFrame], run_number: int, kept: Path | None = None
) -> dict[str, pl.DataFrame]:
    """All frames of the report on one run. `run_query` takes SQL and its parameters and returns the rows.

    `kept` is a folder for the frames that stay the same until something changes: a run that finds nothing new need not
    gather them again from the whole warehouse.
    """
    inputs: dict[str, pl.DataFrame] = {}
    for query in read_report_queries():
        values = {"run_number": run_number, "content_hashes": find_articles(inputs)}
        parameters = {name: values[name] for name in query.parameters}
        ask = partial(run_query, query.text, parameters)
        if kept is not None and query.is_standing:
            state = name_state(query.text, parameters, inputs["last_change"].rows())
            inputs[query.name] = find_or_make(kept, query.name, state, ask)
        else:
            inputs[query.name] = ask()
    return inputs
