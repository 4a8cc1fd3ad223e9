"""`quotehouse who`: what a person or body said, and how other outlets worded it."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from cli.support.console import clean_text, open_console, print_line, print_note
from cli.support.errors import UsageError
from cli.support.formats import Format, ScreenFormat, ScreenFormatOption, write_rows
from cli.support.limits import ask_one_more, cut_rows
from cli.support.options import DebugOption, HomeOption, JsonOption, LimitOption
from cli.support.read_home import fetch_reading, open_published_home
from cli.support.tables import print_table

MATCHES_SHOWN = 10
INDENT, VARIANT_INDENT = 4, 6


def show_speaker(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A name, an alias or a part of one; upper or lower case.")
    ],
    limit: LimitOption = 20,
    asked_format: ScreenFormatOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show what a person or organisation said: day, outlet, cue, type and words, newest first.

    Below each quote you see how other outlets worded the same statement. If several match the name, they are listed,
    and the most quoted of the exact matches is shown.
    """
    if as_json and asked_format not in {None, ScreenFormat.JSON}:
        raise UsageError("--json and --format contradict each other. Give one of them.")
    chosen = Format.JSON if as_json else Format(asked_format or Format.TABLE)
    if not name.strip():
        raise UsageError("The name is empty. Whose words are asked for?")
    with open_published_home(context, home) as con:
        matches = fetch_reading(con, "find_speakers", name=name)
        speaker = choose_speaker(name, matches)
        quotes = fetch_reading(con, "list_speaker_quotes", entity_key=speaker["entity_key"], limit=ask_one_more(limit))
    quotes = cut_rows(quotes, limit, speaker["quote_count"])
    if chosen is Format.TABLE:
        _print_matches(name, matches, speaker)
        _print_quotes(speaker, quotes)
    else:
        _note_others(name, matches, speaker)
        names = list(quotes[0])
        write_rows(chosen, names, ([quote[key] for key in names] for quote in quotes), sys.stdout)
        sys.stdout.flush()


def choose_speaker(name: str, matches: list[dict[str, Any]]) -> dict[str, Any]:
    """The best match that is quoted. `matches` come with exact matches first, then by quotes.

    Raises UsageError where no entity has such a name, or none of them is quoted.
    """
    if not matches:
        raise UsageError(
            f"Nobody in the warehouse is called {name!r}. Try a part of the name; `quotehouse query rank_speakers` "
            "lists who is quoted most."
        )
    quoted = [match for match in matches if match["quote_count"]]
    if not quoted:
        first, count = matches[0], matches[0]["article_count"]
        others = f", and neither is any of {len(matches) - 1} more that match" if len(matches) > 1 else ""
        raise UsageError(
            f"{first['entity_name']} ({first['entity_type']}) stands in {count:,} article{'s' * (count != 1)}, but is "
            f"not quoted{others}. `quotehouse query find_quotes_about_entity entity=...` shows what others said."
        )
    return quoted[0]


def _note_others(name: str, matches: list[dict[str, Any]], speaker: dict[str, Any]) -> None:
    if len(matches) > 1:
        print_note(f"{len(matches)} match {name!r}; this is {speaker['entity_name']} ({speaker['entity_type']}).")


def _print_matches(name: str, matches: list[dict[str, Any]], speaker: dict[str, Any]) -> None:
    if len(matches) == 1:
        return
    shown = matches[:MATCHES_SHOWN]
    if speaker not in shown:
        shown[-1] = speaker
    print_line(f"{len(matches)} match {name!r}:")
    columns = ("entity_name", "entity_type", "quote_count", "mention_count")
    print_table(("name", "type", "quotes", "mentions"), [[match[column] for column in columns] for match in shown])
    if len(matches) > len(shown):
        print_note(f"And {len(matches) - len(shown)} more; a longer name narrows them down.")
    print_line()


def _print_quotes(speaker: dict[str, Any], quotes: list[dict[str, Any]]) -> None:
    count = speaker["quote_count"]
    print_line(
        f"{speaker['entity_name']} ({speaker['entity_type']}), {count:,} quote{'s' * (count != 1)}", style="bold"
    )
    for quote in quotes:
        print_line()
        addressee = f"to {quote['addressee_name']}" if quote["addressee_name"] else None
        print_line(_describe(quote, addressee, quote["medium"]), style="cyan")
        _print_indented(quote["quote_text"], INDENT)
        for variant in quote["variants"]:
            _print_indented(f"= {_describe(variant)}: {variant['quote_text']}", VARIANT_INDENT, style="dim")


def _describe(quote: dict[str, Any], *more: str | None) -> str:
    """Day, outlet (the path where none is named), type and cue of a quote, and what else is known of it."""
    day = quote["published_on"].isoformat() if quote["published_on"] else "no date"
    cue = quote["cue"] if any(map(str.isalpha, quote["cue"] or "")) else None  # a colon is no word to show
    how = ", ".join(filter(None, (quote["quote_type"], cue, *more)))
    return f"{day}  {quote['outlet_name'] or quote['source_path']}: {how}"


def _print_indented(text: str, indent: int, style: str | None = None) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console = open_console()
    shown = Text(clean_text(text), style=style or "")
    if console.is_terminal:
        console.print(Padding(shown, (0, 0, 0, indent), expand=False))
    else:
        console.print(Text(" " * indent) + shown, soft_wrap=True)
