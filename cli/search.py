"""`quotehouse search`: find quotes by words, phrases, speakers, outlets and days."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from cli.support.console import print_line, print_note
from cli.support.errors import UsageError
from cli.support.formats import Format, ScreenFormat, ScreenFormatOption, write_rows
from cli.support.homes import find_home
from cli.support.limits import tell_cut
from cli.support.options import DebugOption, HomeOption, JsonOption, LimitOption

if TYPE_CHECKING:
    from desk.search import Found

COLUMNS = (
    *("published_on", "outlet_name", "speaker_name", "cue", "quote_type", "quote_text", "headline", "source_path"),
    *("raw_start", "raw_end", "quote_key", "article_key"),
)


def search_quotes(
    context: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", help="Words, and fields such as speaker:NAME.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="In this year, month or day, or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="In this year, month or day, or earlier.")
    ] = None,
    is_newest: Annotated[bool, typer.Option("--newest", help="Newest first instead of best first.")] = False,
    limit: LimitOption = 20,
    asked_format: ScreenFormatOption = None,
    is_rebuilt: Annotated[bool, typer.Option("--rebuild", help="Rebuild the search index first.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Find quotes, best matches first.

    `quotehouse search 'border wall' speaker:merkel --since 2019`

    All words must occur in the quote, its headline or its speaker's name, in any form. "..." is a phrase; -word
    excludes a word. Fields: speaker: outlet: about: type: kind: cue: since: until:. Put -- before a query that begins
    with -.
    """
    from desk.index import open_index
    from desk.library import identify
    from desk.search import Sort, search
    from warehouse.query import open_published

    if as_json and asked_format not in {None, ScreenFormat.JSON}:
        raise UsageError("--json and --format contradict each other. Give one of them.")
    chosen = Format.JSON if as_json else Format(asked_format or Format.TABLE)
    bounds = [f"{name}:{day}" for name, day in (("since", since), ("until", until)) if day]
    text = " ".join([*(query or []), *bounds])
    if not text and not is_rebuilt:
        raise UsageError("What is searched for? Give words, or a field such as speaker:NAME.")
    found_home = find_home(context, home)
    with closing(open_published(found_home)) as con:
        index = open_index(found_home, identify(found_home), con, anew=is_rebuilt)
    if not text:
        print_note(f"The search index is made anew: {index.searcher.num_docs:,} documents.")
        return
    found = search(
        index, text, sort=Sort.NEWEST if is_newest else Sort.BEST, page_size=limit or max(index.searcher.num_docs, 1)
    )
    for note in found.notes:
        print_note(note)
    if chosen is not Format.TABLE:
        write_rows(chosen, COLUMNS, ([row.get(name) for name in COLUMNS] for row in found.rows), sys.stdout)
        sys.stdout.flush()
    else:
        _print_found(found)
    if found.count > len(found.rows):
        tell_cut(len(found.rows), found.count)
    elif chosen is Format.TABLE:
        print_note(f"{found.count:,} quote{'s' * (found.count != 1)}.")


def _print_found(found: Found) -> None:
    for row in found.rows:
        print_line(
            f"{row['published_on'] or 'no date'}  {row['outlet_name'] or row['source_path']}: "
            f"{row['speaker_name'] or 'no source named'}",
            style="cyan",
        )
        print_line(f"    {row['quote_text']}")
