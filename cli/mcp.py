"""`quotehouse mcp`: the warehouse for an assistant, over the Model Context Protocol on stdin and stdout."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.support.errors import UsageError
from cli.support.homes import find_home
from cli.support.options import DebugOption, HomeOption


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

    make_server(Library(find_home(context, home)), desk_address).run()
