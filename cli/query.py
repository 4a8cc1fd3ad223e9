"""`quotehouse query`: ask the published warehouse, in SQL or by the name of a query."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.support.completion import complete_parameter, complete_query
from cli.support.console import print_json, print_note
from cli.support.errors import UsageError
from cli.support.formats import (
    Format,
    Keys,
    Style,
    choose_format,
    open_output,
    replace_file,
    write_rows,
    write_xlsx,
)
from cli.support.homes import find_home
from cli.support.limits import ALL_ROWS, ask_one_more, tell_cut
from cli.support.options import DebugOption, HomeOption, JsonOption
from cli.support.query_parameters import describe_usage, fill_parameters, parse_assignments
from cli.support.tables import print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb

TABLE_ROWS = 100  # rows of a table on the screen unless --limit says otherwise
BATCH_ROWS = 100_000
LIST_VIEWS = """
select concat('mart.', view_name) as view_name, comment as holds
from duckdb_views()
where schema_name = 'mart'
order by view_name
"""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: SQL and its parameters, and how many rows are given at most (0: all).

    `is_counted` where its parameter `limit` is what cuts it, so that it can be asked again for how many there are.
    """

    text: str
    values: dict[str, str]
    limit: int = 0
    is_counted: bool = False


def query_warehouse(
    context: typer.Context,
    query: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY",
            help="SQL in quotation marks, the name of a query, or - for SQL on stdin.",
            autocompletion=complete_query,
        ),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=VALUE]...",
            help="Parameters and filters of the query, such as speaker=Smith since=2024-03.",
            autocompletion=complete_parameter,
        ),
    ] = None,
    is_list: Annotated[
        bool, typer.Option("--list", help="List the named queries and the question each answers.")
    ] = False,
    is_filters: Annotated[
        bool, typer.Option("--filters", help="List the filters that named queries take, and what each keeps.")
    ] = False,
    is_views: Annotated[bool, typer.Option("--views", help="List the views that can be queried.")] = False,
    asked_format: Annotated[
        Format | None, typer.Option("--format", "-f", help="Output format (default: table).", show_default=False)
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to FILE; its ending sets the format.", show_default=False
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            min=0,
            metavar="ROWS",
            help=f"Maximum number of rows; 0 for all (default: the query's own limit, else {TABLE_ROWS} in a table and "
            "all otherwise).",
            show_default=False,
        ),
    ] = None,
    keys: Annotated[
        Keys, typer.Option("--keys", help="How JSON and CSV hold keys, which have more digits than many programs keep.")
    ] = Keys.TEXT,
    is_for_excel: Annotated[
        bool, typer.Option("--excel", help="CSV for Excel: marked as UTF-8, keys whole, no formulas.")
    ] = False,
    allow_files: Annotated[
        bool, typer.Option("--allow-files", help="Let the query read local files, as in: from 'parties.csv'.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Query the published warehouse. It only reads: it never waits for a run and never delays one.

    Examples:

    `quotehouse query "select speaker_name, quote_text from mart.quotes limit 5"`

    `quotehouse query find_quotes_by_speaker speaker=Smith since=2024 --output smith.xlsx`
    """
    if as_json and asked_format not in {None, Format.JSON}:
        raise UsageError("--json and --format contradict each other. Give one of them.")
    chosen = choose_format(Format.JSON if as_json else asked_format, output)
    if is_for_excel and chosen is not Format.CSV:
        raise UsageError(
            "--excel is for CSV: add --format csv, or name a file that ends with .csv. An .xlsx needs none."
        )
    if is_list:
        _show_queries(chosen)
        return
    if is_filters:
        _show_filters(chosen)
        return
    if is_views:
        question = Question(LIST_VIEWS, {})
    elif query is None:
        raise UsageError(
            "No query was given. Give SQL in quotation marks, or a name that `quotehouse query --list` shows."
        )
    else:
        question = read_question(query, parameters or [], limit, is_table=chosen is Format.TABLE)
    with closing(_open_warehouse(context, home, allow_files=allow_files)) as con:
        _answer(con, question, chosen, output, Style(keys, is_for_excel))


def read_question(query: str, words: list[str], limit: int | None, *, is_table: bool = False) -> Question:
    """What `query` (a name, SQL, or "-" for stdin) asks with the parameters and filters given.

    A limit given as a parameter goes before one that is given as an option, and both before the named query's own.
    """
    from warehouse.query import find_query

    usual = TABLE_ROWS if is_table else 0
    if query == "-" or not query.isidentifier():
        text = sys.stdin.read() if query == "-" else query
        values = parse_assignments(words)
        _refuse_filters(text, values)
        return Question(text, dict(values), usual if limit is None else limit)
    named = find_query(query)
    if limit is not None and "limit" in named.parameters:
        words = [f"limit={limit}", *words]
    text, values = named.narrow(fill_parameters(named, words))
    if "limit" not in named.parameters:
        return Question(text, values, usual if limit is None else limit)
    most = _read_limit(values["limit"])
    return Question(text, values | {"limit": str(ask_one_more(most))}, most, is_counted=True)


def _refuse_filters(text: str, names: Iterable[str]) -> None:
    """Raise UsageError where SQL is to be narrowed by what only named queries take."""
    from warehouse.filters import FILTERS

    for name in names:
        if name in FILTERS and f"${name}" not in text:
            raise UsageError(
                f"{name}= is a filter of named queries, and this is SQL: write a condition into it, or ${name} where "
                "the value is to stand."
            )


def _read_limit(text: str) -> int:
    if not text.isdecimal():
        raise UsageError(f"limit={text} is not a number of rows. Write limit=50, or limit=0 for all.")
    return int(text)


def _open_warehouse(context: typer.Context, home: Path | None, *, allow_files: bool) -> duckdb.DuckDBPyConnection:
    from warehouse.query import open_published

    return open_published(find_home(context, home), allow_files=allow_files)


def _answer(
    con: duckdb.DuckDBPyConnection, question: Question, chosen: Format, output: Path | None, style: Style
) -> None:
    from warehouse.query import explain_failures, run_query

    relation = run_query(con, question.text, question.values)
    with explain_failures():
        stream = _stream_rows(relation)
        rows = islice(stream, question.limit) if question.limit else stream
        if chosen is Format.PARQUET and output is not None:
            # A limit is laid on the relation, whose rows go to the file without becoming values of Python.
            count = _write_parquet(relation.limit(question.limit) if question.limit else relation, output)
            stream = islice(_stream_rows(run_query(con, question.text, question.values)), count, None)
        elif chosen is Format.XLSX and output is not None:
            count = write_xlsx(relation.columns, rows, output)
        elif chosen is Format.TABLE:
            count = _show_table(relation.columns, list(rows))
        else:
            with open_output(output) as target:
                count = write_rows(chosen, relation.columns, rows, target, style)
        if output is not None:
            print_note(f"{count:,} row{'' if count == 1 else 's'} written to {output}.")
        if question.limit and next(stream, None) is not None:
            tell_cut(question.limit, _count_rows(con, question) if question.is_counted else None)


def _count_rows(con: duckdb.DuckDBPyConnection, question: Question) -> int:
    """How many rows there are without the limit."""
    from warehouse.query import run_query

    values = question.values | {"limit": str(ALL_ROWS)} if question.is_counted else question.values
    ((count,),) = run_query(con, question.text, values).aggregate("count(*)").fetchall()
    return int(count)


def _show_table(names: list[str], rows: list[tuple[Any, ...]]) -> int:
    if rows:
        print_table(names, rows)
    else:
        print_note("No rows.")
    return len(rows)


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
    if chosen is not Format.TABLE:
        print_json([
            {"name": q.name, "question": q.question, "parameters": q.parameters, "filters": q.filters} for q in queries
        ])  # fmt: skip
        return
    print_table(["query", "question"], [[describe_usage(query), query.question] for query in queries])
    print_note("Values go behind the name: quotehouse query find_quotes_by_speaker speaker=Smith since=2024")
    print_note("Filters, which most of them take: quotehouse query --filters")


def _show_filters(chosen: Format) -> None:
    from warehouse.filters import FILTERS

    if chosen is not Format.TABLE:
        print_json([{"name": each.name, "takes": each.takes, "leaves": each.leaves} for each in FILTERS.values()])
        return
    print_table(["filter", "what it leaves"], [[f"{each.name}={each.takes}", each.leaves] for each in FILTERS.values()])
