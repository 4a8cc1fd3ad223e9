from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import duckdb
import pytest

from warehouse.build import open_build
from warehouse.errors import WarehouseError
from warehouse.support import compacting

if TYPE_CHECKING:
    from warehouse.home import Home


def fill_and_empty(home: Home) -> None:
    with closing(open_build(home)) as con:
        con.execute("create table core.ballast as select uuid()::varchar as filling from range(500_000)")
        con.execute("checkpoint")
        con.execute("drop table core.ballast")
        con.execute("checkpoint")


def describe(home: Home) -> dict[str, object]:
    with duckdb.connect(str(home.build), read_only=True) as con:
        return {
            query: con.execute(query).fetchall()
            for query in (
                "select schema_name, table_name, comment, estimated_size from duckdb_tables() order by all",
                "select schema_name, view_name, comment from duckdb_views() where not internal order by all",
                "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() "
                "where not internal order by all",
                "select * from core.dim_date order by all",
            )
        }


def test_room_of_deleted_rows_is_given_back_and_nothing_else_changes(home: Home) -> None:
    fill_and_empty(home)
    with closing(open_build(home)) as con:
        assert compacting.measure_free_share(con) > compacting.WORTHWHILE_SHARE
    held = describe(home)
    before, after = compacting.compact_build(home)
    assert after < before / 2
    assert home.build.stat().st_size == after
    assert describe(home) == held
    with closing(open_build(home)) as con:
        assert not compacting.is_worthwhile(compacting.measure_free_share(con), after)
    assert not home.build.with_name("build.compact.duckdb").exists()


def test_copy_that_lost_rows_is_not_used(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_and_empty(home)
    before = home.build.read_bytes()

    def lose(_: object) -> None:
        raise WarehouseError("The copy has fewer rows.")

    monkeypatch.setattr(compacting, "_compare_counts", lose)
    with pytest.raises(WarehouseError, match="fewer rows"):
        compacting.compact_build(home)
    assert home.build.read_bytes() == before
    assert not home.build.with_name("build.compact.duckdb").exists()
