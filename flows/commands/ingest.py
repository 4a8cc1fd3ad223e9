"""`quotehouse ingest`: from raw article files to a published warehouse."""

from __future__ import annotations

import shlex
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.exits import HeldByCheck, Interrupted, UsageError
from flows.commands.homes import read_settings
from flows.commands.options import DebugOption, HomeOption, JsonOption, choose_home
from flows.commands.screen import print_json, print_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.settings import Settings
    from flows.summary import Progress, RunSummary

LOCAL = "local"  # the scheduler's name where there is none: a cluster of this machine's own


class Runner(StrEnum):
    """What carries a run out."""

    PREFECT = "prefect"
    DIRECT = "direct"
    DASK = "dask"


OUTCOMES = ("loaded", "unchanged", "duplicate", "quarantined")


def ingest_articles(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Files of articles, and folders with such files at any depth; also addresses such as s3://bucket/news.",
        ),
    ],
    home: HomeOption = None,
    is_direct: Annotated[
        bool, typer.Option("--direct", help="Run without Prefect: the same stages, the same warehouse, a faster start.")
    ] = False,
    runner: Annotated[
        Runner | None,
        typer.Option(
            "--runner",
            help="prefect (default); direct, the same as --direct; or dask: extract on a Dask cluster.",
            show_default=False,
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="Dask scheduler, such as tcp://host:8786 (default of --runner dask: a cluster on this machine).",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", "-w", metavar="COUNT", help="Worker processes (default: one a core).", show_default=False
        ),
    ] = None,
    batch_articles: Annotated[
        int | None,
        typer.Option(
            "--batch-articles", metavar="COUNT", help="Articles a batch at most (default: 16).", show_default=False
        ),
    ] = None,
    wait: Annotated[
        float | None,
        typer.Option(
            "--wait",
            metavar="SECONDS",
            help="How long to wait while another run holds the warehouse (default: 60).",
            show_default=False,
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            help="Settings file (default: ./quotehouse.toml if there is one).",
            show_default=False,
        ),
    ] = None,
    is_quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Read, clean and understand articles, check them, and publish them in the warehouse.

    What is known and unchanged is left alone, so the same command can be run again at any time, also after a crash.
    Files that cannot be read are put into quarantine and the rest goes on.
    """
    if is_direct and runner not in {None, Runner.DIRECT}:
        raise UsageError(f"--direct and --runner {runner} contradict each other. Give one of them.")
    if scheduler is not None and runner is not Runner.DASK:
        raise UsageError("--scheduler goes with --runner dask.")
    is_direct = is_direct or runner is Runner.DIRECT
    settings = read_settings(
        choose_home(context, home),
        scheduler=scheduler,
        config_path=config,
        workers=workers,
        batch_articles=batch_articles,
        wait_seconds=wait,
    )
    if runner is Runner.DASK and settings.scheduler is None:
        settings = settings.model_copy(update={"scheduler": LOCAL})
    try:
        summary = _run(settings, paths, is_direct=is_direct, is_quiet=is_quiet)
    except KeyboardInterrupt as error:
        # Batches that were extracted stay in the home's staging folder.
        message = "Interrupted. What was published before is untouched; the same command carries on from here."
        if as_json:
            print_json({"state": "interrupted", "exit_code": int(Interrupted.exit_code), "message": message})
        raise Interrupted(message) from error
    except Exception as error:
        if as_json:
            from flows.commands.faults import explain_error

            code, message = explain_error(error)
            print_json({"state": "failed", "exit_code": int(code), "message": message})
        raise
    if as_json:
        print_json(summary.to_dict())
    elif not is_quiet:
        print_summary(summary, choose_home(context, home))
    if summary.state == "held":
        # The one line that says so goes to stderr, whatever else is printed.
        raise HeldByCheck(summary.message or "A quality check held the run back. Nothing was published.")


def _run(settings: Settings, paths: list[str], *, is_direct: bool, is_quiet: bool) -> RunSummary:
    from flows.commands.progress import STARTING, show_progress
    from flows.summary import RunHeld, SilentProgress

    run_ingest = _choose_runner(is_direct=is_direct)
    with nullcontext(SilentProgress()) if is_quiet else show_progress() as progress:
        if not is_direct:
            progress.start(STARTING, None)
        try:
            return run_ingest(settings, paths, progress)
        except RunHeld as held:
            if held.summary is None:
                raise
            return held.summary


def _choose_runner(*, is_direct: bool) -> Callable[[Settings, list[str], Progress], RunSummary]:
    if is_direct:
        from flows.direct import run_ingest
    else:
        from flows.launching import run_ingest
    return run_ingest


def print_summary(summary: RunSummary, home: Path | None = None) -> None:
    """Print on stdout what a run did and what to do next; `home` is the one named on the command line."""
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
    for reason, count in sorted(summary.quarantined.items(), key=lambda item: (-item[1], item[0])):
        print_line(f"In quarantine: {count:,} ({reason})")
    if summary.message and summary.state in {"published", "unchanged"}:
        print_line(summary.message)
    for check in summary.failed_checks:
        print_line(f"Failed check: {check}")
    if summary.warned_checks:
        print_line(f"Warned: {len(summary.warned_checks):,} checks, see `quotehouse quality`")
    if summary.state in {"published", "unchanged"} or Path(summary.warehouse_path).exists():
        print_line(f"Warehouse: {summary.warehouse_path}", is_whole=True)
    if summary.report_path:
        print_line(f"Report: {summary.report_path}", is_whole=True)
    if summary.next_step:
        command = f"quotehouse --home {shlex.quote(str(home))} " if home else "quotehouse "
        print_line(f"Next: {summary.next_step.replace('quotehouse ', command, 1)}", is_whole=True)
