"""`quotehouse article`: one article of the warehouse, its quotes marked by speaker."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import clean_lines, clean_text, has_colour, open_console, print_json, print_line
from cli.support.errors import UsageError
from cli.support.options import DebugOption, HomeOption, JsonOption
from cli.support.read_home import fetch_reading, open_published_home

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.text import Text

MATCHES_SHOWN = 5
UNNAMED = "no source named"
# Six colours that are readable on light and dark backgrounds. From the seventh speaker on they repeat; numbers differ.
STYLES = ("cyan", "magenta", "green", "yellow", "blue", "red")
FACTS = ("outlet_name", "author_names", "published_on", "section", "dateline_place", "agency_names", "url")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of clean text that is (a piece of) a quote by speaker `number`."""

    start: int
    end: int
    number: int


def show_article(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(metavar="PATH_OR_KEY", help="The article's path or a part of it, its address, or its key."),
    ],
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Print an article of the warehouse, cleaned, with its quotes in the colours of their speakers.

    Without colours a quote reads [1: words], and the numbered speakers are listed below the text.
    """
    with open_published_home(context, home) as con:
        found = fetch_reading(con, "find_articles", place=place)
        article_key = choose_article(place, found)["article_key"]
        (article,) = fetch_reading(con, "read_article", article_key=article_key)
        quotes = fetch_reading(con, "list_article_quotes", article_key=article_key)
    if as_json:
        del article["offset_map"]
        print_json({**article, "quotes": quotes})
    else:
        _print_article(article, quotes)


def choose_article(place: str, found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The one article found. Raises UsageError where there is none, or more than one."""
    if not found:
        raise UsageError(
            f"No article of the warehouse has the path, address or key {place!r}. "
            '`quotehouse query "select article_key, source_path, headline from mart.articles"` lists them.'
        )
    if len(found) > 1:
        paths = ", ".join(str(row["source_path"]) for row in found[:MATCHES_SHOWN])
        more = " and more" if len(found) > MATCHES_SHOWN else ""
        raise UsageError(f"Several articles match {place!r}: {paths}{more}. Give more of the path, or the key.")
    return found[0]


def number_speakers(quotes: Iterable[dict[str, Any]]) -> dict[int | None, int]:
    """Numbers of the speakers by entity key, in the order in which they first speak; 0 where no source is named."""
    numbers: dict[int | None, int] = {None: 0}
    for quote in quotes:
        numbers.setdefault(quote["speaker_entity_key"], len(numbers))
    return numbers


def find_spans(quotes: Iterable[dict[str, Any]], runs: Sequence[dict[str, int]]) -> list[Span]:
    """Where the quotes stand in the clean text, in order. `runs` map raw to clean offsets (mart.article_texts)."""
    numbers = number_speakers(quotes)
    spans = []
    for quote in quotes:
        for fragment in quote["fragments"]:
            inside = [span for run in runs if (span := _find_clean(run, fragment["raw_start"], fragment["raw_end"]))]
            if inside:  # the words of an embedded post are not in the clean text
                spans.append(Span(inside[0][0], inside[-1][1], numbers[quote["speaker_entity_key"]]))
    return sorted(spans, key=lambda span: (span.start, -span.end))


def _find_clean(run: dict[str, int], raw_start: int, raw_end: int) -> tuple[int, int] | None:
    """The clean span of the part of a raw span that is in a run; None if no part is."""
    start = max(raw_start - run["raw_start"], 0)
    end = min(raw_end - run["raw_start"], run["char_count"])
    return (run["clean_start"] + start, run["clean_start"] + end) if start < end else None


def mark_text(text: str, spans: Sequence[Span]) -> str:
    """`text` with [1: and ] around each quote; a quote within a quote has its own marks within."""
    marks: list[tuple[int, int, int, str]] = []
    for span in spans:
        # Of marks at one place, ends come before starts, the inner end before the outer, and the outer start first.
        marks.append((span.start, 1, -span.end, f"[{_name_number(span.number)}: "))
        marks.append((span.end, 0, -span.start, "]"))
    parts, position = [], 0
    for offset, _, _, mark in sorted(marks):
        parts += [text[position:offset], mark]
        position = offset
    return "".join([*parts, text[position:]])


