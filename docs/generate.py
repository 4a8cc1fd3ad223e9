"""Write docs/reference/ from what the code says of itself, so that the two cannot differ.

The set of known formats in expectations/suites/articles.json is written too.

    python docs/generate.py           write the pages (`make docs`)

A test compares the pages with what this module would write now.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REFERENCE = Path(__file__).resolve().parent / "reference"
ARTICLES_SUITE = REFERENCE.parents[1] / "expectations" / "suites" / "articles.json"
NOTE = "<!-- Written by docs/generate.py (`make docs`). Change the source, not this page. -->\n"

VIEWS_INTRO = """# Views

Users and reports read the schema `mart` and nothing else: these views stay when the tables below them change. Offsets
are code points into `raw_text`, the end exclusive. An empty cell says that the text does not tell.

`quotehouse query --views` lists the views, `quotehouse query "describe mart.quotes"` the columns of one.
"""
WAREHOUSE_INTRO = """# The warehouse

One star: facts (`fact_`) and a bridge around shared dimensions (`dim_`). `core.resolution` stands between a name, as an
article bears it, and the entity it was judged to be; that is how one entity plays mention, speaker and addressee, and
how a judgement can change without touching a fact. Every row also has a `run_key` (`meta.run`), left out here. Columns
and types are in [tables](tables.md), what users read in [views](views.md).
"""
TABLES_INTRO = """# Tables

The star behind the [views](views.md). Surrogate keys (`_key`) are 63-bit hashes of natural keys, so every rebuild
gives the same keys; each dimension has the member -1 *unknown*, and -2 *not applicable* where that can be. Names end in
`_key` (surrogate), `_id` (natural), `_name`, `_text`, `_count`, `_share`, `_on` (date) or `_at` (timestamp, UTC); `is_`
and `has_` are true or false.
"""
FILTERS_INTRO = """
## Filters

A filter goes behind the name like a parameter (`quotehouse query rank_speakers since=2024-03 about="border wall"`); all
that are given must hold. The table above says which query takes which. They choose the rows of the mart's views that
the query reads, so counts count what is left; what belongs to the articles or quotes that are left is left. They stand
in `sql/filters/`, a file a view. A query names those it takes in its header (`-- filters: since until`), and by their
aliases the views that they leave whole (`-- unfiltered: old`).
"""

QUERIES_INTRO = """# Named queries

`quotehouse query NAME` runs one of these; `quotehouse query NAME parameter=value` sets a parameter, which has to be
given where no value stands beside it below. Each is a file in
`sql/queries/`.
"""
SETTINGS_INTRO = """# Settings

From `quotehouse.toml` in the home, else in the working folder (or the file that `--config` or `QUOTEHOUSE_CONFIG`
names), then the environment, then options of the command line; the last one that says something counts. A file in the
working folder can name the home, a file in a home cannot name another. Relative paths in a file are relative to it.
`quotehouse status` and `doctor` say which file counts. Lists and tables in a variable are written as JSON. A key or
variable that does not exist is refused, with the nearest one that does.
"""
COMMANDS_INTRO = """# Commands

Results go to stdout, progress and errors to stderr. With `--json` stdout holds one JSON document. Exit codes: 0
published or answered, 1 a fault, 2 wrong usage, 3 held back by a quality check, 4 another run holds the warehouse.
"""
FORMATS_INTRO = """# Input formats

