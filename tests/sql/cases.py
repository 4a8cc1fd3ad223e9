"""Tests of SQL statements as data: rows given, a statement, rows expected.

A file tests/sql/<folder>/<statement>.yaml holds cases for sql/<folder>/<statement>.sql, each a mapping of

    case        what the statement does, in words
    variables   variables the statement reads, beside those of VARIABLES
    parameters  values of $parameters (named queries)
    cleared     tables emptied first; otherwise every dimension has its special members
    given       table, or temporary frame such as staged_version: rows. Columns left out are NULL
    expect      table or view: rows in any order; or `rows`: what a query gives, in its order where it states one.
                Only columns listed are compared. Special members of a dimension are left out unless it was cleared

`!key article|x` stands for the surrogate key of the natural key "article|x".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import yaml

import sql
from warehouse.schema.catalog import create_schema
from warehouse.schema.keys import read_audit

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent
Row = dict[str, Any]

VARIABLES: Row = {
    "run_key": 7,
    "run_started_at": "2024-05-01 12:00:00",
    "extractor_version": "2",
    "file_count": 0,
    "unopened_count": 0,
    "retire_folders": [],
    "slice_articles": 100,
    "slice_number": 1,
}
# Statements of these names say what should be, not what to add: carried out twice they must do no more than once.
REPEATABLE = re.compile(r"(merge|update|extend|delete|replace|take)_|insert_special_members")
_BLOCKS = {"entity_type": pl.String, "entity_name": pl.String, "relation": pl.String, "block": pl.String}
# Columns of frames of which a case may leave some out.
FRAMES: dict[str, dict[str, Any]] = {
    "resolved_name": {
        "entity_name": pl.String,
        "entity_type": pl.String,
        "article_key": pl.Int64,
        "resolved_name": pl.String,
        "resolved_type": pl.String,
        "resolved_article_key": pl.Int64,
        "country_code": pl.String,
        "wikidata_id": pl.String,
        "score": pl.Float64,
        "method": pl.String,
        "evidence": pl.String,
        "decided_by": pl.String,
        "decided_at": pl.Datetime("us"),
    },
    "contested_name": {"entity_name": pl.String},
    "asking_article": {"article_key": pl.Int64},
    "chosen_person": {"entity_name": pl.String},
    "decided_name": {"entity_type": pl.String, "entity_name": pl.String},
    "touched_block": _BLOCKS,
    "decided_block": _BLOCKS | {"link": pl.Int64},
    "judged_gender": {
        **{"entity_key": pl.Int64, "gender": pl.String, "gender_source": pl.String},
        "gender_share": pl.Float64,
    },
    "resolved_statement": {
        "quote_key": pl.Int64,
        "statement_id": pl.String,
        "statement_text": pl.String,
        "match_score": pl.Float64,
    },
    "resolved_story": {"article_key": pl.Int64, "story_id": pl.String, "story_name": pl.String},
}
# Statements that make temporary tables which others read.
TABLE_MAKERS = (
    "load/assign_versions.sql",
    "load/find_known_articles.sql",
    "load/split_versions.sql",
    "load/merge_ledger.sql",
    "load/merge_resolution.sql",
    "load/list_borne_names.sql",
    "judge/replace_blocks.sql",
    "judge/start_names.sql",
    "judge/choose_names.sql",
    "judge/touch_entities.sql",
)
_ORDERED = re.compile(r"order by[^)]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Key:
    """A surrogate key, by the natural key it is the hash of."""

    natural_key: str


@dataclass(frozen=True)
class Case:
    """One case of one statement."""

    statement: str
    case: str
    given: dict[str, list[Row]] = field(default_factory=dict)
    expect: dict[str, list[Row]] = field(default_factory=dict)
    variables: Row = field(default_factory=dict)
    parameters: Row = field(default_factory=dict)
    cleared: list[str] = field(default_factory=list)


class _Loader(yaml.SafeLoader):
    pass


def _construct_key(loader: yaml.SafeLoader, node: yaml.Node) -> Key:
    assert isinstance(node, yaml.ScalarNode)
    return Key(str(loader.construct_scalar(node)))


_Loader.add_constructor("!key", _construct_key)


def list_case_files() -> list[Path]:
    """Every file of cases."""
    return sorted(FOLDER.glob("*/*.yaml"))


def read_cases() -> Iterator[Case]:
    """Every case of every file."""
    for path in list_case_files():
        # The loader is a SafeLoader with one more tag.
        for fields in yaml.load(path.read_text("utf-8"), _Loader):  # noqa: S506
            yield Case(statement=f"{path.parent.name}/{path.stem}.sql", **fields)


def create_warehouse() -> duckdb.DuckDBPyConnection:
    """An empty warehouse in memory, with the special members of its dimensions and the temporary tables of a load."""
    con = duckdb.connect(config={"threads": 1})
    con.execute("set TimeZone = 'UTC'")
    con.begin()
    create_schema(con)
    con.execute(sql.read_statement("load/insert_special_members.sql"))
    con.execute("set variable run_key = 0; set variable run_started_at = '2024-01-01'::timestamp")
    con.execute("set variable resolver_version = '1'; set variable slice_number = 1; set variable slice_articles = 100")
    for name, columns in FRAMES.items():
        con.register(name, pl.DataFrame(schema=columns))
    for name in TABLE_MAKERS:  # of empty staging tables and frames they make empty tables
        con.execute(sql.read_statement(name))
    con.commit()
    return con


def check_case(con: duckdb.DuckDBPyConnection, case: Case) -> None:
    """Carry out a case in a transaction that is rolled back. Raises AssertionError where it comes out differently."""
    frames: list[str] = []
    con.begin()
    try:
        for name, value in (VARIABLES | case.variables).items():
            con.execute(f"set variable {name} = ?", [_settle(con, value)])
        con.execute("set variable run_started_at = getvariable('run_started_at')::timestamp")
        for table in case.cleared:
            con.execute(f"truncate {table}")
        for table, rows in case.given.items():
            if not _put_rows(con, table, [_settle(con, row) for row in rows]):
                frames.append(table)
        if "rows" in case.expect:
            text = read_audit(case.statement)
            parameters = _settle(con, case.parameters) or None
            found = con.execute(text, parameters) if parameters else con.execute(text)
            _compare(con, found, case.expect["rows"], bool(_ORDERED.search(text)))
        elif not case.statement.startswith("mart/"):
            for _ in range(2 if REPEATABLE.match(case.statement.partition("/")[2]) else 1):
                con.execute(sql.read_statement(case.statement))
        for table, rows in case.expect.items():
            if table != "rows":
                found = con.execute(f"select * from {table}{_leave_out_members(case, table)}")
                _compare(con, found, rows, ordered=False)
    finally:
        con.rollback()
        for frame in frames:
            con.unregister(frame)


def _put_rows(con: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> bool:
    """Put rows into a table; where it is a frame of Python's, register it and say False."""
    if "." not in table and not con.execute("from duckdb_tables() where table_name = ?", [table]).fetchone():
        con.register(table, pl.DataFrame(rows, schema=FRAMES.get(table), infer_schema_length=None))
        return False
    if rows:
        columns = list(dict.fromkeys(column for row in rows for column in row))
        marks = ", ".join(f"({', '.join('?' * len(columns))})" for _ in rows)
        values = [row.get(column) for row in rows for column in columns]
        con.execute(f"insert into {table} ({', '.join(columns)}) values {marks}", values)
    return True


