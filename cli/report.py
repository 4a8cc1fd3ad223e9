"""`quotehouse report`: write the report anew, say where it is, open it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.support.console import print_json, print_line
from cli.support.errors import CommandError, UsageError
from cli.support.homes import find_home, read_settings
from cli.support.options import DebugOption, HomeOption, JsonOption, choose_home
from cli.support.read_home import open_newest
from warehouse.support.rows import fetch_row

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from pipeline.settings import Settings
    from warehouse.home import Home

# Great Expectations holds a page's tables in memory at once, and nobody reads on for longer.
DOCUMENTED_ARTICLES = 20_000


def write_report_anew(
    context: typer.Context,
    run_number: Annotated[
        int | None,
        typer.Argument(metavar="[RUN]", min=1, help="Number of the run (default: the latest).", show_default=False),
    ] = None,
    is_opened: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    has_data_docs: Annotated[
        bool,
        typer.Option(
            "--data-docs", help="Also write Great Expectations' own pages, without anything they would fetch."
        ),
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Rewrite the report of a run, with the index of reports, and say where it is.

    Every run writes its own report. Use this for one that was deleted, or that an earlier release wrote.
    """
    settings, chosen = read_settings(choose_home(context, home)), find_home(context, home)
    with open_newest(chosen) as con:
        pages = {"report_path": _write_pages(con, chosen, settings, run_number)}
        if has_data_docs:
            pages["data_docs_path"] = _write_data_docs(con, chosen)
    if as_json:
        print_json({name: str(path) for name, path in pages.items()})
    else:
        for label, path in zip(("Report", "Data Docs"), pages.values(), strict=False):
            print_line(f"{label}: {path}", is_whole=True)
    if is_opened:
        _open_page(pages["report_path"])


def _write_pages(con: duckdb.DuckDBPyConnection, home: Home, settings: Settings, run_number: int | None) -> Path:
    from expectations.report.pages import write_report
    from expectations.report.queries import read_inputs
    from pipeline.run_context import make_reader

    (latest,) = fetch_row(con.execute("select max(run_number) from meta.run")) or (None,)
    if latest is None:
        raise CommandError(f"There has been no run in {home.path} yet. See `quotehouse ingest --help`.")
    if run_number is not None and run_number > latest:
        raise UsageError(f"There is no run {run_number} in {home.path}; the latest is {latest}.")
    wanted = run_number or latest
    numbers = [wanted] if wanted == latest else [wanted, latest]  # the index is always that of the latest run
    keep_run_count = settings.keep_report_runs
    paths = [
        write_report(
            read_inputs(make_reader(con), number), home.reports, keep_run_count=keep_run_count, cache_folder=home.cache
        )
        for number in numbers
    ]
    return paths[0]


def _write_data_docs(con: duckdb.DuckDBPyConnection, home: Home) -> Path:
    from expectations.data_docs import write_data_docs
    from warehouse.loading.published_frames import read_staged_frames

    return write_data_docs(next(read_staged_frames(con, DOCUMENTED_ARTICLES)), home.reports / "data-docs")


def _open_page(path: Path) -> None:
    import webbrowser

    if not webbrowser.open(path.as_uri()):
        raise CommandError(f"No browser was found. Set BROWSER to one, or open {path} yourself.")
