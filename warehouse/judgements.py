"""What people decide about names, and the authority file: kept apart from facts and from what rules derive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

import sql
from warehouse.loading.affected_names import touch_decided
from warehouse.support.values import read_frame, set_variables

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

HUMAN_RUN_KEY = -2  # for rows that a person's command wrote and no run


def list_judgements(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Judgements of people, the earliest first: the columns of core.judgement."""
    return read_frame(con.sql(sql.read_statement("judge/select_judgements.sql")))


def add_judgements(con: duckdb.DuckDBPyConnection, judgements: pl.DataFrame) -> int:
    """Add judgements (verdict, entity_type, entity_name, other_entity_type, other_entity_name, decided_by, decided_at)
    and count those that are new. Of two on the same names the later one stands.
    """
    before = list_judgements(con)
    con.register("new_judgement", judgements)
    try:
        con.execute(sql.read_statement("judge/merge_judgements.sql"))
    finally:
        con.unregister("new_judgement")
    added = list_judgements(con).join(before, on="judgement_key", how="anti")
    touch_decided(con, _list_judged_names(added))
    return added.height


def find_last_judgement(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The judgements of the last command, one for each pair of names; none where there is none."""
    found = list_judgements(con).to_dicts()
    return [row for row in found if row["decided_at"] == found[-1]["decided_at"]]


def undo_judgements(con: duckdb.DuckDBPyConnection, decided_at: datetime) -> None:
    """Undo the judgements of a moment: what they put in place is removed, and what they had retired holds again.

    Resolution must follow, because facts may have changed since.
    """
    touch_decided(con, _list_judged_names(list_judgements(con).filter(decided_at=decided_at)))
    set_variables(con, decided_at=decided_at)
    con.execute(sql.read_statement("judge/undo_judgements.sql"))


def list_authority(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Entities of the authority file: the columns of core.authority."""
    return read_frame(con.sql("from core.authority order by all"))


def replace_authority(con: duckdb.DuckDBPyConnection, authority: pl.DataFrame | None) -> bool:
    """Replace the entities of the authority file (None: no file); tell whether they differ from those before."""
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
    con.register("new_authority", now)
    try:
        con.execute("insert into core.authority by name select * from new_authority")
    finally:
        con.unregister("new_authority")
    return True


def set_moment(con: duckdb.DuckDBPyConnection, moment: datetime) -> None:
    """Tell the statements of resolution that a person's command runs, and when."""
    set_variables(con, run_key=HUMAN_RUN_KEY, run_started_at=moment)


def _list_judged_names(judgements: pl.DataFrame) -> pl.DataFrame:
    """Both names of each judgement: entity_type, entity_name."""
    others = judgements.select(entity_type="other_entity_type", entity_name="other_entity_name")
    return pl.concat([judgements.select("entity_type", "entity_name"), others])
