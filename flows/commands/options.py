"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="FOLDER",
        help="Folder that holds the warehouse, its reports and its logs (default: QUOTEHOUSE_HOME, else ./data).",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.", show_default=False)
]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault.", show_default=False)]


def choose_home(context: typer.Context, home: Path | None) -> Path | None:
    """The home given behind the command, else the one given before it; None where neither was."""
    if home is not None:
        return home
    given = context.find_root().params.get("home")
    return given if isinstance(given, Path) else None
