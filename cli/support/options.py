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
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.", show_default=False)]
DirectOption = Annotated[
    bool, typer.Option("--direct", help="Run without Prefect: same stages, same warehouse, faster start.")
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers", "-w", metavar="COUNT", help="Worker processes (default: one per core).", show_default=False
    ),
]
WaitOption = Annotated[
    float | None,
    typer.Option(
        "--wait",
        metavar="SECONDS",
        help="How long to wait while another run holds the warehouse (default: 60).",
        show_default=False,
    ),
]
PatienceOption = Annotated[
    float, typer.Option("--wait", min=0, metavar="SECONDS", help="How long to wait for a run in progress.")
]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings file (default: quotehouse.toml in the home, else in the current folder).",
        show_default=False,
    ),
]
LimitOption = Annotated[
    int, typer.Option("--limit", "-n", min=0, metavar="ROWS", help="Maximum number of rows; 0 for all.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors.")]


def choose_home(context: typer.Context, home: Path | None) -> Path | None:
    """The home given after the command, else the one given before it; None where neither was."""
    if home is not None:
        return home
    given = context.find_root().params.get("home")
    return given if isinstance(given, Path) else None
