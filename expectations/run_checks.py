"""Checks of a run as a whole: against fixed bounds, and against the runs before it.

Pure functions on frames; their SQL is in sql/queries/run_checks (RUN_CHECK_QUERIES), and whoever holds a connection
runs it after loading and before publishing. A breach of a minimum blocks, because missing data is noticed last; a
breach of a maximum or a drift warns. A learned bound is stated with its evidence in `observed_value`. With fewer
earlier runs than `fewest_runs` nothing is learned, and the check passes and says so.
"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Any

import polars as pl

import sql
from expectations.results import make_result_frame
from expectations.rows import FAILING_ROWS_KEPT, bound_row
from expectations.thresholds import RunThresholds
from terms.states import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from expectations.rows import Row

RUN_CHECK_QUERIES = ("measures", "fills", "distributions")


# The values that sql/schema names for the columns; "none" where a quote has no cue.
CATEGORIES = {
    "quote_type": frozenset({"direct", "mixed", "indirect"}),
    "cue_class": frozenset(
        {"neutral", "assertive", "denial", "question", "directive", "evaluation", "commitment", "none"}
    ),
}
_LEVELS = {
    "mean_removed_share": "A share of removed text that doubled or halved means that pages or rules changed.",
    "mean_word_count": "Articles twice or half as long as usual were cut wrongly, or are something else.",
    "mean_mention_count": "Twice or half the usual mentions an article means that finding them changed.",
    "mean_quote_count": "Twice or half the usual quotes an article means that finding them changed.",
}


def read_inputs(
    run_query: Callable[[str, Mapping[str, Any]], pl.DataFrame], run_number: int
) -> dict[str, pl.DataFrame]:
    """All frames that the checks of one run look at. `run_query` takes SQL and its parameters and returns the rows."""
    values = {"run_number": run_number}
    return {name: run_query(sql.read_statement(f"queries/run_checks/{name}.sql"), values) for name in RUN_CHECK_QUERIES}


def check_run(
    inputs: Mapping[str, pl.DataFrame], thresholds: RunThresholds | None = None, checked_at: datetime | None = None
) -> pl.DataFrame:
    """All checks of a run, with the columns of meta.quality_result without run_key (check_kind "run").

    `inputs` are the frames that RUN_CHECK_QUERIES names. Raises ValueError where "measures" does not hold the run.
    """
    bounds = thresholds or RunThresholds()
    measures = inputs["measures"]
    current = measures.filter(pl.col("is_current")).to_dicts()
    if len(current) != 1:
        raise ValueError(f"the frame 'measures' holds {len(current)} current runs where the checks need one")
    before = measures.filter(~pl.col("is_current")).to_dicts()
    rows = [
        check_volume(current[0], before, bounds),
        check_quarantine(current[0], bounds),
        check_freshness(current[0], bounds),
        *(check_level(current[0], before, name, bounds) for name in _LEVELS),
        *check_fills(inputs["fills"], bounds),
        *check_missing(inputs["fills"], bounds),
        *check_drift(inputs["distributions"], bounds),
        *check_categories(inputs["distributions"]),
    ]
    moment = checked_at or datetime.now(UTC).replace(tzinfo=None)
    return make_result_frame([row | {"checked_at": moment} for row in rows])


def check_volume(current: Row, before: Sequence[Row], bounds: RunThresholds) -> Row:
    """New records of the run against the median of the earlier runs that had any."""
    usual = [row["new_count"] for row in before if row["new_count"]]
    count = current["new_count"]
    row = {
        "check_name": "volume_is_usual",
        "reason": "A source that sends far less than usual is broken; far more is a copy or a flood.",
        "checked_count": count,
    }
    if count == 0:
        return _pass(row, "no new record")
    if len(usual) < bounds.fewest_runs:
        return _pass(row, _say_unlearned(usual, bounds, count))
    middle = median(usual)
    low, high = middle * bounds.volume_low, middle * bounds.volume_high
    # A folder that fills hour by hour brings one article at night and thirty at noon. A small run is a missing delivery
    # only where no earlier run was as small and runs are large enough for a share to mean something.
    is_steady = min(usual) >= low and middle >= bounds.fewest_articles
    observed = (
        f"{count:,} new records; usual {middle:,.0f} (median of {len(usual)} runs, {min(usual):,} to {max(usual):,}); "
        f"allowed {low:,.0f} to {high:,.0f}"
    )
    severity = Severity.BLOCK if count < low and is_steady and bounds.volume_blocks else Severity.WARN
    evidence = [{"run_number": row["run_number"], "new_count": row["new_count"]} for row in reversed(before)]
    is_passed = low <= count <= high
    return _judge(row, is_passed, observed, severity=severity, failed_count=1, failing_rows=evidence)


def check_quarantine(current: Row, bounds: RunThresholds) -> Row:
    """Share of the new records that went to quarantine."""
    count, new = current["quarantined_count"], current["new_count"]
    share = count / new if new else 0.0
    row = {
        "check_name": "quarantine_is_small",
        "reason": "Much input in quarantine at once has one cause: a new format, or a fault of ours.",
        "checked_count": new,
    }
    observed = f"{share:.1%} of {new:,} new records; warns above {bounds.quarantine_high:.1%}"
    return _judge(row, share <= bounds.quarantine_high, observed, failed_count=count)


def check_freshness(current: Row, bounds: RunThresholds) -> Row:
    """Age, in days, of the newest article the run loaded."""
    newest = current["newest_published_on"]
    row = {
        "check_name": "articles_are_fresh",
        "reason": "A source whose newest article is old has dried up.",
        "checked_count": current["article_count"],
        "column_name": "published_on",
    }
    if newest is None:
        return _pass(row, "no article with a date")
    age = (current["started_at"].date() - newest).days
    return _judge(row, age <= bounds.stale_days, f"newest of {newest}, {age} days old; allowed {bounds.stale_days}")


def check_level(current: Row, before: Sequence[Row], name: str, bounds: RunThresholds) -> Row:
    """A mean of the run against the median of that mean over the earlier runs."""
    usual = [row[name] for row in before if row[name] and row["article_count"] >= bounds.fewest_articles]
    value, count = current[name], current["article_count"]
    row = {
        "check_name": f"{name}_is_usual",
        "reason": _LEVELS[name],
        "checked_count": count,
        "column_name": name.removeprefix("mean_"),
    }
    if value is None or count < bounds.fewest_articles or len(usual) < bounds.fewest_runs:
        return _pass(row, _say_unlearned(usual, bounds, value))
    low, high = median(usual) / bounds.level_high, median(usual) * bounds.level_high
    observed = (
        f"{value:,.3g}; usual {median(usual):,.3g} (median of {len(usual)} runs, {min(usual):,.3g} to "
        f"{max(usual):,.3g}); allowed {low:,.3g} to {high:,.3g}"
    )
    evidence = [{"run_number": past["run_number"], name: past[name]} for past in reversed(before)]
    return _judge(row, low <= value <= high, observed, failed_count=1, failing_rows=evidence)


def check_fills(fills: pl.DataFrame, bounds: RunThresholds) -> list[Row]:
    """By column: outlets whose share of articles with a value fell, against all their articles before."""
    keys = ["outlet_name", "column_name"]
    now, past = (fills.filter(pl.col("is_current") == is_current) for is_current in (True, False))
    joined = now.join(past, on=keys, suffix="_before", nulls_equal=True, maintain_order="left")
    enough = [pl.col(name) >= bounds.fewest_articles for name in ("article_count", "article_count_before")]
    shares = joined.filter(*enough).with_columns(
        share=pl.col("filled_count") / pl.col("article_count"),
        share_before=pl.col("filled_count_before") / pl.col("article_count_before"),
    )
    # A value that fewer than one article in ten had is no habit of the outlet that it could lose.
    has_fallen = [pl.col("share_before") >= 0.1, pl.col("share") < pl.col("share_before") * bounds.fill_drop]
    rows = []
    for column in fills["column_name"].unique().sort():
        own = shares.filter(pl.col("column_name") == column)
        fell = own.filter(*has_fallen).drop("is_current", "is_current_before").to_dicts()
        row = {
            "check_name": f"outlets_keep_stating_{column}",
            "reason": "An outlet that stops stating a value has changed its pages, or we no longer find it.",
            "checked_count": own.height,
            "column_name": column,
        }
        observed = f"{len(fell)} of {own.height} outlets fell below {bounds.fill_drop:.0%} of their share before"
        rows.append(_judge(row, not fell, observed, failing_rows=fell))
    return rows


def check_missing(fills: pl.DataFrame, bounds: RunThresholds) -> list[Row]:
    """By column with a bound: share of the run's articles with a value, against fixed bounds."""
    now = fills.filter("is_current").group_by("column_name").agg(pl.col("article_count", "filled_count").sum())
    counts = {row["column_name"]: row for row in now.to_dicts()}
    rows = []
    for column in sorted({*bounds.fill_least, *bounds.missing_high} & set(counts)):
        count, filled = counts[column]["article_count"], counts[column]["filled_count"]
        share, least = filled / count, bounds.fill_least.get(column, 0.0)
        wanted = max(least, 1 - bounds.missing_high.get(column, 1.0))
        row = {
            "check_name": f"enough_articles_state_{column}",
            "reason": "Too many articles without it make every count by it wrong.",
            "checked_count": count,
            "column_name": column,
        }
        limits = f"warns below {wanted:.1%}" + (f", blocks below {least:.1%}" if least else "")
        passed = share >= wanted or count < bounds.fewest_articles
        severity = Severity.BLOCK if share < least else Severity.WARN
        observed = f"{share:.1%} have it; {limits}"
        rows.append(_judge(row, passed, observed, severity=severity, failed_count=count - filled))
    return rows


