"""`quotehouse export`: views and tables as files for other tools."""

from __future__ import annotations

from contextlib import closing, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.support.completion import complete_view
from cli.support.console import open_console, print_json, print_line
from cli.support.homes import find_home
from cli.support.options import DebugOption, HomeOption, JsonOption
from cli.support.tables import print_table


class ExportFormat(StrEnum):
    """What an export is written as."""

    PARQUET = "parquet"
    CSV = "csv"
    JSON = "json"


def export_warehouse(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Folder to write to; an earlier export is replaced.")
    ],
    file_format: Annotated[
        ExportFormat, typer.Option("--format", "-f", help="Format of the files; json is one object a line.")
    ] = ExportFormat.PARQUET,
    tables: Annotated[
        list[str] | None,
        typer.Option(
            "--tables",
            "-t",
            metavar="NAME",
            help="Views (quotes), tables (core.fact_quote) and schemas (core), with commas between, or repeat it "
            "(default: every view that is no mere summary).",
            autocompletion=complete_view,
            show_default=False,
        ),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Write views and tables of the published warehouse to files, with a manifest of counts and hashes.

    The same rows give the same files. The folder appears whole or not at all.
    """
    from warehouse.backends.find import find_backend
    from warehouse.export import export_tables

    console = open_console(stderr=True)
    with (
        closing(find_backend(find_home(context, home)).connect_published()) as con,
        console.status("Exporting") if console.is_terminal else nullcontext(),
    ):
        names = [name.strip() for listed in tables for name in listed.split(",")] if tables else None
        manifest = export_tables(con, folder.absolute(), file_format.value, names)
    if as_json:
        print_json({"folder": str(folder), **manifest})
        return
    sizes = [[t["name"], t["row_count"], sum(file["byte_count"] for file in t["files"])] for t in manifest["tables"]]
    print_table(["table_name", "row_count", "byte_count"], sizes)
    count = sum(len(table["files"]) for table in manifest["tables"])
    print_line(f"{count} files and a manifest in {folder}", is_whole=True)
