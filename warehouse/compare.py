"""Compare two warehouses table by table: which rows they share and which only one of them has."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl

import sql
from warehouse.backends.find import attach_published
from warehouse.errors import WarehouseError
from warehouse.export import choose_tables, read_columns
from warehouse.support.connections import connect
from warehouse.support.rows import fetch_row
from warehouse.support.values import read_frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

    from warehouse.home import Lake

# Columns that say which run wrote a row, when, or where on this machine its file is: two warehouses with the same
# articles differ in them. published_at and updated_at are stated by the article, so they are compared.
RUN_COLUMNS = frozenset(
    {
        *("run_key", "run_number", "run_name", "root_path"),
        *("valid_from", "valid_to", "changed_at", "decided_at", "retired_at", "checked_at", "quarantined_at"),
        *("settled_at", "settled_by"),
        *("modified_at", "modified_at_ns"),
        "quarantine_key",  # a hash of the run, among other things
    }
)
# Of these tables only the rows that hold are compared, unless the caller names the table: retired judgements, and what
# only they lead to, are the history of a warehouse, which one built at once does not have.
WITH_HISTORY = {
    "core.resolution": "compare/select_standing_judgements.sql",
    "core.dim_entity": "compare/select_standing_entities.sql",
}
# The run log and the quality results tell of runs, not of articles.
RUN_TABLES = frozenset({"mart.runs", "mart.quality_history"})

SCHEMA = pl.Schema(
    {
        "table_name": pl.String,
        "is_equal": pl.Boolean,
        "row_count_a": pl.Int64,
        "row_count_b": pl.Int64,
        "both_count": pl.Int64,
        "only_a_count": pl.Int64,
        "only_b_count": pl.Int64,
        "note": pl.String,
    }
)


def compare_warehouses(path_a: Path | Lake, path_b: Path | Lake, tables: Sequence[str] | None = None) -> pl.DataFrame:
    """Compare two warehouses, files or lakes of this or of another release, by mart view and core table.

    Columns that differ from run to run (RUN_COLUMNS) are left out, and so are tables about runs (RUN_TABLES) and views
    that sum up others, unless `tables` names them (as in exporting.export_tables), and judgements on names that no
    longer hold (WITH_HISTORY) likewise. A row that stands twice counts twice.

    Returns table_name, is_equal, row_count_a, row_count_b, both_count, only_a_count, only_b_count and note: what keeps
    a table from being compared, or the columns that one of the two alone has (the others are compared).
    Raises WarehouseError where one of them cannot be opened or a table is in neither.
    """
    with _open_both(path_a, path_b) as con:
        columns = [_read_columns(con, side) for side in ("a", "b")]
        known = columns[0] | columns[1]
        if tables is None:
            chosen = [
                name for name in sorted({*choose_tables(known, None), *_list_core(known)}) if name not in RUN_TABLES
            ]
        else:
            chosen = choose_tables(known, tables)
        return pl.DataFrame(
            [_compare_table(con, name, columns, has_history=tables is not None) for name in chosen],
            schema=SCHEMA,
            orient="row",
        )


def list_differences(path_a: Path | Lake, path_b: Path | Lake, table: str, limit: int = 20) -> pl.DataFrame:
    """Rows of one table that only one of two warehouses has: found_in ("a" or "b") and the columns compared.

    Raises WarehouseError where a file cannot be opened or the table is not in both.
    """
    with _open_both(path_a, path_b) as con:
        columns = [_read_columns(con, side) for side in ("a", "b")]
        (name,) = choose_tables(columns[0] | columns[1], [table])
        if name not in columns[0] or name not in columns[1]:
            raise WarehouseError(f"{name} is in one of the two warehouses only; there is nothing to compare it with.")
        _keep_rows(con, name, _share_columns(name, columns))
        query = sql.read_statement("compare/select_differences.sql").format(limit=int(limit))
        return read_frame(con.sql(query))


@contextmanager
def _open_both(path_a: Path | Lake, path_b: Path | Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as con:
        for side, where in (("a", path_a), ("b", path_b)):
            attach_published(con, where, f"side_{side}")
        yield con


def _list_core(known: dict[str, list[tuple[str, str]]]) -> list[str]:
    return [name for name in known if name.startswith("core.")]


def _read_columns(con: duckdb.DuckDBPyConnection, side: str) -> dict[str, list[tuple[str, str]]]:
    con.execute(f"use side_{side}")
    return read_columns(con)


def _compare_table(
    con: duckdb.DuckDBPyConnection, name: str, columns: list[dict[str, list[tuple[str, str]]]], *, has_history: bool
) -> tuple[object, ...]:
    for side, other, known in (("a", "b", columns[1]), ("b", "a", columns[0])):
        if name not in known:
            con.execute(f"use side_{side}")
            (count,) = fetch_row(con.execute(f"select count(*) from {name}")) or (0,)
            counts = (count, 0, 0, count, 0) if side == "a" else (0, count, 0, 0, count)
            return (name, False, *counts, f"{name} is missing in {other}")
    shared = _share_columns(name, columns)
    rows = name if has_history or name not in WITH_HISTORY else f"({sql.read_statement(WITH_HISTORY[name])})"
    counted = [_count_rows(con, side, rows, shared) for side in ("a", "b")]
    if counted[0] == counted[1]:
        count_a = count_b = counted[0][0]
        only_a = only_b = 0
    else:
        _keep_rows(con, rows, shared)
        found = fetch_row(con.execute(sql.read_statement("compare/count_differences.sql")))
        count_a, count_b, only_a, only_b = found or (0, 0, 0, 0)
    kinds_a, kinds_b = dict(columns[0][name]), dict(columns[1][name])
    notes = [
        f"only in {side}: {', '.join(sorted(mine.keys() - its.keys()))}"
        for side, mine, its in (("a", kinds_a, kinds_b), ("b", kinds_b, kinds_a))
        if mine.keys() - its.keys()
    ]
    is_equal = only_a == only_b == 0 and not notes
    return (name, is_equal, count_a, count_b, count_a - only_a, only_a, only_b, "; ".join(notes) or None)


def _count_rows(con: duckdb.DuckDBPyConnection, side: str, name: str, columns: list[str]) -> tuple[int, int]:
    con.execute(f"use side_{side}")
    listed = ", ".join(f'"{column}"' for column in columns)
    count, hash_sum = fetch_row(
        con.execute(sql.read_statement("compare/count_rows.sql").format(columns=listed, relation=name))
    ) or (0, 0)
    return count, hash_sum


def _share_columns(name: str, columns: list[dict[str, list[tuple[str, str]]]]) -> list[str]:
    theirs = {column for column, _ in columns[1][name]}
    return [column for column, _ in columns[0][name] if column in theirs and column not in RUN_COLUMNS]


def _keep_rows(con: duckdb.DuckDBPyConnection, name: str, columns: list[str]) -> None:
    listed = ", ".join(f'"{column}"' for column in columns)
    for side in ("a", "b"):
        con.execute(f"use side_{side}")  # a view reads the tables of the database in use
        con.execute(
            sql.read_statement("compare/keep_rows.sql").format(name=f"temp.rows_{side}", relation=name, columns=listed)
        )
