"""`quotehouse decisions`: the log of what people decided, and what it tells of the extractor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import print_json, print_line, print_note
from cli.support.deciding import (
    ByOption,
    count_of,
    describe_decision,
    name_user,
    read_deciding_settings,
    tell_undone,
)
from cli.support.deciding import export_decisions as write_log
from cli.support.deciding import import_decisions as take_in
from cli.support.errors import UsageError
from cli.support.formats import choose_format, write_file
from cli.support.limits import ask_one_more, cut_rows
from cli.support.options import ConfigOption, DebugOption, HomeOption, JsonOption, LimitOption, WaitOption
from cli.support.read_home import fetch_reading, fetch_rows, open_published_home
from cli.support.tables import print_table
from terms.decisions import DecisionKind, DecisionState

if TYPE_CHECKING:
    import duckdb

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def describe_decisions(
    context: typer.Context,
    is_lapsed: Annotated[
        bool, typer.Option("--lapsed", help="List those whose subject is not in the warehouse now.", show_default=False)
    ] = False,
) -> None:
    """List, undo, export and import what people decided, and score the extractor by it."""
    if is_lapsed and context.invoked_subcommand is None:
        list_decisions(context, is_lapsed=True)


@app.command("list", short_help="List decisions, newest first.")
def list_decisions(
    context: typer.Context,
    state: Annotated[
        str,
        typer.Option(
            "--state",
            metavar="STATE",
            help="Only in this state: held, overruled, lapsed or undone.",
            show_default=False,
        ),
    ] = "",
    is_lapsed: Annotated[bool, typer.Option("--lapsed", help="Same as --state lapsed.")] = False,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="Only of this kind, such as quote or entity_same.")
    ] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="WHO", help="Only by this person; a part of the name will do.")
    ] = "",
    limit: LimitOption = 20,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """List decisions and their state, newest first."""
    wanted = DecisionState.LAPSED if is_lapsed else state
    if wanted and wanted not in list(DecisionState):
        raise UsageError(f"{wanted!r} is not a state of a decision. States are {', '.join(DecisionState)}.")
    if kind and not any(known.startswith(kind) for known in DecisionKind):
        raise UsageError(
            f"{kind!r} is not a kind of decision. Kinds are {', '.join(DecisionKind)}; the first part will do."
        )
    with open_published_home(context, home) as con:
        rows = fetch_reading(con, "list_decisions", state=str(wanted), kind=kind, by=by, limit=ask_one_more(limit))
    rows = cut_rows(rows, limit)
    if as_json:
        print_json(rows)
    elif not rows:
        asked = wanted or kind or by
        print_note("No decision matches." if asked else "Nobody has decided anything in this warehouse yet.")
    else:
        print_table(
            ["key", "decided", "by", "decision", "why", "state", "lapse"],
            [
                [
                    *(str(row["decision_key"]), row["decided_at"].date(), row["decided_by"], describe_decision(row)),
                    *(row["comment"], row["state"], row["lapse"]),
                ]
                for row in rows
            ],
        )


@app.command("undo", short_help="Undo decisions.")
def undo_decisions(
    context: typer.Context,
    keys: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KEY...]", help="Keys that `list` shows (default: the last command's decisions)."),
    ] = None,
    by: ByOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Undo decisions, and publish: everything is as it was without them. They stay in the log as undone."""
    from pipeline.decisions import undo_decisions as undo
    from pipeline.decisions import undo_last

    settings = read_deciding_settings(context, home, config, wait)
    if not keys:
        tell_undone(undo_last(settings, by or name_user()))
        return
    with open_published_home(context, home) as con:
        chosen = [_find_decision(con, key) for key in keys]
    tell_undone(undo(settings, chosen, by or name_user()))


@app.command("export", short_help="Write decisions to a CSV file.")
def export_decisions(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV file to write.")],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Only decisions of this person.")] = "",
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Write all decisions, also undone ones, to a CSV file that people can edit, with who decided and why."""
    from warehouse.decisions import list_decisions as read_log

    with open_published_home(context, home) as con:
        decisions = read_log(con)
    if by:
        decisions = decisions.filter(decided_by=by)
    write_log(decisions, file)


@app.command("import", short_help="Add the decisions of a CSV file.")
def import_decisions(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV file that `export` wrote.")],
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Add the decisions of a file, and publish. Known ones are skipped, contradictions reported; nothing is lost."""
    take_in(read_deciding_settings(context, home, config, wait), file)


