"""`quotehouse compare`: two outlets on the stories both tell."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import Annotated, Any

import typer

from cli.support.console import print_line, print_note
from cli.support.errors import UsageError
from cli.support.formats import Format, ScreenFormat, ScreenFormatOption, write_rows
from cli.support.limits import ask_one_more, cut_rows
from cli.support.options import DebugOption, HomeOption, JsonOption, LimitOption
from cli.support.read_home import fetch_desk, fetch_rows, open_published_home

INDENT = 4
OUTLETS = "select distinct outlet_name from mart.articles where is_current and outlet_name is not null order by 1"


def compare_outlets(
    context: typer.Context,
    one: Annotated[
        str, typer.Argument(metavar="OUTLET", help="An outlet, or a part of its name that no other outlet has.")
    ],
    other: Annotated[str, typer.Argument(metavar="OUTLET", help="Another outlet.")],
    story: Annotated[
        str, typer.Option("--story", metavar="TEXT", help="Only stories with these words in their name.")
    ] = "",
    limit: LimitOption = 40,
    asked_format: ScreenFormatOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Compare two outlets on the stories that both cover, newest first.

    Each story begins with the statements that both report, with their cues and their place in each; then come those
    that only one of the two reports. Statements that both report have a match_score of at least .8.
    """
    if as_json and asked_format not in {None, ScreenFormat.JSON}:
        raise UsageError("--json and --format contradict each other. Give one of them.")
    chosen = Format.JSON if as_json else Format(asked_format or Format.TABLE)
    with open_published_home(context, home) as con:
        known = [row["outlet_name"] for row in fetch_rows(con, OUTLETS)]
        first, second = choose_outlet(one, known), choose_outlet(other, known)
        if first == second:
            raise UsageError(f"Both names mean {first}. Name two different outlets.")
        rows = fetch_desk(con, "compare_statements", one=first, other=second, story=story, limit=ask_one_more(limit))
    rows = cut_rows(rows, limit)
    if chosen is Format.TABLE:
        _print_stories(first, second, rows)
    else:
        names = list(rows[0]) if rows else []
        write_rows(chosen, names, ([row[key] for key in names] for row in rows), sys.stdout)
        sys.stdout.flush()


def choose_outlet(name: str, known: list[str]) -> str:
    """The outlet of that name in any letter case, else the only one that has it as a part. Raises UsageError."""
    wanted = name.strip().casefold()
    found = [outlet for outlet in known if outlet.casefold() == wanted] or [
        outlet for outlet in known if wanted and wanted in outlet.casefold()
    ]
    if not found:
        raise UsageError(
            f"No outlet is called {name!r}. `quotehouse query count_quotes_by_outlet` lists those there are."
        )
    if len(found) > 1:
        raise UsageError(f"{name!r} may be {', '.join(found[:5])}. Give more of the name.")
    return found[0]


def _print_stories(one: str, other: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        print_note(f"{one} and {other} share no story with statements.")
        return
    for number, (name, found) in enumerate(groupby(rows, key=lambda row: row["story_name"])):
        if number:
            print_line()
        print_line(str(name), style="bold")
        for row in found:
            print_line()
            _print_statement(one, other, row)


def _print_statement(one: str, other: str, row: dict[str, Any]) -> None:
    told = {"one": f"{one} alone", "other": f"{other} alone", "same": "same words", "differently": "worded differently"}
    score = f" ({row['match_score']:.2f} sure)" if row["told_by"] in {"same", "differently"} else ""
    print_line(f"{row['speaker_name'] or 'No source named'}: {told[row['told_by']]}{score}")
    for outlet, side in ((one, "one"), (other, "other")):
        if row[f"{side}_text"] is not None:
            cue = row[f"{side}_cue"] or "no cue"
            line = f"{outlet}, {row[f'{side}_order']}, {cue}: {row[f'{side}_text']}"
            print_line(f"{' ' * INDENT}{line}")
