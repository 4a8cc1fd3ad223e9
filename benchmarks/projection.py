"""What larger collections take, by arithmetic from the growth that was measured: the computed part of docs/scale.md."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.measuring import format_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.results import Entry

SIZES = (10_000, 1_000_000, 100_000_000)
CORES = (2, 16, 256)
LINEAR = ("load", "audit", "publish", "report")
COPIES = 3  # of the warehouse on a home's disk: built, published, and kept before a sliced load


def describe_scale(results: Mapping[str, Entry]) -> str:
    """The figures that the arithmetic rests on, and what it comes to, in Markdown."""
    entry = results.get("growth")
    if entry is None:
        return "The growth that this rests on is not measured yet.\n"
    last, half = entry["rows"][-1], entry["rows"][-2]
    count, figures, stages = last["articles"], last["rounds"][0], last["stages"]
    alone = sum(stages[stage] for stage in ("resolve", *LINEAR))
    core_seconds = (figures["seconds"] - alone) * entry["cores"] / count
    power = math.log(stages["resolve"] / half["stages"]["resolve"]) / math.log(count / half["articles"])
    linear_seconds = sum(stages[stage] for stage in LINEAR) / count
    weight = last["warehouse_bytes"] / count
    rests_on = [
        ["raw words of an article", f"{last['amount'] / count:,.0f}"],
        [f"core-seconds of extraction an article ({entry['cores']} cores, {count:,} articles)", f"{core_seconds:.3f}"],
        [f"seconds of resolution for {count:,} articles, in one process", f"{stages['resolve']:.1f}"],
        [f"its growth from {half['articles']:,} articles: with the number to the power of", f"{power:.2f}"],
        ["seconds of load, audits, publishing and report an article", f"{linear_seconds:.4f}"],
        ["warehouse file, kB an article", f"{weight / 1e3:.1f}"],
        ["memory of the first process and of the largest worker, MB", _pair(figures)],
    ]
    takes = [["raw words", *(_count(size * last["amount"] / count) for size in SIZES)]]
    takes.append(["core-hours of extraction", *(_hours(size * core_seconds) for size in SIZES)])
    takes += [
        [f"hours of extraction on {cores} cores", *(_hours(size * core_seconds / cores) for size in SIZES)]
        for cores in CORES
    ]
    takes.append(
        ["hours of resolution in every run", *(_hours(stages["resolve"] * (size / count) ** power) for size in SIZES)]
    )
    takes.append(["hours of load, audits, publishing", *(_hours(size * linear_seconds) for size in SIZES)])
    takes.append(["warehouse, GB", *(_amount(size * weight / 1e9) for size in SIZES)])
    takes.append(["disk of a home, GB", *(_amount(COPIES * size * weight / 1e9) for size in SIZES)])
    tables = [
        *format_table(["What was measured", ""], rests_on),
        "",
        *format_table(["articles", *(_count(size) for size in SIZES)], takes),
    ]
    return "\n".join(tables) + "\n"


def _pair(figures: Mapping[str, float]) -> str:
    return f"{figures['first_mb']:,.0f}, {figures['largest_other_mb']:,.0f}"


def _hours(seconds: float) -> str:
    return _amount(seconds / 3_600)


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}" if value >= 0.1 else f"{value:.3f}"


def _count(value: float) -> str:
    for size, name in ((1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:,.0f} {name}"
    return f"{value:,.0f}"