def check_drift(distributions: pl.DataFrame, bounds: RunThresholds) -> list[Row]:
    """By distribution: the Jensen-Shannon divergence, in bits, between the run and the ten runs before it.

    0 where both are the same, 1 where they share nothing (Lin 1991, Divergence measures based on the Shannon entropy).
    """
    rows = []
    for name in distributions["distribution_name"].unique().sort():
        own = distributions.filter(pl.col("distribution_name") == name)
        now, past = (
            {row["category"]: row["value_count"] for row in own.filter(pl.col("is_current") == is_current).to_dicts()}
            for is_current in (True, False)
        )
        row = {
            "check_name": f"{name}_is_steady",
            "reason": "A distribution that moves at once has a cause: the source, or our rules.",
            "checked_count": sum(now.values()),
            "column_name": name,
        }
        if min(sum(now.values()), sum(past.values())) < bounds.fewest_values:
            rows.append(_pass(row, f"not judged: fewer than {bounds.fewest_values} values to compare"))
            continue
        bits, parts = measure_divergence(now, past)
        observed = f"Jensen-Shannon divergence {bits:.3f} bits; allowed {bounds.drift_bits}"
        rows.append(_judge(row, bits <= bounds.drift_bits, observed, failing_rows=parts))
    return rows


def check_categories(distributions: pl.DataFrame) -> list[Row]:
    """By distribution with a declared set: values of the run that are not in it."""
    rows = []
    for name, known in CATEGORIES.items():
        now = distributions.filter("is_current", pl.col("distribution_name") == name)
        unknown = now.filter(~pl.col("category").is_in(list(known))).select("category", "value_count").to_dicts()
        row = {
            "check_name": f"{name}_is_declared",
            "reason": "A value nobody declared is left out of every count that goes by the declared ones.",
            "checked_count": int(now["value_count"].sum()),
            "column_name": name,
        }
        count = sum(entry["value_count"] for entry in unknown)
        observed = f"{count:,} with a value outside the declared set"
        rows.append(_judge(row, not unknown, observed, failed_count=count, failing_rows=unknown))
    return rows


