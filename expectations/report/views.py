"""What the pages show, worked out from the frames: plain values the templates only lay out."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from expectations.report import charts
from expectations.report.formats import (
    format_count,
    format_day,
    format_duration,
    format_plural,
    format_share,
    format_words,
    parse_rows,
    show_bytes,
)
from expectations.suite_files import TABLES, read_suite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

Row = dict[str, Any]

# state: tone, label, title, what it means for readers
_STATES = {
    "published": ("ok", "Published", "The run was published", "Readers see what this run loaded."),
    "unchanged": ("ok", "Unchanged", "Nothing new to load", "The input held nothing new; the warehouse is as it was."),
    "held": (
        "bad",
        "Held back",
        "The run was held back",
        "A quality check stopped the run before anything was published. Readers see the warehouse as it was before.",
    ),
    "failed": ("bad", "Failed", "The run failed", "Nothing was published. Readers see the warehouse as it was before."),
    "interrupted": (
        "warn",
        "Interrupted",
        "The run was interrupted",
        "Nothing was published. Readers see the warehouse as it was before.",
    ),
    "running": ("calm", "Running", "The run is under way", "What it has found so far."),
}
_UNKNOWN_STATE = ("calm", "Unknown", "A run without a state", "The run log does not say how it ended.")

_NEXT_STEPS = {
    "held": "look at the checks that blocked, mend the input or the check, and ingest the same paths again.",
    "failed": "read the message above and the log in the home's logs folder, then ingest the same paths again.",
    "interrupted": "ingest the same paths again; what was finished is not done twice.",
}

# outcome: label, column of the run, class of its colour
_OUTCOMES = (
    ("Loaded", "loaded_count", "f-loaded"),
    ("Unchanged", "unchanged_count", "f-unchanged"),
    ("Duplicate", "duplicate_count", "f-duplicate"),
    ("Quarantined", "quarantined_count", "f-quarantined"),
)
_PLACES = {"audit": "the loaded warehouse", "run": "the run as a whole"}
_CHECK_KINDS = {"expectation": "Expectations", "audit": "Audits", "run": "Checks"}
_CONSEQUENCES = {"block": "stops the run", "quarantine": "holds the row back", "warn": "is recorded"}
_FAILURES = {"block": ("bad", "Blocked the run"), "quarantine": ("held", "Rows held back"), "warn": ("warn", "Warning")}
_KINDS = {
    "articles": "A whole article",
    "mentions": "A mention",
    "quotes": "A quote",
    "removed_spans": "A removed span",
    "embedded_posts": "An embedded post",
}
_COVERAGE = (
    ("Headline", "headline_count"),
    ("Date", "published_on_count"),
    ("Authors", "authors_count"),
    ("Section", "section_count"),
    ("Dateline", "dateline_place_count"),
    ("Address", "url_count"),
)


def list_rows(inputs: Mapping[str, pl.DataFrame], name: str) -> list[Row]:
    """Rows of the frame `name`; none where it is missing, as after a run that ended early."""
    frame = inputs.get(name)
    return [] if frame is None else frame.to_dicts()


def name_state(state: str | None) -> tuple[str, str]:
    """Tone and label of a run's state."""
    return _STATES.get(state or "", _UNKNOWN_STATE)[:2]


def describe_verdict(run: Row, checks: Sequence[Row], reasons: Sequence[Row], previous: Row | None) -> Row:
    """The answer at a glance: is the run good, what changed, what to do."""
    records, rows = (
        sum(reason["quarantined_count"] for reason in reasons if reason["is_record"] is kind) for kind in (True, False)
    )
    tone, label, title, meaning = _STATES.get(run.get("state") or "", _UNKNOWN_STATE)
    findings = [*_find_in_checks(checks), *_find_in_records(run, records, rows), *_find_changes(run, previous)]
    if tone == "ok" and any(finding["tone"] in {"warn", "held"} for finding in findings):
        label, tone = f"{label}, with remarks", "warn"
    return {
        "tone": tone,
        "label": label,
        "title": title,
        "meaning": meaning,
        "message": run.get("message"),
        "findings": findings,
        "next_step": _NEXT_STEPS.get(run.get("state") or ""),
    }


