"""Which figures the charts are drawn from, and what each chart says."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from expectations.report.charts import LARGE, SMALL, cut_label, draw_chart
from expectations.report.formats import format_count, format_day, format_share, format_words, show_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from markupsafe import Markup

    from expectations.rows import Row

# outcome: label, column of the run, class of its colour
OUTCOMES = (
    ("Loaded", "loaded_count", "f-loaded"),
    ("Unchanged", "unchanged_count", "f-unchanged"),
    ("Duplicate", "duplicate_count", "f-duplicate"),
    ("Quarantined", "quarantined_count", "f-quarantined"),
)
UNSTATED = "Outlet not stated"
_GENDERS = {"female": "Women", "male": "Men", "other": "Others", "open": "Open"}
_FEWEST_SLOTS = 16  # so that the first runs of a warehouse do not fill a chart with one bar
_BOTH = (SMALL, LARGE)
_SPEAKERS_SHOWN = 12
_OUTLETS_SHOWN = 20
_CHECKED = {
    "right_count": "Right",
    "wrong_speaker_count": "Speaker wrong",
    "wrong_words_count": "Words or type wrong",
    "rejected_count": "No quote",
}


def draw_trends(runs: Sequence[Row]) -> list[Row]:
    """Charts over the runs (newest first): records by outcome, checks passed, and what went to quarantine.

    Runs that found nothing new are left out: a bar of everything there is would dwarf the others.
    """
    old_to_new = [row for row in reversed(runs) if row.get("state") != "unchanged"]
    if len(old_to_new) < 2:
        return []
    span = f"run {old_to_new[0]['run_number']} to run {old_to_new[-1]['run_number']}; the figures are in the table"
    passed = [
        _share(row["run_number"], row["check_count"] - row["failed_check_count"], row["check_count"], "checks passed")
        for row in old_to_new
        if row.get("check_count")
    ]
    held = [
        _share(row["run_number"], row["quarantined_count"] or 0, row["seen_count"], "records in quarantine")
        for row in old_to_new
        if row.get("seen_count")
    ]
    lowest = min([0.9, *(row["share"] for row in passed)])
    highest = max([0.05, *(row["share"] for row in held)])
    places = _fill_slots([row["run_number"] for row in old_to_new])
    # A missing bar keeps its place; a line must begin where the first run is.
    nothing = {"outcome": OUTCOMES[0][0], "place": 0, "count": 0, "share": 0, "said": ""}
    drawn: tuple[tuple[str, str, list[Row], dict[str, float]], ...] = (
        ("Records seen, by outcome", "volume", _list_volumes(old_to_new), {}),
        ("Checks passed", "pass_rate", passed, {"lowest": int(lowest * 20) / 20}),
        ("Records in quarantine", "quarantine", held, {"highest": highest}),
    )
    return [
        {
            "title": title,
            "svg": draw_chart(name, rows + [place | no_bar for place in places], f"{title}, {span}", bounds=bounds),
            "legend": [{"label": label, "css": css, "count": None} for label, _, css in OUTCOMES]
            if name == "volume"
            else [],
        }
        for title, name, rows, bounds in drawn
        for no_bar in ({} if name == "pass_rate" else nothing,)
    ]


def _list_volumes(runs: Sequence[Row]) -> list[Row]:
    return [
        {
            "run_number": row["run_number"],
            "outcome": label,
            "place": place,
            "count": row.get(column) or 0,
            "said": f"Run {row['run_number']}: {label.lower()} {format_count(row.get(column) or 0)}",
        }
        for row in runs
        for place, (label, column, _) in enumerate(OUTCOMES)
    ]


def _share(run_number: int, count: int, total: int, what: str) -> Row:
    said = f"Run {run_number}: {format_count(count)} of {format_count(total)} {what}, {format_share(count / total)}"
    return {"run_number": run_number, "share": count / total, "said": said}


def _fill_slots(numbers: Sequence[int]) -> list[Row]:
    """Empty places before the first runs; only their number matters, and it is not shown."""
    missing = max(_FEWEST_SLOTS - len(numbers), 0)
    first = min(*numbers, 0)
    return [{"run_number": first - place} for place in range(1, missing + 1)]


def draw_failures(history: Sequence[Row]) -> Markup:
    """Rows that failed a check, run by run; `history` is newest first."""
    rows = [
        {
            "run_number": row["run_number"],
            "count": row["failed_count"] or 0,
            "said": f"Run {row['run_number']}: {format_count(row['failed_count'])} rows failed",
        }
        for row in reversed(history)
    ]
    empty = [place | {"count": 0, "said": ""} for place in _fill_slots([row["run_number"] for row in rows] or [0])]
    return draw_chart("failures", rows + empty, "Rows that failed, run by run; the figures are in the table", _BOTH)


def draw_outcomes(run: Row) -> Markup | None:
    """One bar of the run's records, split by outcome; none where all have the same outcome."""
    rows = [
        {
            "outcome": label,
            "place": place,
            "count": run.get(column) or 0,
            "said": f"{label}: {format_count(run.get(column))}",
        }
        for place, (label, column, _) in enumerate(OUTCOMES)
    ]
    if sum(1 for row in rows if row["count"]) < 2:
        return None
    return draw_chart("outcomes", rows, "Records: " + ", ".join(str(row["said"]) for row in rows), _BOTH)


