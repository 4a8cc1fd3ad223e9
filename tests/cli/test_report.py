"""`quotehouse report`: the pages written anew, opened on request, and Data Docs that fetch nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from expectations.data_docs import strip_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Answer
    from warehouse.home import Home

OUTSIDE = re.compile(
    r"""(?:src|href|action|data|poster|srcset|ping)\s*=\s*["']?\s*(?:[a-z]+:)?//|@import|url\(""", re.I
)


def test_the_report_of_the_latest_run_is_written_anew(own_home: Home, call: Callable[..., Answer]) -> None:
    for path in own_home.reports.glob("*.html"):
        path.unlink()
    answer = call("report", "--home", own_home.path, "--json")
    assert answer.code == 0
    assert answer.data["report_path"] == str(max(own_home.reports.glob("run-*.html")))
    assert (own_home.reports / "index.html").exists()


def test_the_report_of_an_earlier_run_leaves_the_index_with_the_latest(
    own_home: Home, call: Callable[..., Answer]
) -> None:
    answer = call("report", "1", "--home", own_home.path, "--json")
    assert answer.data["report_path"].endswith("run-000001.html")
    assert "Latest run: <a" in (own_home.reports / "index.html").read_text("utf-8")
    assert ">run 1</a>" not in (own_home.reports / "index.html").read_text("utf-8").split("<h1>")[0]


def test_a_run_that_never_was_is_refused(own_home: Home, call: Callable[..., Answer]) -> None:
    answer = call("report", "99", "--home", own_home.path)
    assert answer.code == 2
    assert "There is no run 99" in answer.err


def test_the_page_is_opened_in_the_browser(
    own_home: Home, call: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{script} %s")
    assert call("report", "--open", "--home", own_home.path).code == 0
    assert (tmp_path / "opened").read_text().strip() == max(own_home.reports.glob("run-*.html")).as_uri()


def test_data_docs_name_nothing_outside(odd_home: Home, call: Callable[..., Answer]) -> None:
    answer = call("report", "--data-docs", "--home", odd_home.path, "--json")
    pages = sorted((odd_home.reports / "data-docs").glob("*.html"))
    assert answer.data["data_docs_path"] == str(odd_home.reports / "data-docs" / "index.html")
    assert {"index.html", "articles.html", "quotes.html"} <= {page.name for page in pages}
    for page in pages:
        text = page.read_text("utf-8")
        assert OUTSIDE.findall(text) == [], page
        assert "<script" not in text
    quotes = (odd_home.reports / "data-docs" / "quotes.html").read_text("utf-8")
    assert "values must never be null" in quotes


def test_what_could_run_or_load_is_stripped() -> None:
    page = strip_page(
        "<html><head><script src='https://away/x.js'></script></head><body onload='a()'><h1 style='x'>Kept</h1>"
        "<script>b()</script><img src='https://away/beacon.png'><a href='https://away'>words</a>"
        "<a href=' javascript:c()'>more</a><a href='articles.html'>in</a><a href='#here'>here</a><!-- https://away -->"
        "<form action='//away'><nav><button>x</button></nav></form><iframe srcdoc='<p>'></iframe></body></html>",
        "A page",
    )
    assert OUTSIDE.findall(page) == []
    assert "away" not in page
    for gone in ("<script", "<img", "<form", "<nav", "<iframe", "onload", "javascript:", "style='x'"):
        assert gone not in page
    for kept in ("<h1>Kept</h1>", "words", 'href="articles.html"', 'href="#here"', "<title>A page"):
        assert kept in page
