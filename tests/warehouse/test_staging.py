"""The staging schema and how much memory it may take."""

from __future__ import annotations

import duckdb

from warehouse.staging import bound_cache


def test_the_cache_is_bounded_for_the_block_alone() -> None:
    with duckdb.connect() as con:
        setting = "select current_setting('memory_limit')"
        before = con.execute(setting).fetchall()
        with bound_cache(con):
            assert con.execute(setting).fetchall() == [("244.1 MiB",)]
        assert con.execute(setting).fetchall() == before
