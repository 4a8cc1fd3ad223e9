"""Check the staged frames of a run and separate what passed from what goes to quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from expectations.helper_columns import add_helper_columns
from expectations.quarantining import part_frames
from expectations.results import make_results, merge_results
from expectations.running import bound_dates, check_schemas, quiet_great_expectations, run_suite
from expectations.suite_files import read_suite
from terms.states import STAGED_TABLES, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["Validation", "merge_results", "validate_frames"]


@dataclass(frozen=True, slots=True)
class Validation:
    """What validation made of the staged frames.

    `frames` holds the rows that passed, `quarantined` the others (columns of quarantine.record that the stage knows),
    `results` one row a check (columns of meta.quality_result without run_key). `blocked` names the blocking checks that
    failed, as table.check: a run with any must stop. `followed` counts, by table, rows that left with their article.
    """

    frames: dict[str, pl.DataFrame]
    quarantined: pl.DataFrame
    results: pl.DataFrame
    blocked: tuple[str, ...]
    followed: dict[str, int]


def validate_frames(
    frames: Mapping[str, pl.DataFrame],
    *,
    schemas: Mapping[str, pl.Schema] | None = None,
    today: date | None = None,
) -> Validation:
    """Check the staged frames of a slice of a run.

    `frames` are keyed by staged table; those without a suite pass as they are. `schemas` are the declared schemas by
    table (from the catalog); with them, columns and types are checked too. `today` (UTC) bounds dates.

    A row that breaks a row-level check of severity quarantine leaves its frame. An article takes its rows in the other
    tables with it; its counts and the parents of its quotes follow where single rows leave. An expectation that raised
    counts as a broken block, never as passed.
    """
    with quiet_great_expectations():
        declared = {table: frames[table] for table in STAGED_TABLES if table in frames and table in (schemas or {})}
        found = check_schemas(declared, schemas) if schemas and declared else {}
        outcomes = {table: [found[table]] if table in found else [] for table in STAGED_TABLES if table in frames}
        prepared: dict[str, pl.DataFrame] = {}
        # The suites rely on the columns: where one is missing they would only repeat that in many words.
        if all(outcome.is_passed for outcome in found.values()):
            prepared = add_helper_columns(frames)
            for table, frame in prepared.items():
                outcomes[table] += run_suite(read_suite(table), frame, bound_dates(today))
    kept, quarantined, followed = part_frames(frames, prepared, outcomes)
    results = make_results(prepared, outcomes)
    broken = results.filter(~pl.col("is_passed") & (pl.col("severity") == Severity.BLOCK))
    return Validation(
        frames=kept,
        quarantined=quarantined,
        results=results,
        blocked=tuple(f"{row['table_name']}.{row['check_name']}" for row in broken.iter_rows(named=True)),
        followed=followed,
    )
