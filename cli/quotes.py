"""`quotehouse quotes`: look quotes up, and say which are right, which are none, and what is wrong with the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.entities import find_entity
from cli.support.console import print_json, print_line, print_note
from cli.support.deciding import (
    ByOption,
    WhyOption,
    describe_decision,
    name_user,
    read_deciding_settings,
    shorten,
    tell_decided,
)
from cli.support.errors import UsageError
from cli.support.limits import ask_one_more, cut_rows
from cli.support.options import ConfigOption, DebugOption, HomeOption, JsonOption, LimitOption, WaitOption
from cli.support.read_home import fetch_narrowed, fetch_reading, open_published_home
from cli.support.tables import print_table
from terms.decisions import QuoteType, RejectReason

if TYPE_CHECKING:
    import duckdb

    from pipeline.decisions import Speaker
    from pipeline.settings import Settings

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

KEY = "Key of a quote as `quotes list` shows it, or its first digits."
KeysArgument = Annotated[list[str], typer.Argument(metavar="KEY...", help=KEY)]
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help=KEY)]
REVIEWS = ("none", "any", "verified", "corrected", "rejected")
SHOWN_LETTERS = 90


@app.callback()
def describe_quotes() -> None:
    """Find quotes, verify them, reject those that are not quotes, and correct what is wrong.

    What you decide holds in every later run, whatever the rules find then. `decisions undo` undoes it.
    """


@app.command("list", short_help="List quotes with their keys.")
def list_quotes(
    context: typer.Context,
    speaker: Annotated[
        str, typer.Option("--speaker", metavar="NAME", help="By a speaker; a part of the name will do.")
    ] = "",
    outlet: Annotated[
        str, typer.Option("--outlet", metavar="NAME", help="In an outlet; a part of its name will do.")
    ] = "",
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help="With these words, side by side.")] = "",
    path: Annotated[str, typer.Option("--path", metavar="TEXT", help="In articles whose path contains this.")] = "",
    review: Annotated[
        str, typer.Option("--review", metavar="STATE", help=f"With this review: {', '.join(REVIEWS)}.")
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DAY", help="Published in this year, month or day, or later.")
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DAY", help="Published in this year, month or day, or earlier.")
    ] = "",
    about: Annotated[
        str, typer.Option("--about", metavar="WORDS", help="With these words, or a name that holds them.")
    ] = "",
    source_kind: Annotated[
        str,
        typer.Option(
            "--source-kind",
            metavar="KIND",
            help="Of sources of this kind, such as anonymous; several with commas between.",
        ),
    ] = "",
    min_confidence: Annotated[
        str,
        typer.Option(
            "--min-confidence", metavar="SHARE", help="Found in ways that are right at least this often (0 to 1)."
        ),
    ] = "",
    limit: LimitOption = 20,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """List quotes with their keys, newest first."""
    if review and review not in REVIEWS:
        raise UsageError(f"{review!r} is not a review state. States are {', '.join(REVIEWS)}.")
    asked = {"speaker": speaker, "outlet": outlet, "words": words, "path": path, "review": review}
    filters = {
        "since": since,
        "until": until,
        "about": about,
        "source_kind": source_kind,
        "min_confidence": min_confidence,
    }
    with open_published_home(context, home) as con:
        rows = fetch_narrowed(con, "list_quotes_to_check", filters, **asked, limit=ask_one_more(limit))
    rows = cut_rows(rows, limit)
    if as_json:
        print_json(rows)
    elif not rows:
        print_note("No quote matches. Leave out an option, or give a shorter text.")
    else:
        print_table(
            ["key", "day", "outlet", "speaker", "quote", "review"],
            [
                [
                    str(row["quote_key"]),
                    row["published_on"],
                    row["outlet_name"],
                    row["speaker_name"],
                    shorten(row["quote_text"], SHOWN_LETTERS),
                    row["review"],
                ]
                for row in rows
            ],
        )


@app.command("show", short_help="Show a quote in its article, with its decisions.")
def show_quote(
    context: typer.Context,
    key: KeyArgument,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show a quote in its article, how it was found, and what people decided about it."""
    with open_published_home(context, home) as con:
        quote_key = find_quote(con, key)
        (quote,) = fetch_reading(con, "read_quote", quote_key=quote_key)
        decisions = fetch_reading(con, "list_quote_decisions", quote_key=quote_key)
    if as_json:
        print_json({**quote, "decisions": decisions})
        return
    print_line(f"{quote['outlet_name'] or quote['source_path']}, {quote['published_on'] or 'no date'}", style="bold")
    print_line(quote["headline"] or "no headline")
    print_line()
    shown = [" ".join((quote[name] or "").split()) for name in ("text_before", "text_of_quote", "text_behind")]
    print_line(f"… {shown[0]} >> {shown[1]} << {shown[2]} …")
    print_line()
    print_line(f"Quote:   {quote['quote_text']}")
    known_by = f", ID {quote['speaker_entity_key']}" if quote["speaker_entity_key"] else ""
    print_line(f"Speaker: {quote['speaker_name'] or 'nobody is named'} ({quote['source_kind']}{known_by})")
    print_line(
        f"Found:   {quote['quote_type']}, by {quote['method']}, cue {quote['cue'] or '-'}, confidence "
        f"{quote['confidence']:.2f}; key {quote_key}"
    )
    print_line(f"Review:  {quote['review'] or 'not checked yet'}")
    for row in decisions:
        _print_decision(row)


