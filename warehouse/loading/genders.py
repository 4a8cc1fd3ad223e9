"""Genders of persons: what they are judged on, of those that a run touched, and what was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sql
from warehouse.support.values import put_frame, read_frame

if TYPE_CHECKING:
    import duckdb
    import polars as pl


def read_gender_grounds(con: duckdb.DuckDBPyConnection) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Names and evidence of the persons of whom `load.load_names` judged something just now.

    Names: entity_key, entity_name, name_text. Evidence: entity_key, gender, gender_source, is_surname, mention_count.
    """
    con.execute(_read("touch_entities"))
    return read_frame(con.sql(_read("select_gender_names"))), read_frame(con.sql(_read("select_gender_evidence")))


def load_genders(con: duckdb.DuckDBPyConnection, genders: pl.DataFrame) -> None:
    """Write genders into the entities. `genders`: entity_key, gender, gender_source, gender_share."""
    put_frame(con, "judged_gender", genders)
    con.execute(_read("update_genders"))


def _read(statement: str) -> str:
    return sql.read_statement(f"judge/{statement}.sql")
