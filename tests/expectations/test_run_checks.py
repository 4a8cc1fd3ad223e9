"""Faults of a whole run: each is caught by the check that should catch it, and an ordinary run passes."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sql
from expectations.run_checks import (
    RUN_CHECK_QUERIES,
    check_run,
    measure_divergence,
    read_inputs,
)
from expectations.thresholds import RunThresholds
from terms.states import RunState
from tests.warehouse.conftest import load_staged, make_article, stage_articles, start_run
from warehouse import runs
from warehouse.build import open_build
from warehouse.home import open_home
from warehouse.schema.catalog import read_schemas

if TYPE_CHECKING:
    from pathlib import Path

Inputs = dict[str, pl.DataFrame]
OUTLETS = ("The Harbour Post", "Evening Ledger", None)


def _make_inputs(run_count: int = 8, **current: Any) -> Inputs:
    """Frames of an ordinary run after seven ordinary ones. `current` replaces values of the run's measures."""
    measures = [
        {
            "run_number": number,
            "is_current": number == run_count,
            "started_at": datetime.fromisoformat("2024-05-31T17:05"),
            "article_count": 100 + 3 * number,
            "new_count": 104 + 3 * number,
            "quarantined_count": 4,
            "mean_removed_share": 0.12 + 0.002 * number,
            "mean_word_count": 700.0 + number,
            "mean_mention_count": 40.0,
            "mean_quote_count": 12.0,
            "newest_published_on": date(2024, 5, 30),
        }
        for number in range(1, run_count + 1)
    ]
    measures[-1] |= current
    fills = [
        {
            "outlet_name": outlet,
            "is_current": is_current,
            "column_name": column,
            "article_count": 40 if is_current else 250,
            "filled_count": 30 if is_current else 200,
        }
        for outlet in OUTLETS
        for column in ("published_on", "author_names", "outlet_name", "section")
        for is_current in (True, False)
    ]
    distributions = [
        {"distribution_name": name, "is_current": is_current, "category": category, "value_count": count * factor}
        for name, counts in {
            "entity_type": {"PERSON": 100, "GPE": 80, "ORG": 60, "DATE": 50},
            "quote_type": {"direct": 100, "indirect": 90, "mixed": 30},
            "cue_class": {"neutral": 150, "assertive": 40, "none": 30},
        }.items()
        for category, count in counts.items()
        for is_current, factor in ((True, 1), (False, 9))
    ]
    return {
        "measures": pl.DataFrame(measures, infer_schema_length=None),
        "fills": pl.DataFrame(fills),
        "distributions": pl.DataFrame(distributions),
    }


def _failed(inputs: Inputs, thresholds: RunThresholds | None = None) -> dict[str, dict[str, Any]]:
    results = check_run(inputs, thresholds).filter(~pl.col("is_passed"))
    return {row["check_name"]: row for row in results.iter_rows(named=True)}


def _change(frame: pl.DataFrame, where: pl.Expr, **values: Any) -> pl.DataFrame:
    return frame.with_columns(
        pl.when(where).then(pl.lit(value)).otherwise(pl.col(column)).alias(column) for column, value in values.items()
    )


def test_an_ordinary_run_passes() -> None:
    results = check_run(_make_inputs())
    assert _failed(_make_inputs()) == {}
    assert results["check_kind"].unique().to_list() == ["run"]
    declared = [name for name in read_schemas("meta")["quality_result"] if name != "run_key"]
    assert results.columns == declared
    assert results["check_name"].n_unique() == results.height


@pytest.mark.parametrize(("volume_blocks", "severity"), [(False, "warn"), (True, "block")])
def test_a_tenth_of_the_usual_articles_is_told_with_what_is_usual(volume_blocks: bool, severity: str) -> None:
    inputs = _make_inputs(new_count=12, quarantined_count=0)
    (failed,) = check_run(inputs, RunThresholds(volume_blocks=volume_blocks)).filter(~pl.col("is_passed")).to_dicts()
    assert (failed["check_name"], failed["severity"]) == ("volume_is_usual", severity)
    assert failed["observed_value"] == ("12 new records; usual 116 (median of 7 runs, 107 to 125); allowed 23 to 580")