@app.command("verify", short_help="Mark quotes as right.")
def verify_quotes(
    context: typer.Context,
    keys: KeysArgument,
    by: ByOption = None,
    why: WhyOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide that quotes are right as shown: words, speaker and type."""
    from pipeline.decisions import verify_quotes as verify

    chosen = _find_quotes(context, home, keys)
    tell_decided(verify(read_deciding_settings(context, home, config, wait), chosen, by or name_user(), why))


@app.command("reject", short_help="Mark quotes as not being quotes.")
def reject_quotes(
    context: typer.Context,
    keys: KeysArgument,
    reason: Annotated[
        RejectReason,
        typer.Option("--reason", "-r", help="Why it is not a quote (default: not_a_quote).", show_default=False),
    ] = RejectReason.NOT_A_QUOTE,
    by: ByOption = None,
    why: WhyOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide that these are not quotes: only mart.rejected_quotes shows them from now on, and no count has them."""
    from pipeline.decisions import reject_quotes as reject

    chosen = _find_quotes(context, home, keys)
    tell_decided(reject(read_deciding_settings(context, home, config, wait), chosen, reason, by or name_user(), why))


@app.command("correct", short_help="Correct speaker, words or type of quotes.")
def correct_quotes(
    context: typer.Context,
    keys: KeysArgument,
    speaker: Annotated[
        str | None, typer.Option("--speaker", metavar="WHO", help="Who says it: the ID or name of an entity.")
    ] = None,
    new_speaker: Annotated[
        str | None, typer.Option("--new-speaker", metavar="NAME", help="A person that no article names.")
    ] = None,
    described: Annotated[
        str | None, typer.Option("--described", metavar="TEXT", help='A source with no name, such as "a neighbour".')
    ] = None,
    is_nobody: Annotated[bool, typer.Option("--nobody", help="The article names no source.")] = False,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="WORDS", help="Its words as the article has them; […] marks what is left out."),
    ] = None,
    quote_type: Annotated[QuoteType | None, typer.Option("--type", help="How it is reported.")] = None,
    by: ByOption = None,
    why: WhyOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide who speaks, which words the quote has, or how it is reported."""
    from pipeline.decisions import Correction
    from pipeline.decisions import correct_quotes as correct

    given = [name for name in (speaker, new_speaker, described) if name is not None]
    if len(given) + is_nobody > 1:
        raise UsageError("A quote has one speaker. Give one of --speaker, --new-speaker, --described and --nobody.")
    chosen = _find_quotes(context, home, keys)
    said_by = _choose_speaker(context, home, speaker, new_speaker, described) if given or is_nobody else None
    settings = read_deciding_settings(context, home, config, wait)
    tell_decided(correct(settings, chosen, Correction(said_by, text, quote_type), by or name_user(), why))


@app.command("same", short_help="Decide that two quotes report one statement.")
def join_quotes(
    context: typer.Context,
    one: KeyArgument,
    other: KeyArgument,
    by: ByOption = None,
    why: WhyOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide that two quotes report one utterance: they become one statement."""
    settings = read_deciding_settings(context, home, config, wait)
    _relate(settings, _find_quotes(context, home, [one, other]), by, why, is_same=True)


@app.command("different", short_help="Decide that they report two statements.")
def part_quotes(
    context: typer.Context,
    one: KeyArgument,
    other: KeyArgument,
    by: ByOption = None,
    why: WhyOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide that two quotes do not report one utterance: they never become one statement."""
    settings = read_deciding_settings(context, home, config, wait)
    _relate(settings, _find_quotes(context, home, [one, other]), by, why, is_same=False)


def find_quote(con: duckdb.DuckDBPyConnection, text: str) -> int:
    """The key of a quote, from that key or its first digits. Raises UsageError where not one has it."""
    wanted = text.strip()
    rows = fetch_reading(con, "list_quotes_to_check", id=wanted, limit=6) if wanted.isdecimal() else []
    exact = [row for row in rows if str(row["quote_key"]) == wanted]
    if not rows:
        raise UsageError(f"No quote has the key {text!r}. `quotehouse quotes list --words TEXT` finds quotes.")
    if len(rows) > 1 and not exact:
        shown = "; ".join(f"{row['quote_key']} {shorten(row['quote_text'], SHOWN_LETTERS)}" for row in rows[:5])
        raise UsageError(f"Several quotes have keys that begin with {text!r}: {shown}. Give more digits.")
    return int((exact or rows)[0]["quote_key"])


def _relate(settings: Settings, keys: list[int], by: str | None, why: str | None, *, is_same: bool) -> None:
    from pipeline.decisions import relate_quotes

    one, other = keys[0], keys[-1]  # a key given twice is one
    tell_decided(relate_quotes(settings, one, other, is_same=is_same, by=by or name_user(), comment=why))


def _choose_speaker(
    context: typer.Context, home: Path | None, speaker: str | None, new_speaker: str | None, described: str | None
) -> Speaker:
    from pipeline.decisions import Speaker

    if described is not None:
        return Speaker(name=described, entity_type="DESCRIPTION")
    if new_speaker is not None:
        return Speaker(name=new_speaker)
    if speaker is None:
        return Speaker()
    with open_published_home(context, home) as con:
        try:
            return Speaker(entity_key=find_entity(con, speaker)["entity_key"])
        except UsageError as error:
            raise UsageError(f"{error} For a person that no article names use --new-speaker.") from None


def _find_quotes(context: typer.Context, home: Path | None, keys: list[str] | tuple[str, ...]) -> list[int]:
    with open_published_home(context, home) as con:
        return list(dict.fromkeys(find_quote(con, key) for key in keys))


def _print_decision(row: dict[str, Any]) -> None:
    why = f" ({row['comment']})" if row["comment"] else ""
    print_line(
        f"{row['decided_at']:%Y-%m-%d} {row['decided_by']}: {describe_decision(row)}{why}; {row['state']}, "
        f"key {row['decision_key']}"
    )
