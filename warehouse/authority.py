"""The authority file as the warehouse keeps it: known entities with their aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from warehouse.loading.affected_names import touch_decided
from warehouse.support.values import read_frame, register_frame

if TYPE_CHECKING:
    import duckdb


def list_authority(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Entities of the authority file: the columns of core.authority."""
    return read_frame(con.sql("from core.authority order by all"))


def replace_authority(con: duckdb.DuckDBPyConnection, authority: pl.DataFrame | None) -> bool:
    """Put the entities of an authority file (None: no file) in place of those before; whether they differ."""
    before = list_authority(con)
    now = before.clear() if authority is None else authority.select(before.columns)
    if before.rows() == now.sort(before.columns[:2]).rows():
        return False
    changed = pl.concat(
        [
            before.join(now, on=now.columns, how="anti", nulls_equal=True),
            now.join(before, on=now.columns, how="anti", nulls_equal=True),
        ]
    )
    aliases = changed.select("entity_type", entity_name="aliases").explode("entity_name").drop_nulls()
    touch_decided(con, pl.concat([changed.select("entity_type", "entity_name"), aliases]))
    con.execute("delete from core.authority")
    with register_frame(con, "new_authority", now):
        con.execute("insert into core.authority by name select * from new_authority")
    return True
