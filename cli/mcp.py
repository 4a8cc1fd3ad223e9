"""`quotehouse mcp`: the warehouse for an assistant, over the Model Context Protocol on stdin and stdout."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.support.errors import UsageError
from cli.support.homes import find_home
from cli.support.options import DebugOption, HomeOption

if TYPE_CHECKING:
    from types import FrameType

    from desk.library import Library


def serve_assistant(
    context: typer.Context,
    desk_address: Annotated[
        str, typer.Option("--desk", metavar="ADDRESS", help="Address of the desk that links point to.")
    ] = "http://localhost:8642",
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Serve the warehouse to an assistant, over the Model Context Protocol on stdin and stdout.

    The assistant's program starts it: enter `quotehouse mcp --home FOLDER` there, with its full path. It only reads.
    Its tools are search_quotes, quotes_of, compare_story, who_is, run_sql and describe_views. Install it with
    pip install 'quotehouse[mcp]'.
    """
    try:
        from desk.assistant import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"mcp", "mcp_types"}:
            raise
        raise UsageError("mcp is not installed. Install it with: pip install 'quotehouse[mcp]'") from error
    from desk.library import Library

    library = Library(find_home(context, home))
    leave_at_signals(library)
    make_server(library, desk_address).run()


def leave_at_signals(library: Library) -> None:
    """End the process at SIGINT and SIGTERM at once: the server would wait for all that its threads are asked."""

    def leave(number: int, _: FrameType | None) -> None:
        library.abandon()
        sys.stderr.write("Error: Interrupted.\n")
        sys.stderr.flush()
        os._exit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