def test_a_flood_warns() -> None:
    (failed,) = _failed(_make_inputs(new_count=5_000, article_count=4_900)).values()
    assert (failed["check_name"], failed["severity"]) == ("volume_is_usual", "warn")


def test_a_run_that_brought_nothing_new_is_no_breach_of_volume() -> None:
    nothing: dict[str, Any] = {"new_count": 0, "article_count": 0, "quarantined_count": 0, "newest_published_on": None}
    assert "volume_is_usual" not in _failed(_make_inputs(**nothing, mean_removed_share=None))


def test_nothing_is_learned_from_few_runs() -> None:
    results = check_run(_make_inputs(run_count=4, new_count=1))
    volume = results.filter(pl.col("check_name") == "volume_is_usual").row(0, named=True)
    assert volume["is_passed"]
    assert "not judged" in volume["observed_value"]


def test_a_small_run_among_runs_of_any_size_warns() -> None:
    inputs = _make_inputs(new_count=12, quarantined_count=0)
    uneven = _change(inputs["measures"], pl.col("run_number") == 3, new_count=9)
    (failed,) = _failed(inputs | {"measures": uneven}).values()
    assert (failed["check_name"], failed["severity"]) == ("volume_is_usual", "warn")


def test_a_breach_shows_the_runs_that_the_bound_was_learned_from() -> None:
    failed = _failed(_make_inputs(new_count=12, quarantined_count=0))["volume_is_usual"]
    evidence = json.loads(failed["failing_rows"])
    assert evidence[0] == {"run_number": 7, "new_count": 125}
    assert len(evidence) == 7
    assert failed["failed_count"] == 1


@pytest.mark.parametrize(("count", "severity"), [(5, None), (20, "warn"), (80, "warn")])
def test_much_in_quarantine_warns(count: int, severity: str | None) -> None:
    failed = _failed(_make_inputs(new_count=120, quarantined_count=count)).get("quarantine_is_small")
    assert (failed["severity"] if failed else None) == severity
    assert failed is None or failed["failed_count"] == count


@pytest.mark.parametrize("share", [0.28, 0.05])
def test_a_doubled_or_halved_boilerplate_share_warns(share: float) -> None:
    (failed,) = _failed(_make_inputs(mean_removed_share=share)).values()
    assert (failed["check_name"], failed["severity"]) == ("mean_removed_share_is_usual", "warn")
    assert "median of 7 runs" in failed["observed_value"]


def test_old_articles_warn() -> None:
    (failed,) = _failed(_make_inputs(newest_published_on=date(2024, 3, 1))).values()
    assert failed["check_name"] == "articles_are_fresh"
    assert "91 days old" in failed["observed_value"]


@pytest.mark.parametrize("outlet", OUTLETS)
def test_an_outlet_whose_dates_all_became_null_is_named(outlet: str | None) -> None:
    inputs = _make_inputs()
    where = pl.col("is_current") & (pl.col("column_name") == "published_on") & pl.col("outlet_name").eq_missing(outlet)
    inputs["fills"] = _change(inputs["fills"], where, filled_count=0)
    failed = _failed(inputs)["outlets_keep_stating_published_on"]
    assert failed["severity"] == "warn"
    (shown,) = json.loads(failed["failing_rows"])
    assert (shown["outlet_name"], shown["share"], shown["share_before"]) == (outlet, 0.0, 0.8)


def test_a_column_below_its_least_share_blocks() -> None:
    failed = _failed(_make_inputs(), RunThresholds(fill_least={"author_names": 0.9}))
    assert failed["enough_articles_state_author_names"]["severity"] == "block"
    assert failed["enough_articles_state_author_names"]["failed_count"] == 30


def test_many_articles_without_a_date_warn() -> None:
    inputs = _make_inputs()
    where = pl.col("is_current") & (pl.col("column_name") == "published_on")
    inputs["fills"] = _change(inputs["fills"], where, filled_count=18)
    assert _failed(inputs)["enough_articles_state_published_on"]["severity"] == "warn"


