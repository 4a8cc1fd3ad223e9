"""The staging schema and how much memory it may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.expectations.staged_frames import make_frames
from warehouse.loading import staging
from warehouse.loading.staging import Spool, bound_cache, stage_frames
from warehouse.schema.catalog import read_schemas
from warehouse.support.values import read_frame

if TYPE_CHECKING:
    from pathlib import Path

LARGE = "create or replace temp table large as select md5(range::varchar) as text from range(700_000)"


def test_the_cache_is_bounded_for_the_block_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "LOOKUP_MEMORY", "16MB")
    with duckdb.connect(str(tmp_path / "build.duckdb")) as con:
        con.execute("set temp_directory = ''")  # nowhere to spill to, so that the bound shows
        with bound_cache(con), pytest.raises(duckdb.OutOfMemoryException):
            con.execute(LARGE)
        con.execute(LARGE)


def test_spooled_frames_are_staged_as_they_are_and_in_their_order(
    build: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    frames = {table: frame for table, frame in make_frames(30, 3, 4).items() if table in read_schemas()}
    spool = Spool(tmp_path / "the [editor]'s *home*?" / "spool")
    for place in range(0, 30, 10):
        keys = frames["articles"]["content_hash"][place : place + 10]
        spool.add(
            {table: frame.filter(pl.col("content_hash").is_in(keys.implode())) for table, frame in frames.items()}
        )
    spool.add({table: frame.clear() for table, frame in frames.items()})
    spool.stage(build)
    assert frames["quotes"].height == 120
    for table, frame in frames.items():
        staged = read_frame(build.sql(f"select * from staging.{table}"))
        assert_frame_equal(staged.select(frame.columns), frame)
    assert not spool.folder.exists()


def test_frames_of_many_small_batches_are_staged(build: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    whole = make_frames(500, 1, 12)["quotes"]
    frame = pl.concat([whole[place : place + 12] for place in range(0, whole.height, 12)], rechunk=False)
    assert frame.n_chunks() == 500
    spool = Spool(tmp_path / "spool")
    with bound_cache(build):
        spool.add({"quotes": frame})
    spool.stage(build)
    (count,) = build.execute("select count(*) from staging.quotes").fetchone() or (0,)
    assert count == whole.height


def test_what_a_killed_run_spooled_is_gone(build: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    Spool(tmp_path / "spool").add({"articles": make_frames(2, 1, 1)["articles"]})
    Spool(tmp_path / "spool").stage(build)
    assert build.execute("select count(*) from staging.articles").fetchone() == (0,)


def test_only_staging_tables_take_frames(build: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no staging table 'letters'"):
        Spool(tmp_path / "spool").add({"letters": pl.DataFrame({"text": ["a"]})})
    with pytest.raises(ValueError, match="no staging table 'letters'"):
        stage_frames(build, {"letters": pl.DataFrame({"text": ["a"]})})
