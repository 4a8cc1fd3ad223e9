"""The application: its commands, its global options, and what a fault looks like to the user."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Annotated

import typer

from cli.article import show_article
from cli.articles import app as articles_app
from cli.backfill import backfill_articles, rebuild_from_raw
from cli.check import check_published
from cli.clean import clean_file
from cli.compare import compare_outlets
from cli.decisions import app as decisions_app
from cli.desk import open_desk
from cli.diff import compare_files
from cli.doctor import examine_installation
from cli.entities import app as entities_app
from cli.export import export_warehouse
from cli.formats import list_formats
from cli.ingest import ingest_articles
from cli.logs import show_log
from cli.maintain import maintain_warehouse
from cli.mcp import serve_assistant
from cli.migrate import migrate_warehouse
from cli.outlets import app as outlets_app
from cli.quality import show_quality
from cli.quarantine import app as quarantine_app
from cli.query import query_warehouse
from cli.quotes import app as quotes_app
from cli.report import write_report_anew
from cli.rules import list_rules
from cli.schedule import schedule_ingest
from cli.search import search_quotes
from cli.status import show_status
from cli.support.faults import explain_error
from cli.support.options import DebugOption, HomeOption
from cli.who import show_speaker
from terms.errors import ExitCode, QuotehouseError
from terms.interruption import find_interruption, read_interrupted_code

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "quotehouse"
EPILOG = (
    "Exit codes: 0 done, 1 error, 2 wrong usage, 3 held back by a quality check, 4 another run holds the warehouse, "
    "130 or 143 stopped by Ctrl-C or SIGTERM."
)

app = typer.Typer(
    name=PROGRAM,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version(PROGRAM)
        except PackageNotFoundError:  # run from a checkout that was never installed
            number = "(not installed)"
        typer.echo(f"{PROGRAM} {number}")
        raise typer.Exit


@app.callback()
def describe_program(
    home: HomeOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Turn raw news articles into a warehouse of who said what, to whom, and how each outlet told it.

    Start with `quotehouse ingest FOLDER`, then `quotehouse query --list`.
    """


app.command("ingest", short_help="Turn articles into a published warehouse.")(ingest_articles)
app.command("status", short_help="Show contents, recent runs and freshness.")(show_status)
app.command("query", short_help="Query the warehouse, in SQL or by query name.")(query_warehouse)
app.command("search", short_help="Find quotes by words, speaker, outlet or day.")(search_quotes)
app.command("desk", short_help="Search, read and compare in a browser.")(open_desk)
app.command("mcp", short_help="Serve the warehouse to an assistant (MCP).")(serve_assistant)
app.command("quality", short_help="Show the results of the latest run's checks.")(show_quality)
app.command("check", short_help="Check what is published, without an ingest.")(check_published)
app.command("report", short_help="Rewrite a run's report, and open it.")(write_report_anew)
app.add_typer(quarantine_app, name="quarantine", short_help="List, retry or discard what was held back.")
app.command("logs", short_help="Show what a run logged, event by event.")(show_log)
app.add_typer(quotes_app, name="quotes", short_help="Verify, reject and correct quotes.")
app.add_typer(entities_app, name="entities", short_help="Merge, split and name people, places and bodies.")
app.add_typer(outlets_app, name="outlets", short_help="List, merge and name outlets.")
app.add_typer(articles_app, name="articles", short_help="Correct an article's outlet, day or authors.")
app.add_typer(decisions_app, name="decisions", short_help="List, undo, exchange and score decisions.")
app.command("backfill", short_help="Extract selected articles again.")(backfill_articles)
app.command("rebuild", short_help="Rebuild the warehouse from its files.")(rebuild_from_raw)
app.command("schedule", short_help="Ingest on a schedule, or when files arrive.")(schedule_ingest)
app.command("who", short_help="Show what a person said, and how others worded it.")(show_speaker)
app.command("compare", short_help="Compare two outlets on the stories both cover.")(compare_outlets)
app.command("article", short_help="Print an article with its quotes marked.")(show_article)
app.command("clean", short_help="Show what cleaning keeps and cuts in an article.")(clean_file)
app.command("rules", short_help="List the cleaning rules and how often they fire.")(list_rules)
app.command("formats", short_help="List the file formats that can be read.")(list_formats)
app.command("export", short_help="Write views and tables to files.")(export_warehouse)
app.command("diff", short_help="Show how two warehouses differ.")(compare_files)
app.command("maintain", short_help="Delete what is old, compact files.")(maintain_warehouse)
app.command("migrate", short_help="Upgrade a warehouse of an earlier release.")(migrate_warehouse)
app.command("doctor", short_help="Check the installation and the home.")(examine_installation)


def run(arguments: Sequence[str]) -> int:
    """Run the command line with `arguments`; print the message of a fault, and return the exit code."""
    from cli.support.console import print_error

    for stream in (sys.stdout, sys.stderr):
        # An article may hold characters that a terminal of another encoding has not: show "?" rather than break off.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    is_debugging = "--debug" in arguments
    if not (is_debugging or sys.warnoptions):
        warnings.simplefilter("ignore")  # what libraries warn of is for developers
    try:
        code = app(args=list(arguments), prog_name=PROGRAM, standalone_mode=False)
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has left (`quotehouse query ... | head`): nothing to say, and nobody to say it to.
        sys.stdout = None  # so that the flush at exit does not fail again
        return ExitCode.FAULT
    except typer.Abort:
        code = ExitCode.INTERRUPTED
    except Exception as error:
        if is_debugging:
            import traceback

            traceback.print_exc()
        if isinstance(error, QuotehouseError) or find_interruption(error) is None:
            code, message = explain_error(error)
            if message:
                print_error(message)
            return read_interrupted_code() if code == ExitCode.INTERRUPTED else code
        code = ExitCode.INTERRUPTED
    if code == ExitCode.INTERRUPTED:
        print_error("Interrupted.")
        return read_interrupted_code()
    return code if isinstance(code, int) else ExitCode.DONE
