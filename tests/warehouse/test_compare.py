"""Two warehouses, table by table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tests.warehouse.conftest import load_staged, make_article, stage_articles, start_run
from warehouse.build import open_build
from warehouse.compare import compare_warehouses, list_differences
from warehouse.errors import WarehouseError
from warehouse.home import open_home

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def build_warehouse(folder: Path, loads: Sequence[Sequence[dict[str, Any]]]) -> Path:
    home = open_home(folder)
    con = open_build(home)
    for articles in loads:
        run = start_run(con)
        con.begin()
        stage_articles(con, articles)
        load_staged(con, run)
        con.commit()
    con.close()
    return home.build


def test_same_articles_in_other_runs_are_equal(tmp_path: Path) -> None:
    rain, snow = make_article("a.txt", "Anna said it rains"), make_article("b.txt", "Bert said it snows")
    one = build_warehouse(tmp_path / "one", [[rain, snow]])
    two = build_warehouse(tmp_path / "two", [[rain], [snow]])
    found = compare_warehouses(one, two)
    assert found.filter(~found["is_equal"]).to_dicts() == []
    assert {"core.fact_quote", "mart.quotes"} <= set(found["table_name"])
    counts = found.filter(found["table_name"] == "mart.quotes").to_dicts()[0]
    assert (counts["row_count_a"], counts["row_count_b"], counts["both_count"]) == (2, 2, 2)


def test_differing_rows_are_counted_and_shown(tmp_path: Path) -> None:
    rain = make_article("a.txt", "Anna said it rains")
    one = build_warehouse(tmp_path / "one", [[rain]])
    two = build_warehouse(tmp_path / "two", [[rain, make_article("b.txt", "Bert said it snows")]])
    found = {row["table_name"]: row for row in compare_warehouses(one, two, ["quotes", "core.dim_cue"]).to_dicts()}
    quotes = found["mart.quotes"]
    assert (quotes["is_equal"], quotes["both_count"], quotes["only_a_count"], quotes["only_b_count"]) == (
        False,
        1,
        0,
        1,
    )
    assert found["core.dim_cue"]["is_equal"]
    rows = list_differences(one, two, "quotes").to_dicts()
    assert [(row["found_in"], row["quote_text"]) for row in rows] == [("b", "it snows")]


def test_tables_and_columns_of_one_alone_are_said(tmp_path: Path) -> None:
    rain = make_article("a.txt", "Anna said it rains")
    one = build_warehouse(tmp_path / "one", [[rain]])
    two = build_warehouse(tmp_path / "two", [[rain]])
    with duckdb.connect(str(two)) as con:
        con.execute("alter table core.dim_outlet add column mood varchar")
        con.execute("create table core.dim_mood (mood varchar)")
    notes = {row["table_name"]: row["note"] for row in compare_warehouses(one, two, ["core"]).to_dicts() if row["note"]}
    assert notes == {"core.dim_outlet": "only in b: mood", "core.dim_mood": "core.dim_mood is missing in a"}


def test_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"no warehouse file .*gone\.duckdb"):
        compare_warehouses(tmp_path / "gone.duckdb", tmp_path / "gone.duckdb")


def test_judgements_that_no_longer_hold_are_compared_where_asked(tmp_path: Path) -> None:
    rain = make_article("a.txt", "Anna said it rains")
    one = build_warehouse(tmp_path / "one", [[rain]])
    two = build_warehouse(tmp_path / "two", [[rain]])
    with duckdb.connect(str(two)) as con:
        con.execute("insert into core.dim_entity (entity_key, entity_name) values (7, 'Ann')")
        con.execute("insert into core.resolution (name_key, entity_key, retired_at) values (1, 7, '2024-05-01')")
    found = compare_warehouses(one, two)
    assert found.filter(~found["is_equal"]).to_dicts() == []
    named = compare_warehouses(one, two, ["core.resolution", "core.dim_entity"])
    assert named["only_b_count"].to_list() == [1, 1]
