"""The warehouse as one SQLite file with a full-text index, for Datasette and whatever else reads SQLite."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from warehouse.errors import WarehouseError
from warehouse.export import ROW_KEYS, choose_tables, read_columns
from warehouse.support.replacing import draft_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

MARK = 0x51484F55  # the application's id in the file's header: an export of ours, which another one may replace
BATCH_ROWS = 10_000
# What the words of a search are looked for in. Words are taken in their stems, letters without their accents.
SEARCHED = {"quotes": ("quote_text", "speaker_name", "headline"), "article_texts": ("clean_text",)}
PARTS = ("mart.article_texts",)  # has the key of another table for its own
TOKENIZER = "porter unicode61 remove_diacritics 2"
_TYPES = {"INTEGER": "INTEGER", "BIGINT": "INTEGER", "BOOLEAN": "INTEGER", "DOUBLE": "REAL", "BLOB": "BLOB"}


def export_sqlite(con: duckdb.DuckDBPyConnection, file: Path, tables: Sequence[str] | None = None) -> dict[str, int]:
    """Write tables of a warehouse (as export_tables takes them) into one SQLite file; returns their row counts.

    `mart.quotes` becomes `quotes`, `core.fact_quote` becomes `core_fact_quote`. Lists and structs are JSON text, days
    and times text in ISO 8601. Each key has an index and says which table it leads to. `quotes_fts` and
    `article_texts_fts` are full-text indexes (FTS5). The file appears whole or not at all; an earlier export is
    replaced.

    Raises WarehouseError for an unknown table, and for a file that is something else or cannot be written.
    """
    _refuse_foreign(file)
    columns = read_columns(con)
    chosen = choose_tables(columns, tables)
    keys = {name: ROW_KEYS[name] for name in chosen if name in ROW_KEYS}
    counts = {}
    try:
        with draft_file(file) as draft, closing(sqlite3.connect(draft)) as target:
            target.executescript(f"pragma application_id = {MARK}; pragma journal_mode = off; pragma synchronous = off")
            for name in chosen:
                counts[name] = _copy_table(con, target, name, columns[name], keys)
            for name, searched in SEARCHED.items():
                if f"mart.{name}" in chosen:
                    _index_words(target, name, keys[f"mart.{name}"], searched)
            target.execute("analyze")
            target.commit()
    except sqlite3.Error as error:
        raise WarehouseError(f"{file} cannot be written: {error}. Make room or choose another place.") from error
    return counts


def _refuse_foreign(file: Path) -> None:
    if not file.is_file():
        return
    with file.open("rb") as stream:
        header = stream.read(72)
    if header and (not header.startswith(b"SQLite format 3\0") or int.from_bytes(header[68:72], "big") != MARK):
        raise WarehouseError(
            f"{file} is not an export of quotehouse, and an export replaces its file. Name another one."
        )


def _copy_table(
    con: duckdb.DuckDBPyConnection,
    target: sqlite3.Connection,
    table: str,
    columns: list[tuple[str, str]],
    keys: dict[str, str],
) -> int:
    name = _name_table(table)
    target.execute(f'create table "{name}" ({", ".join(_declare_columns(table, columns, keys))})')
    relation = con.sql(f"select {', '.join(_choose_column(*column) for column in columns)} from {table} order by all")
    places = ", ".join("?" * len(columns))
    count = 0
    while rows := relation.fetchmany(BATCH_ROWS):
        target.executemany(f'insert into "{name}" values ({places})', rows)
        count += len(rows)
    for column, _ in columns:
        if column.endswith("_key") and column != keys.get(table):
            target.execute(f'create index "{name}_{column}" on "{name}" ("{column}")')
    return count


def _declare_columns(table: str, columns: list[tuple[str, str]], keys: dict[str, str]) -> list[str]:
    declared = []
    for column, kind in columns:
        words = f'"{column}" {_TYPES.get(kind, "TEXT")}'
        if column == keys.get(table):
            words += " primary key"
        elif (other := _find_target(column, table, keys)) is not None:
            words += f' references "{_name_table(other)}" ("{keys[other]}")'
        declared.append(words)
    return declared


def _find_target(column: str, table: str, keys: dict[str, str]) -> str | None:
    """The table that a key leads to: the one of the same schema whose own key it is, or ends with."""
    schema = table.partition(".")[0]
    fitting = [
        other
        for other, key in keys.items()
        if f"_{column}".endswith(f"_{key}") and other.partition(".")[0] == schema and other not in PARTS
    ]
    return max(fitting, key=lambda other: len(keys[other]), default=None)


def _choose_column(column: str, kind: str) -> str:
    quoted = f'"{column}"'
    if kind in _TYPES or kind == "VARCHAR":
        return quoted
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
        return f"to_json({quoted})::varchar as {quoted}"
    return f"{quoted}::varchar as {quoted}"


def _index_words(target: sqlite3.Connection, name: str, key: str, searched: Sequence[str]) -> None:
    """A full-text index over a table, which keeps no second copy of its words."""
    columns = ", ".join(searched)
    target.execute(
        f"create virtual table {name}_fts using fts5("
        f'{columns}, content="{name}", content_rowid="{key}", tokenize="{TOKENIZER}")'
    )
    target.execute(f"insert into {name}_fts (rowid, {columns}) select {key}, {columns} from {name}")


def _name_table(table: str) -> str:
    return table.removeprefix("mart.").replace(".", "_")
