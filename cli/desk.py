"""`quotehouse desk`: search, read and compare what is published, in a browser."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.support.console import print_line
from cli.support.errors import UsageError
from cli.support.homes import find_home, read_settings
from cli.support.options import DebugOption, HomeOption, choose_home

if TYPE_CHECKING:
    import socket

FIRST_PORT = 8642
PORTS_TRIED = 20


def open_desk(
    context: typer.Context,
    port: Annotated[
        int | None,
        typer.Option(
            "--port", min=0, max=65535, help=f"Port (default: {FIRST_PORT}, or the next free one).", show_default=False
        ),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; any but this machine's own needs a token.")
    ] = "127.0.0.1",
    is_opened: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    editor: Annotated[
        str | None,
        typer.Option("--edit", metavar="NAME", help="Allow decisions, recorded under NAME.", show_default=False),
    ] = None,
    is_read_only: Annotated[bool, typer.Option("--read-only", help="Allow no decisions (the default).")] = False,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Search, read and compare what is published, in a browser.

    It only reads, unless --edit is given. It switches to each new publication by itself and never delays a run. On an
    address that others can reach it needs a token: set QUOTEHOUSE_DESK_TOKEN. Ctrl-C ends it.
    """
    import uvicorn

    from desk.application import make_application
    from desk.library import Library
    from desk.safety import Settings, read_token

    if editor is not None and (is_read_only or not editor.strip()):
        raise UsageError("--edit needs the name of who decides, and does not go with --read-only.")
    try:
        settings = Settings(host=host, token=read_token(host), editor=editor)
    except ValueError as error:
        raise UsageError(str(error)) from error
    library = Library(find_home(context, home))
    listener = _listen(host, port)
    address = f"http://{'localhost' if settings.is_local else host}:{listener.getsockname()[1]}/"
    print_line(f"The desk is open at {address} (Ctrl-C ends it).")
    if is_opened and has_screen():
        import webbrowser

        webbrowser.open(address)
    deciding = read_settings(choose_home(context, home)) if editor else None
    application = make_application(library, settings, deciding)
    config = uvicorn.Config(application, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


def has_screen() -> bool:
    """Whether a browser can show itself here: one that draws in the terminal would hide the desk's own words."""
    return sys.platform in {"win32", "darwin"} or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


def _listen(host: str, port: int | None) -> socket.socket:
    """A listening socket on the port, or on the first free one from FIRST_PORT on. Raises UsageError."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ports = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    fault: OSError | None = None
    for number in ports:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
            listener.listen()  # a browser that is opened at once waits for the first answer
        except OSError as error:
            listener.close()
            fault = error
        else:
            return listener
    raise UsageError(f"Cannot listen on {host}, port {ports[0]}: {fault}. Choose another one with --port.")
