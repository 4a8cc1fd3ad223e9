"""`quotehouse logs`: what a run logged, event by event."""

from __future__ import annotations

import time
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import print_json, print_line, print_note
from cli.support.errors import CommandError, UsageError
from cli.support.homes import find_home
from cli.support.options import DebugOption, HomeOption, JsonOption

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLLOW_SECONDS = 0.5
STYLES = {"warning": "yellow", "error": "bold red", "critical": "bold red"}
HEADER = ("at", "level", "run", "stage", "message")


class Level(StrEnum):
    """How much an event matters, the least first."""

    info = "info"
    warning = "warning"
    error = "error"


def show_log(
    context: typer.Context,
    run: Annotated[
        str,
        typer.Argument(metavar="[RUN]", help="Number or name of the run (default: the latest).", show_default=False),
    ] = "",
    level: Annotated[Level, typer.Option("--level", help="Only events of this level or higher.")] = Level.info,
    stage: Annotated[
        str,
        typer.Option(
            "--stage", metavar="STAGE", help="Only events of this stage, such as extract.", show_default=False
        ),
    ] = "",
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Follow the log until the run ends.", show_default=False)
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show what a run logged. The files are JSON lines, in the folder logs/ of the home."""
    from pipeline.run_log import read_events

    if follow and as_json:
        raise UsageError("--follow and --json do not go together: `tail -f` on the file gives JSON lines as they come.")
    folder = find_home(context, home).logs
    path = _find_log(folder, run)
    events = _choose(read_events(path), level, stage)
    if as_json:
        print_json(list(events))
        return
    shown = 0
    for event in events:
        _print_event(event)
        shown += 1
    if follow:
        _follow(path, level, stage)
    elif not shown:
        print_note(f"{path.name} has no such event.")


def _find_log(folder: Path, run: str) -> Path:
    from pipeline.run_log import list_logs

    logs = list_logs(folder)
    if not logs:
        raise CommandError(f"No run has left a log in {folder} yet. Run `quotehouse ingest PATH` first.")
    if not run:
        return logs[-1]
    name = f"run-{int(run):06d}" if run.isdecimal() else run
    for path in logs:
        if path.stem == name:
            return path
    raise UsageError(f"There is no log of {run!r} in {folder}. The latest is of {logs[-1].stem}.")


def _choose(events: Iterable[dict[str, Any]], level: Level, stage: str) -> Iterable[dict[str, Any]]:
    levels = list(Level)
    wanted = set(levels[levels.index(level) :]) | {"critical"}
    return (e for e in events if e.get("level") in wanted and (not stage or e.get("stage") == stage))


def _follow(path: Path, level: Level, stage: str) -> None:
    """Print what is added to a log until it says that the run has ended."""
    from pipeline.run_log import read_events

    known = len(list(read_events(path)))
    while True:
        events = list(read_events(path))
        for event in _choose(events[known:], level, stage):
            _print_event(event)
        known = len(events)
        if events and str(events[-1].get("message", "")).startswith("run ") and events[-1].get("stage") == "end":
            return
        time.sleep(FOLLOW_SECONDS)


def _print_event(event: dict[str, Any]) -> None:
    moment = datetime.fromisoformat(str(event.get("at")))
    facts = "  ".join(f"{name}={value}" for name, value in event.items() if name not in {*HEADER, "exc_info"})
    level = str(event.get("level"))
    line = f"{moment:%H:%M:%S} {level:<7} {event.get('stage') or '':<9} {event.get('message')}"
    print_line(f"{line}  {facts}" if facts else line, style=STYLES.get(level))
    if event.get("exc_info"):
        print_line(str(event["exc_info"]), style="dim")
