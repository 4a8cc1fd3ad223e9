"""Which build file a run goes on from, for every state that it and the published file can be in (docs/operate.md)."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.warehouse.conftest import start_run
from warehouse.build import open_build
from warehouse.errors import WarehouseError
from warehouse.home import Home, open_home
from warehouse.publish import publish
from warehouse.query import open_published
from warehouse.schema.catalog import create_macros

if TYPE_CHECKING:
    from pathlib import Path

RUNS = "select coalesce(max(run_number), 0) from meta.run"


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory, empty_build: Path) -> dict[str, Path]:
    """Build files after one run (older), two (equal) and three (newer) of a warehouse, and such as are none of it."""
    folder = tmp_path_factory.mktemp("states")
    files = {name: folder / f"{name}.duckdb" for name in ("older", "equal", "newer", "other", "strange", "damaged")}
    for names in (("older", "equal", "newer"), ("other",)):
        shutil.copyfile(empty_build, folder / "build.duckdb")
        for name in names:
            with duckdb.connect(str(folder / "build.duckdb")) as con:
                con.execute("set TimeZone = 'UTC'")
                create_macros(con)
                start_run(con)
            shutil.copyfile(folder / "build.duckdb", files[name])
    with duckdb.connect(str(files["strange"])) as con:
        con.execute("create table recipe as select 1 as egg_count")
    files["damaged"].write_bytes(b"no database" * 10_000)
    return files


# The newest run that a run finds, of those that the file of two runs (equal) and others hold; None: it is refused.
CASES: dict[tuple[str, str], int | None] = {
    ("absent", "absent"): 0,
    ("absent", "damaged"): None,
    ("absent", "strange"): 0,
    ("absent", "equal"): 2,
    ("damaged", "absent"): 0,
    ("damaged", "damaged"): None,
    ("damaged", "strange"): 0,
    ("damaged", "equal"): 2,
    ("strange", "absent"): 0,
    ("strange", "damaged"): 0,
    ("strange", "strange"): 0,
    ("strange", "equal"): 2,
    ("older", "absent"): 1,
    ("older", "damaged"): 1,
    ("older", "strange"): 1,
    ("older", "equal"): 2,
    ("equal", "absent"): 2,
    ("equal", "damaged"): 2,
    ("equal", "strange"): 2,
    ("equal", "equal"): 2,
    ("newer", "absent"): 3,
    ("newer", "damaged"): 3,
    ("newer", "strange"): 3,
    ("newer", "equal"): 3,
    ("other", "equal"): 2,
    ("equal", "other"): 1,
}


@pytest.mark.parametrize(("build", "published"), CASES)
def test_a_run_goes_on_from_what_descends_from_what_is_published(
    tmp_path: Path, states: dict[str, Path], build: str, published: str
) -> None:
    home = open_home(tmp_path / "home")
    for state, target in ((build, home.build), (published, home.published)):
        if state != "absent":
            shutil.copyfile(states[state], target)
    before = {path.read_bytes() for path in (home.build, home.published) if path.exists()}
    said: list[str] = []
    expected = CASES[build, published]
    if expected is None:
        with pytest.raises(WarehouseError):
            open_build(home, say=said.append)
    else:
        con = open_build(home, say=said.append)
        assert con.execute(RUNS).fetchone() == (expected,)
        publish(con, home)
        with open_published(home) as reader:
            assert reader.execute(RUNS).fetchone() == (expected,)
    # What was there is still there, where it was or aside; and what was set aside was said.
    aside = [path for path in home.path.glob("*.duckdb") if "-" in path.name]
    assert len(said) == len(aside) or expected is None
    unusable = {states[name].read_bytes() for name in {build, published} & {"damaged", "strange"}}
    kept = {path.read_bytes() for path in home.path.glob("*.duckdb")}
    assert {content for content in before & unusable if content not in kept} == set() or build == "absent"


def test_a_file_of_a_newer_release_is_neither_read_nor_written(home: Home, build: duckdb.DuckDBPyConnection) -> None:
    build.execute("insert into meta.migration values (9999, '9999_later.sql', current_timestamp::timestamp)")
    publish(build, home)
    with pytest.raises(WarehouseError, match="newer release"):
        open_published(home)
    with pytest.raises(WarehouseError, match="newer release"):
        open_build(home)
