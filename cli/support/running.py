"""What every command does that starts a run: show how far it is, print what it did, tell how it ended."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from cli.support.console import print_json, print_line
from cli.support.errors import HeldByCheck, Interrupted, UsageError
from pipeline.limits import check_limits
from terms.interruption import read_interrupted_code
from terms.states import RunState

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.summary import Progress, RunSummary

OUTCOMES = ("loaded", "unchanged", "duplicate", "quarantined")


def carry_out(start: Callable[[Progress], RunSummary], *, is_direct: bool, is_quiet: bool, as_json: bool) -> None:
    """Start a run, show it and print its summary.

    Raises HeldByCheck where a check held the run, Interrupted where it was stopped, and what `start` raises.
    """
    try:
        check_limits()
        summary = _run(start, is_direct=is_direct, is_quiet=is_quiet)
    except KeyboardInterrupt as error:
        # Batches that were extracted stay in the home's staging folder.
        message = "Interrupted. What was published before is untouched; the same command carries on from here."
        if as_json:
            print_json({"state": RunState.INTERRUPTED, "exit_code": read_interrupted_code(), "message": message})
        raise Interrupted(message) from error
    except Exception as error:
        if as_json:
            from cli.support.faults import explain_error

            code, message = explain_error(error)
            print_json({"state": RunState.FAILED, "exit_code": int(code), "message": message})
        raise
    if as_json:
        print_json(summary.to_dict())
    elif not is_quiet:
        print_summary(summary)
    if summary.state == RunState.HELD:
        # The one line that says so goes to stderr, whatever else is printed.
        raise HeldByCheck(summary.message or "A quality check held the run back. Nothing was published.")


def check_model(name: str) -> None:
    """Raise UsageError for a language model that is not installed, without loading it. A path is taken as it is."""
    from importlib.util import find_spec

    from pipeline.settings import Settings

    usual = Settings.model_fields["model"].default
    if name == usual or Path(name).exists() or (name.isidentifier() and find_spec(name) is not None):
        return
    raise UsageError(
        f"The language model {name!r} is not installed: install the package of that name, or set the model to "
        f"{usual!r}, which comes with Quotehouse."
    )


def _run(start: Callable[[Progress], RunSummary], *, is_direct: bool, is_quiet: bool) -> RunSummary:
    from cli.support.progress import STARTING, show_progress
    from pipeline.runner import interrupt_on_termination
    from pipeline.summary import RunHeld, SilentProgress

    with interrupt_on_termination(), nullcontext(SilentProgress()) if is_quiet else show_progress() as progress:
        if not is_direct:
            progress.start(STARTING, None)
        try:
            return start(progress)
        except RunHeld as held:
            if held.summary is None:
                raise
            return held.summary


def print_summary(summary: RunSummary) -> None:
    """Print on stdout what a run did and what to do next."""
    counts = summary.counts
    outcomes = [f"{counts.get(f'{name}_count', 0):,} {name}" for name in OUTCOMES]
    unloaded = counts.get("seen_count", 0) - sum(counts.get(f"{name}_count", 0) for name in OUTCOMES)
    if unloaded:
        outcomes.append(f"{unloaded:,} read and not loaded")
    speed = f", {summary.words_per_second:,.0f} words/s" if summary.words_per_second else ""
    print_line(f"{summary.run_name}: {summary.state}, {summary.total_seconds:,.1f} s{speed}", style="bold")
    print_line(f"{counts.get('seen_count', 0):,} records seen: {', '.join(outcomes)}")
    if counts.get("loaded_count"):
        print_line(
            f"{counts.get('word_count', 0):,} words, {counts.get('mention_count', 0):,} mentions, "
            f"{counts.get('quote_count', 0):,} quotes loaded"
        )
    if retired := counts.get("retired_count"):
        print_line(f"{retired:,} articles retired: no file holds them any more")
    for reason, count in sorted(summary.quarantined.items(), key=lambda item: (-item[1], item[0])):
        print_line(f"In quarantine: {count:,} ({reason})")
    if summary.message and summary.state in {RunState.PUBLISHED, RunState.UNCHANGED}:
        print_line(summary.message)
    for check in summary.failed_checks:
        print_line(f"Failed check: {check}")
    if summary.warned_checks:
        count = len(summary.warned_checks)
        print_line(f"Warned: {count:,} {'check' if count == 1 else 'checks'}, see `quotehouse quality`")
    if summary.state in {RunState.PUBLISHED, RunState.UNCHANGED} or Path(summary.warehouse_path).exists():
        print_line(f"Warehouse: {summary.warehouse_path}", is_whole=True)
    if summary.report_path:
        print_line(f"Report: {summary.report_path}", is_whole=True)
    if summary.advice:
        print_line(summary.advice)
    if summary.next_step:
        print_line(f"Next: {summary.next_step}", is_whole=True)
