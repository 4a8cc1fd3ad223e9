"""`quotehouse status`: what the warehouse holds, how the latest runs went, what was held back, how fresh it is."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import print_json, print_line
from cli.support.homes import find_home, find_settings
from cli.support.limits import ALL_ROWS
from cli.support.options import DebugOption, HomeOption, JsonOption
from cli.support.read_home import fetch_named, open_newest
from cli.support.tables import print_table
from pipeline.next_steps import tell_command
from terms.states import RunState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.home import Home

# Nine columns must fit into a width of 80, so their headings are broken by hand.
RUN_HEADINGS = ("run", "state", "started", "took", "seen", "loaded", "un-\nchanged", "dupli-\ncate", "quaran-\ntined")
COUNTS = ("seen_count", "loaded_count", "unchanged_count", "duplicate_count", "quarantined_count")


def show_status(
    context: typer.Context,
    limit: Annotated[
        int,
        typer.Option(
            "--limit", "-n", "--runs", min=0, metavar="ROWS", help="Number of recent runs to show; 0 for all."
        ),
    ] = 5,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show what the warehouse holds, how recent runs went, what was held back, and how fresh each outlet is."""
    status = read_status(find_home(context, home), limit or ALL_ROWS)
    if as_json:
        print_json(status)
    else:
        _print_status(status)


def read_status(home: Home, run_count: int) -> dict[str, Any]:
    """All that `status` tells, as plain values. Raises warehouse.errors.WarehouseError where there is nothing yet."""
    from warehouse.backends.find import find_backend
    from warehouse.lock import read_holder
    from warehouse.query import open_published

    with open_newest(home) as con:
        runs = fetch_named(con, "list_runs", limit=run_count)
        quarantine = fetch_named(con, "count_quarantine_reasons")
    totals: dict[str, Any] = {}
    freshness: list[dict[str, Any]] = []
    backend = find_backend(home)
    extent = backend.measure()
    if extent is not None:
        with closing(open_published(home)) as con:
            (totals,) = fetch_named(con, "show_totals")
            freshness = fetch_named(con, "show_freshness")
    settings = find_settings(home)
    return {
        "home": str(home.path),
        "settings_path": str(settings) if settings else None,
        "warehouse_path": backend.name if extent else None,
        "byte_count": extent.byte_count if extent else 0,
        "published_at": extent.published_at if extent else None,
        "holder": read_holder(home) if os.access(home.lock, os.W_OK) else None,
        "totals": totals,
        "runs": runs,
        "quarantine": quarantine,
        "freshness": freshness,
    }


def _print_status(status: dict[str, Any]) -> None:
    totals = status["totals"]
    if totals:
        print_line(
            f"{status['warehouse_path']}: {status['byte_count'] / 1e6:,.1f} MB, "
            f"published {status['published_at']:%Y-%m-%d %H:%M} UTC"
        )
        print_line(
            f"{totals['article_count']:,} articles of {totals['outlet_count']:,} outlets in "
            f"{totals['story_count']:,} stories, {totals['quote_count']:,} quotes by "
            f"{totals['speaker_count']:,} speakers, {totals['mention_count']:,} mentions"
        )
    else:
        print_line(f"{status['home']}: nothing is published yet")
    print_line(f"Settings: {status['settings_path'] or 'no file, so defaults and the environment'}", is_whole=True)
    holder = status["holder"]
    if holder is not None:
        print_line(
            f"Under way: {holder.get('run', 'a run')} since {holder.get('since', '?')} "
            f"(process {holder.get('process', '?')} on {holder.get('host', '?')})"
        )
    _print_section("Latest runs (times in UTC)", RUN_HEADINGS, [_shorten_run(run) for run in status["runs"]])
    for run in status["runs"]:
        if run["message"]:
            print_line(f"Run {run['run_number']} ({run['state']}): {run['message']}")
    columns = ("stage", "reason_code", "record_count", "example_path")
    _print_section("Quarantine", columns, [[row[c] for c in columns] for row in status["quarantine"]])
    columns = ("outlet_name", "article_count", "newest_published_on", "last_loaded_at")
    _print_section("Freshness", columns, [[row[c] for c in columns] for row in status["freshness"]])
    print_line()
    advice, words = _choose_next_step(status)
    print_line(advice)
    print_line(f"Next: {tell_command(Path(status['home']), words)}", is_whole=True)


def _shorten_run(run: dict[str, Any]) -> list[Any]:
    took = f"{run['duration_s']:,.1f} s" if run["duration_s"] is not None else None
    return [run["run_number"], run["state"], f"{run['started_at']:%m-%d %H:%M}", took, *[run[name] for name in COUNTS]]


def _print_section(title: str, headings: Sequence[str], rows: list[list[Any]]) -> None:
    if not rows:
        return
    print_line()
    print_line(title, style="bold")
    print_table(headings, rows)


def _choose_next_step(status: dict[str, Any]) -> tuple[str, str]:
    """What to do, and the command that does it; no command where the paths to ingest are not known."""
    state = status["runs"][0]["state"] if status["runs"] else None
    if state == RunState.HELD:
        return "See the check that held the last run back.", "quality"
    if state in {RunState.FAILED, RunState.INTERRUPTED}:
        return "Run `quotehouse ingest` on the same paths again; it carries on from where it stopped.", "logs"
    if status["quarantine"]:
        return "See what was held back, and why; `query --list` shows what one can ask.", "quarantine list"
    return "See what one can ask.", "query --list"
