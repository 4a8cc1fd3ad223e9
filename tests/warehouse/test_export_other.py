"""Exports for SQLite and dbt."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.warehouse.conftest import make_article
from warehouse.errors import WarehouseError
from warehouse.export import ROW_KEYS, read_columns
from warehouse.export_dbt import export_dbt, list_sources
from warehouse.export_sqlite import export_sqlite

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


@pytest.fixture
def filled(build: duckdb.DuckDBPyConnection, load: Any) -> duckdb.DuckDBPyConnection:
    load(
        make_article("a.txt", "Anna said it rains", outlet_name="Post", published_on=date(2024, 3, 1)),
        make_article("b.txt", 'Bert said "it, snows"', published_on=date(2024, 4, 1)),
        make_article("c.txt", "Carl said the café closes"),
    )
    return build


def ask(file: Path, text: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as con:
        return con.execute(text).fetchall()


def test_sqlite_has_every_row_with_keys_and_types(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file = tmp_path / "news.sqlite"
    counts = export_sqlite(filled, file)
    for name, count in counts.items():
        assert ask(file, f"select count(*) from {name.removeprefix('mart.')}") == [(count,)]
        assert filled.execute(f"select count(*) from {name}").fetchone() == (count,)
    assert counts["mart.quotes"] == 3
    assert "mart.comentions" not in counts
    keys = filled.execute("select quote_key from mart.quotes order by 1").fetchall()
    assert ask(file, "select quote_key from quotes order by 1") == keys
    assert ask(file, "select typeof(published_on), published_on from articles where source_path = 'a.txt'") == [
        ("text", "2024-03-01")
    ]
    ((fragments,),) = ask(file, "select fragments from quotes limit 1")
    assert "raw_start" in json.loads(fragments)[0]
    leads_to = {(row[3], row[2]) for row in ask(file, "pragma foreign_key_list(quotes)")}
    assert {
        ("article_key", "articles"),
        ("speaker_entity_key", "entities"),
        ("statement_key", "statements"),
    } <= leads_to
    assert ask(file, "pragma foreign_key_check(quotes)") == []
    assert ask(file, "pragma integrity_check") == [("ok",)]


def test_sqlite_finds_words_in_any_form_and_without_accents(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file = tmp_path / "news.sqlite"
    export_sqlite(filled, file)
    for table, key in (("quotes", "quote_key"), ("article_texts", "article_key")):
        found = f"select count(*) from {table}_fts join {table} on {key} = {table}_fts.rowid where {table}_fts match "
        assert ask(file, found + "'raining OR cafe'") == [(2,)]
        assert ask(file, found + "'hail'") == [(0,)]
    (declared,) = ask(file, "select sql from sqlite_master where name = 'quotes_fts'")[0]
    assert 'content="quotes"' in declared  # by which Datasette knows it


def test_sqlite_of_some_tables(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file = tmp_path / "news.sqlite"
    export_sqlite(filled, file, ["core.fact_quote", "stories"])
    names = {name for (name,) in ask(file, "select name from sqlite_master where type = 'table'")}
    assert names >= {"core_fact_quote", "stories"}
    assert "quotes_fts" not in names


def test_sqlite_replaces_an_export_and_nothing_else(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    file = folder / "news.sqlite"
    export_sqlite(filled, file)
    export_sqlite(filled, file)
    other = folder / "mine.sqlite"
    with closing(sqlite3.connect(other)) as con:
        con.execute("create table mine (a)")
        con.commit()
    text = folder / "notes.txt"
    text.write_text("mine", "utf-8")
    for place in (other, text):
        before = place.read_bytes()
        with pytest.raises(WarehouseError, match="is not an export of quotehouse"):
            export_sqlite(filled, place)
        assert place.read_bytes() == before
    with pytest.raises(WarehouseError, match="cannot be written"):
        export_sqlite(filled, tmp_path / "nowhere" / "news.sqlite")
    assert sorted(path.name for path in folder.iterdir()) == ["mine.sqlite", "news.sqlite", "notes.txt"]


def test_row_keys_are_keys_of_rows(filled: duckdb.DuckDBPyConnection) -> None:
    columns = read_columns(filled)
    for view, key in ROW_KEYS.items():
        assert key == columns[view][0][0]
        counted = filled.execute(f"select count(*), count(distinct {key}) from {view}").fetchone()
        assert counted is not None
        assert counted[0] == counted[1] > 0, view


def test_dbt_sources_describe_every_view(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file = tmp_path / "sources.yml"
    count = export_dbt(filled, file, "/srv/data/warehouse.duckdb")
    content = yaml.safe_load(file.read_text("utf-8"))
    (source,) = content["sources"]
    assert (source["name"], source["database"], source["schema"]) == ("quotehouse", "quotehouse", "mart")
    assert source["tables"] == list_sources(filled)
    assert len(source["tables"]) == count
    known = {name: [column for column, _ in columns] for name, columns in read_columns(filled).items()}
    assert {f"mart.{table['name']}": [c["name"] for c in table["columns"]] for table in source["tables"]} == {
        name: columns for name, columns in known.items() if name.startswith("mart.")
    }
    assert all(table["description"] and all(c["description"] for c in table["columns"]) for table in source["tables"])
    quotes = next(table for table in source["tables"] if table["name"] == "quotes")
    assert quotes["columns"][0]["data_tests"] == ["unique", "not_null"]
    assert "path: /srv/data/warehouse.duckdb" in file.read_text("utf-8")
