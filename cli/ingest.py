"""`quotehouse ingest`: from raw article files to a published warehouse."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.support.errors import UsageError
from cli.support.homes import read_settings
from cli.support.options import (
    ConfigOption,
    DebugOption,
    DirectOption,
    HomeOption,
    JsonOption,
    QuietOption,
    WaitOption,
    WorkersOption,
    choose_home,
)
from cli.support.plan import print_plan
from cli.support.running import carry_out, check_model

if TYPE_CHECKING:
    from pipeline.summary import Progress, RunSummary

LOCAL = "local"  # stands for a cluster on this machine, if no scheduler is named


class RunnerName(StrEnum):
    """The runners of an ingest."""

    PREFECT = "prefect"
    DIRECT = "direct"
    DASK = "dask"


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
    is_direct: DirectOption = False,
    runner: Annotated[
        RunnerName | None,
        typer.Option(
            "--runner",
            help="prefect (default); direct, the same as --direct; or dask: extract on a Dask cluster, each batch a "
            "task of Prefect's there (with --direct: without Prefect).",
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
    workers: WorkersOption = None,
    batch_articles: Annotated[
        int | None,
        typer.Option(
            "--batch-articles",
            metavar="COUNT",
            help="Maximum number of articles per batch (default: 16).",
            show_default=False,
        ),
    ] = None,
    wait: WaitOption = None,
    is_retiring: Annotated[
        bool,
        typer.Option(
            "--retire-missing", help="Retire articles whose files are gone from these folders (otherwise they stay)."
        ),
    ] = False,
    max_missing_share: Annotated[
        float | None,
        typer.Option(
            "--max-missing-share",
            metavar="SHARE",
            help="Hold the run if more than this share of the articles would be retired (default: 0.2).",
            show_default=False,
        ),
    ] = None,
    is_plan: Annotated[
        bool, typer.Option("--plan", help="Only say what would be read and extracted; do nothing.")
    ] = False,
    config: ConfigOption = None,
    is_quiet: QuietOption = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Read, clean and understand articles, check them, and publish them in the warehouse.

    Known, unchanged articles are skipped, so you can run the same command again at any time, also after a crash. Files
    that cannot be read go to quarantine, and the rest goes on.
    """
    if is_direct and runner is RunnerName.PREFECT:
        raise UsageError("--direct and --runner prefect contradict each other. Give one of them.")
    if scheduler is not None and runner is not RunnerName.DASK:
        raise UsageError("--scheduler goes with --runner dask.")
    is_direct = is_direct or runner is RunnerName.DIRECT
    settings = read_settings(
        choose_home(context, home),
        scheduler=scheduler,
        config_path=config,
        workers=workers,
        batch_articles=batch_articles,
        wait_seconds=wait,
        retire_missing=is_retiring or None,
        max_missing_share=max_missing_share,
    )
    if runner is RunnerName.DASK and settings.scheduler is None:
        settings = settings.model_copy(update={"scheduler": LOCAL})
    if is_plan:
        print_plan(settings, paths, as_json=as_json)
        return

    def start(progress: Progress) -> RunSummary:
        from articles.reading.discovery import check_articles, check_paths

        check_paths(paths)
        check_model(settings.model)
        if not settings.retire_missing:  # with --retire-missing an empty folder is valid: all its articles may be gone
            check_articles(paths)
        if is_direct:
            from pipeline.run import run_ingest

            return run_ingest(settings, paths, progress)
        from flows import launch

        return launch.run_ingest(settings, paths, progress)

    carry_out(start, is_direct=is_direct, is_quiet=is_quiet, as_json=as_json)