def _find_in_checks(checks: Sequence[Row]) -> list[Row]:
    failed = [check for check in checks if not check["is_passed"]]
    if not checks:
        return [{"tone": "warn", "text": "No check was run."}]
    if not failed:
        return [{"tone": "ok", "text": f"All {format_plural(len(checks), 'check')} passed."}]
    findings = []
    for severity, (tone, _) in _FAILURES.items():
        names = [f"“{format_words(check['check_name'])}”" for check in failed if check["severity"] == severity]
        if names:
            shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
            verb = {"block": "blocked the run", "quarantine": "held rows back", "warn": "warned"}[severity]
            findings.append({"tone": tone, "text": f"{format_plural(len(names), 'check')} {verb}: {shown}."})
    return findings


def _find_in_records(run: Row, quarantined: int, quarantined_rows: int) -> list[Row]:
    findings = []
    seen = run.get("seen_count") or 0
    if quarantined:
        share = f", {format_share(quarantined / seen)} of those seen" if seen else ""
        text = f"{format_plural(quarantined, 'record')} in quarantine{share}."
        findings.append({"tone": "held", "text": text})
    if quarantined_rows:
        text = f"{format_plural(quarantined_rows, 'row')} of articles that were loaded held back in quarantine."
        findings.append({"tone": "held", "text": text})
    if seen and not quarantined and not quarantined_rows:
        findings.append({"tone": "ok", "text": "Nothing was put into quarantine."})
    return findings


def _find_changes(run: Row, previous: Row | None) -> list[Row]:
    if previous is None or run.get("seen_count") is None or previous.get("seen_count") is None:
        return []
    difference = run["seen_count"] - previous["seen_count"]
    if difference == 0:
        text = f"As many records seen as in run {previous['run_number']}: {format_count(run['seen_count'])}."
    else:
        more = "more" if difference > 0 else "fewer"
        text = f"{format_count(abs(difference))} {more} records seen than in run {previous['run_number']}."
    return [{"tone": "calm", "text": text}]


def list_tiles(run: Row) -> list[Row]:
    """The run in six figures."""
    duration, words = run.get("duration_s"), run.get("word_count")
    speed = f"{words / duration:,.0f} words a second" if duration and words else ""
    articles = run.get("loaded_count") or 0

    unpublished = "not published" if run.get("state") in {"held", "failed", "interrupted"} and articles else ""

    def spread(count: int | None) -> str:
        return f"{count / articles:,.1f} an article" if count and articles else ""

    return [
        {"label": "Records seen", "value": format_count(run.get("seen_count")), "note": _count_files(run)},
        {"label": "Articles loaded", "value": format_count(run.get("loaded_count")), "note": unpublished},
        {"label": "Words", "value": format_count(words), "note": spread(words)},
        {
            "label": "Mentions",
            "value": format_count(run.get("mention_count")),
            "note": spread(run.get("mention_count")),
        },
        {"label": "Quotes", "value": format_count(run.get("quote_count")), "note": spread(run.get("quote_count"))},
        {"label": "Time", "value": format_duration(duration), "note": speed},
    ]


def _count_files(run: Row) -> str:
    count = run.get("file_count")
    return "" if count is None else f"in {format_plural(count, 'file')}"


def list_totals(totals: Sequence[Row]) -> list[Row]:
    """The warehouse in figures; nothing where it holds no article."""
    if not totals or not totals[0]["article_count"]:
        return []
    row = totals[0]
    return [
        {"label": "Articles", "value": format_count(row["article_count"]), "note": ""},
        {"label": "Outlets", "value": format_count(row["outlet_count"]), "note": ""},
        {"label": "Quotes", "value": format_count(row["quote_count"]), "note": ""},
        {"label": "Mentions", "value": format_count(row["mention_count"]), "note": ""},
        {"label": "Entities", "value": format_count(row["entity_count"]), "note": ""},
        {"label": "Statements", "value": format_count(row["statement_count"]), "note": ""},
        {"label": "Stories", "value": format_count(row["story_count"]), "note": ""},
    ]


def describe_span(totals: Sequence[Row]) -> str:
    """From when to when the articles were published; empty where no day is known."""
    if not totals or totals[0]["first_published_on"] is None:
        return ""
    first, last = totals[0]["first_published_on"], totals[0]["last_published_on"]
    return f"on {format_day(first)}" if first == last else f"from {format_day(first)} to {format_day(last)}"


