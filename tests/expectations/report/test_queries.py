"""The report's SQL on a warehouse with rows in it: its figures are those of the tables."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import sql
from expectations.report.pages import write_report
from expectations.report.queries import REPORT_QUERIES, read_inputs, read_report_queries
from terms.states import RunState
from tests.warehouse.conftest import load_staged, make_article, stage_articles, start_run
from warehouse import quarantine, runs
from warehouse.build import open_build
from warehouse.home import open_home
from warehouse.schema.catalog import read_schemas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import duckdb


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Two runs: the first loaded two articles, the second was held back with a row and a record in quarantine."""
    con = open_build(open_home(tmp_path_factory.mktemp("home")))
    first = start_run(con)
    con.begin()
    stage_articles(
        con,
        [
            make_article("a.txt", "Mara said the bridge opens in spring and nobody minds", outlet_name="Harbour Post"),
            make_article("b.txt", "Tomas said the ferry stops", outlet_name="Evening Ledger"),
        ],
    )
    load_staged(con, first)
    con.commit()
    runs.finish_run(con, first, RunState.PUBLISHED)
    second = start_run(con)
    content_hash = con.sql("select content_hash from core.dim_article where source_path = 'a.txt'").fetchall()[0][0]
    schema = read_schemas("quarantine")["record"]
    held: list[dict[str, Any]] = [
        {"stage": "read", "reason_code": "empty", "message": "Empty.", "source_path": "c.txt", "raw_excerpt": b"\xff"},
        {
            "stage": "validate",
            "reason_code": "mention_is_unique",
            "message": "Twice.",
            "source_path": "a.txt",
            "content_hash": content_hash,
            "table_name": "mentions",
            "row_json": '{"raw_start": 5, "raw_end": 9}',
        },
    ]
    names = list(dict.fromkeys(name for row in held for name in row))
    quarantine.quarantine_records(
        con,
        second,
        pl.DataFrame(held, schema={name: schema[name] for name in names}),
    )
    con.execute(
        "insert into meta.quality_result (run_key, table_name, check_name, check_kind, severity, is_passed, "
        "checked_count, failed_count, failing_rows) values (?, 'quotes', 'speaker_is_no_pronoun', 'expectation', "
        "'warn', false, 2, 1, ?)",
        [second.run_key, json.dumps([{"content_hash": content_hash, "raw_start": 14, "raw_end": 20}])],
    )
    runs.finish_run(con, second, RunState.HELD, "Validation failed: articles.content_hash_is_unique.")
    yield con
    con.close()


def _read(con: duckdb.DuckDBPyConnection, run_number: int) -> dict[str, pl.DataFrame]:
    def run_query(text: str, values: Mapping[str, Any]) -> pl.DataFrame:
        return con.sql(text, params=dict(values)).pl()

    return read_inputs(run_query, run_number)


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(con.sql(query).fetchall()[0][0])


def test_every_statement_of_the_folder_is_a_query_of_the_report() -> None:
    assert sorted(sql.list_statements("queries/report")) == sorted(
        f"queries/report/{name}.sql" for name in REPORT_QUERIES
    )
    for query in read_report_queries():
        assert sql.read_header(f"queries/report/{query.name}.sql")["question"].endswith("?")
        assert set(re.findall(r"\$(\w+)", query.text.split("\n", 2)[2])) - set(query.parameters) == set()


def test_every_query_runs_on_an_empty_warehouse(tmp_path: Path) -> None:
    con = open_build(open_home(tmp_path))
    run = start_run(con)
    inputs = _read(con, run.run_number)
    assert inputs["run"].height == 1
    assert write_report(inputs, tmp_path / "reports").exists()
    con.close()


