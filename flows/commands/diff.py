"""`quotehouse diff`: what stands in one warehouse and not in another."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.exits import ExitCode
from flows.commands.options import DebugOption, JsonOption
from flows.commands.screen import print_json, print_line
from flows.commands.tables import print_table


def compare_files(
    left: Annotated[Path, typer.Argument(metavar="FIRST", help="A warehouse file, or the home it lies in.")],
    right: Annotated[Path, typer.Argument(metavar="SECOND", help="Another one.")],
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Compare two warehouses, table by table and view by view.

    What tells one run from another (its key, its times) is left out. Leaves with exit code 1 if they differ.
    """
    from warehouse.comparing import compare_warehouses

    found = compare_warehouses(_find_file(left), _find_file(right))
    different = [one for one in found if not one.is_equal]
    if as_json:
        print_json({"is_equal": not different, "tables": [{**asdict(one), "is_equal": one.is_equal} for one in found]})
    elif different:
        print_table(
            ["table_name", "rows in\nfirst", "rows in\nsecond", "only in\nfirst", "only in\nsecond", "note"],
            [
                [
                    *(one.table_name, one.left_count, one.right_count, one.only_left_count, one.only_right_count),
                    one.note,
                ]
                for one in different
            ],
        )
        print_line(f"{len(different)} of {len(found)} tables and views differ.")
    else:
        print_line(f"Equal: {len(found)} tables and views hold the same rows.")
    if different:
        raise typer.Exit(ExitCode.FAULT)


def _find_file(path: Path) -> Path:
    from warehouse.home import Home

    return Home(path).published if path.is_dir() else path
