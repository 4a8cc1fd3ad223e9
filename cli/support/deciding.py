"""Shared parts of the commands for decisions: who decides, asking first, and decisions in words."""

from __future__ import annotations

import getpass
import sys
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import print_line, print_note
from cli.support.errors import UsageError
from cli.support.homes import read_settings
from cli.support.options import choose_home
from terms.decisions import DecisionState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from pipeline.settings import Settings
    from warehouse.home import Home

ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="WHO", help="Who decides (default: your login name).", show_default=False),
]
WhyOption = Annotated[
    str | None,
    typer.Option("--why", metavar="TEXT", help="The reason, for later readers of the log.", show_default=False),
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.", show_default=False)]

_SHOWN_LETTERS = 70
_SHOWN_DECISIONS = 10


def name_user() -> str:
    """The user who is logged in. Raises UsageError where the system does not say who."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("The system does not say who you are. Give your name with --by.") from None


def read_deciding_settings(
    context: typer.Context, home: Path | None, config: Path | None, wait: float | None
) -> Settings:
    """Settings of a command that decides. What makes it take longer than seconds is said: a run, or an upgrade."""
    from pipeline.settings import make_home
    from warehouse.lock import read_holder

    settings = read_settings(choose_home(context, home), config, wait_seconds=wait)
    chosen = make_home(settings)
    if _is_outdated(chosen):
        print_note(
            "Names and statements were judged by other rules than those of this release. All are judged anew first, "
            "which takes longer this once."
        )
    with suppress(OSError):  # a home that cannot be written says so when it is
        holder = read_holder(chosen)
        if holder is not None:
            print_note(
                f"Waiting for a run ({holder.get('run', 'unknown')}), {settings.wait_seconds:g} s at most. What is "
                "published can be read meanwhile."
            )
    return settings


def _is_outdated(home: Home) -> bool:
    from articles.execution.version import read_resolver_version
    from warehouse.errors import WarehouseError
    from warehouse.loading.affected_names import has_outdated
    from warehouse.query import open_published

    try:
        with closing(open_published(home)) as con:
            return has_outdated(con, read_resolver_version())
    except WarehouseError:
        return False  # what is wrong is told by the command itself


def confirm(question: str, *, is_sure: bool) -> None:
    """Say what would be done and ask on a terminal; with `is_sure` nothing is asked.

    Raises UsageError where there is no terminal to ask at, typer.Exit where the answer is no.
    """
    print_line(question, stderr=True)
    if is_sure:
        return
    if not sys.stdin.isatty():
        raise UsageError("There is no terminal to ask for confirmation, so nothing was changed. Add --yes to go ahead.")
    if not typer.confirm("Go ahead?", err=True):
        print_line("Nothing was changed.", stderr=True)
        raise typer.Exit(1)


def count_moving(names: pl.DataFrame) -> str:
    """The number of mentions and quotes that names bring (columns of pipeline.decisions.preview_merge), in words."""
    mentions, quotes = int(names["mention_count"].sum()), int(names["quote_count"].sum())
    called = ", ".join(dict.fromkeys(names["entity_name"]))
    return f"{count_of(mentions, 'mention')} and {count_of(quotes, 'quote')} ({called})"


def count_of(count: int, thing: str) -> str:
    """A number of things in words, such as "1 quote" or "1,204 quotes"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def shorten(text: str, limit: int) -> str:
    """A text on one line, in at most `limit` characters."""
    folded = " ".join(text.split())
    return folded if len(folded) <= limit else f"{folded[: limit - 1]}…"


def describe_decision(row: Mapping[str, Any]) -> str:
    """A row of mart.decisions in words, such as "Bob Halden is Robert Halden"."""
    subject = row["subject_name"] or _quote(row["subject_text"]) or row["subject_article"]
    other = row["other_name"] or _quote(row["other_text"])
    value = _quote(row["value"])
    words = {
        "entity_same": f"{other} is {subject}",
        "entity_different": f"{other} is not {subject}",
        "entity_named": f"{subject} is called {value}",
        "entity_linked": f"{subject} is {row['value']} in Wikidata",
        "entity_gender": f"{subject} is {row['value']}",
        "outlet_same": f"the outlet {other} is {subject}",
        "outlet_named": f"the outlet {subject} is called {value}",
        "quote_verified": f"{subject} is verified" + (f" as said by {row['other_name']}" if row["other_name"] else ""),
        "quote_rejected": f"{subject} is not a quote ({row['reason']})",
        "quote_speaker": f"{subject} was said by {other or 'somebody not named'}",
        "quote_text": f"{subject} should read {value}",
        "quote_type": f"{subject} is {row['value']}",
        "statement_same": f"{subject} and {other} are one statement",
        "statement_different": f"{subject} and {other} are two statements",
        "article_outlet": f"{subject} was published by {row['value']}",
        "article_date": f"{subject} was published on {row['value']}",
        "article_author": f"{subject} is by {row['value'] or 'nobody named'}",
    }
    return words.get(row["kind"], f"{row['kind']} {subject}")


def tell_decided(rows: pl.DataFrame) -> None:
    """A line on each decision that was made (rows of mart.decisions), and how it is taken back."""
    if rows.is_empty():
        print_line("You decided that before, and it still stands; nothing was changed.")
        return
    for row in rows.head(_SHOWN_DECISIONS).iter_rows(named=True):
        lapse = f", but {row['lapse']}" if row["state"] != DecisionState.HELD else ""
        print_line(f"Decided: {describe_decision(row)}{lapse}.")
        for other in row["overrules"]:
            print_note(
                f"{other['decided_by']} decided on {other['decided_at']:%Y-%m-%d} that {describe_decision(other)}. "
                f"Yours stands now; the other stays in the log (key {other['decision_key']})."
            )
    if rows.height > _SHOWN_DECISIONS:
        print_line(f"And {rows.height - _SHOWN_DECISIONS} more.")
    print_line("`quotehouse decisions undo` undoes it.")


def tell_undone(rows: pl.DataFrame) -> None:
    """One line on what was undone."""
    told = [describe_decision(row) for row in rows.iter_rows(named=True)]
    more = f" and {len(told) - 1} more of the same command" if len(told) > 1 else ""
    first = rows.row(0, named=True)
    print_line(f"Undone: {told[0]}{more} ({first['decided_by']}, {first['decided_at']:%Y-%m-%d %H:%M} UTC).")


def export_decisions(decisions: pl.DataFrame, file: Path) -> None:
    """Write decisions to a CSV file and say how many there are. Raises UsageError for a name of another format."""
    from cli.support.formats import Format
    from pipeline.decision_files import write_decisions

    ending = file.suffix.lstrip(".").lower()
    if ending != Format.CSV and ending in list(Format):
        raise UsageError(f"Decisions are written as CSV. Name a file that ends with .csv, not .{ending}.")
    write_decisions(file, decisions)
    print_line(f"{count_of(decisions.height, 'decision')} in {file}", is_whole=True)


def import_decisions(settings: Settings, file: Path) -> None:
    """Take in the decisions of a file and tell how many were new, which contradict each other and which have lapsed."""
    from pipeline.decisions import import_decisions as take_in

    rows, contradictions = take_in(settings, file)
    print_line(f"{count_of(rows.height, 'new decision')} from {file}", is_whole=True)
    for standing, overruled in contradictions:
        print_note(_describe_contradiction(standing, overruled))
    lapsed = rows.filter(state=str(DecisionState.LAPSED))
    if not lapsed.is_empty():
        print_note(
            f"{count_of(lapsed.height, 'decision')} of the file have no subject in this warehouse now. They are kept, "
            "and hold as soon as the subject is there; `quotehouse decisions list --lapsed` lists them."
        )


def _describe_contradiction(standing: dict[str, Any], overruled: dict[str, Any]) -> str:
    told = [
        f"{row['decided_by']} says {describe_decision(row)} ({row['decided_at']:%Y-%m-%d %H:%M} UTC, key "
        f"{row['decision_key']})"
        for row in (overruled, standing)
    ]
    is_later = standing["decided_at"] >= overruled["decided_at"]
    which = "later one" if is_later else "rejection"
    return (
        f"Contradiction: {told[0]}; {told[1]}. The {which}, by {standing['decided_by']}, stands. Both are kept; "
        f"`quotehouse decisions undo {standing['decision_key']}` makes the other stand."
    )


def _quote(text: str | None) -> str | None:
    return f"“{shorten(text, _SHOWN_LETTERS)}”" if text else None
