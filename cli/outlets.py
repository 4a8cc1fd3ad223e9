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
from cli.support.options import ConfigOption, DebugOption, HomeOption, JsonOption, LimitOption, WaitOption
from cli.support.read_home import fetch_reading, open_published_home
from cli.support.tables import print_table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def describe_outlets() -> None:
    """List outlets, merge spellings of one outlet, and name them. What you decide holds in every later run."""


@app.command("list", short_help="List outlets and their spellings.")
def list_outlets(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A part of the name.")] = "",
    limit: LimitOption = 50,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """List outlets with the spellings in their articles, those with most articles first."""
    with open_published_home(context, home) as con:
        rows = fetch_reading(con, "list_outlets", name=name, limit=ask_one_more(limit))
    rows = cut_rows(rows, limit)
    if as_json:
        print_json(rows)
    elif not rows:
        print_note(f"No outlet is called {name!r}." if name else "No article in the warehouse names its outlet.")
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
    kept: Annotated[str, typer.Argument(metavar="A", help="The outlet whose name is kept.")],
    others: Annotated[
        list[str], typer.Argument(metavar="B...", help="Other spellings of the same outlet; they take its name.")
    ],
    by: ByOption = None,
    why: WhyOption = None,
    is_sure: YesOption = False,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide that outlets are one, and publish. Statements, stories and counts follow."""
    from pipeline.decision_subjects import find_merging_outlets
    from pipeline.decisions import merge_outlets as merge

    with open_published_home(context, home) as con:
        first, merging = find_merging_outlets(con, kept, others)
        outlets = fetch_reading(con, "list_outlets", limit=ask_one_more(0))
    named = {row["outlet_name"]: row for row in outlets if not set(merging).isdisjoint(row["names_in_articles"])}
    articles, quotes = (sum(row[f"{thing}_count"] for row in named.values()) for thing in ("article", "quote"))
    confirm(
        f"{', '.join(named)} becomes {first}: {count_of(articles, 'article')} and {count_of(quotes, 'quote')} move.",
        is_sure=is_sure,
    )
    tell_decided(merge(read_deciding_settings(context, home, config, wait), kept, others, by or name_user(), why))


@app.command("name")
def name_outlet(
    context: typer.Context,
    outlet: Annotated[
        str, typer.Argument(metavar="OUTLET", help="Its name in `outlets list`, or a spelling in articles.")
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name from now on.")],
    by: ByOption = None,
    why: WhyOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide the name of an outlet, and publish."""
    from pipeline.decisions import name_outlet as decide_name

    tell_decided(decide_name(read_deciding_settings(context, home, config, wait), outlet, name, by or name_user(), why))
