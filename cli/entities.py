"""`quotehouse entities`: who is who, and a person's word on it."""

from __future__ import annotations

import getpass
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import print_json, print_line, print_note
from cli.support.errors import UsageError
from cli.support.homes import find_home, read_settings
from cli.support.options import ConfigOption, DebugOption, HomeOption, JsonOption, LimitOption, choose_home
from cli.support.read_home import fetch_reading
from cli.support.tables import print_table

if TYPE_CHECKING:
    import duckdb

    from pipeline.settings import Settings

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

IDENTITY = "ID that `entities search` shows, its first digits, or a name that only one entity has."
OneArgument = Annotated[str, typer.Argument(metavar="A", help=IDENTITY)]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="WHO", help="Who decides (default: the user who is logged in).", show_default=False),
]
SHOWN_ALIASES = 6


@app.callback()
def describe_entities() -> None:
    """Find entities, see why names were taken for one, and decide otherwise.

    What you decide stands: no rule overrules it, later runs keep it, and `undo` takes it back.
    """


@app.command("search")
def search_entities(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, or a part of one, in any letter case.")],
    limit: LimitOption = 20,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """List the entities with a name, exact matches first, then by mentions."""
    with _open_published(context, home) as con:
        rows = fetch_reading(con, "find_entities", name=name, limit=limit + 1)
    has_more, rows = len(rows) > limit, rows[:limit]
    if as_json:
        print_json(rows)
        return
    if not rows:
        print_note(f"Nothing is called {name!r}. Try a part of the name.")
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
    if has_more:
        print_note(f"These are the first {limit}; --limit shows more.")


@app.command("show")
def show_entity(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(metavar="ID", help=IDENTITY)],
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show an entity: its names with why each was taken for it, its roles, and with whom it is mentioned."""
    with _open_published(context, home) as con:
        found = find_entity(con, entity)
        key = found["entity_key"]
        names = fetch_reading(con, "list_entity_names", entity_key=key)
        roles = fetch_reading(con, "list_entity_roles", entity_key=key)
        companions = fetch_reading(con, "list_entity_companions", entity_key=key)
    del found["is_exact"]
    if as_json:
        print_json({**found, "names": names, "roles": roles, "companions": companions})
        return
    known = ", ".join(filter(None, (found["entity_type"], found["country_code"], found["wikidata_id"])))
    print_line(f"{found['entity_name']} ({known})", style="bold")
    print_line(
        f"{found['mention_count']:,} mentions in {found['article_count']:,} articles, {found['quote_count']:,} quotes; "
        f"ID {key}"
    )
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


@app.command("merge")
def merge_entities(
    context: typer.Context,
    one: OneArgument,
    other: Annotated[str, typer.Argument(metavar="B", help="Another one; it gets the name of A.")],
    by: ByOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide that two entities are one and the same, and publish."""
    from pipeline.judgements import Verdict, judge_names

    with _open_published(context, home) as con:
        kept, gone = find_entity(con, one), find_entity(con, other)
    if kept["entity_key"] == gone["entity_key"]:
        raise UsageError(f"{one!r} and {other!r} are the same entity already: {kept['entity_name']}.")
    verdict = Verdict("same", _name_node(kept), _name_node(gone))
    judge_names(_read_settings(context, home, config), [verdict], by or _name_user())
    with _open_published(context, home) as con:
        if _is_there(con, gone) and not _is_called(con, kept, gone["entity_name"]):
            print_note(
                f"Some names of {gone['entity_name']} were judged not to be {kept['entity_name']}; that stands, and "
                "the two were not merged. `quotehouse entities export FILE` lists all judgements."
            )
            raise typer.Exit(1)
    print_line(f"{gone['entity_name']} is now {kept['entity_name']}. `quotehouse entities undo` takes that back.")


@app.command("split")
def split_entity(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(metavar="ID", help=IDENTITY)],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name that is not this entity's, as `show` has it.")],
    by: ByOption = None,
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Decide that a name is not this entity's, and publish. The name becomes an entity of its own."""
    from pipeline.judgements import Verdict, judge_names

    with _open_published(context, home) as con:
        found = find_entity(con, entity)
        names = fetch_reading(con, "list_entity_names", entity_key=found["entity_key"])
    nodes = sorted(
        {(row["type_in_article"], row["name_in_article"]) for row in names if row["name_in_article"] == name}
    )
    if not nodes:
        known = ", ".join(dict.fromkeys(repr(row["name_in_article"]) for row in names))
        raise UsageError(f"{found['entity_name']} has no name {name!r}. Its names are {known}.")
    if nodes == [_name_node(found)]:
        raise UsageError(
            f"{name!r} is the name that the entity is called by. Split the other names from it instead, one by one."
        )
    verdicts = [Verdict("different", _name_node(found), node) for node in nodes if node != _name_node(found)]
    judge_names(_read_settings(context, home, config), verdicts, by or _name_user())
    print_line(f"{name} is no longer {found['entity_name']}. `quotehouse entities undo` takes that back.")


@app.command("undo")
def undo_judgement(
    context: typer.Context, config: ConfigOption = None, home: HomeOption = None, debug: DebugOption = False
) -> None:
    """Take back the last decision, and publish: everything is as it was before it."""
    from pipeline.judgements import undo_last

    for row in undo_last(_read_settings(context, home, config)):
        verb = "is" if row["verdict"] == "same" else "is not"
        print_line(
            f"Taken back: {row['other_entity_name']} {verb} {row['entity_name']} ({row['decided_by']}, "
            f"{row['decided_at']:%Y-%m-%d %H:%M} UTC)."
        )


@app.command("export")
def export_judgements(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV file to write.")],
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Write all decisions to a small CSV file, for version control and for other warehouses."""
    from articles.resolution.judgement_files import write_judgements
    from warehouse.judgements import list_judgements

    with _open_published(context, home) as con:
        judgements = list_judgements(con)
    write_judgements(file, judgements)
    print_line(f"{judgements.height} judgements in {file}", is_whole=True)


@app.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV file that `entities export` wrote.")],
    config: ConfigOption = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Add the decisions of a file to those of the warehouse, and publish. Known ones are passed over."""
    from pipeline.judgements import import_judgements

    count = import_judgements(_read_settings(context, home, config), file)
    print_line(f"{count} new judgements from {file}", is_whole=True)


def find_entity(con: duckdb.DuckDBPyConnection, text: str) -> dict[str, Any]:
    """The entity of an ID, of its first digits, or of a name that only it has; a row of find_entities.

    Raises UsageError where there is none, or more than one.
    """
    wanted = text.strip()
    rows = fetch_reading(con, "find_entities", id=wanted) if wanted.lstrip("-").isdigit() else []
    if not rows:
        rows = [row for row in fetch_reading(con, "find_entities", name=wanted) if row["is_exact"]]
        called = [row for row in rows if row["entity_name"].casefold() == wanted.casefold()]
        rows = called if len(called) == 1 else rows
    if not rows:
        raise UsageError(f"No entity has the ID or the name {text!r}. `quotehouse entities search NAME` finds them.")
    if len(rows) > 1:
        shown = ", ".join(f"{row['entity_key']} {row['entity_name']} ({row['entity_type']})" for row in rows[:5])
        raise UsageError(f"{len(rows)} entities answer to {text!r}: {shown}. Give the ID of one.")
    return rows[0]


def _is_there(con: duckdb.DuckDBPyConnection, entity: dict[str, Any]) -> bool:
    return bool(fetch_reading(con, "find_entities", id=str(entity["entity_key"])))


def _is_called(con: duckdb.DuckDBPyConnection, entity: dict[str, Any], name: str) -> bool:
    names = fetch_reading(con, "list_entity_names", entity_key=entity["entity_key"])
    return any(row["name_in_article"] == name for row in names)


def _name_node(entity: dict[str, Any]) -> tuple[str, str]:
    return entity["entity_type"], entity["entity_name"]


def _name_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("The system does not say who you are. Give your name with --by.") from None


def _read_settings(context: typer.Context, home: Path | None, config: Path | None) -> Settings:
    return read_settings(choose_home(context, home), config)


def _open_published(context: typer.Context, home: Path | None) -> closing[duckdb.DuckDBPyConnection]:
    from warehouse.query import open_published

    return closing(open_published(find_home(context, home)))
