"""`quotehouse entities`: who is who, and a person's word on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import print_json, print_line, print_note
from cli.support.deciding import (
    ByOption,
    WhyOption,
    YesOption,
    confirm,
    count_moving,
    name_user,
    read_deciding_settings,
    tell_decided,
    tell_undone,
)
from cli.support.deciding import export_decisions as write_log
from cli.support.deciding import import_decisions as take_in
from cli.support.errors import UsageError
from cli.support.limits import ask_one_more, cut_rows
from cli.support.options import ConfigOption, DebugOption, HomeOption, JsonOption, LimitOption, WaitOption
from cli.support.read_home import fetch_desk, fetch_reading, open_published_home
from cli.support.tables import print_table

if TYPE_CHECKING:
    import duckdb

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

IDENTITY = "ID that `entities search` shows, its first digits, or a name that only one entity has."
OneArgument = Annotated[str, typer.Argument(metavar="A", help=IDENTITY)]
SHOWN_ALIASES = 6


@app.callback()
def describe_entities() -> None:
    """Find entities (people, places, organisations), see which names are theirs and why, and decide otherwise.

    What you decide holds in every later run, whatever the rules find then. `undo` undoes it.
    """


@app.command("search", short_help="List the entities with a name.")
def search_entities(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name or a part of one; upper or lower case.")],
    limit: LimitOption = 20,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """List the entities with a name, exact matches first, then by mentions."""
    with open_published_home(context, home) as con:
        rows = fetch_reading(con, "find_entities", name=name, limit=ask_one_more(limit))
    rows = cut_rows(rows, limit)
    if as_json:
        print_json(rows)
        return
    if not rows:
        print_note(f"No entity is called {name!r}. Try a part of the name.")
        return
    columns = ("entity_type", "mention_count", "article_count")
    print_table(
        ["id", "name", "type", "mentions", "articles", "also called"],
        [
            [
                str(row["entity_key"]),
                row["entity_name"],
                *(row[column] for column in columns),
                "; ".join(alias for alias in row["aliases"][:SHOWN_ALIASES] if alias != row["entity_name"]),
            ]
            for row in rows
        ],
    )


@app.command("show", short_help="Show an entity, its names and roles.")
def show_entity(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(metavar="ID", help=IDENTITY)],
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show an entity: its names and why each is taken for it, its roles, and who is mentioned with it."""
    with open_published_home(context, home) as con:
        found = find_entity(con, entity)
        key = found["entity_key"]
        names = fetch_reading(con, "list_entity_names", entity_key=key)
        roles = fetch_reading(con, "list_entity_roles", entity_key=key)
        companions = fetch_reading(con, "list_entity_companions", entity_key=key)
    found = {name: value for name, value in found.items() if name not in {"is_exact", "gender_share"}}
    if as_json:
        print_json({**found, "names": names, "roles": roles, "companions": companions})
        return
    known = ", ".join(filter(None, (found["entity_type"], found["country_code"], found["wikidata_id"])))
    print_line(f"{found['entity_name']} ({known})", style="bold")
    print_line(
        f"{found['mention_count']:,} mentions in {found['article_count']:,} articles, {found['quote_count']:,} quotes; "
        f"ID {key}"
    )
    if found["entity_type"] == "PERSON":
        print_line(f"Gender: {found['gender']} ({found['gender_source']})" if found["gender"] else "Gender: unknown")
    print_line()
    columns = ("name_in_article", "type_in_article", "mention_count", "score", "method", "decided_by", "evidence")
    print_table(
        ["name", "type", "mentions", "score", "why", "by", "evidence"],
        [[name[column] for column in columns] for name in names],
    )
    for title, rows, column in (("Called", roles, "role_text"), ("Mentioned with", companions, "entity_name")):
        if rows:
            print_line()
            print_line(f"{title}: " + "; ".join(f"{row[column]} ({row['article_count']})" for row in rows))


