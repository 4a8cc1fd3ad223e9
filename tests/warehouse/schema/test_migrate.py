"""A warehouse of every released schema, with rows in it, goes forward to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.warehouse.conftest import load_staged as load_next
from tests.warehouse.conftest import make_article, stage_articles, start_run
from tests.warehouse.generate_release import SCHEMAS, fill_warehouse, list_releases, read_manifest, restore_release
from warehouse.build import open_build
from warehouse.compare import compare_warehouses
from warehouse.export import read_columns
from warehouse.home import open_home
from warehouse.schema.catalog import create_schema
from warehouse.schema.migrate import list_migrations

if TYPE_CHECKING:
    from pathlib import Path

RELEASES = [pytest.param(path, id=path.name) for path in list_releases()]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build file of a warehouse that this release made from the articles of the fixtures."""
    home = open_home(tmp_path_factory.mktemp("fresh"))
    con = open_build(home)
    fill_warehouse(con)
    con.close()
    return home.build


def read_descriptions(con: duckdb.DuckDBPyConnection) -> set[tuple[str, ...]]:
    """Every table, view and column with its type and comment. Migrations add columns at the end: order is left out."""
    found = con.execute(
        """
        select schema_name, table_name, column_name, data_type, comment from duckdb_columns() where not internal
        union all
        select schema_name, table_name, '', '', comment from duckdb_tables() where not internal
        union all
        select schema_name, view_name, '', '', comment from duckdb_views() where not internal
        """
    ).fetchall()
    return {row for row in found if row[0] != "main"}


@pytest.mark.parametrize("release", RELEASES)
def test_released_warehouse_goes_forward_with_its_rows(release: Path, fresh: Path, tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    restore_release(release, home.build)
    con = open_build(home)
    with duckdb.connect(str(fresh), read_only=True) as other:
        assert read_descriptions(con) == read_descriptions(other)
    con.close()
    found = compare_warehouses(home.build, fresh)
    assert found.filter(~found["is_equal"]).to_dicts() == []
    assert found.filter(found["table_name"] == "core.fact_quote")["row_count_a"].to_list() == [4]


@pytest.mark.parametrize("release", RELEASES)
def test_released_warehouse_takes_the_next_run(release: Path, tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    restore_release(release, home.build)
    con = open_build(home)
    run = start_run(con)
    con.begin()
    stage_articles(con, [make_article("c.html", "Carl said it thaws"), make_article("e.txt", "Eva said it rains")])
    assert load_next(con, run).to_dicts() == []
    con.commit()
    assert con.execute("select count(*) from mart.articles where is_current").fetchone() == (4,)
    con.close()


@pytest.mark.parametrize("release", RELEASES)
def test_released_tables_change_by_migrations_alone(release: Path) -> None:
    """CREATE TABLE IF NOT EXISTS leaves existing tables as they are: a change of sql/schema alone changes none."""
    number = read_manifest(release)["schema_version"]
    if any(migration.number > number for migration in list_migrations()):
        return  # the migrations are tested by what they make of the rows
    with duckdb.connect() as con:
        create_schema(con)
        now = read_columns(con)
    changed = {
        table["name"]: {
            "released": [(column["name"], column["type"]) for column in table["columns"]],
            "sql/schema": now.get(table["name"]),
        }
        for table in read_manifest(release)["tables"]
        if [(column["name"], column["type"]) for column in table["columns"]] != now.get(table["name"])
    }
    assert changed == {}, (
        f"These tables differ from those of release {number:04d}, and warehouses out there have the released ones. "
        f"Write a migration (sql/migrations/{number + 1:04d}_....sql). Only if release {number:04d} was never "
        f"published: remove {release.name}/ and write it anew (python -m tests.warehouse.generate_release)."
    )


def test_the_first_release_is_kept() -> None:
    assert [path.name for path in list_releases()][:1] == ["0000"]
    for release in list_releases():
        held = {table["name"]: table["row_count"] for table in read_manifest(release)["tables"]}
        assert [name for name, count in held.items() if count == 0 and name != "meta.migration"] == []
        assert {name.partition(".")[0] for name in held} == set(SCHEMAS)


def test_views_of_an_earlier_release_go(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    with open_build(home) as con:
        con.execute("create view mart.bygone as select 1 as one")
    with open_build(home) as con:
        assert con.execute("select count(*) from duckdb_views() where view_name = 'bygone'").fetchone() == (0,)


def test_staging_tables_are_always_those_of_this_release(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    with open_build(home) as con:
        con.execute("alter table staging.quotes drop column cue")
    with open_build(home) as con:
        assert "cue" in con.sql("from staging.quotes").columns
