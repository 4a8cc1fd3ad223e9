"""`quotehouse query`: ask the published warehouse, in SQL or by the name of a query."""

from __future__ import annotations

import sys
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.console import print_json, print_note
from cli.support.errors import UsageError
from cli.support.formats import Format, choose_format, open_output, replace_file, write_rows
from cli.support.homes import find_home
from cli.support.options import DebugOption, HomeOption, JsonOption
from cli.support.query_parameters import describe_usage, fill_parameters, parse_assignments
from cli.support.tables import print_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

TABLE_ROWS = 100  # rows of a table on the screen unless --limit says otherwise
BATCH_ROWS = 100_000
ALL_ROWS = str(2**62)
LIST_VIEWS = """
select concat('mart.', view_name) as view_name, comment as holds
from duckdb_views()
where schema_name = 'mart'
order by view_name
"""


def query_warehouse(
    context: typer.Context,
    query: Annotated[
        str | None,
        typer.Argument(metavar="QUERY", help="SQL in quotation marks, the name of a query, or - for SQL on stdin."),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE]...", help="Parameters of the query, such as speaker=Smith."),
    ] = None,
    is_list: Annotated[
        bool, typer.Option("--list", help="List the named queries and the question each answers.")
    ] = False,
    is_views: Annotated[bool, typer.Option("--views", help="List the views there are to query.")] = False,
    asked_format: Annotated[
        Format | None, typer.Option("--format", "-f", help="What to print (default: table).", show_default=False)
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to FILE; its name tells the format.", show_default=False
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            min=0,
            metavar="ROWS",
            help=f"Rows at most, 0 for all (default: {TABLE_ROWS} of a table, else all).",
            show_default=False,
        ),
    ] = None,
    allow_files: Annotated[
        bool, typer.Option("--allow-files", help="Let the query read local files, as in: from 'parties.csv'.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Ask the published warehouse. Only reads; never waits for a run and never delays one.

    Examples:

    `quotehouse query "select speaker_name, quote_text from mart.quotes limit 5"`

    `quotehouse query find_quotes_by_speaker speaker=Smith --output smith.csv`
    """
    if as_json and asked_format not in {None, Format.JSON}:
        raise UsageError("--json and --format contradict each other. Give one of them.")
    chosen = choose_format(Format.JSON if as_json else asked_format, output)
    if is_list:
        _show_queries(chosen)
        return
    if is_views:
        text, values = LIST_VIEWS, parse_assignments([])
    elif query is None:
        raise UsageError("What is the question? Give SQL in quotation marks, or a name that `query --list` shows.")
    else:
        text, values = read_text(query, parameters or [], limit)
    with closing(_open_warehouse(context, home, allow_files=allow_files)) as con:
        _answer(con, text, values, chosen, output, limit)


def read_text(query: str, words: list[str], limit: int | None) -> tuple[str, dict[str, str]]:
    """The SQL behind `query` (a name, SQL, or "-" for stdin) and the values of its parameters.

    A limit given as an option also raises or lowers the named query's own.
    """
    from warehouse.query import find_query

    if query == "-":
        return sys.stdin.read(), parse_assignments(words)
    if not query.isidentifier():
        return query, parse_assignments(words)
    named = find_query(query)
    if limit is not None and "limit" in named.parameters:
        words = [f"limit={limit or ALL_ROWS}", *words]
    return named.text, fill_parameters(named, words)


def _open_warehouse(context: typer.Context, home: Path | None, *, allow_files: bool) -> duckdb.DuckDBPyConnection:
    from warehouse.query import open_published

    return open_published(find_home(context, home), allow_files=allow_files)


def _answer(
    con: duckdb.DuckDBPyConnection,
    text: str,
    values: dict[str, str],
    chosen: Format,
    output: Path | None,
    limit: int | None,
) -> None:
    from warehouse.query import explain_failures, run_query

    relation = run_query(con, text, values)
    with explain_failures():
        if chosen is Format.PARQUET and output is not None:
            count = _write_parquet(relation.limit(limit) if limit else relation, output)
            print_note(f"{count:,} rows written to {output}.")
        elif chosen is Format.TABLE:
            _show_table(relation, limit)
        else:
            rows = _stream_rows(relation)
            with open_output(output) as stream:
                count = write_rows(chosen, relation.columns, islice(rows, limit) if limit else rows, stream)
            if output is not None:
                print_note(f"{count:,} rows written to {output}.")


def _show_table(relation: duckdb.DuckDBPyRelation, limit: int | None) -> None:
    most = TABLE_ROWS if limit is None else limit
    stream = _stream_rows(relation)
    rows = list(islice(stream, most) if most else stream)
    if rows:
        print_table(relation.columns, rows)
    else:
        print_note("No rows.")
    if limit is None and next(stream, None) is not None:
        print_note(f"These are the first {TABLE_ROWS} rows; --limit 0 shows all.")


def _stream_rows(relation: duckdb.DuckDBPyRelation) -> Iterator[tuple[Any, ...]]:
    while batch := relation.fetchmany(1_000):
        yield from batch


def _write_parquet(relation: duckdb.DuckDBPyRelation, output: Path) -> int:
    import pyarrow.parquet

    count = 0
    with (
        replace_file(output) as draft,
        relation.to_arrow_reader(BATCH_ROWS) as reader,
        pyarrow.parquet.ParquetWriter(str(draft), reader.schema, compression="zstd") as writer,
    ):
        for batch in reader:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _show_queries(chosen: Format) -> None:
    from warehouse.query import list_queries

    queries = list_queries()
    if chosen is Format.TABLE:
        print_table(["query", "question"], [[describe_usage(query), query.question] for query in queries])
        print_note("Values go behind the name: quotehouse query find_quotes_by_speaker speaker=Smith")
    else:
        print_json([{"name": q.name, "question": q.question, "parameters": q.parameters} for q in queries])
