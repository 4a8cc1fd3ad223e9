"""`quotehouse export`: views and tables as files for other tools."""

from __future__ import annotations

from contextlib import closing, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.support.completion import complete_view
from cli.support.console import open_console, print_json, print_line
from cli.support.errors import UsageError
from cli.support.formats import Keys
from cli.support.homes import find_home
from cli.support.options import DebugOption, HomeOption, JsonOption
from cli.support.tables import print_table

if TYPE_CHECKING:
    import duckdb

    from warehouse.backends.backend import Backend

SQLITE_FILE = "quotehouse.sqlite"
DBT_FILE = "quotehouse_sources.yml"


class ExportFormat(StrEnum):
    """What an export is written as."""

    PARQUET = "parquet"
    CSV = "csv"
    JSON = "json"


def export_warehouse(
    context: typer.Context,
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER",
            help="Folder to write to; an earlier export is replaced. With --sqlite or --dbt, a file "
            f"(default: {SQLITE_FILE}, {DBT_FILE}).",
            show_default=False,
        ),
    ] = None,
    file_format: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format",
            "-f",
            help="Format of the files; json has one object per line (default: parquet).",
            show_default=False,
        ),
    ] = None,
    is_sqlite: Annotated[
        bool, typer.Option("--sqlite", help="One SQLite file with a full-text index, for Datasette and others.")
    ] = False,
    is_dbt: Annotated[
        bool, typer.Option("--dbt", help="A sources file for dbt: the views, described and tested.")
    ] = False,
    tables: Annotated[
        list[str] | None,
        typer.Option(
            "--tables",
            "-t",
            metavar="NAME",
            help="Views (quotes), tables (core.fact_quote) and schemas (core), separated by commas, or repeat it "
            "(default: every view except summaries).",
            autocompletion=complete_view,
            show_default=False,
        ),
    ] = None,
    keys: Annotated[
        Keys, typer.Option("--keys", help="How JSON and CSV hold keys, which have more digits than many programs keep.")
    ] = Keys.TEXT,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Write views and tables of the published warehouse to files, with a manifest of counts and hashes.

    The same rows give the same files. Files appear complete or not at all.
    """
    from warehouse.backends.find import find_backend

    if is_sqlite + is_dbt + (file_format is not None) > 1:
        raise UsageError("--format, --sqlite and --dbt are three kinds of export. Give one of them.")
    if is_dbt and tables:
        raise UsageError("--dbt describes every view; leave --tables out.")
    if target is None and not (is_sqlite or is_dbt):
        raise UsageError("Name a folder to write to: `quotehouse export FOLDER`.")
    names = [name.strip() for listed in tables for name in listed.split(",")] if tables else None
    console = open_console(stderr=True)
    backend = find_backend(find_home(context, home))
    with (
        closing(backend.connect_published()) as con,
        console.status("Exporting") if console.is_terminal else nullcontext(),
    ):
        if is_dbt:
            _write_sources(con, target or Path(DBT_FILE), backend, as_json=as_json)
        elif is_sqlite:
            _write_sqlite(con, target or Path(SQLITE_FILE), names, as_json=as_json)
        elif target is not None:
            chosen = file_format or ExportFormat.PARQUET
            _write_files(con, target, chosen, names, keys, as_json=as_json)


def _write_files(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    file_format: ExportFormat,
    names: list[str] | None,
    keys: Keys,
    *,
    as_json: bool,
) -> None:
    from warehouse.export import export_tables

    manifest = export_tables(con, folder.absolute(), file_format.value, names, are_keys_text=keys is Keys.TEXT)
    if as_json:
        print_json({"folder": str(folder), **manifest})
        return
    sizes = [[t["name"], t["row_count"], sum(file["byte_count"] for file in t["files"])] for t in manifest["tables"]]
    print_table(["table_name", "row_count", "byte_count"], sizes)
    count = sum(len(table["files"]) for table in manifest["tables"])
    print_line(f"{count} file{'' if count == 1 else 's'} and a manifest in {folder}", is_whole=True)


def _write_sqlite(con: duckdb.DuckDBPyConnection, file: Path, names: list[str] | None, *, as_json: bool) -> None:
    from warehouse.export_sqlite import export_sqlite

    counts = export_sqlite(con, file.absolute(), names)
    if as_json:
        print_json({"file": str(file), "tables": [{"name": name, "row_count": n} for name, n in counts.items()]})
        return
    print_table(["table_name", "row_count"], [[name, count] for name, count in counts.items()])
    print_line(f"{len(counts)} tables in {file}, {file.stat().st_size / 1e6:,.1f} MB", is_whole=True)


def _write_sources(con: duckdb.DuckDBPyConnection, file: Path, backend: Backend, *, as_json: bool) -> None:
    from warehouse.export_dbt import export_dbt

    count = export_dbt(con, file.absolute(), backend.name)
    if as_json:
        print_json({"file": str(file), "view_count": count})
    else:
        print_line(f"{count} views in {file}; its head shows the profile that reads them.", is_whole=True)
