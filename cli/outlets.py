"""`quotehouse outlets`: how outlets are called, and which spellings are one."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.support.console import print_json, print_note
from cli.support.deciding import (
    ByOption,
    WhyOption,
    YesOption,
    confirm,
    count_of,
    name_user,
    read_deciding_settings,
    tell_decided,
)
from cli.support.limits import ask_one_more, cut_rows
from cli.support.options import ConfigOption, DebugOption, HomeOption, JsonOption, LimitOption
from cli.support.read_home import fetch_reading, open_published_home
from cli.support.tables import print_table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def describe_outlets() -> None:
    """List outlets, make spellings one, and name them. What you decide holds in every later run."""


@app.command("list")
def list_outlets(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A part of the name.")] = "",
    limit: LimitOption = 50,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """List outlets with how their articles spell them, those with most articles first."""
    with open_published_home(context, home) as con:
        rows = fetch_reading(con, "list_outlets", name=name, limit=ask_one_more(limit))
    rows = cut_rows(rows, limit)
    if as_json:
        print_json(rows)
    elif not rows:
        print_note(f"No outlet is called {name!r}." if name else "No article of the warehouse names its outlet.")
    else:
        print_table(
            ["outlet", "articles", "quotes", "first", "last", "in articles"],
            [
                [
                    *(row["outlet_name"], row["article_count"], row["quote_count"]),
                    *(row["first_published_on"], row["last_published_on"]),
                    "; ".join(row["names_in_articles"]),
                ]
                for row in rows
            ],
        )


@app.command("merge")
def merge_outlets(
    context: typer.Context,
    kept: Annotated[str, typer.Argument(metavar="A", help="The outlet whose name stays.")],
    others: Annotated[list[str], typer.Argument(metavar="B...", help="Those that are the same; they get its name.")],
    by: ByOption = None,
    why: WhyOption = None,
    is_sure: YesOption = False,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Say that outlets are one, and publish. Statements, stories and counts follow."""
    from pipeline.decision_subjects import find_outlet
    from pipeline.decisions import merge_outlets as merge

    with open_published_home(context, home) as con:
        first = find_outlet(con, kept)
        moving = [row for name in others for row in fetch_reading(con, "list_outlets", name=find_outlet(con, name))]
    named = {row["outlet_name"]: row for row in moving if row["outlet_name"] != first}
    articles, quotes = (sum(row[f"{thing}_count"] for row in named.values()) for thing in ("article", "quote"))
    confirm(
        f"{count_of(articles, 'article')} and {count_of(quotes, 'quote')} of {', '.join(named)} become those of "
        f"{first}.",
        is_sure=is_sure,
    )
    tell_decided(merge(read_deciding_settings(context, home, config), kept, others, by or name_user(), why))


@app.command("name")
def name_outlet(
    context: typer.Context,
    outlet: Annotated[
        str, typer.Argument(metavar="OUTLET", help="As `outlets list` shows it, or as articles spell it.")
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called from now on.")],
    by: ByOption = None,
    why: WhyOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Say what an outlet is called, and publish."""
    from pipeline.decisions import name_outlet as decide_name

    tell_decided(decide_name(read_deciding_settings(context, home, config), outlet, name, by or name_user(), why))
