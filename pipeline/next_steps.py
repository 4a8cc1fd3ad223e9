"""What to do once a run is over: a command that works as it is printed, from any folder."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from terms.states import RunState

if TYPE_CHECKING:
    from pipeline.summary import RunSummary


def name_program() -> str:
    """How the program is called: by its name where the shell finds it, else by the path it was started by."""
    started, found = Path(sys.argv[0]), shutil.which("quotehouse")
    if started.name != "quotehouse" or not started.exists() or (found and started.samefile(found)):
        return "quotehouse"
    return shlex.quote(str(started.absolute()))


def tell_command(home: Path, words: str) -> str:
    """A command of ours with its home, so that it works from any folder."""
    return f"{name_program()} --home {shlex.quote(str(home.expanduser().absolute()))} {words}"


def say_next_step(summary: RunSummary, home: Path) -> None:
    """Write into a summary what to do now (`next_step`, a command, or nothing) and why (`advice`)."""
    if summary.state == RunState.PUBLISHED:
        summary.advice = "Search and read it in a browser."
        summary.next_step = tell_command(home, "desk")
        if summary.quarantined:
            summary.advice = "See what was held back, and why."
            summary.next_step = tell_command(home, "quarantine list")
    elif summary.state == RunState.UNCHANGED:
        summary.advice = "There is nothing to do: no file is new or changed."
        summary.next_step = tell_command(home, "query --list")
    elif summary.state == RunState.HELD:
        summary.advice = "See which rows failed, fix the cause, and run the same command again."
        summary.next_step = tell_command(home, "quality")
    else:
        summary.advice = "Run the same command again: batches that were extracted are reused."
