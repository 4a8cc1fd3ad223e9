"""The staging schema and how much memory it may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from tests.expectations.staged_frames import make_frames
from warehouse import staging
from warehouse.staging import bound_cache, stage_frames

if TYPE_CHECKING:
    from pathlib import Path

LARGE = "create or replace temp table large as select md5(range::varchar) as text from range(700_000)"


def test_the_cache_is_bounded_for_the_block_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "STAGING_MEMORY", "16MB")
    with duckdb.connect(str(tmp_path / "build.duckdb")) as con:
        con.execute("set temp_directory = ''")  # nowhere to spill to, so that the bound shows
        with bound_cache(con), pytest.raises(duckdb.OutOfMemoryException):
            con.execute(LARGE)
        con.execute(LARGE)


def test_frames_of_many_small_batches_are_staged_within_the_bound(build: duckdb.DuckDBPyConnection) -> None:
    whole = make_frames(500, 1, 12)["quotes"]
    frame = pl.concat([whole[place : place + 12] for place in range(0, whole.height, 12)], rechunk=False)
    assert frame.n_chunks() == 500
    build.execute("set threads = 2")  # with one nothing is held back
    with bound_cache(build):
        stage_frames(build, {"quotes": frame})
    (count,) = build.execute("select count(*) from staging.quotes").fetchone() or (0,)
    assert count == whole.height