What `quotehouse ingest` reads, by the end of a file's name in any letter case; `quotehouse formats` prints the same.
A file of any other name is passed over, told of in the run's summary, and counted.
"""
SCHEMAS = {
    "core": "The star",
    "meta": "Runs, ledger and quality results",
    "quarantine": "What could not be loaded, and why",
    "staging": "The rows of the run at hand",
}


def write_pages() -> dict[str, str]:
    """Text of every page of docs/reference by file name."""
    pages = {
        "warehouse.md": WAREHOUSE_INTRO + describe_relations(),
        "views.md": VIEWS_INTRO + describe_schema("mart"),
        "tables.md": TABLES_INTRO
        + "".join(
            f"\n## {title}: `{schema}`\n" + describe_schema(schema, level=3) for schema, title in SCHEMAS.items()
        ),
        "queries.md": QUERIES_INTRO + describe_queries() + FILTERS_INTRO + describe_filters(),
        "settings.md": SETTINGS_INTRO + describe_settings(),
        "formats.md": FORMATS_INTRO + describe_formats(),
        "commands.md": COMMANDS_INTRO + describe_commands(),
    }
    return {name: NOTE + text for name, text in pages.items()}


def describe_schema(schema: str, level: int = 2) -> str:
    """A heading, the comment and the columns of every table or view of `schema`, read from DuckDB's catalog."""
    import duckdb

    from warehouse.schema.catalog import create_schema
    from warehouse.schema.keys import list_loaded_into

    with duckdb.connect() as con:
        create_schema(con)
        relations = con.execute(
            "select table_name, comment from duckdb_tables() where schema_name = $1 and not internal union all "
            "select view_name, comment from duckdb_views() where schema_name = $1 and not internal order by 1",
            [schema],
        ).fetchall()
        columns = con.execute(
            "select schema_name || '.' || table_name, column_name, data_type, comment from duckdb_columns() "
            "where not internal order by table_name, column_index"
        ).fetchall()
    comments = {(table, column): text for table, column, _, text in columns}
    parts = []
    for name, comment in relations:
        table = f"{schema}.{name}"
        sources = [table, *(list_loaded_into(name) if schema == "staging" else ())]
        rows = [
            (f"`{column}`", _shorten(kind), next(filter(None, (comments.get((each, column)) for each in sources)), ""))
            for owner, column, kind, _ in columns
            if owner == table
        ]
        heading = f"\n{'#' * level} {table}\n\n{comment or ''}\n"
        parts.append(heading + _describe_keys(table) + "\n" + _table(("column", "type", ""), rows))
    return "".join(parts)


def _describe_keys(table: str) -> str:
    from warehouse.schema.keys import read_keys

    found = [keys for keys in read_keys() if keys.table == table and keys.grains]
    if not found:
        return ""
    grains = " and by ".join(f"({', '.join(f'`{column}`' for column in grain)})" for grain in found[0].grains)
    return f"\nA row is named by {grains}.\n"


def describe_relations() -> str:
    """An entity-relationship diagram of the star, from the keys that sql/schema declares, and what a row of each is."""
    import duckdb

    from warehouse.schema.catalog import create_schema
    from warehouse.schema.keys import read_keys

    with duckdb.connect() as con:
        create_schema(con)
        comments = con.execute(
            "select table_name, comment from duckdb_tables() where schema_name = 'core' order by table_name"
        ).fetchall()
    tables = [keys for keys in read_keys() if keys.table.startswith("core.")]
    lines = ["```mermaid", "erDiagram"]
    for keys in tables:
        for reference in keys.references:
            if reference.table != "meta.run":
                ends = "||--||" if (reference.column,) in keys.grains else "||--o{"
                lines.append(f"    {_leaf(reference.table)} {ends} {_leaf(keys.table)} : {reference.column}")
    for keys in tables:
        child_columns = {reference.column for reference in keys.references}
        names = [column for column in keys.required if column.endswith("_key") and column != "run_key"]
        marks = {column: "FK" if column in child_columns else "PK" for column in names}
        columns = [f"        bigint {column} {mark}" for column, mark in marks.items()]
        lines += [f"    {_leaf(keys.table)} {{", *columns, "    }"]
    rows = [(f"`core.{table}`", comment or "") for table, comment in comments]
    return "\n" + "\n".join([*lines, "```", "", ""]) + _table(("table", "one row"), rows)


def _leaf(table: str) -> str:
    return table.partition(".")[2]


def describe_queries() -> str:
    """Every named query: its name, the question it answers and its parameters."""
    from warehouse.query import list_queries

    rows: list[tuple[str, ...]] = []
    for query in list_queries():
        parameters = (name if default is None else f"{name}={default}" for name, default in query.parameters.items())
        told = " ".join(f"`{parameter}`" for parameter in parameters)
        rows.append((f"`{query.name}`", query.question, told, ", ".join(query.filters)))
    return "\n" + _table(("query", "answers", "parameters", "filters"), rows)


