"""Versions, dimensions and facts: what a load does to the star."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import sql
from tests.warehouse.conftest import dump_core, load_staged, make_article, resolve_plainly, stage_articles, start_run
from warehouse.build import open_build
from warehouse.home import open_home
from warehouse.schema.catalog import read_schemas

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb

Load = Any


def read_versions(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute(
        "select source_path, version, is_current, identity_rule, content_hash from core.dim_article order by all"
    ).fetchall()


def test_changed_file_is_a_new_version_and_going_back_a_third(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    first, second = make_article("a.txt", "Anna said it rains"), make_article("a.txt", "Anna said it snows")
    load(first)
    load(second)
    load(first)
    versions = read_versions(build)
    assert [(version, current) for _, version, current, *_ in versions] == [(1, False), (2, False), (3, True)]
    assert versions[0][4] == versions[2][4] == first["content_hash"]
    gaps = build.execute(
        "select count(*) from core.dim_article a join core.dim_article b "
        "on a.article_id = b.article_id and b.version = a.version + 1 where a.valid_to <> b.valid_from"
    ).fetchone()
    assert gaps == (0,)


def test_url_makes_two_files_versions_of_one_article(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(
        make_article("b.txt", "Anna said it rains", url="https://news.example/rain"),
        make_article("a.txt", "Anna said it pours", url="https://news.example/rain"),
    )
    assert [row[:4] for row in read_versions(build)] == [("a.txt", 1, False, "url"), ("b.txt", 2, True, "url")]


def test_forms_of_one_address_are_versions_of_one_article(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(make_article("a.txt", "Anna said it rains", url="https://www.news.example/rain?utm_source=x"))
    load(
        make_article("b.txt", "Anna said it pours", url="http://news.example/rain/"),
        make_article("c.txt", "Anna said it drips", url="https://m.news.example/rain#top"),
        make_article("d.txt", "Anna said it snows", url="https://news.example/snow"),
    )
    assert build.execute("select count(distinct article_id), count(*) from core.dim_article").fetchone() == (2, 4)
    assert build.execute("select source_path from core.dim_article where is_current order by 1").fetchall() == [
        ("c.txt",),
        ("d.txt",),
    ]


def test_an_article_that_an_earlier_release_named_keeps_its_name(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    held = make_article("a.txt", "Anna said it rains", url="https://www.news.example/rain")
    load(held)
    build.execute("update core.dim_article set article_id = 'url:' || url")
    load(held, extractor_version="2")
    load(make_article("b.txt", "Anna said it pours", url="http://news.example/rain/"), extractor_version="2")
    rows = build.execute("select article_id, version, is_current from core.dim_article order by version").fetchall()
    assert rows == [("url:https://www.news.example/rain", 1, False), ("url:https://www.news.example/rain", 2, True)]


def test_late_file_takes_its_place_in_the_past(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    rain = {"url": "https://news.example/rain"}
    load(make_article("new.txt", "Anna said it pours", published_on=date(2024, 3, 2), **rain))
    before = build.execute("select article_key, valid_from from core.dim_article").fetchall()
    load(make_article("old.txt", "Anna said it rains", published_on=date(2024, 3, 1), **rain))
    assert [row[:3] for row in read_versions(build)] == [("new.txt", 2, True), ("old.txt", 1, False)]
    assert build.execute("select article_key, valid_from from core.dim_article where is_current").fetchall() == before
    assert build.execute("select quote_text from mart.quotes").fetchall() == [("it pours",)]


def test_article_told_by_two_files_keeps_its_current_version_for_a_new_extractor(
    build: duckdb.DuckDBPyConnection, load: Load
) -> None:
    articles = [
        make_article("a.txt", "Anna said it rains", url="https://news.example/rain"),
        make_article("b.txt", "Anna said it pours", url="https://news.example/rain"),
    ]
    load(*articles)
    before = read_versions(build)
    load(*articles, extractor_version="2")
    assert read_versions(build) == before
    assert build.execute("select distinct extractor_version from core.dim_article").fetchall() == [("2",)]


def test_members_that_a_new_extractor_no_longer_finds_go(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    wrong = {"outlet_name": "Post | News", "author_names": ["By Dora Ek"], "published_on": date(1970, 1, 1)}
    right = {"outlet_name": "Post", "author_names": ["Dora Ek"], "published_on": date(2024, 3, 1)}
    load(make_article("a.txt", "Anna said it rains", url="https://news.example/rain", **wrong))
    load(make_article("a.txt", "Anna said it rains", url="https://news.example/rain", **right), extractor_version="2")
    assert build.execute("select outlet_name from core.dim_outlet where outlet_key <> -1").fetchall() == [("Post",)]
    assert build.execute("select author_name from core.dim_author where author_key <> -1").fetchall() == [("Dora Ek",)]
    assert build.execute("select date_on from core.dim_date where date_key <> -1").fetchall() == [(date(2024, 3, 1),)]


def test_copies_of_an_article_that_fails_its_checks_are_held_back_with_it(build: duckdb.DuckDBPyConnection) -> None:
    failing, copy = make_article("a.txt", "Anna said it rains"), make_article("copy.txt", "Anna said it rains")
    run = start_run(build)
    build.begin()
    stage_articles(build, [failing, copy])
    for table in ("articles", "mentions", "quotes"):
        build.execute(f"truncate staging.{table}")  # validation let nothing through
    build.execute("update staging.source_records set outcome = 'duplicate' where source_path = 'copy.txt'")
    build.execute(
        "insert into quarantine.record by name select 1 as quarantine_key, ? as run_key, 'validate' as stage, "
        "'in_text' as reason_code, 'a.txt' as source_path, ? as content_hash",
        [run.run_key, failing["content_hash"]],
    )
    assert load_staged(build, run).is_empty()
    assert build.execute("select source_path, outcome, reason_code from meta.source_record order by 1").fetchall() == [
        ("a.txt", "quarantined", "failed_validation"),
        ("copy.txt", "quarantined", "failed_validation"),
    ]
    held = build.execute("select source_path, reason_code from quarantine.record order by 1").fetchall()
    assert held == [("a.txt", "in_text"), ("copy.txt", "in_text")]
    assert build.execute("select duplicate_count, quarantined_count from meta.run").fetchone() == (0, 2)
    build.rollback()


def test_outlet_headline_and_day_identify_an_article_that_moved(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    known = {"outlet_name": "The Harbour Post", "headline": "Rain", "published_on": date(2024, 3, 1)}
    load(make_article("a.txt", "Anna said it rains", **known))
    load(make_article("moved/a.txt", "Anna said it rains again", **known))
    assert [row[:4] for row in read_versions(build)] == [
        ("a.txt", 1, False, "outlet_headline_date"),
        ("moved/a.txt", 2, True, "outlet_headline_date"),
    ]


def test_content_read_again_for_a_new_extractor_keeps_its_version(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    article = make_article("a.txt", "Anna said it rains")
    load(article)
    before = build.execute("select article_key, valid_from from core.dim_article").fetchall()
    run = load(article, extractor_version="2")
    assert build.execute("select article_key, valid_from from core.dim_article").fetchall() == before
    assert build.execute("select extractor_version, run_key from core.dim_article").fetchall() == [("2", run.run_key)]
    assert build.execute("select count(*), min(run_key) from core.fact_quote").fetchone() == (1, run.run_key)


def test_order_of_files_does_not_matter(tmp_path: Path) -> None:
    articles = [
        make_article("a.txt", "Anna said it rains", outlet_name="the harbour post", author_names=["Bo Ek", "Di Fu"]),
        make_article("b.txt", "Bert said it snows", outlet_name="The Harbour Post", published_on=date(2024, 3, 1)),
        make_article("c.txt", "Carl said it hails", url="https://news.example/hail", published_on=date(2024, 3, 9)),
    ]
    dumps = []
    for number, order in enumerate([articles, articles[::-1]]):
        con = open_build(open_home(tmp_path / str(number)))
        _load_into(con, order)
        dumps.append({name: [_drop_times(row) for row in rows] for name, rows in dump_core(con).items()})
        con.close()
    assert dumps[0] == dumps[1]
    assert [row[2] for row in dumps[0]["dim_outlet"]] == [None, "The Harbour Post"] or len(dumps[0]["dim_outlet"]) == 2


def test_resolving_again_changes_no_row(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(make_article("a.txt", "Anna said it rains"), make_article("b.txt", "Bert said it snows"))
    before = dump_core(build)
    resolve_plainly(build)
    assert dump_core(build) == before


def test_judgement_that_no_longer_holds_is_retired(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(make_article("a.txt", "Anna said it rains"))
    build.execute("update core.resolution set entity_key = -1")
    load(make_article("b.txt", "Bert said it snows"))
    rows = build.execute(
        "select entity_name, entity_key = -1, retired_at is null from core.resolution order by all"
    ).fetchall()
    assert rows == [("Anna", False, True), ("Anna", True, False), ("Bert", False, True)]


def test_days_between_articles_are_there(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(make_article("a.txt", "Anna said it rains", published_on=date(2024, 2, 27)))
    load(make_article("b.txt", "Bert said it snows", published_on=date(2024, 3, 2)))
    days = build.execute("select date_key, weekday_name, is_weekend from core.dim_date order by 1").fetchall()
    assert [key for key, *_ in days] == [-1, 20240227, 20240228, 20240229, 20240301, 20240302]
    assert days[-1][1:] == ("Saturday", True)


def test_unknown_members_take_what_the_article_does_not_state(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(make_article("a.txt", "Anna said it rains"))
    assert build.execute("select outlet_key, date_key from core.fact_article").fetchall() == [(-1, -1)]
    assert build.execute("select author_key, weight from core.bridge_article_author").fetchall() == [(-1, 1.0)]
    row = build.execute("select outlet_name, author_names, published_on from mart.articles").fetchone()
    assert row == (None, [], None)


def test_same_words_in_two_articles_are_one_statement(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(
        make_article("a.txt", "Anna said it rains", outlet_name="Post"),
        make_article("b.txt", "Anna stated it rains", outlet_name="Echo"),
    )
    assert build.execute(
        "select statement_text, speaker_name, quote_count, outlet_count, article_count from mart.statements"
    ).fetchall() == [("it rains", "Anna", 2, 2, 2)]


def test_ledger_knows_files_and_records(build: duckdb.DuckDBPyConnection, load: Load) -> None:
    run = load(make_article("a.txt", "Anna said it rains"))
    ledger = build.execute("select source_path, outcome, record_count, run_key from meta.source_file").fetchall()
    assert ledger == [("a.txt", "loaded", 1, run.run_key)]
    records = build.execute("select source_path, outcome, article_id from meta.source_record").fetchall()
    assert [row[:2] for row in records] == [("a.txt", "loaded")]
    assert records[0][2].startswith("content:")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_run_counts_add_up(build: duckdb.DuckDBPyConnection, load: Callable[..., Any], count: int) -> None:
    run = load(*(make_article(f"{n}.txt", f"Anna said it rains {n} times") for n in range(count)))
    assert build.execute(
        "select seen_count, loaded_count, quote_count from meta.run where run_key = ?", [run.run_key]
    ).fetchone() == (count, count, count)


def _load_into(con: duckdb.DuckDBPyConnection, articles: list[dict[str, Any]]) -> None:
    run = start_run(con)
    con.begin()
    stage_articles(con, articles)
    assert load_staged(con, run).is_empty()
    con.commit()


def _drop_times(row: tuple[Any, ...]) -> tuple[Any, ...]:
    from datetime import datetime

    return tuple(value for value in row if not isinstance(value, datetime))


def test_what_another_loader_brought_in_leaves_no_staged_table() -> None:
    statement = sql.read_statement("load/delete_known_articles.sql")
    kept = {"source_files", "source_records", "versions"}  # what was read, and a plan that is made after it
    tables = {table for table, columns in read_schemas().items() if "content_hash" in columns} - kept
    assert {table for table in tables if f"delete from staging.{table} " not in statement} == set()
