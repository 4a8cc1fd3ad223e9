"""The desk over a lake."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from desk.application import make_application
from desk.library import Library
from desk.safety import Settings
from tests.postgres import serve_postgres
from warehouse.backends.find import attach_published, find_backend
from warehouse.build import open_build
from warehouse.home import LAKE_PREFIX, Home, Lake, open_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def lake_home(desk_home: Home, tmp_path: Path) -> Iterator[Home]:
    """A home whose warehouse is a lake that holds the sample articles."""
    with serve_postgres() as create:
        home = open_home(tmp_path / "home", Lake(LAKE_PREFIX + create(), str(tmp_path / "parquet")))
        backend = find_backend(home)
        with closing(open_build(home)) as con:
            attach_published(con, desk_home.published, "file")
            tables = con.execute(
                "select schema_name || '.' || table_name, estimated_size from duckdb_tables() "
                "where database_name = 'file' and schema_name in ('core', 'meta')"
            ).fetchall()
            with backend.hold_writing(con), backend.write(con, lambda: "samples"):
                for table, size in tables:
                    if size:
                        con.execute(f"delete from {table}")
                        con.execute(f"insert into {table} by name from file.{table}")
        yield home


def test_the_desk_reads_a_lake(lake_home: Home, client: TestClient) -> None:
    of_file = {path: client.get(path).json() for path in ("/search.json?q=the", "/front.json")}
    library = Library(lake_home)
    library.refresh()
    try:
        of_lake = TestClient(make_application(library, Settings()), base_url="http://localhost:8642")
        found = of_lake.get("/search.json?q=the").json()
        assert found["count"] == of_file["/search.json?q=the"]["count"]
        assert of_lake.get("/front.json").json()["totals"] == of_file["/front.json"]["totals"]
        row = found["rows"][0]
        for path in (f"/article/{row['article_key']}", f"/story/{row['story_key']}", "/counts"):
            assert of_lake.get(path).status_code == 200, path
        asked = of_lake.get("/sql.json", params={"sql": "select count(*) as n from mart.quotes"}).json()
        assert asked["rows"] == [{"n": of_file["/front.json"]["totals"]["quote_count"]}]
        assert "quotes" in asked["views"]
        assert library.refresh() is False
    finally:
        library.close()
