from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.maintain import maintain_home, prune_logs
from pipeline.settings import Settings
from warehouse.build import open_build
from warehouse.errors import WarehouseError, WarehouseHeld
from warehouse.home import Home, open_home
from warehouse.lock import hold_warehouse
from warehouse.publish import publish

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = open_home(tmp_path / "home")
    con = open_build(home)
    con.execute("insert into meta.run (run_key, run_number, run_name, state) values (1, 1, 'run-000001', 'running')")
    con.execute("create table core.ballast as select uuid()::varchar as filling from range(1_000_000)")
    con.execute("checkpoint")
    con.execute("drop table core.ballast")
    publish(con, home)
    return home


def test_upkeep_closes_prunes_compacts_and_publishes(home: Home) -> None:
    (home.staging / "other-version" / "batch").mkdir(parents=True)
    (home.path / "build.damaged-20240501.duckdb").touch()
    before = home.published.stat().st_size
    upkeep = maintain_home(Settings(home=home.path))
    assert upkeep.closed_run_count == 1
    assert upkeep.pruned_batch_count == 1
    assert not (home.staging / "other-version").exists()
    assert upkeep.bytes_after < upkeep.bytes_before / 2
    assert upkeep.set_aside == ["build.damaged-20240501.duckdb"]
    assert home.published.stat().st_size < before / 2
    with duckdb.connect(str(home.published), read_only=True) as con:
        assert con.execute("select state from mart.runs").fetchall() == [("interrupted",)]


def test_upkeep_closes_a_killed_run_where_nothing_was_ever_published(home: Home) -> None:
    home.published.unlink()
    assert maintain_home(Settings(home=home.path), is_compaction_forced=True).closed_run_count == 1
    with duckdb.connect(str(home.build), read_only=True) as con:
        assert con.execute("select state from mart.runs").fetchall() == [("interrupted",)]
    assert not home.published.exists()


def test_compact_file_is_left_as_it_is(home: Home) -> None:
    maintain_home(Settings(home=home.path))
    again = maintain_home(Settings(home=home.path))
    assert again.bytes_before == again.bytes_after
    assert again.closed_run_count == 0


def test_run_under_way_is_not_disturbed(home: Home) -> None:
    with hold_warehouse(home, "run-000009"), pytest.raises(WarehouseHeld, match="run-000009"):
        maintain_home(Settings(home=home.path, wait_seconds=0))


def test_half_done_load_is_left_to_its_run(home: Home) -> None:
    home.base.touch()
    with pytest.raises(WarehouseError, match="carries on"):
        maintain_home(Settings(home=home.path))


def test_old_logs_go_and_the_latest_stays(tmp_path: Path) -> None:
    old = time.time() - 100 * 86_400
    for number in (1, 2, 3):
        path = tmp_path / f"run-00000{number}.jsonl"
        path.touch()
        if number != 2:
            os.utime(path, (old, old))
    assert prune_logs(tmp_path, keep_days=90) == 1
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["run-000002.jsonl", "run-000003.jsonl"]
