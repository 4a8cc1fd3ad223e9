"""`quotehouse quality`: the checks of the latest run, the rows that failed them, and where the report is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import print_json, print_line, print_note
from cli.support.errors import CommandError
from cli.support.homes import find_home
from cli.support.options import DebugOption, HomeOption, JsonOption
from cli.support.read_home import fetch_named, open_newest
from cli.support.tables import print_table
from terms.errors import ExitCode
from terms.states import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from warehouse.home import Home


FailOnOption = Annotated[
    Severity, typer.Option("--fail-on", help="Exit with code 3 if a check of this severity or higher failed.")
]
RowsOption = Annotated[int, typer.Option("--rows", min=0, metavar="COUNT", help="Failing rows to show for each check.")]
# By kind of check: what it looks at, where that is more than its table.
PLACES = {"expectation": "", "audit": "loaded warehouse", "run": "run as a whole"}
WEIGHTS = {severity.value: weight for weight, severity in enumerate(Severity)}


def show_quality(
    context: typer.Context,
    fail_on: FailOnOption = Severity.BLOCK,
    rows: RowsOption = 3,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show the result of every check of the latest run, the rows that failed, and where the full report is."""
    chosen = find_home(context, home)
    checks = read_checks(chosen)
    report = find_report(chosen)
    if as_json:
        print_json({"report_path": str(report) if report else None, "checks": checks})
    else:
        print_checks(checks, rows, f"Run {checks[0]['run_number']}")
        print_line()
        print_line(f"Report: {report}" if report else "No report has been written yet.", is_whole=True)
    leave_where_failed(checks, fail_on)


def leave_where_failed(checks: Sequence[dict[str, Any]], fail_on: Severity) -> None:
    """Leave with exit code 3 where a check of this severity, or a graver one, failed."""
    if any(not c["is_passed"] and WEIGHTS.get(c["severity"], 2) >= WEIGHTS[fail_on.value] for c in checks):
        raise typer.Exit(ExitCode.HELD_BY_CHECK)


def read_checks(home: Home) -> list[dict[str, Any]]:
    """Checks of the latest run that made any, failed ones first; `failing_rows` is a list of rows.

    Raises CommandError where no run has made a check.
    """
    with open_newest(home) as con:
        checks = fetch_named(con, "list_quality_checks")
    if not checks:
        raise CommandError(f"No run in {home.path} has come as far as its checks. See `quotehouse status`.")
    for check in checks:
        check["failing_rows"] = json.loads(check["failing_rows"]) if check["failing_rows"] else []
    return checks


def find_report(home: Home) -> Path | None:
    """The newest report of the home, None where there is none."""
    return max(home.reports.glob("run-*.html"), default=None)  # run numbers have leading zeros


def print_checks(checks: Sequence[dict[str, Any]], row_count: int, subject: str) -> None:
    """Print how many checks passed, by table; what was learned from earlier runs; and each failure with its rows."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for check in sorted(checks, key=lambda each: (list(PLACES).index(each["check_kind"]), each["table_name"])):
        tables.setdefault(PLACES[check["check_kind"]] or check["table_name"], []).append(check)
    passed = sum(bool(check["is_passed"]) for check in checks)
    print_line(f"{subject}: {passed} of {len(checks)} checks passed")
    rows = []
    for name, made in tables.items():
        failed = [check["severity"] for check in made if not check["is_passed"]]
        counts = [failed.count(severity.value) for severity in Severity]
        rows.append([name, len(made), len(made) - len(failed), *counts])
    print_table(["checked", "checks", "passed", *[severity.value for severity in Severity]], rows)
    learned = [check for check in checks if check["is_passed"] and is_learned(check)]
    if learned:
        print_line()
        print_line("Within what earlier runs have shown:")
        print_table(["check", "observed"], [[check["check_name"], check["observed_value"]] for check in learned])
    for check in checks:
        if not check["is_passed"]:
            _print_failure(check, row_count)


def is_learned(check: Mapping[str, Any]) -> bool:
    """Whether a check was judged by what earlier runs were like."""
    observed = check["observed_value"] or ""
    return check["check_kind"] == "run" and any(word in observed for word in ("; usual ", "divergence"))


def _print_failure(check: dict[str, Any], row_count: int) -> None:
    where = check["table_name"] + (f".{check['column_name']}" if check["column_name"] else "")
    of_checked = f" of {check['checked_count']:,}" if check["checked_count"] is not None else ""
    print_line()
    print_line(f"{check['severity']}: {check['check_name']} on {where}", style="bold")
    print_line(f"{check['failed_count'] or 0:,}{of_checked} rows failed. {check['reason'] or ''}".rstrip())
    if check["observed_value"]:
        print_line(f"Observed: {check['observed_value']}")
    shown = [row for row in check["failing_rows"][:row_count] if isinstance(row, dict)]
    if shown:
        names = list(dict.fromkeys(name for row in shown for name in row))
        if "source_path" in names:  # says the same to a person, in fewer and better words
            names = [name for name in names if name != "content_hash"]
        print_table(names, [[row.get(name) for name in names] for row in shown])
        more = (check["failed_count"] or 0) - len(shown)
        if more > 0:
            print_note(f"{more:,} more; the report shows them, and so does mart.quality_latest.")