@app.command("merge", short_help="Decide that two entities are one.")
def merge_entities(
    context: typer.Context,
    one: OneArgument,
    other: Annotated[str, typer.Argument(metavar="B", help="Another entity; it takes the name of A.")],
    by: ByOption = None,
    why: WhyOption = None,
    is_sure: YesOption = False,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide that two entities are the same, and publish.

    For a source that an article only describes ("a spokeswoman"), give its speaker_entity_key of mart.quotes. It is
    merged in that article only.
    """
    from pipeline.decision_subjects import order_entities
    from pipeline.decisions import merge_entities as merge
    from pipeline.decisions import preview_merge

    with open_published_home(context, home) as con:
        kept, gone = find_entity(con, one), find_entity(con, other)
        if kept["entity_key"] == gone["entity_key"]:
            raise UsageError(f"{one!r} and {other!r} are already the same entity: {kept['entity_name']}.")
        kept, gone = order_entities(kept, gone)
        moving = count_moving(preview_merge(con, kept["entity_key"], gone["entity_key"]))
    confirm(f"{gone['entity_name']} becomes {kept['entity_name']}: {moving} move.", is_sure=is_sure)
    settings = read_deciding_settings(context, home, config, wait)
    rows = merge(settings, kept["entity_key"], gone["entity_key"], by or name_user(), why)
    if rows["state"].item() != "held":
        print_note(
            f"Earlier decisions say that names of {gone['entity_name']} are not {kept['entity_name']}. They stand, so "
            "the two were not merged. `quotehouse decisions list` shows all decisions."
        )
        raise typer.Exit(1)
    print_line(f"{gone['entity_name']} is now {kept['entity_name']}. `quotehouse entities undo` undoes it.")


@app.command("split", short_help="Decide that a name belongs to another entity.")
def split_entity(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(metavar="ID", help=IDENTITY)],
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The name that belongs to another entity, as `show` spells it.")
    ],
    by: ByOption = None,
    why: WhyOption = None,
    is_sure: YesOption = False,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide that a name belongs to another entity, and publish. It becomes an entity of its own."""
    from pipeline.decisions import preview_split
    from pipeline.decisions import split_entity as split

    with open_published_home(context, home) as con:
        found = find_entity(con, entity)
        names = preview_split(con, found["entity_key"], name)
    leaving, staying = names.filter("is_leaving"), names.filter(~names["is_leaving"])
    confirm(
        f"{count_moving(leaving)} leave {found['entity_name']}; {count_moving(staying)} stay. Bare surnames and "
        "initials that could be either are judged again.",
        is_sure=is_sure,
    )
    split(read_deciding_settings(context, home, config, wait), found["entity_key"], name, by or name_user(), why)
    print_line(f"{name} is no longer {found['entity_name']}. `quotehouse entities undo` undoes it.")


@app.command("name", short_help="Decide its name, Wikidata item or gender.")
def name_entity(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(metavar="ID", help=IDENTITY)],
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Its name from now on.")] = None,
    wikidata_id: Annotated[
        str | None, typer.Option("--wikidata", metavar="ITEM", help="Its Wikidata item, such as Q42.")
    ] = None,
    gender: Annotated[str | None, typer.Option("--gender", help="female, male or other.")] = None,
    by: ByOption = None,
    why: WhyOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide an entity's name, its Wikidata item or its gender, and publish."""
    from pipeline.decisions import describe_entity

    with open_published_home(context, home) as con:
        key = find_entity(con, entity)["entity_key"]
    rows = describe_entity(
        read_deciding_settings(context, home, config, wait),
        key,
        by or name_user(),
        name=name,
        wikidata_id=wikidata_id,
        gender=gender,
        comment=why,
    )
    tell_decided(rows)


@app.command("undo", short_help="Undo the last decision on entities.")
def undo_decision(
    context: typer.Context,
    by: ByOption = None,
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Undo the last decision on entities, and publish: everything is as it was before."""
    from pipeline.decisions import undo_last
    from terms.decisions import DecisionKind

    kinds = [kind for kind in DecisionKind if kind.subject == "entity"]
    tell_undone(undo_last(read_deciding_settings(context, home, config, wait), by or name_user(), kinds))


@app.command("export", short_help="Write decisions on entities to a CSV file.")
def export_decisions(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV file to write.")],
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Write the decisions on entities to a CSV file; `quotehouse decisions export` writes all."""
    import polars as pl

    from warehouse.decisions import list_decisions

    with open_published_home(context, home) as con:
        decisions = list_decisions(con).filter(pl.col("kind").str.starts_with("entity_"))
    write_log(decisions, file)


@app.command("import", short_help="Add the decisions of a CSV file.")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV file that `decisions export` wrote.")],
    wait: WaitOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Add the decisions of a file to those of the warehouse, and publish. Known ones are skipped."""
    take_in(read_deciding_settings(context, home, config, wait), file)


def find_entity(con: duckdb.DuckDBPyConnection, text: str) -> dict[str, Any]:
    """The entity of an ID, of its first digits, or of a name that only it has; a row of mart.entities.

    Raises UsageError where there is none, or more than one.
    """
    wanted = text.strip()
    near: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    if re.fullmatch(r"-?\d+", wanted):
        if -(2**63) <= int(wanted) < 2**63:  # a whole ID needs no search through all entities
            rows = fetch_desk(con, "read_entity", key=int(wanted))
        rows = rows or fetch_reading(con, "find_entities", id=wanted)
    if not rows:
        near = fetch_reading(con, "find_entities", name=wanted)
        rows = [row for row in near if row["is_exact"]]
        called = [row for row in rows if row["entity_name"].casefold() == wanted.casefold()]
        rows = called if len(called) == 1 else rows
    if not rows:
        hint = f"Did you mean {_list_few(near, 3)}? " if near else ""
        raise UsageError(
            f"No entity has the ID or the name {text!r}. {hint}`quotehouse entities search NAME` finds them."
        )
    if len(rows) > 1:
        raise UsageError(f"{len(rows)} entities match {text!r}: {_list_few(rows, 5)}. Give the ID of one.")
    return rows[0]


def _list_few(rows: list[dict[str, Any]], count: int) -> str:
    return ", ".join(f"{row['entity_key']} {row['entity_name']} ({row['entity_type']})" for row in rows[:count])