def describe_outcomes(run: Row, reasons: Sequence[Row]) -> Row:
    """Records by outcome, quarantined ones by stage and reason, and what is not accounted for."""
    parts: list[Row] = [{"label": label, "count": run.get(column), "css": css} for label, column, css in _OUTCOMES]
    by_reason = [reason for reason in reasons if reason["is_record"]]
    rows = [{"outcome": part["label"], "reason": "", "count": part["count"]} for part in parts[:3]]
    for reason in by_reason:
        words = f"{reason['stage']}: {format_words(reason['reason_code'])}"
        rows.append({"outcome": "Quarantined", "reason": words, "count": reason["quarantined_count"]})
    if parts[3]["count"] is not None:
        unnamed = parts[3]["count"] - sum(reason["quarantined_count"] for reason in by_reason)
        if unnamed > 0 or not by_reason:
            rows.append({"outcome": "Quarantined", "reason": "no reason recorded" if unnamed else "", "count": unnamed})
    shares = [(part["css"], part["count"] or 0, f"{part['label']}: {format_count(part['count'])}") for part in parts]
    total = sum(count for _, count, _ in shares)
    label = "Records: " + ", ".join(title for _, _, title in shares)
    return {
        "parts": parts,
        "rows": rows,
        "is_counted": run.get("seen_count") is not None,
        "missing": max((run.get("seen_count") or 0) - total, 0),
        "chart": charts.draw_share(shares, label) if total else None,
    }


def describe_checks(checks: Iterable[Row]) -> list[Row]:
    """Checks with what the pages say of them, worst first."""
    described = [describe_check(check) for check in checks]
    order = {"bad": 0, "held": 1, "warn": 2, "ok": 3}
    return sorted(described, key=lambda check: (order[check["tone"]], check["table_name"], check["check_name"]))


def describe_check(check: Row) -> Row:
    """One result of a check with its tone, its label and its failing rows."""
    tone, label = ("ok", "Passed") if check["is_passed"] else _FAILURES.get(check["severity"], _FAILURES["warn"])
    rows = parse_rows(check.get("failing_rows"))
    shown = [row | {name: None for name in _names_of(rows) if name not in row} for row in rows]
    failed = check.get("failed_count") or 0
    if not check["is_passed"] and failed:
        label = f"{label}: {format_count(failed)}" if tone != "bad" else label
    rows_label = (
        f"The first {len(shown)} of {format_plural(failed, 'failing row')}"
        if failed > len(shown)
        else (f"All {format_plural(failed, 'failing row')}")
    )
    return check | {
        "tone": tone,
        "label": label,
        "slug": slugify(f"{check['table_name']}-{check['check_name']}"),
        "consequence": _CONSEQUENCES.get(check["severity"], check["severity"]),
        "rows": [{name: row[name] for name in _names_of(rows)} for row in shown],
        "rows_label": rows_label,
        "open": tone == "bad",
        "history": None,
    }


