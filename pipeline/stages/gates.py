"""What holds a run back: expectations and audits that block, and too much in quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from pipeline.summary import RunHeld
from terms.states import Severity

if TYPE_CHECKING:
    from pipeline.run_context import RunContext
    from pipeline.stages.extract import Extracted
    from pipeline.stages.read import Intake

# Fewer records in quarantine than this hold no run, unless they are all there is: one broken file that stays in a
# folder must not stop every later run.
MANY_QUARANTINED = 20


class _Settings(NamedTuple):
    max_quarantine_share: float


def hold_failed_checks(context: RunContext, intake: Intake, extracted: Extracted) -> None:
    """Raise RunHeld where a blocking expectation failed on the run as a whole or too much is in quarantine."""
    if context.results:
        from expectations.validation import merge_results

        context.results = [merge_results(context.results)]
        failed = find_blocking(context.results[0])
        if failed:
            raise make_held(context, f"Validation failed: {', '.join(failed)}.", failed)
    tried = intake.pending_count + intake.unread_count
    held_back = tried - extracted.article_count
    limit = context.take(_Settings).max_quarantine_share
    is_many = held_back >= MANY_QUARANTINED or held_back == intake.seen_count
    if tried and is_many and held_back / tried > limit and not intake.choice.may_fail:
        common = ", ".join(f"{reason} ({count})" for reason, count in _rank(context.summary.quarantined))
        message = (
            f"{held_back} of {tried} records read are in quarantine, more than max_quarantine_share allows "
            f"({limit:.0%}). Most common: {common}."
        )
        raise make_held(context, message, ["max_quarantine_share"])


def find_blocking(results: pl.DataFrame) -> list[str]:
    """Checks that failed and block, as "table.check"; `results` has the columns of meta.quality_result."""
    return _name_broken(results, pl.col("severity") == Severity.BLOCK)


def find_warning(results: pl.DataFrame) -> list[str]:
    """Checks that failed without holding the run, as "table.check"."""
    return _name_broken(results, pl.col("severity") != Severity.BLOCK)


def _name_broken(results: pl.DataFrame, of_severity: pl.Expr) -> list[str]:
    broken = results.filter(~pl.col("is_passed") & of_severity)
    return [f"{table}.{check}" for table, check in broken.select("table_name", "check_name").iter_rows()]


def make_held(context: RunContext, message: str, failed: list[str]) -> RunHeld:
    """The error to raise where a check held the run; its summary says which."""
    context.summary.failed_checks = failed
    return RunHeld(f"{message} Nothing was published.", context.summary)


def _rank(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