@app.command("score", short_help="Show how often checked quotes are right.")
def score_decisions(
    context: typer.Context,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show how often the extractor is right on what people checked, by rule, kind of source and month.

    Each share has its 95% interval. The share for all quotes weights every level of confidence as often as it occurs.
    It is fair if the checked quotes were drawn by `quotehouse decisions sample`.
    """
    from pipeline.decision_scores import SHOWN_GROUPS, read_scores

    with open_published_home(context, home) as con:
        scores = read_scores(con)
    if scores is None:
        if as_json:
            print_json({"all": None})
        print_note("Nobody has checked a quote yet. `quotehouse decisions sample 50` draws some to check.")
        return
    if as_json:
        print_json(scores)
        return
    overall = scores["all"]
    if overall["checked_count"]:
        print_line(
            f"{overall['right_count']:,} of {count_of(int(overall['checked_count']), 'quote')} that people checked are "
            f"right. Estimate for all quotes: {overall['right_share']:.0%} (95% interval {overall['low']:.0%} to "
            f"{overall['high']:.0%})."
        )
    if 0 < overall["covered_share"] < 1:
        print_note(
            f"The estimate leaves out {1 - overall['covered_share']:.0%} of all quotes: none like them was checked."
        )
    gone = scores["gone"]
    if any(gone.values()):
        print_note(
            f"Not counted, as their articles have no such quotes now: {gone['right_count']:,} that were verified or "
            f"corrected, {gone['rejected_count']:,} that were rejected (`quotehouse decisions list --lapsed`)."
        )
    for name in SHOWN_GROUPS if overall["checked_count"] else ():
        print_line()
        _print_scores(name, scores[f"by_{name}"])


@app.command("sample", short_help="Draw a random sample of quotes to check.")
def sample_quotes(
    context: typer.Context,
    count: Annotated[int, typer.Argument(min=1, metavar="COUNT", help="Number of quotes.")] = 50,
    seed: Annotated[
        int, typer.Option("--seed", help="Seed of the random draw; another number draws other quotes.")
    ] = 1,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to FILE; its ending sets the format.", show_default=False
        ),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Draw quotes at random that nobody has checked, from every level of confidence, to verify, correct or reject them.

    Then `quotehouse decisions score` shows how often all quotes are right.
    """
    chosen = choose_format(None, output)
    with open_published_home(context, home) as con:
        rows = fetch_reading(con, "sample_quotes", count=count, seed=seed)
    if output is not None:
        names = list(rows[0]) if rows else ["quote_key"]
        write_file(chosen, names, [list(row.values()) for row in rows], output)
        print_line(f"{count_of(len(rows), 'quote')} in {output}", is_whole=True)
    elif as_json:
        print_json(rows)
    elif not rows:
        print_note("Every quote has been checked.")
    else:
        columns = ("published_on", "outlet_name", "speaker_name", "quote_text", "confidence")
        print_table(
            ["key", "day", "outlet", "speaker", "quote", "confidence"],
            [[str(row["quote_key"]), *(row[column] for column in columns)] for row in rows],
        )


def _find_decision(con: duckdb.DuckDBPyConnection, text: str) -> int:
    query = "select decision_key from mart.decisions where starts_with(decision_key::varchar, $key) limit 3"
    rows = fetch_rows(con, query, {"key": text.strip()}) if text.strip().isdecimal() else []
    if len(rows) != 1:
        what = "Several decisions have keys that begin" if rows else "No decision has a key that begins"
        raise UsageError(f"{what} with {text!r}. `quotehouse decisions list` shows them.")
    return int(rows[0]["decision_key"])


def _print_scores(name: str, rows: list[dict[str, Any]]) -> None:
    columns = (
        "checked_count",
        "quote_count",
        "right_speaker_count",
        "right_text_count",
        "right_type_count",
        "right_count",
    )
    print_table(
        [
            {"method": "rule", "source_kind": "source"}.get(name, name),
            "checked",
            "quotes",
            "speaker",
            "text",
            "type",
            "right",
            "share",
        ],
        [
            [
                *(row[name], *(row[column] for column in columns)),
                f"{row['right_share']:.0%} ({row['low']:.0%} to {row['high']:.0%})",
            ]
            for row in rows
        ],
    )