def _names_of(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def group_checks(checks: Sequence[Row]) -> Row:
    """Failed checks one by one, passed ones by table."""
    failed = [check for check in checks if check["tone"] != "ok"]
    passed: dict[tuple[str, str], list[Row]] = {}
    for check in checks:
        if check["tone"] == "ok":
            # Audits look across tables, so the table named first says little.
            place: str = _PLACES.get(check["check_kind"]) or check["table_name"]
            passed.setdefault((check["check_kind"], place), []).append(check)
    groups = []
    for (kind, table), rows in sorted(passed.items(), key=lambda item: (item[0][0] != "expectation", item[0][1])):
        tolerated = sum(row["failed_count"] or 0 for row in rows)
        note = f"{_CHECK_KINDS.get(kind, 'Checks')} on {table}."
        if tolerated:
            note += f" {format_plural(tolerated, 'row')} failed within what the checks let pass."
        groups.append({"label": format_words(table), "count": len(rows), "note": note, "rows": rows})
    counts = Counter(check["tone"] for check in checks)
    summary = f"{format_plural(len(checks), 'check')}: {counts['ok']} passed"
    summary += "".join(
        f", {counts[tone]} {word}"
        for tone, word in (("bad", "blocked the run"), ("held", "held rows back"), ("warn", "warned"))
        if counts[tone]
    )
    return {"total": len(checks), "failed": failed, "passed": groups, "summary": summary + "."}


def describe_quarantine(rows: Sequence[Row], reasons: Sequence[Row], contexts: Sequence[Row]) -> Row:
    """Quarantined records and rows with their excerpts, and how many there are in all."""
    places = {(row["table_name"], row["source_path"], row["raw_start"], row["raw_end"]): row for row in contexts}
    shown = []
    for row in rows:
        values = next(iter(parse_rows(f"[{row['row_json'] or ''}]")), {})
        place = (row["table_name"], row["source_path"], values.get("raw_start"), values.get("raw_end"))
        shown.append(
            row
            | {
                "kind": _KINDS.get(row["table_name"] or "", "A whole record"),
                "excerpt": show_bytes(row["raw_excerpt"]),
                "context": places.get(place),
            }
        )
    total = sum(reason["quarantined_count"] for reason in reasons)
    summary = f"{format_plural(total, 'record or row', 'records and rows')} in all"
    if total > len(shown):
        summary += f", the first {len(shown)} of them below"
    return {"rows": shown, "summary": summary + "."}


def draw_trends(runs: Sequence[Row]) -> list[Row]:
    """Charts over the runs, oldest first: records by outcome, and failed checks."""
    if len(runs) < 2:
        return []
    old_to_new = list(reversed(runs))
    records = [
        [
            (
                css,
                row.get(column) or 0,
                f"Run {row['run_number']}: {label.lower()} {format_count(row.get(column) or 0)}",
            )
            for label, column, css in _OUTCOMES
        ]
        for row in old_to_new
    ]
    failed = [
        [("f-bad", row["failed_check_count"] or 0, f"Run {row['run_number']}: {row['failed_check_count'] or 0} failed")]
        for row in old_to_new
    ]
    legend = [{"label": label, "css": css, "count": None} for label, _, css in _OUTCOMES]
    ends = {"first": f"Run {old_to_new[0]['run_number']}", "last": f"Run {old_to_new[-1]['run_number']}"}
    charted: Any = (("Records seen, by outcome", records, legend), ("Checks that failed", failed, []))
    return [_draw_trend(title, columns, ends) | {"legend": parts} for title, columns, parts in charted]


def _draw_trend(title: str, columns: Sequence[Sequence[tuple[str, float, str]]], ends: Mapping[str, str]) -> Row:
    top = charts.find_top([sum(value for _, value, _ in column) for column in columns])
    label = f"{title}, {ends['first']} to {ends['last']}; the figures are in the table"
    width = charts.measure_columns(len(columns))
    return {"title": title, "top": top, "svg": charts.draw_bars(columns, label, top), "width": width, **ends}


def describe_check_page(check: Row, history: Sequence[Row], contexts: Sequence[Row]) -> Row:
    """One check with its history, newest first, and the text around the rows it held back."""
    rows = [
        row
        | {
            "tone": describe_check(row | {"failing_rows": None})["tone"],
            "label": "Passed" if row["is_passed"] else "Failed",
            "share": row["failed_count"] / row["checked_count"] if row["checked_count"] else None,
        }
        for row in history
    ]
    columns = [
        [
            (
                "f-bad",
                row["failed_count"] or 0,
                f"Run {row['run_number']}: {format_count(row['failed_count'])} rows failed",
            )
        ]
        for row in reversed(rows)
    ]
    numbers = [row["run_number"] for row in rows] or [0]
    ends = {"first": f"Run {min(numbers)}", "last": f"Run {max(numbers)}"}
    table, name = check["table_name"], check["check_name"]
    return check | {
        "history_rows": rows,
        "trend": _draw_trend("Rows that failed", columns, ends) | {"legend": []},
        "contexts": [row for row in contexts if (row["table_name"], row["reason_code"]) == (table, name)][:20],
        "chosen": _find_how_chosen(table, name),
    }


def _find_how_chosen(table: str, name: str) -> str | None:
    if table not in TABLES:
        return None
    chosen = (entry["meta"]["chosen"] for entry in read_suite(table)["expectations"] if entry["meta"]["name"] == name)
    return next(chosen, None)


def rank_speakers(speakers: Sequence[Row]) -> list[Row]:
    """Speakers with the width of their bar in per cent of the first."""
    most = max((row["quote_count"] for row in speakers), default=1)
    return [row | {"width": round(row["quote_count"] / most * 100, 1)} for row in speakers]


def share_coverage(rows: Sequence[Row]) -> tuple[list[str], list[Row]]:
    """Names of the columns covered, and rows with the share of articles that have each."""
    names = [label for label, _ in _COVERAGE]
    return names, [row | {"shares": [row[column] / row["article_count"] for _, column in _COVERAGE]} for row in rows]


def draw_weeks(rows: Sequence[Row]) -> Row | None:
    """Quotes a week by outlet as stacked bars, a bar also for a week without any, and as figures."""
    if not rows:
        return None
    series = {row["series_number"]: row["outlet_name"] for row in rows}
    counts = {(row["week_start_on"], row["series_number"]): row["quote_count"] for row in rows}
    first, last = rows[0]["week_start_on"], rows[-1]["week_start_on"]
    weeks = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    columns = [
        [
            (
                f"f-s{number}",
                counts.get((week, number), 0),
                f"{name}, week from {format_day(week)}: {format_count(counts.get((week, number), 0))}",
            )
            for number, name in sorted(series.items())
        ]
        for week in weeks
    ]
    legend = [{"label": name, "css": f"f-s{number}", "count": None} for number, name in sorted(series.items())]
    ends = {"first": format_day(first), "last": format_day(last)}
    return {
        "chart": _draw_trend("Quotes a week", columns, ends) | {"legend": legend},
        "names": [name for _, name in sorted(series.items())],
        "rows": [
            {"week": week, "counts": [value for _, value, _ in column]}
            for week, column in zip(reversed(weeks), reversed(columns), strict=True)
        ],
    }


def draw_cue_classes(rows: Sequence[Row]) -> Row | None:
    """By outlet, the share of its quotes that each class of cue introduces; the commonest class first."""
    if not rows:
        return None
    totals: Counter[str] = Counter()
    outlets: dict[str | None, dict[str, int]] = {}
    for row in rows:
        totals[row["cue_class"]] += row["quote_count"]
        outlets.setdefault(row["outlet_name"], {})[row["cue_class"]] = row["quote_count"]
    names = [name for name, _ in sorted(totals.items(), key=lambda item: (-item[1], item[0]))]
    css = {name: f"f-s{min(place, 8)}" for place, name in enumerate(names, start=1)}
    shown = []
    for outlet, counts in outlets.items():
        total = sum(counts.values())
        shares = {name: counts.get(name, 0) / total for name in names}
        parts = [(css[name], share, f"{format_words(name)}: {format_share(share)}") for name, share in shares.items()]
        label = f"Cue classes of {outlet or 'articles without an outlet'}; the figures are beside it"
        chart = charts.draw_share(parts, label)
        shown.append({"outlet_name": outlet, "chart": chart, "shares": list(shares.values()), "total": total})
    legend = [{"label": format_words(name), "css": css[name], "count": None} for name in names]
    return {"names": names, "legend": legend, "rows": shown}


def tell_stories(rows: Sequence[Row]) -> list[Row]:
    """Stories, their statements, and the wordings of each with the words that only this outlet uses marked."""
    stories: dict[int, Row] = {}
    for row in rows:
        count = format_plural(row["article_count"], "article")
        outlets = format_plural(row["outlet_count"], "outlet") if row["outlet_count"] else "outlets it does not state"
        story = stories.setdefault(
            row["story_key"],
            {"name": row["story_name"], "note": f"Told by {outlets} in {count}.", "wordings": {}},
        )
        story["wordings"].setdefault(row["statement_key"], []).append(row)
    for story in stories.values():
        story["statements"] = [_compare_wordings(wordings) for wordings in story.pop("wordings").values()][:8]
    return list(stories.values())


def _compare_wordings(wordings: list[Row]) -> Row:
    words = [{_bare(word) for word in row["quote_text"].split()} for row in wordings]
    rows = []
    for place, row in enumerate(wordings):
        others = set().union(*(other for at, other in enumerate(words) if at != place))
        parts: list[Row] = []
        for word in row["quote_text"].split():
            differs = bool(_bare(word)) and _bare(word) not in others
            if parts and parts[-1]["differs"] == differs:
                parts[-1]["text"] += f" {word}"
            else:
                parts.append({"text": word, "differs": differs, "after": " "})
        rows.append(row | {"parts": parts})
    return {"speaker": next((row["speaker_name"] for row in wordings if row["speaker_name"]), None), "rows": rows}


def _bare(word: str) -> str:
    return re.sub(r"\W", "", word).casefold()


def slugify(text: str) -> str:
    """A text as part of a file name or an anchor: small letters, digits, hyphens and underscores."""
    return re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-")
