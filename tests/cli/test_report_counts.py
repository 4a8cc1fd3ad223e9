"""Every number on the index page is the number that SQL gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from lxml import html

from expectations.report.formats import format_day, format_duration, format_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Answer
    from warehouse.home import Home

CURRENT = "select article_key from core.dim_article where is_current"
TILES = {
    "Articles": "select count(*) from core.dim_article where is_current",
    "Outlets": "select count(distinct outlet_key) from core.dim_article where is_current and outlet_key > 0",
    "Quotes": f"select count(*) from core.fact_quote where article_key in ({CURRENT})",
    "Mentions": f"select count(*) from core.fact_mention where article_key in ({CURRENT})",
    "Entities": "select count(*) from mart.entities",
    "Statements": "select count(*) from mart.statements",
    "Stories": "select count(*) from mart.stories",
}
RUNS = """
    select run_number, started_at, duration_s, seen_count, loaded_count, unchanged_count, duplicate_count,
        quarantined_count,
        (select count(*) from meta.quality_result as q where q.run_key = r.run_key) as check_count,
        (select count(*) from meta.quality_result as q where q.run_key = r.run_key and not is_passed) as failed
    from mart.runs as r order by run_number desc
"""
VOICES = """
    select speaker_name, count(*), count(*) filter (where quote_type = 'direct'), count(distinct article_key),
        count(distinct outlet_name), max(published_on)
    from mart.quotes where speaker_name is not null and speaker_type <> 'DESCRIPTION'
    group by all order by 2 desc, 4 desc, 1 limit 15
"""
FRESHNESS = """
    select outlet_name, count(*), max(published_on), max(r.started_at), max(r.run_number)
    from mart.articles as a join mart.runs as r using (run_key) where is_current
    group by all order by 2 desc, 1 nulls last
"""


@pytest.fixture
def index(own_home: Home, call: Callable[..., Answer]) -> tuple[Any, duckdb.DuckDBPyConnection]:
    assert call("report", "--home", own_home.path).code == 0
    page = html.fromstring((own_home.reports / "index.html").read_text("utf-8"))
    return page.find(".//main"), duckdb.connect(str(own_home.build), read_only=True)


def _read_table(main: Any, label: str) -> list[list[str]]:
    (region,) = main.xpath(f".//div[@aria-label='{label}']")
    rows = region.xpath(".//tbody/tr")
    region.getparent().remove(region)
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("th|td")] for row in rows]


def test_every_number_of_the_index_is_that_of_sql(index: tuple[Any, duckdb.DuckDBPyConnection]) -> None:
    main, con = index
    (tiles,) = main.xpath(".//dl[@class='tiles']")
    shown = {tile.findtext("dt"): tile.find("dd").text for tile in tiles}
    assert shown == {label: f"{value:,}" for label, query in TILES.items() for (value,) in con.sql(query).fetchall()}
    tiles.getparent().remove(tiles)

    runs = con.sql(RUNS).fetchall()
    assert [row[:1] + row[2:] for row in _read_table(main, "The latest runs, newest first")] == [
        [str(number), format_moment(at), format_duration(seconds), *(f"{count:,}" for count in counts), f"{failed:,}"]
        for number, at, seconds, *counts, _, failed in runs
    ]
    assert _read_table(main, "Most quoted") == [
        [name, *(f"{count:,}" for count in counts), format_day(day)]
        for name, *counts, day in con.sql(VOICES).fetchall()
    ]
    assert _read_table(main, "Freshness by outlet") == [
        [outlet or "Outlet not stated", f"{count:,}", format_day(day), f"{format_moment(at)} (run {number})"]
        for outlet, count, day, at, number in con.sql(FRESHNESS).fetchall()
    ]

    said = [node.text for node in main.iter("{*}title", "title")]
    names = ("loaded", "unchanged", "duplicate", "quarantined")
    for number, _, _, seen, *counts, checked, failed in runs:
        for name, count in zip(names, counts, strict=True):
            assert (f"Run {number}: {name} {count:,}" in said) or count == 0
        if checked:
            assert any(f"Run {number}: {checked - failed:,} of {checked:,} checks passed" in text for text in said)
        assert (
            any(f"Run {number}: {counts[3]:,} of {seen:,} records in quarantine" in text for text in said) or not seen
        )
    for picture in main.xpath(".//*[local-name()='svg']"):
        picture.getparent().remove(picture)

    # What is left: the verdict's findings, the span of days, quotes with their days and the footer.
    (verdict,) = main.xpath(".//div[starts-with(@class, 'verdict')]")
    findings = " ".join(verdict.text_content().split())
    _, _, _, seen, *counts, checked, failed = runs[0]
    known = {seen, *counts, checked, failed, abs(seen - runs[1][3]), runs[1][0]}
    rows = "select count(*) from mart.quarantine where run_number = ? and table_name is not null"
    known |= {count for (count,) in con.execute(rows, [runs[0][0]]).fetchall()}
    records = "select count(*) from mart.quarantine where run_number = ? and table_name is null"
    held = {count for (count,) in con.execute(records, [runs[0][0]]).fetchall()}
    known |= held | {round(count / seen * 100) for count in held if seen}
    severities = "select count(*) from mart.quality_latest where not is_passed group by severity"
    known |= {count for (count,) in con.sql(severities).fetchall()}
    numbers = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", findings)}
    assert numbers <= known, (numbers - known, findings)
    con.close()
