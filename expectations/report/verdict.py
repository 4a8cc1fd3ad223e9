"""The answer at a glance: is the run good, what changed, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.report.checks import FAILURES
from expectations.report.formats import format_count, format_plural, format_share, format_words
from terms.states import RunState, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expectations.rows import Row

_VERBS: dict[str, str] = {
    Severity.BLOCK: "blocked the run",
    Severity.QUARANTINE: "held rows back",
    Severity.WARN: "warned",
}
_UNTOUCHED = "Nothing was published. Readers see the warehouse as it was before."
_STATES: dict[str, tuple[str, str, str, str]] = {
    RunState.PUBLISHED: ("ok", "Published", "The run was published", "Readers see what this run loaded."),
    RunState.UNCHANGED: (
        "ok",
        "Unchanged",
        "Nothing new to load",
        "The input held nothing new; the warehouse is as it was.",
    ),
    RunState.HELD: (
        "bad",
        "Held back",
        "The run was held back",
        "A quality check stopped the run before anything was published. Readers see the warehouse as it was before.",
    ),
    RunState.FAILED: (
        "bad",
        "Failed",
        "The run failed",
        _UNTOUCHED,
    ),
    RunState.INTERRUPTED: (
        "warn",
        "Interrupted",
        "The run was interrupted",
        _UNTOUCHED,
    ),
    RunState.RUNNING: ("calm", "Running", "The run is under way", "What it has found so far."),
}
_UNKNOWN_STATE = ("calm", "Unknown", "A run without a state", "The run log does not say how it ended.")

_NEXT_STEPS: dict[str, str] = {
    RunState.HELD: "look at the checks that blocked, fix the input or the check, and ingest the same paths again.",
    RunState.FAILED: "read the message above and the log in the home's logs folder, then ingest the same paths again.",
    RunState.INTERRUPTED: "ingest the same paths again; what was finished is not done twice.",
}


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
    for severity, (tone, _) in FAILURES.items():
        names = [f"“{format_words(check['check_name'])}”" for check in failed if check["severity"] == severity]
        if names:
            shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
            verb = _VERBS[severity]
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