def describe_filters() -> str:
    """Every filter of named queries: what it takes and what it leaves."""
    from warehouse.filters import FILTERS

    return "\n" + _table(
        ("filter", "leaves"), [(f"`{each.name}={each.takes}`", each.leaves) for each in FILTERS.values()]
    )


def describe_settings() -> str:
    """Every setting with its environment variable, default and meaning; groups of settings one by one."""
    from pipeline.settings import ENV_PREFIX, Settings

    rows: list[tuple[str, ...]] = []
    for name, field in Settings.model_fields.items():
        variable = f"`{ENV_PREFIX}{name.upper()}`"
        if field.default_factory is None:
            rows.append((f"`{name}`", variable, f"`{field.default}`", field.description or ""))
        elif name == "workers":
            rows.append((f"`{name}`", variable, "one a core", field.description or ""))
        else:
            group: Any = field.default_factory  # a dataclass of its own: its keys stand below it
            rows.append((f"`[{name}]`", "", "", field.description or ""))
            for key, value, meaning in _list_defaults(group()):
                rows.append((f"`{name}.{key}`", f"`{ENV_PREFIX}{name.upper()}__{key.upper()}`", value, meaning))
    return "\n" + _table(("key", "variable", "default", ""), rows)


def describe_formats() -> str:
    """Every input format: its files, its media types, what a file holds, and what `source_format` can be."""
    from articles.reading.formats import FORMATS, PACKINGS_BY_SUFFIX, SOURCE_FORMATS

    rows = [
        (f"`{each.name}`", each.title, _quote(each.suffixes), _quote(each.media_types), each.holds) for each in FORMATS
    ]
    seekable = " and ".join(each.name for each in FORMATS if each.is_seekable)
    packed = f"\nEach can be packed too ({_quote(PACKINGS_BY_SUFFIX)}), but for {seekable}.\n"
    columns = f"The column `source_format` is one of {_quote(SOURCE_FORMATS)}: rows of tables become JSON objects.\n"
    return "\n" + _table(("format", "", "files", "media types", "a file holds"), rows) + packed + columns


def _quote(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def write_suite_formats() -> str:
    """The suite of staged articles with the formats of the registry as those that are known."""
    from articles.reading.formats import SOURCE_FORMATS

    suite = json.loads(ARTICLES_SUITE.read_text("utf-8"))
    for expectation in suite["expectations"]:
        if expectation["meta"]["name"] == "source_format_is_known":
            expectation["kwargs"]["value_set"] = list(SOURCE_FORMATS)
    return json.dumps(suite, indent=2, ensure_ascii=False) + "\n"


def describe_commands() -> str:
    """Every command: what it does, its arguments and options."""
    import typer.main

    from cli.application import app

    group: Any = typer.main.get_command(app)
    return _describe_command("quotehouse", group)


def _describe_command(path: str, command: Any) -> str:
    import typer

    context = typer.Context(command)
    rows = []
    for parameter in command.params:
        if getattr(parameter, "hidden", False):
            continue
        names, text = parameter.get_help_record(context) or ("", parameter.help)
        if parameter.param_type_name == "argument":
            names = parameter.metavar or parameter.name.upper()
        rows.append((f"`{names}`", " ".join((text or "").split())))
    text = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    below = getattr(command, "commands", {})
    page = f"\n## {path}\n\n{text}\n" + ("\n" + _table(("argument or option", ""), rows) if rows else "")
    return page + "".join(_describe_command(f"{path} {name}", below[name]) for name in sorted(below))


def _list_defaults(group: Any) -> list[tuple[str, str, str]]:
    import dataclasses

    defaults = [(field, getattr(group, field.name)) for field in dataclasses.fields(group)]
    return [
        (field.name, f"`{value}`" if value not in ((), "", {}) else "", field.metadata.get("description", ""))
        for field, value in defaults
    ]


def _shorten(kind: str) -> str:
    return f"`{kind}`" if len(kind) <= 40 else f"`{kind.partition('(')[0]}(...){'[]' if kind.endswith('[]') else ''}`"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def main() -> None:
    """Write every page, and into a suite what it takes from the code."""
    ARTICLES_SUITE.write_text(write_suite_formats(), encoding="utf-8", newline="\n")
    REFERENCE.mkdir(exist_ok=True)
    for name, text in write_pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
