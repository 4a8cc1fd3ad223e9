"""Which frames the report is made of. The SQL is in sql/queries/report; whoever holds a connection runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sql
from expectations.report.lineage import find_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

# Frame by frame, as `write_report` takes them.
REPORT_QUERIES = (
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
    "lineage",  # last: it asks about articles that the others tell of
)


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """A query of the report: its name, its text and its parameters (none, "run_number" or "content_hashes")."""

    name: str
    text: str
    parameters: tuple[str, ...]


def read_report_queries() -> list[ReportQuery]:
    """The report's queries, in the order of REPORT_QUERIES."""
    paths = [(name, f"queries/report/{name}.sql") for name in REPORT_QUERIES]
    return [
        ReportQuery(name, sql.read_statement(path), tuple(sql.read_header(path).get("parameters", "").split()))
        for name, path in paths
    ]


def read_inputs(
    run_query: Callable[[str, Mapping[str, Any]], pl.DataFrame], run_number: int
) -> dict[str, pl.DataFrame]:
    """All frames of the report on one run. `run_query` takes SQL and its parameters and gives the rows."""
    inputs: dict[str, pl.DataFrame] = {}
    for query in read_report_queries():
        values = {"run_number": run_number, "content_hashes": find_articles(inputs)}
        inputs[query.name] = run_query(query.text, {name: values[name] for name in query.parameters})
    return inputs