def _compare(
    con: duckdb.DuckDBPyConnection, found: duckdb.DuckDBPyConnection, expected: list[Row], ordered: bool
) -> None:
    columns = list(dict.fromkeys(column for row in expected for column in row))
    names = [name for name, *_ in found.description or ()]
    places = [names.index(column) for column in columns]
    rows = [tuple(_smooth(row[place]) for place in places) for row in found.fetchall()]
    wanted = [tuple(_smooth(_settle(con, row.get(column))) for column in columns) for row in expected]
    if not ordered:
        rows, wanted = sorted(rows, key=repr), sorted(wanted, key=repr)
    assert rows == wanted, f"\ncolumns  {columns}\nfound    {rows}\nexpected {wanted}"


def _smooth(value: Any) -> Any:
    return round(value, 9) if isinstance(value, float) else value


def _settle(con: duckdb.DuckDBPyConnection, value: Any) -> Any:
    if isinstance(value, Key):
        found = con.execute("select key_of(?)", [value.natural_key]).fetchone()
        return found[0] if found else None
    if isinstance(value, dict):
        return {name: _settle(con, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_settle(con, inner) for inner in value]
    return value


def _leave_out_members(case: Case, table: str) -> str:
    if not table.startswith("core.dim_") or table in case.cleared:
        return ""
    key = table.removeprefix("core.dim_") + "_key"
    return f" where {key} not in (-1, -2)"
