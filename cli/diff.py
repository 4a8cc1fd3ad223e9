"""`quotehouse diff`: the rows that one warehouse has and another does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.support.completion import complete_view
from cli.support.console import print_json, print_line, print_note
from cli.support.limits import ask_one_more, tell_cut
from cli.support.options import DebugOption, JsonOption, LimitOption
from cli.support.tables import print_table
from terms.errors import ExitCode

if TYPE_CHECKING:
    import polars as pl

    from warehouse.home import Lake


def compare_files(
    first: Annotated[str, typer.Argument(metavar="A", help="A warehouse file, a home, or the address of a lake.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    table: Annotated[
        str | None,
        typer.Option(
            "--table",
            "-t",
            metavar="NAME",
            help="Show the rows of this view or table that only one of the two has.",
            autocompletion=complete_view,
            show_default=False,
        ),
    ] = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Compare two warehouses, view by view and table by table.

    Columns that differ in every run, such as run keys and times, are left out. The exit code is 1 if they differ.
    """
    from warehouse.compare import compare_warehouses, list_differences

    both = _find_warehouse(first), _find_warehouse(second)
    if table is not None:
        found = list_differences(*both, table, ask_one_more(limit))
        if limit and found.height > limit:
            found = found.head(limit)
            tell_cut(limit)
        _show(found, as_json=as_json, nothing=f"Equal: both hold the same rows of {table}.")
        has_differences = not found.is_empty()
    else:
        compared = compare_warehouses(*both)
        different = compared.filter(~compared["is_equal"])
        has_differences = not different.is_empty()
        if as_json:
            print_json({"is_equal": not has_differences, "tables": compared.to_dicts()})
        else:
            _show(
                different.drop("is_equal"),
                as_json=False,
                nothing=f"Equal: {compared.height} views and tables hold the same rows.",
            )
            if has_differences:
                print_note(f"{different.height} of {compared.height} differ; --table NAME shows the rows of one.")
    if has_differences:
        raise typer.Exit(ExitCode.FAULT)


def _show(frame: pl.DataFrame, *, as_json: bool, nothing: str) -> None:
    if as_json:
        print_json(frame.to_dicts())
    elif frame.is_empty():
        print_line(nothing)
    else:
        print_table(frame.columns, frame.rows())


def _find_warehouse(name: str) -> Path | Lake:
    from warehouse.home import LAKE_PREFIX, Home, Lake

    if name.startswith(LAKE_PREFIX):
        return Lake(name)
    return Home(Path(name)).published if Path(name).is_dir() else Path(name)
