"""The warehouse as plain files, for sharing: sorted, hashed, the same bytes for the same rows."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

import sql
from warehouse.errors import WarehouseError
from warehouse.support.rows import fetch_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FORMATS = {
    "parquet": ("parquet", "format parquet, compression zstd"),
    "csv": ("csv", "format csv, header true"),
    "json": ("jsonl", "format json"),  # one object a line
}
MANIFEST = "manifest.json"
# A larger table is written as one file a month: a million quotes are some 150 MB of CSV.
PARTITION_ROWS = 1_000_000
# The key of a row in each view that has one: other tools take it for the primary key.
ROW_KEYS = {
    "mart.articles": "article_key",
    "mart.article_texts": "article_key",
    "mart.entities": "entity_key",
    "mart.mentions": "mention_key",
    "mart.quotes": "quote_key",
    "mart.runs": "run_key",
    "mart.statements": "statement_key",
    "mart.stories": "story_key",
}
_SCHEMAS = ("core", "mart", "meta", "quarantine")


def export_tables(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    file_format: str = "parquet",
    tables: Sequence[str] | None = None,
    *,
    partition_rows: int = PARTITION_ROWS,
    are_keys_text: bool = False,
) -> dict[str, Any]:
    """Write tables of a warehouse into `folder`, one file each, and a manifest; returns the manifest.

    `tables` names views of the mart ("quotes"), tables ("core.fact_quote") or whole schemas ("core"); without it every
    mart view is written that is not a mere summary of others. A table of more than `partition_rows` rows that knows its
    day is written as one file a month (`quotes/published_month=2024-03.parquet`). In CSV, lists and structs are JSON
    text; JSON is one object a line. Blobs are base64 in both, and keys are text where
    `are_keys_text`: they have more digits than JavaScript and spreadsheets keep of a number.

    The manifest (manifest.json) holds schema_version, format and for each table its name, row_count, columns (name,
    type) and files (path, row_count, byte_count, blake2b: BLAKE2b-128 in hexadecimal). The same rows give the same
    files and the same manifest. The folder appears whole or not at all; an earlier export in it is replaced.

    Raises WarehouseError for a format or table that is not there, and for a folder that holds something else or cannot
    be written.
    """
    if file_format not in FORMATS:
        raise WarehouseError(f"{file_format!r} is not an export format. Choose {', '.join(FORMATS)}.")
    columns = read_columns(con)
    chosen = choose_tables(columns, tables)
    layout = _Layout(file_format, partition_rows, are_keys_text)
    part = folder.with_name(f".{folder.name}.part")
    try:
        _check_target(folder)
        if part.exists():
            shutil.rmtree(part)
        part.mkdir(parents=True)
        manifest = {
            "schema_version": _fetch_one(con, sql.read_statement("export/select_schema_version.sql")),
            "format": file_format,
            "tables": [_export_table(con, part, layout, name, columns[name]) for name in chosen],
        }
        (part / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        part.rename(folder)
    except (OSError, duckdb.IOException) as error:
        raise WarehouseError(
            f"Cannot write the export to {folder}: {getattr(error, 'strerror', None) or error}. Make room, mend the "
            "rights or choose another folder."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return manifest


def read_columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    """Name and type of the columns of every table and view of a warehouse ("core.dim_article")."""
    tables: dict[str, list[tuple[str, str]]] = {}
    for schema, table, column, kind in con.execute(sql.read_statement("export/select_columns.sql")).fetchall():
        tables.setdefault(f"{schema}.{table}", []).append((column, kind))
    return tables


def choose_tables(known: dict[str, list[tuple[str, str]]], names: Sequence[str] | None) -> list[str]:
    """Full names of the tables that `names` mean (see export_tables), sorted. Raises WarehouseError for an unknown."""
    if names is None:
        return [name for name in sorted(known) if name.startswith("mart.") and not _is_summary(name)]
    chosen: set[str] = set()
    for name in names:
        if name in known:
            chosen.add(name)
        elif f"mart.{name}" in known:
            chosen.add(f"mart.{name}")
        elif name in _SCHEMAS:
            chosen |= {table for table in known if table.startswith(f"{name}.")}
        else:
            views = ", ".join(table.removeprefix("mart.") for table in sorted(known) if table.startswith("mart."))
            raise WarehouseError(f"There is no table or view {name!r}. Views: {views}. Schemas: {', '.join(_SCHEMAS)}.")
    return sorted(chosen)


def _is_summary(view: str) -> bool:
    path = view.replace(".", "/") + ".sql"
    return path in sql.list_statements("mart") and sql.read_header(path).get("kind") == "summary"


def _check_target(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
        raise WarehouseError(
            f"{folder} holds files that are not an export of quotehouse, and an export replaces its folder. Name a "
            "new one."
        )
    if folder.exists() and not folder.is_dir():
        raise WarehouseError(f"{folder} is a file. Name a folder to export to.")


@dataclass(frozen=True, slots=True)
class _Layout:
    """How tables are written."""

    file_format: str
    partition_rows: int
    are_keys_text: bool

    @property
    def suffix(self) -> str:
        return FORMATS[self.file_format][0]

    @property
    def options(self) -> str:
        return FORMATS[self.file_format][1]


def _export_table(
    con: duckdb.DuckDBPyConnection, folder: Path, layout: _Layout, table: str, columns: list[tuple[str, str]]
) -> dict[str, Any]:
    suffix = layout.suffix
    name = table.removeprefix("mart.")
    plain = {"columns": ", ".join(_choose_column(column, kind, layout) for column, kind in columns)}
    count = _fetch_one(con, f"select count(*) from {table}")
    month = _choose_month(dict(columns))
    files = []
    if month is None or count <= layout.partition_rows:
        path = folder / f"{name}.{suffix}"
        _copy(con, path, layout, plain | {"relation": table, "condition": "true"})
        files.append((path, count))
    else:
        all_columns = ", ".join(f'"{column}"' for column, _ in columns)
        _run(con, "export/keep_rows.sql", relation=table, columns=all_columns, month=month)
        months = _run(con, "export/count_months.sql", relation="exported_row", month="published_month").fetchall()
        (folder / name).mkdir()
        for value, row_count in months:
            path = folder / name / f"published_month={value or 'unknown'}.{suffix}"
            condition = "published_month is null" if value is None else f"published_month = '{value}'"
            _copy(con, path, layout, plain | {"relation": "exported_row", "condition": condition})
            files.append((path, row_count))
        con.execute("drop table exported_row")
    return {
        "name": table,
        "row_count": count,
        "columns": [{"name": column, "type": kind} for column, kind in columns],
        "files": [
            {
                "path": path.relative_to(folder).as_posix(),
                "row_count": row_count,
                "byte_count": path.stat().st_size,
                "blake2b": _hash_file(path),
            }
            for path, row_count in files
        ],
    }


def _choose_column(column: str, kind: str, layout: _Layout) -> str:
    quoted = f'"{column}"'
    is_text = layout.file_format != "parquet"
    if is_text and kind == "BLOB":
        return f"to_base64({quoted}) as {quoted}"
    if is_text and kind == "BIGINT" and column.endswith("_key") and layout.are_keys_text:
        return f"{quoted}::varchar as {quoted}"
    if layout.file_format == "csv" and (kind.endswith("]") or kind.startswith(("STRUCT", "MAP"))):
        return f"to_json({quoted})::varchar as {quoted}"
    return quoted


def _choose_month(columns: dict[str, str]) -> str | None:
    if columns.get("published_on") == "DATE":
        return "strftime(published_on, '%Y-%m')"
    if "date_key" in columns:  # yyyymmdd; -1 is the unknown day
        return "case when date_key > 0 then format('{:04d}-{:02d}', date_key // 10000, date_key // 100 % 100) end"
    return None


def _copy(con: duckdb.DuckDBPyConnection, path: Path, layout: _Layout, parts: dict[str, str]) -> None:
    _run(con, "export/copy_rows.sql", path=str(path).replace("'", "''"), options=layout.options, **parts)


def _run(con: duckdb.DuckDBPyConnection, statement: str, **parts: str) -> duckdb.DuckDBPyConnection:
    return con.execute(sql.read_statement(statement).format(**parts))


def _fetch_one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    (value,) = fetch_row(con.execute(query)) or (0,)
    return int(value)


def _hash_file(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
