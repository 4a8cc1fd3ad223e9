"""Outcomes of checks as rows of meta.quality_result."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from expectations.rows import FAILING_ROWS_KEPT, bound_row
from expectations.suite_files import list_columns, read_tolerances
from terms.states import STAGED_TABLES, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polars._typing import PolarsDataType

    from expectations.running import Outcome

# Columns that name a row to a person, where its table has them.
_ROW_KEYS = ("content_hash", "source_path", "article_source_path", "quote_number", "raw_start", "raw_end")
_ROW_TEXTS = ("mention_text", "quote_text", "removed_text", "post_text", "headline")

_RESULT_TYPES: dict[str, PolarsDataType] = {
    "table_name": pl.String,
    "check_name": pl.String,
    "check_kind": pl.String,
    "column_name": pl.String,
    "severity": pl.String,
    "reason": pl.String,
    "is_passed": pl.Boolean,
    "checked_count": pl.Int64,
    "failed_count": pl.Int64,
    "observed_value": pl.String,
    "failing_rows": pl.String,
    "checked_at": pl.Datetime("us"),
}
_RESULT_SCHEMA = pl.Schema(_RESULT_TYPES)


def make_result_frame(rows: Sequence[dict[str, object]]) -> pl.DataFrame:
    """Rows with the columns of meta.quality_result without run_key."""
    return pl.DataFrame(rows, schema=_RESULT_SCHEMA)


def make_results(prepared: Mapping[str, pl.DataFrame], outcomes: Mapping[str, list[Outcome]]) -> pl.DataFrame:
    """One row a check, with the columns of meta.quality_result without run_key. `prepared` has the failed rows."""
    checked_at = datetime.now(UTC).replace(tzinfo=None)
    rows = [
        {
            "table_name": table,
            "check_name": outcome.expectation["meta"]["name"],
            "check_kind": "expectation",
            "column_name": ", ".join(list_columns(outcome.expectation)),
            "severity": outcome.severity,
            "reason": outcome.expectation["meta"]["reason"],
            "is_passed": outcome.is_passed,
            "checked_count": outcome.checked_count,
            "failed_count": len(outcome.failing),
            "observed_value": outcome.observed_value,
            "failing_rows": _show_rows(prepared[table], outcome) if outcome.failing else None,
            "checked_at": checked_at,
        }
        for table in STAGED_TABLES
        if table in outcomes
        for outcome in outcomes[table]
    ]
    return pl.DataFrame(rows, schema=_RESULT_SCHEMA)


def _show_rows(frame: pl.DataFrame, outcome: Outcome) -> str:
    wanted = [*_ROW_KEYS, *_ROW_TEXTS, *list_columns(outcome.expectation)]
    names = [name for name in dict.fromkeys(wanted) if name in frame.columns]
    shown = frame[outcome.failing[:FAILING_ROWS_KEPT]].select(names)
    shown = shown.rename({"article_source_path": "source_path"}, strict=False)
    return json.dumps([bound_row(row) for row in shown.iter_rows(named=True)], ensure_ascii=False, default=str)


def merge_results(results: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """One row a check over all slices of a run: counts added up, the first failing rows kept.

    A check that lets a share of rows fail is judged anew on the whole run.
    """
    if not results:
        return pl.DataFrame(schema=_RESULT_SCHEMA)
    merged = (
        pl.concat(results)
        .with_row_index("_slice")
        .group_by("table_name", "check_name", maintain_order=True)
        .agg(
            pl.col("check_kind", "column_name", "reason").first(),
            severity=pl.when((pl.col("severity") == Severity.BLOCK).any())
            .then(pl.lit(Severity.BLOCK.value))
            .otherwise(pl.col("severity").first()),
            is_passed=pl.col("is_passed").all(),
            checked_count=pl.col("checked_count").sum(),
            failed_count=pl.col("failed_count").sum(),
            observed_value=pl.col("observed_value").drop_nulls().unique(maintain_order=True).head(3).str.join("; "),
            failing_rows=pl.col("failing_rows"),
            checked_at=pl.col("checked_at").max(),
        )
        .with_columns(observed_value=pl.when(pl.col("observed_value") != "").then(pl.col("observed_value")))
    )
    tolerances = read_tolerances()
    rows = []
    for row in merged.iter_rows(named=True):
        must_pass = tolerances.get((row["table_name"], row["check_name"]))
        if must_pass is not None and row["severity"] != Severity.BLOCK:
            row["is_passed"] = row["failed_count"] <= (1 - must_pass) * row["checked_count"]
        kept = [entry for part in row["failing_rows"] if part for entry in json.loads(part)]
        row["failing_rows"] = json.dumps(kept[:FAILING_ROWS_KEPT], ensure_ascii=False) if kept else None
        rows.append(row)
    return pl.DataFrame(rows, schema=_RESULT_SCHEMA)
