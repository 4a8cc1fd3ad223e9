"""What the tables of sql/schema say of their keys, and the audits that are written once for all of them.

The header of a table's file declares them:

    -- grain: article_key, raw_start; removed_span_key
    -- references: article_key core.dim_article, cue_key core.dim_cue, parent_quote_key core.fact_quote.quote_key or -2
    -- required: weight
    -- current: retired_at is null
    -- loaded_into: core.dim_article, core.fact_article

`grain` lists the sets of columns of which no two rows have the same values. `references` lists columns and the column
of another table (of the same name where none is named) that has each of their values; `or -2` where there may be none.
`required` lists other columns that are never empty, beside those of grain and references. Where only some rows of a
table can be referred to, `current` says which. `loaded_into` of a staging table lists the tables that take its rows;
their columns describe those of the same name that it does not describe itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import sql
from terms.states import STAGED_TABLES
from warehouse.schema.catalog import TABLE_SCHEMAS


@dataclass(frozen=True)
class Reference:
    """A column whose values are all in a column of another table."""

    column: str
    table: str
    table_column: str
    is_optional: bool


@dataclass(frozen=True)
class TableKeys:
    """What a table declares of its keys."""

    table: str
    grains: tuple[tuple[str, ...], ...]
    references: tuple[Reference, ...]
    required: tuple[str, ...]
    current: str | None


@cache
def read_keys() -> tuple[TableKeys, ...]:
    """Keys of every table outside staging."""
    names = [name for schema in TABLE_SCHEMAS for name in sql.list_statements(f"schema/{schema}")]
    return tuple(_read_table(name) for name in names)


def _read_table(name: str) -> TableKeys:
    header = sql.read_header(name)
    grains = tuple(tuple(_split(grain)) for grain in _split(header.get("grain", ""), ";"))
    references = tuple(_read_reference(part) for part in _split(header.get("references", "")))
    required = [column for grain in grains for column in grain]
    required += [reference.column for reference in references]
    required += _split(header.get("required", ""))
    return TableKeys(
        table=name.removeprefix("schema/").removesuffix(".sql").replace("/", "."),
        grains=grains,
        references=references,
        required=tuple(dict.fromkeys(required)),
        current=header.get("current"),
    )


def _read_reference(text: str) -> Reference:
    column, target, *rest = text.split()
    schema, table, *target_column = target.split(".")
    return Reference(column, f"{schema}.{table}", target_column[0] if target_column else column, rest == ["or", "-2"])


def _split(text: str, mark: str = ",") -> list[str]:
    return [part.strip() for part in text.split(mark) if part.strip()]


def list_loaded_into(staged: str) -> list[str]:
    """Tables that take the rows of a staging table; none where its rows only steer the load."""
    return _split(sql.read_header(f"schema/staging/{staged}.sql").get("loaded_into", ""))


def read_audit(name: str, tables: frozenset[str] | None = None) -> str:
    """The statement of the audit `name` (such as "audits/find_null_keys.sql").

    One whose header says `per: grain`, `per: reference`, `per: table` or `per: staged` is written once, and carried out
    for each of them that is declared; with `tables`, for those alone that are of these tables or refer to them.
    """
    text = sql.read_statement(name)
    per = sql.read_header(name).get("per")
    if per is None:
        return text
    return "\nunion all\n".join(text.format_map(values) for values in _list_values(per, tables))


def _list_values(per: str, changed: frozenset[str] | None) -> list[dict[str, str]]:
    if per == "staged":
        return [{"staged": table, "table": list_loaded_into(table)[0]} for table in STAGED_TABLES]
    tables = {keys.table: keys for keys in read_keys()}
    own = [(table, keys) for table, keys in tables.items() if changed is None or table in changed]
    if per == "grain":
        return [{"table": table, "columns": ", ".join(grain)} for table, keys in own for grain in keys.grains]
    if per == "table":
        return [
            {
                "table": table,
                "grain": ", ".join(keys.grains[0] if keys.grains else keys.required),
                "is_missing": " or ".join(f"{column} is null" for column in keys.required),
            }
            for table, keys in own
            if keys.required
        ]
    return [
        {
            "table": table,
            "column": reference.column,
            "target": _select_current(tables[reference.table]),
            "target_column": reference.table_column,
            "none": "-2" if reference.is_optional else "null",
        }
        for table, keys in tables.items()
        for reference in keys.references
        if changed is None or table in changed or reference.table in changed
    ]


def _select_current(keys: TableKeys) -> str:
    return f"(from {keys.table} where {keys.current})" if keys.current else keys.table
