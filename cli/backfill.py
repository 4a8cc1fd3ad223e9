"""`quotehouse backfill` and `quotehouse rebuild`: extract again what is in the warehouse, in part or as a whole."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.support.completion import complete_outlet
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
from cli.support.running import carry_out

if TYPE_CHECKING:
    from pipeline.summary import Progress, RunSummary


def backfill_articles(
    context: typer.Context,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", formats=["%Y-%m-%d"], metavar="DAY", help="Published on this day or later.", show_default=False
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--until", formats=["%Y-%m-%d"], metavar="DAY", help="Published on this day or earlier.", show_default=False
        ),
    ] = None,
    outlet: Annotated[
        str,
        typer.Option(
            "--outlet",
            metavar="NAME",
            help="From outlets whose name contains this.",
            show_default=False,
            autocompletion=complete_outlet,
        ),
    ] = "",
    extracted_by: Annotated[
        str,
        typer.Option(
            "--rule-version",
            "--extractor-version",
            metavar="VERSION",
            help="Last extracted by a version that contains this: package, model, or the hash of code and rules.",
            show_default=False,
        ),
    ] = "",
    path: Annotated[
        str,
        typer.Option(
            "--path",
            metavar="PATH",
            help="With a source path that contains this; * and ? are wildcards.",
            show_default=False,
        ),
    ] = "",
    chunk_size: Annotated[
        int | None,
        typer.Option(
            "--chunk-size",
            metavar="ARTICLES",
            min=1,
            help="Number of articles to load at a time (default: all).",
            show_default=False,
        ),
    ] = None,
    home: HomeOption = None,
    is_direct: DirectOption = False,
    workers: WorkersOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    is_quiet: QuietOption = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Extract selected articles again, from their files, with the rules, model and code of this release.

    It takes articles that another version extracted; without options, all of them. New and changed files wait for
    `ingest`. Readers see the result all at once when it is done. If a backfill was killed, run it again: it continues
    where it stopped.
    """
    from warehouse.recorded_files import Selection

    selection = Selection(since.date() if since else None, until.date() if until else None, outlet, extracted_by, path)
    settings = read_settings(
        choose_home(context, home), config_path=config, workers=workers, wait_seconds=wait, load_articles=chunk_size
    )

    def start(progress: Progress) -> RunSummary:
        if is_direct:
            from pipeline.run import run_backfill

            return run_backfill(settings, selection, progress)
        from flows import launch

        return launch.run_backfill(settings, selection, progress)

    carry_out(start, is_direct=is_direct, is_quiet=is_quiet, as_json=as_json)


def rebuild_from_raw(
    context: typer.Context,
    is_bare: Annotated[
        bool,
        typer.Option(
            "--without-history",
            help="Leave out earlier versions of articles, which no file tells any more, and identities with them.",
        ),
    ] = False,
    home: HomeOption = None,
    is_direct: DirectOption = False,
    workers: WorkersOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    is_quiet: QuietOption = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Rebuild the warehouse from its files; the new one takes over once it passes its audits.

    Decisions, the run log, quarantine and earlier versions of articles are kept. Articles whose files are gone stay as
    they are. New files wait for `ingest`.
    """
    settings = read_settings(choose_home(context, home), config_path=config, workers=workers, wait_seconds=wait)

    def start(progress: Progress) -> RunSummary:
        if is_direct:
            from pipeline.rebuild import run_rebuild

            return run_rebuild(settings, progress, has_history=not is_bare)
        from flows import launch

        return launch.run_rebuild(settings, progress, has_history=not is_bare)

    carry_out(start, is_direct=is_direct, is_quiet=is_quiet, as_json=as_json)
