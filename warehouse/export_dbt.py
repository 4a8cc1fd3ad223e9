"""The views of the mart as a source of dbt: a file of YAML with every description and the tests that hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sql
from warehouse.export import ROW_KEYS
from warehouse.support.replacing import draft_file

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

SOURCE = "quotehouse"
HEADER = """\
# The views of a Quotehouse warehouse as a source of dbt: {{{{ source('quotehouse', 'quotes') }}}}
# Written by `quotehouse export --dbt`; write it again after an upgrade.
# A profile that reads the warehouse and writes beside it (profiles.yml, with dbt-duckdb):
#
#   quotehouse:
#     target: dev
#     outputs:
#       dev:
#         type: duckdb
#         path: analysis.duckdb
#         attach:
#           - {{path: {path}, alias: quotehouse, read_only: true}}
"""


def export_dbt(con: duckdb.DuckDBPyConnection, file: Path, warehouse: str) -> int:
    """Write the sources file; returns how many views it has. `warehouse` is where dbt finds the warehouse.

    Raises WarehouseError where the file cannot be written.
    """
    import yaml

    tables = list_sources(con)
    content = {
        "version": 2,
        "sources": [
            {
                "name": SOURCE,
                "description": "Who said what, to whom, in which article, and how each outlet told it.",
                "database": SOURCE,
                "schema": "mart",
                "tables": tables,
            }
        ],
    }
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
    with draft_file(file) as draft:
        draft.write_text(HEADER.format(path=warehouse) + text, "utf-8")
    return len(tables)


def list_sources(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The views of the mart as dbt describes tables: name, description, columns with type, description and tests."""
    tables: dict[str, dict[str, Any]] = {}
    for name, column, kind, comment, _ in con.execute(sql.read_statement("export/select_comments.sql")).fetchall():
        if column is None:
            tables[name] = {"name": name, "description": comment or "", "columns": []}
        else:
            tables[name]["columns"].append({"name": column, "description": comment or "", "data_type": kind.lower()})
    for name, table in tables.items():
        for column in table["columns"]:
            if column["name"] == ROW_KEYS.get(f"mart.{name}"):
                column["data_tests"] = ["unique", "not_null"]
    return list(tables.values())
