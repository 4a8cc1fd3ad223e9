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
            help="Of outlets whose name holds this.",
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
            help="Last extracted by a version that holds this: package, model, or the hash of code and rules.",
            show_default=False,
        ),
    ] = "",
    path: Annotated[
        str,
        typer.Option(
            "--path",
            metavar="PATH",
            help="With a source path that holds this, or matches its * and ?.",
            show_default=False,
        ),
    ] = "",
    chunk_size: Annotated[
        int | None,
        typer.Option(
            "--chunk-size",
            metavar="ARTICLES",
            min=1,
            help="Articles loaded at a time (default: all).",
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

    It takes articles that another version extracted; without options all of them. New and changed files wait for
    `ingest`. Everything becomes visible at once when it is done. Run a backfill that was killed again: it is taken up
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
    """Build the warehouse anew from the files it was made of; it takes over once it passes its audits.

    What people decided, the run log and quarantine are carried over, and so are earlier versions of articles. Articles
    whose files are gone stay as they are. New files wait for `ingest`.
    """
    settings = read_settings(choose_home(context, home), config_path=config, workers=workers, wait_seconds=wait)

    def start(progress: Progress) -> RunSummary:
        if is_direct:
            from pipeline.rebuild import run_rebuild

            return run_rebuild(settings, progress, has_history=not is_bare)
        from flows import launch

        return launch.run_rebuild(settings, progress, has_history=not is_bare)

    carry_out(start, is_direct=is_direct, is_quiet=is_quiet, as_json=as_json)
