"""`quotehouse export`: tables and views as files for other tools."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.homes import find_home
from flows.commands.options import DebugOption, HomeOption, JsonOption
from flows.commands.screen import open_console, print_json, print_line
from flows.commands.tables import print_table


class ExportFormat(StrEnum):
    """What an export is written as."""

    PARQUET = "parquet"
    CSV = "csv"
    JSON = "json"


def export_warehouse(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="New or empty folder to write to.")],
    file_format: Annotated[
        ExportFormat, typer.Option("--format", "-f", help="Format of the files.")
    ] = ExportFormat.PARQUET,
    tables: Annotated[
        list[str] | None,
        typer.Option(
            "--tables",
            "-t",
            metavar="NAME",
            help="A view, a table or a schema, such as quotes, core.fact_quote or meta; repeat it for more "
            "(default: every view of mart).",
            show_default=False,
        ),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Write views and tables of the published warehouse to files, one each, with a manifest of counts and hashes.

    Rows are sorted, so that equal warehouses give equal files.
    """
    from warehouse.exporting import export_tables, find_tables
    from warehouse.home import Home
    from warehouse.querying import open_published

    with closing(open_published(Home(find_home(context, home)))) as con:
        chosen = find_tables(con, tables or ["mart"])
        console = open_console(stderr=True)
        if console.is_terminal:
            with console.status("Exporting") as status:
                exported = export_tables(con, folder, chosen, file_format.value, status.update)
        else:
            exported = export_tables(con, folder, chosen, file_format.value)
    if as_json:
        print_json({"folder": str(folder), "format": file_format.value, "tables": [asdict(one) for one in exported]})
        return
    print_table(
        ["table_name", "row_count", "byte_count"], [[one.table_name, one.row_count, one.byte_count] for one in exported]
    )
    print_line(f"{len(exported)} files and a manifest in {folder}", is_whole=True)
