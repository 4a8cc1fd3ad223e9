"""What the pages say about the checks of a run, and about one check over the runs."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from expectations.report.formats import format_count, format_plural, format_words, parse_rows
from expectations.report.pictures import draw_failures
from expectations.suite_files import read_suite
from terms.states import STAGED_TABLES, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from expectations.rows import Row

_PLACES = {"audit": "the loaded warehouse", "run": "the run as a whole"}
_PAGE_KINDS = {"run": "check"}  # "the run as a whole · run" would say it twice
_CHECK_KINDS = {"expectation": "Expectations", "audit": "Audits", "run": "Checks"}
_CONSEQUENCES: dict[str, str] = {
    Severity.BLOCK: "stops the run",
    Severity.QUARANTINE: "holds the row back",
    Severity.WARN: "is recorded",
}
FAILURES: dict[str, tuple[str, str]] = {
    Severity.BLOCK: ("bad", "Blocked the run"),
    Severity.QUARANTINE: ("held", "Rows held back"),
    Severity.WARN: ("warn", "Warning"),
}


def describe_checks(checks: Iterable[Row]) -> list[Row]:
    """Checks with what the pages say about them, worst first."""
    described = [describe_check(check) for check in checks]
    order = {"bad": 0, "held": 1, "warn": 2, "ok": 3}
    return sorted(described, key=lambda check: (order[check["tone"]], check["table_name"], check["check_name"]))


def describe_check(check: Row) -> Row:
    """One result of a check with its tone, its label and its failing rows."""
    tone, label = ("ok", "Passed") if check["is_passed"] else FAILURES.get(check["severity"], FAILURES[Severity.WARN])
    rows = parse_rows(check.get("failing_rows"))
    shown = [row | {name: None for name in _names_of(rows) if name not in row} for row in rows]
    failed = check.get("failed_count") or 0
    if not check["is_passed"] and failed:
        label = f"{label}: {format_count(failed)}" if tone != "bad" else label
    rows_label = (
        f"The first {len(shown)} of {format_plural(failed, 'failing row')}"
        if failed > len(shown)
        else ("The failing row" if failed == 1 else f"All {format_plural(failed, 'failing row')}")
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
        group = {"label": format_words(table), "count": len(rows), "note": note, "rows": rows}
        groups.append(group | {"is_observed": kind == "run"})  # bounds learned from earlier runs, with their evidence
    counts = Counter(check["tone"] for check in checks)
    summary = f"{format_plural(len(checks), 'check')}: {counts['ok']} passed"
    summary += "".join(
        f", {counts[tone]} {word}"
        for tone, word in (("bad", "blocked the run"), ("held", "held rows back"), ("warn", "warned"))
        if counts[tone]
    )
    return {"total": len(checks), "failed": failed, "passed": groups, "summary": summary + "."}


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
    table, name = check["table_name"], check["check_name"]
    kind = check["check_kind"]
    return check | {
        "place": format_words(_PLACES["run"]) if kind == "run" else table,
        "check_kind": _PAGE_KINDS.get(kind, kind),
        "history_rows": rows,
        "trend": draw_failures(rows),
        "contexts": [row for row in contexts if (row["table_name"], row["reason_code"]) == (table, name)][:20],
        "chosen": _find_how_chosen(table, name),
    }


def _find_how_chosen(table: str, name: str) -> str | None:
    if table not in STAGED_TABLES:
        return None
    chosen = (entry["meta"]["chosen"] for entry in read_suite(table)["expectations"] if entry["meta"]["name"] == name)
    return next(chosen, None)


def slugify(text: str) -> str:
    """A text as part of a file name or an anchor: small letters, digits, hyphens and underscores."""
    return re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-")
