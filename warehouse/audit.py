"""Assertions over the whole star, and the results of all checks."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

import sql
from terms.states import Severity
from warehouse.loading.load import set_run_variables
from warehouse.schema.keys import read_audit
from warehouse.support.values import read_frame, register_frame

if TYPE_CHECKING:
    import duckdb

    from warehouse.runs import Run

FAILING_ROWS_KEPT = 20
# What a decision writes, by itself and through resolution.
DECIDED_TABLES = frozenset(
    {
        *("core.decision", "core.laid_decision", "core.decided_quote", "core.decided_pair", "core.decided_article"),
        *("core.decided_outlet", "core.decided_entity"),
    }
)
NAME_TABLES = frozenset({"core.resolution", "core.dim_entity"})
RELATION_TABLES = frozenset(
    {
        *("core.dim_statement", "core.dim_story", "core.judged_article", "core.article_stem", "core.article_pair"),
        "core.quote_pair",
    }
)


def run_audits(con: duckdb.DuckDBPyConnection, run: Run, *, is_loading: bool = True) -> pl.DataFrame:
    """Run every audit of sql/audits: after the load of `run` in its transaction, or at any later time.

    An audit is a query for rows that must not exist. One whose header says "scope: load" compares the run with what was
    staged for it, which is gone later. Returns the columns of meta.quality_result without run_key.
    """
    set_run_variables(con, run)
    names = [
        name for name in sql.list_statements("audits") if is_loading or sql.read_header(name).get("scope") != "load"
    ]
    return pl.DataFrame(
        [_run_audit(con, name) for name in names],
        schema={
            "table_name": pl.String,
            "check_name": pl.String,
            "check_kind": pl.String,
            "severity": pl.String,
            "reason": pl.String,
            "is_passed": pl.Boolean,
            "failed_count": pl.Int64,
            "failing_rows": pl.String,
            "checked_at": pl.Datetime("us"),
        },
    )


def find_broken_audits(con: duckdb.DuckDBPyConnection, resolved: frozenset[str]) -> list[str]:
    """Names of the blocking audits that fail after a person's command changed the warehouse.

    Facts stay as they are, so only what decisions are laid into (DECIDED_TABLES), the tables that were `resolved` anew
    and what refers to them are audited: all would take longer than the decision. The variables of
    warehouse.decisions.set_moment must be set.
    """
    tables = DECIDED_TABLES | resolved
    headers = {name: sql.read_header(name) for name in sql.list_statements("audits")}
    audits = [
        name
        for name, header in headers.items()
        if header.get("per") in {"grain", "reference", "table"} or header["table"] in tables
    ]
    results = [_run_audit(con, name, tables) for name in audits]
    return [str(row["check_name"]) for row in results if row["severity"] == Severity.BLOCK and not row["is_passed"]]


def record_results(con: duckdb.DuckDBPyConnection, run: Run, results: pl.DataFrame) -> None:
    """Write results of expectations or audits (columns of meta.quality_result without run_key) for a run."""
    set_run_variables(con, run)
    with register_frame(con, "checked", results):
        con.execute(sql.read_statement("load/insert_quality_results.sql"))


def _run_audit(con: duckdb.DuckDBPyConnection, name: str, tables: frozenset[str] | None = None) -> dict[str, object]:
    header = sql.read_header(name)
    failing = read_frame(con.sql(read_audit(name, tables)))
    rows = failing.head(FAILING_ROWS_KEPT).to_dicts()
    return {
        "table_name": header["table"],
        "check_name": name.rsplit("/", 1)[1].removesuffix(".sql"),
        "check_kind": "audit",
        "severity": header["severity"],
        "reason": header["reason"],
        "is_passed": failing.is_empty(),
        "failed_count": failing.height,
        "failing_rows": json.dumps(rows, default=str, ensure_ascii=False) if rows else None,
        "checked_at": datetime.now(UTC).replace(tzinfo=None),
    }