def test_what_stands_is_asked_again_only_after_a_change(tmp_path: Path) -> None:
    asked: list[str] = []
    moment = datetime(2031, 5, 3, tzinfo=UTC).replace(tzinfo=None)
    state: dict[str, Any] = {"run_number": 1, "resolved_at": moment, "decision_count": 0}
    names = {query.text: query.name for query in read_report_queries()}

    def run_query(text: str, values: Mapping[str, Any]) -> pl.DataFrame:
        asked.append(names[text])
        if names[text] == "last_change":
            return pl.DataFrame([state])
        return pl.DataFrame([{"asked": len(asked), "failing_rows": None, "content_hash": None}])

    def ask() -> dict[str, pl.DataFrame]:
        asked.clear()
        return read_inputs(run_query, 2, tmp_path / "frames")

    first = ask()
    assert asked == list(REPORT_QUERIES)
    again = ask()
    standing = {query.name for query in read_report_queries() if query.is_standing}
    assert {"totals", "stories", "lineage"} <= standing
    assert set(asked) == set(REPORT_QUERIES) - standing
    assert all(again[name].equals(first[name]) for name in standing)
    for change in ({"run_number": 2}, {"resolved_at": moment + timedelta(seconds=1)}, {"decision_count": 1}):
        state |= change
        ask()
        assert asked == list(REPORT_QUERIES)
    assert len(list((tmp_path / "frames").iterdir())) == len(standing)  # none of a state that is over
    for path in (tmp_path / "frames").iterdir():
        path.write_bytes(b"damaged")
    ask()
    assert asked == list(REPORT_QUERIES)


def test_only_a_change_is_a_change(tmp_path: Path) -> None:
    con = open_build(open_home(tmp_path))
    text = next(query.text for query in read_report_queries() if query.name == "last_change")
    runs.finish_run(con, start_run(con), RunState.PUBLISHED)
    loaded = con.sql(text).fetchall()
    runs.finish_run(con, start_run(con), RunState.UNCHANGED)
    assert con.sql(text).fetchall() == loaded
    runs.finish_run(con, start_run(con), RunState.HELD)
    assert con.sql(text).fetchall() != loaded
    con.close()


def test_figures_are_those_of_the_tables(warehouse: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    inputs = _read(warehouse, 1)
    totals = inputs["totals"].row(0, named=True)
    for column, query in {
        "article_count": "select count(*) from core.dim_article where is_current",
        "quote_count": "select count(*) from core.fact_quote",
        "mention_count": "select count(*) from core.fact_mention",
        "statement_count": "select count(*) from core.dim_statement where statement_key > 0",
        "story_count": "select count(*) from core.dim_story where story_key > 0",
        "outlet_count": "select count(*) from core.dim_outlet where outlet_key > 0",
    }.items():
        assert totals[column] == _count(warehouse, query), column
    assert inputs["top_speakers"]["quote_count"].sum() == _count(warehouse, "select count(*) from core.fact_quote")
    assert inputs["checks"].height == _count(
        warehouse, "select count(*) from meta.quality_result natural join meta.run where run_number = 1"
    )
    assert inputs["coverage"]["article_count"].sum() == totals["article_count"]
    assert inputs["freshness"]["article_count"].sum() == totals["article_count"]
    page = write_report(inputs, tmp_path).read_text("utf-8")
    run = inputs["run"].row(0, named=True)
    shown = html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))
    assert f"Articles loaded {run['loaded_count']}" in shown
    assert f"Mentions {run['mention_count']}" in shown
    assert f"{inputs['checks'].height} checks" in shown


def test_a_held_run_shows_its_quarantine(warehouse: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    inputs = _read(warehouse, 2)
    reasons = {(row["reason_code"], row["is_record"]) for row in inputs["quarantine_reasons"].iter_rows(named=True)}
    assert reasons == {("empty", True), ("mention_is_unique", False)}
    context = inputs["failing_contexts"].row(0, named=True)
    assert (context["text_before"], context["span_text"]) == ("Mara ", "said")
    assert context["text_after"].startswith(" the bridge")
    warned = inputs["failing_contexts"].row(1, named=True)
    assert (warned["reason_code"], warned["span_text"]) == ("speaker_is_no_pronoun", "bridge")
    page = write_report(inputs, tmp_path).read_text("utf-8")
    assert "Held back" in page
    assert "Validation failed: articles.content_hash_is_unique." in page
    assert "<mark>said</mark>" in page
    assert inputs["runs"]["run_number"].to_list() == [2, 1]
    assert _read(warehouse, 1)["quarantine"].is_empty()