def measure_divergence(now: Mapping[str, int], past: Mapping[str, int]) -> tuple[float, list[Row]]:
    """Jensen-Shannon divergence in bits of two counted distributions, and the categories, most moved first."""
    totals = sum(now.values()), sum(past.values())
    parts: list[Row] = []
    for category in sorted({*now, *past}):
        p, q = now.get(category, 0) / totals[0], past.get(category, 0) / totals[1]
        mean = (p + q) / 2
        bits = sum(share / 2 * math.log2(share / mean) for share in (p, q) if share)
        parts.append({"category": category, "share_now": round(p, 4), "share_before": round(q, 4), "bits": bits})
    total = max(sum(part["bits"] for part in parts), 0.0)
    ranked = sorted(parts, key=lambda part: (-abs(part["share_now"] - part["share_before"]), part["category"]))
    return total, [part | {"bits": round(part["bits"], 4)} for part in ranked]


def _say_unlearned(usual: Sequence[float], bounds: RunThresholds, value: float | None) -> str:
    shown = "nothing" if value is None else f"{value:,.4g}"
    return (
        f"{shown}; not judged: there are {len(usual)} comparable runs, and {bounds.fewest_runs} runs with enough "
        "articles are needed"
    )


def _pass(row: Row, observed_value: str) -> Row:
    return _judge(row, True, observed_value)


def _judge(
    row: Row,
    is_passed: bool,
    observed_value: str,
    *,
    severity: str = "warn",
    failed_count: int | None = None,
    failing_rows: Sequence[Row] = (),
) -> Row:
    kept = [] if is_passed else [bound_row(entry) for entry in failing_rows[:FAILING_ROWS_KEPT]]
    failed = failed_count if failed_count is not None else max(len(failing_rows), 1)
    return row | {
        "table_name": "run",
        "check_kind": "run",
        "severity": severity,
        "is_passed": is_passed,
        "failed_count": 0 if is_passed else failed,
        "observed_value": observed_value,
        "failing_rows": json.dumps(kept, ensure_ascii=False, default=str) if kept else None,
    }
