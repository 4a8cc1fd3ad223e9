"""Exports: the same bytes for the same rows, whole or not at all."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from tests.warehouse.conftest import make_article
from warehouse.errors import WarehouseError
from warehouse.export import FORMATS, MANIFEST, export_tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def filled(build: duckdb.DuckDBPyConnection, load: Any) -> duckdb.DuckDBPyConnection:
    load(
        make_article(
            "a.txt", "Anna said it rains", outlet_name="Post", published_on=date(2024, 3, 1), author_names=["B"]
        ),
        make_article("b.txt", 'Bert said "it, snows"', published_on=date(2024, 4, 1)),
        make_article("c.txt", "Carl said it hails"),
    )
    build.execute(
        "insert into quarantine.record by name select 1 as quarantine_key, run_key, 'read' as stage, "
        "'\\x00\\xFF'::blob as raw_excerpt from meta.run"
    )
    return build


@pytest.mark.parametrize("file_format", FORMATS)
def test_manifest_counts_what_is_in_the_files(
    filled: duckdb.DuckDBPyConnection, tmp_path: Path, file_format: str
) -> None:
    manifest = export_tables(filled, tmp_path / "out", file_format)
    assert json.loads((tmp_path / "out" / MANIFEST).read_text()) == manifest
    tables = {table["name"]: table for table in manifest["tables"]}
    assert tables["mart.quotes"]["row_count"] == 3
    assert "mart.comentions" not in tables
    reader = {"parquet": "read_parquet", "csv": "read_csv", "json": "read_json"}[file_format]
    for table in tables.values():
        for file in table["files"]:
            path = tmp_path / "out" / file["path"]
            assert path.stat().st_size == file["byte_count"]
            if table["row_count"]:
                found = duckdb.execute(f"select count(*) from {reader}('{path}')").fetchone()
                assert found == (file["row_count"],), table["name"]


@pytest.mark.parametrize("file_format", FORMATS)
def test_same_rows_give_the_same_bytes(filled: duckdb.DuckDBPyConnection, tmp_path: Path, file_format: str) -> None:
    one = export_tables(filled, tmp_path / "one", file_format, ["core", "mart"])
    filled.execute("create temp table held as from core.fact_quote order by quote_key desc")
    filled.execute("delete from core.fact_quote")
    filled.execute("insert into core.fact_quote from held")
    two = export_tables(filled, tmp_path / "two", file_format, ["core", "mart"])
    assert one == two


def test_large_tables_are_written_by_month(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    manifest = export_tables(filled, tmp_path / "out", "csv", ["quotes", "core.fact_quote", "runs"], partition_rows=2)
    files = {
        table["name"]: [(file["path"], file["row_count"]) for file in table["files"]] for table in manifest["tables"]
    }
    months = ("2024-03", "2024-04", "unknown")
    assert files["mart.quotes"] == [(f"quotes/published_month={month}.csv", 1) for month in months]
    assert files["core.fact_quote"] == [(f"core.fact_quote/published_month={month}.csv", 1) for month in months]
    assert files["mart.runs"] == [("runs.csv", 1)]


def test_nested_values_and_blobs_are_text_in_csv(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export_tables(filled, tmp_path / "out", "csv", ["quotes", "articles", "quarantine"])
    with (tmp_path / "out" / "quotes.csv").open(encoding="utf-8", newline="") as handle:
        quotes = list(csv.DictReader(handle))
    assert {row["quote_text"] for row in quotes} == {"it rains", '"it, snows"', "it hails"}
    pieces = [json.loads(row["fragments"]) for row in quotes]
    assert all(piece[0]["raw_end"] > piece[0]["raw_start"] for piece in pieces)
    with (tmp_path / "out" / "articles.csv").open(encoding="utf-8", newline="") as handle:
        assert {row["author_names"] for row in csv.DictReader(handle)} == {'["B"]', "[]"}
    with (tmp_path / "out" / "quarantine.csv").open(encoding="utf-8", newline="") as handle:
        assert [row["raw_excerpt"] for row in csv.DictReader(handle)] == ["AP8="]


def test_parquet_keeps_types(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export_tables(filled, tmp_path / "out", "parquet", ["quotes"])
    schema = pl.read_parquet_schema(tmp_path / "out" / "quotes.parquet")
    assert schema["published_on"] == pl.Date
    assert schema["fragments"] == pl.List(pl.Struct({"raw_start": pl.Int32, "raw_end": pl.Int32}))


def test_export_replaces_an_export_and_nothing_else(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export_tables(filled, tmp_path / "out", "csv", ["quotes"])
    export_tables(filled, tmp_path / "out", "parquet", ["runs"])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [MANIFEST, "runs.parquet"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(WarehouseError, match="not an export"):
        export_tables(filled, tmp_path / "mine", "csv", ["quotes"])
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"
    assert [path.name for path in tmp_path.glob(".*.part")] == []


def test_unknown_names_are_said(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"'quots'.*quotes"):
        export_tables(filled, tmp_path / "out", "csv", ["quots"])
    with pytest.raises(WarehouseError, match="xlsx"):
        export_tables(filled, tmp_path / "out", "xlsx")
    assert not (tmp_path / "out").exists()