def draw_weeks(rows: Sequence[Row]) -> Row | None:
    """Quotes a week by outlet as stacked bars, with a place even for a week without any, and as figures."""
    if not rows:
        return None
    series = {row["series_number"]: row["outlet_name"] for row in rows}
    counts = {(row["week_start_on"], row["series_number"]): row["quote_count"] for row in rows}
    first, last = rows[0]["week_start_on"], rows[-1]["week_start_on"]
    weeks = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    slots = [first - timedelta(weeks=number) for number in range(_FEWEST_SLOTS - len(weeks), 0, -1)]
    bars = [_tell_week(week, place, name, counts) for week in slots + weeks for place, name in sorted(series.items())]
    label = f"Quotes a week by outlet, {format_day(first)} to {format_day(last)}; the figures are in the table"
    return {
        "chart": draw_chart("weeks", bars, label, _BOTH),
        "names": [name for _, name in sorted(series.items())],
        "rows": [
            {"week": week, "counts": [counts.get((week, place), 0) for place in sorted(series)]}
            for week in reversed(weeks)
        ],
    }


def _tell_week(week: date, place: int, name: str, counts: dict[tuple[date, int], int]) -> Row:
    count, shown = counts.get((week, place), 0), cut_label(show_text(name))
    said = f"{shown}, week from {format_day(week)}: {format_count(count)}"
    return {"week": week.isoformat(), "series": shown, "place": place, "count": count, "said": said}


def draw_speakers(speakers: Sequence[Row]) -> Markup | None:
    """The most quoted as bars, split by type of quote."""
    bars = []
    for row in speakers[:_SPEAKERS_SHOWN]:
        name = cut_label(show_text(row["speaker_name"]))
        parts = {"Direct": row["direct_count"], "Mixed": row["mixed_count"]}
        parts["Indirect"] = row["quote_count"] - sum(parts.values())
        bars += [
            {
                "speaker": name,
                "series": label,
                "place": place,
                "count": count,
                "said": f"{name}: {count:,} {label.lower()}",
            }
            for place, (label, count) in enumerate(parts.items())
        ]
    label = "The most quoted, by type of quote; the figures are in the table"
    return draw_chart("speakers", bars, label, _BOTH) if bars else None


def draw_cue_classes(rows: Sequence[Row]) -> Row | None:
    """By outlet, the share of its quotes that each class of cue introduces; the commonest class first."""
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row["cue_class"]] += row["quote_count"]
    names = [name for name, _ in sorted(totals.items(), key=lambda item: (-item[1], item[0]))]
    series = {name: name_cue_class(name) for name in names}
    return _draw_outlet_shares(rows, "cue_class", series, "Cue classes by outlet; the figures are in the table")


def draw_genders(rows: Sequence[Row]) -> Row | None:
    """By outlet, the shares of the quotes of named persons that women and men say."""
    label = "Quotes of women and men by outlet; the figures are in the table"
    return _draw_outlet_shares(rows, "gender", _GENDERS, label)


def _draw_outlet_shares(rows: Sequence[Row], column: str, series: Mapping[str, str], label: str) -> Row | None:
    """By outlet, the share of its quotes for each value of a column; `series` says what the chart calls these."""
    if not rows:
        return None
    outlets: dict[str | None, dict[str, float]] = {}
    for row in rows:
        outlets.setdefault(row["outlet_name"], {})[row[column]] = row["quote_count"]
    bars = []
    for outlet, counts in list(outlets.items())[:_OUTLETS_SHOWN]:
        shown, total = cut_label(show_text(outlet or UNSTATED)), sum(counts.values())
        bars += [
            {
                "outlet": shown,
                "series": name,
                "place": place,
                "count": counts.get(value, 0),
                "said": f"{shown}, {name}: {format_share(counts.get(value, 0) / total)}",
            }
            for place, (value, name) in enumerate(series.items())
        ]
    return {
        "names": [*series.values()],
        "chart": draw_chart("cues", bars, label, _BOTH),
        "rows": [_share_values(outlet, counts, series) for outlet, counts in outlets.items()],
    }


def draw_checked(rows: Sequence[Row]) -> Row | None:
    """What people found right and wrong in the quotes they checked, month by month; by rule and source in `rows`."""
    if not rows:
        return None
    bars = []
    for month in sorted({row["month"] for row in rows}):
        counts = {name: sum(row[name] for row in rows if row["month"] == month) for name in _CHECKED}
        total = sum(counts.values())
        bars += [
            {
                "month": month,
                "series": title,
                "place": place,
                "count": counts[name],
                "said": f"{month}, {title}: {counts[name]} of {total}",
            }
            for place, (name, title) in enumerate(_CHECKED.items())
        ]
    groups: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        counted = groups.setdefault((row["method"], row["source_kind"]), Counter())
        counted.update({name: row[name] for name in ("checked_count", *_CHECKED)})
    told = [{"method": method, "source_kind": kind, **counted} for (method, kind), counted in groups.items()]
    return {
        "chart": draw_chart("checked", bars, "Quotes that people checked; the figures are in the table", _BOTH),
        "names": [*_CHECKED.values()],
        "columns": [*_CHECKED],
        "rows": sorted(told, key=lambda row: (-row["checked_count"], row["method"], row["source_kind"])),
    }


def name_cue_class(name: str) -> str:
    """The pages' name for a class of cues."""
    return "No cue" if name == "none" else format_words(name)


def _share_values(outlet: str | None, counts: dict[str, float], series: Mapping[str, str]) -> Row:
    total = sum(counts.values())
    shares = [counts.get(value, 0) / total for value in series]
    return {"outlet_name": outlet, "shares": shares, "total": round(total)}
