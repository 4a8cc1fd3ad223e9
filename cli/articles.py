"""`quotehouse articles`: say which outlet published an article, on which day, and who wrote it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cli.article import choose_article
from cli.support.deciding import ByOption, WhyOption, name_user, read_deciding_settings, tell_decided
from cli.support.errors import UsageError
from cli.support.options import ConfigOption, DebugOption, HomeOption, WaitOption
from cli.support.read_home import fetch_reading, open_published_home

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def describe_articles() -> None:
    """Correct the outlet, day or authors of an article. What you decide holds in every later run."""


@app.command("correct")
def correct_article(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its path, a part of it, its key or its address.")],
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Who published it.")] = None,
    day: Annotated[str | None, typer.Option("--day", metavar="DAY", help="When, such as 2024-05-01.")] = None,
    authors: Annotated[
        list[str] | None, typer.Option("--author", metavar="NAME", help="Who wrote it; repeat it for each author.")
    ] = None,
    has_no_author: Annotated[bool, typer.Option("--no-author", help="It names no author.")] = False,
    by: ByOption = None,
    why: WhyOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide which outlet published an article, on which day, or who wrote it, and publish."""
    from pipeline.decisions import correct_article as correct

    if authors and has_no_author:
        raise UsageError("--author and --no-author contradict each other. Give one of them.")
    with open_published_home(context, home) as con:
        key = choose_article(article, fetch_reading(con, "find_articles", place=article))["article_key"]
    rows = correct(
        read_deciding_settings(context, home, config, wait),
        key,
        by or name_user(),
        outlet=outlet,
        published_on=_read_day(day),
        authors=[] if has_no_author else authors or None,
        comment=why,
    )
    tell_decided(rows)


def _read_day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a day. Write it like 2024-05-01.") from None