def test_drift_is_caught_and_says_what_moved() -> None:
    inputs = _make_inputs()
    where = pl.col("is_current") & (pl.col("category") == "direct")
    inputs["distributions"] = _change(inputs["distributions"], where, value_count=600)
    failed = _failed(inputs)
    assert set(failed) == {"quote_type_is_steady"}
    assert json.loads(failed["quote_type_is_steady"]["failing_rows"])[0]["category"] == "direct"


def test_few_values_drift_by_chance_and_are_not_judged() -> None:
    inputs = _make_inputs()
    inputs["distributions"] = inputs["distributions"].with_columns(pl.col("value_count") // 30)
    where = pl.col("is_current") & (pl.col("category") == "direct")
    inputs["distributions"] = _change(inputs["distributions"], where, value_count=50)
    assert _failed(inputs) == {}


def test_an_unknown_cue_class_is_caught() -> None:
    inputs = _make_inputs()
    unknown = {"distribution_name": "cue_class", "is_current": True, "category": "shouted", "value_count": 2}
    inputs["distributions"] = pl.concat([inputs["distributions"], pl.DataFrame([unknown])], how="vertical_relaxed")
    failed = _failed(inputs)["cue_class_is_declared"]
    assert failed["failed_count"] == 2
    assert json.loads(failed["failing_rows"]) == [{"category": "shouted", "value_count": 2}]


def test_measures_without_the_run_are_refused() -> None:
    inputs = _make_inputs()
    inputs["measures"] = inputs["measures"].filter(~pl.col("is_current"))
    with pytest.raises(ValueError, match="holds 0 current runs"):
        check_run(inputs)


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 10_000), min_size=1)


@given(COUNTS, COUNTS)
def test_divergence_is_a_symmetric_measure_between_0_and_1(one: dict[str, int], two: dict[str, int]) -> None:
    bits, parts = measure_divergence(one, two)
    assert 0 <= bits <= 1 + 1e-9
    assert bits == pytest.approx(measure_divergence(two, one)[0], abs=1e-9)
    assert measure_divergence(one, one)[0] == pytest.approx(0, abs=1e-9)
    assert {part["category"] for part in parts} == {*one, *two}


def test_distributions_that_share_nothing_diverge_by_1_bit() -> None:
    assert measure_divergence({"a": 3}, {"b": 9})[0] == pytest.approx(1)


def test_the_sql_feeds_the_checks(tmp_path: Path) -> None:
    assert sorted(sql.list_statements("queries/run_checks")) == sorted(
        f"queries/run_checks/{name}.sql" for name in RUN_CHECK_QUERIES
    )
    con = open_build(open_home(tmp_path))
    for place, names in enumerate((("Mara", "Tomas"), ("Ines",)), start=1):
        run = start_run(con)
        con.begin()
        words = "said that the bridge opens in spring"
        stage_articles(
            con, [make_article(f"{name}.txt", f"{name} {words}", outlet_name="Harbour Post") for name in names]
        )
        load_staged(con, run)
        con.commit()
        runs.finish_run(con, run, RunState.PUBLISHED)
        assert run.run_number == place
    inputs = read_inputs(lambda text, values: con.sql(text, params=dict(values)).pl(), 2)
    assert inputs["measures"].select("run_number", "is_current", "new_count").rows() == [(1, False, 2), (2, True, 1)]
    fills = inputs["fills"].filter(pl.col("column_name") == "outlet_name").sort("is_current")
    assert fills.select("is_current", "article_count", "filled_count").rows() == [(False, 2, 2), (True, 1, 1)]
    counts = inputs["distributions"].filter("is_current", pl.col("distribution_name") == "quote_type")
    assert counts.select("category", "value_count").rows() == [("indirect", 1)]
    assert check_run(inputs)["is_passed"].all()
    for name in RUN_CHECK_QUERIES:
        assert sql.read_header(f"queries/run_checks/{name}.sql")["question"].endswith("?")
    con.close()