def colour_text(text: str, spans: Sequence[Span]) -> Text:
    """`text` with each quote in its speaker's colour and the number after it; the inner quote's colour holds."""
    from rich.text import Text

    edges = sorted({0, len(text), *(span.start for span in spans), *(span.end for span in spans)})
    shown = Text()
    for start, end in pairwise(edges):
        over = [span for span in spans if span.start <= start and span.end >= end]
        inner = min(over, key=lambda span: span.end - span.start, default=None)
        shown.append(clean_lines(text[start:end]), choose_style(inner.number) if inner else "")
        for span in sorted((span for span in over if span.end == end), key=lambda span: -span.start):
            shown.append(f"[{_name_number(span.number)}]", f"dim {choose_style(span.number)}")
    return shown


def choose_style(number: int) -> str:
    """The colour of speaker `number`; 0, nobody, is underlined."""
    return STYLES[(number - 1) % len(STYLES)] if number else "underline"


def _name_number(number: int) -> str:
    return str(number) if number else "?"


def _print_article(article: dict[str, Any], quotes: list[dict[str, Any]]) -> None:
    from rich.text import Text

    console = open_console()
    text, body_start = article["clean_text"], article["body_start"]
    spans = find_spans(quotes, article["offset_map"])
    print_line(article["headline"] or text[:body_start].strip() or "(no headline)", style="bold")
    if article["subtitle"]:
        print_line(article["subtitle"])
    for name in FACTS:
        value = article[name]
        if value:
            print_line(f"{name}: {'; '.join(value) if isinstance(value, list) else value}", style="dim")
    print_line(
        f"{article['source_path']} (key {article['article_key']}), {article['word_count']:,} words, "
        f"{len(quotes)} quote{'s' * (len(quotes) != 1)}",
        style="dim",
    )
    print_line()
    is_coloured = has_colour(console)
    body = [
        Span(span.start - body_start, span.end - body_start, span.number) for span in spans if span.start >= body_start
    ]
    if is_coloured:
        shown = colour_text(text[body_start:], body)
    else:
        shown = Text(clean_lines(mark_text(text[body_start:], body)))
    console.print(shown, soft_wrap=not console.is_terminal)
    _print_legend(console, quotes)
    cut = [quote for quote in quotes if not find_spans([quote], article["offset_map"])]
    if cut:
        print_line()
        print_line("Quoted in embedded posts, which are cut from the text", style="bold")
        numbers = number_speakers(quotes)
        for quote in cut:
            print_line(f"[{_name_number(numbers[quote['speaker_entity_key']])}] {clean_text(quote['quote_text'])}")


def _print_legend(console: Console, quotes: Sequence[dict[str, Any]]) -> None:
    from rich.text import Text

    if not quotes:
        return
    print_line()
    print_line("Speakers", style="bold")
    for number, name, count in list_legend(quotes):
        line = f"[{_name_number(number)}] {clean_text(name)}, {count} quote{'s' * (count != 1)}"
        console.print(Text(line, choose_style(number)), soft_wrap=not console.is_terminal)


def list_legend(quotes: Sequence[dict[str, Any]]) -> list[tuple[int, str, int]]:
    """Number, name and count of quotes of each speaker; quotes without a source come last."""
    numbers = number_speakers(quotes)
    rows: dict[int, tuple[int, str, int]] = {}
    for quote in quotes:
        number = numbers[quote["speaker_entity_key"]]
        count = rows[number][2] if number in rows else 0
        rows[number] = (number, quote["speaker_name"] or UNNAMED, count + 1)
    return sorted(rows.values(), key=lambda row: (row[0] == 0, row[0]))
