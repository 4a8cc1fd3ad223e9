"""The desk in a real browser: every kind of page, the way through a search, and what it must not do."""

from __future__ import annotations

import os
import shutil
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desk.library import Library, identify
from desk.safety import Settings
from pipeline.settings import load_settings
from tests.browser.axe import find_axe, find_violations
from tests.browser.chromium import OTHER_NAME
from tests.browser.test_report_pages import FIND_LOW_CONTRAST, FIND_UNLABELLED, OPEN_DETAILS
from tests.desk.serving import serve
from warehouse.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.chromium import Page

KEYS = {
    "SPEAKER": "select speaker_entity_key from mart.quotes where speaker_type = 'PERSON' group by 1 "
    "order by count(*) desc, 1 limit 1",
    "ARTICLE": "select article_key from mart.articles order by quote_count desc, 1 limit 1",
    "STATEMENT": "select statement_key from mart.statements order by quote_count desc, 1 limit 1",
    "QUOTE": "select quote_key from mart.quotes order by 1 limit 1",
    "STORY": "select story_key from mart.stories order by article_count desc, 1 limit 1",
}
PAGES = (
    *("/", "/search?q=the", "/search?q=ice&in=articles", "/search?in=names", "/search?q=xyzzy", "/speaker/SPEAKER"),
    *("/outlets", "/outlet?name=OUTLET", "/compare?one=OUTLET&other=OTHER", "/stories", "/story/STORY"),
    *("/statement/STATEMENT", "/article/ARTICLE", "/article/ARTICLE?cuts=1", "/counts?by=outlet", "/counts?by=month"),
    *("/sql?query=rank_speakers", "/sql", "/quality", "/quarantine", "/check", "/decisions", "/quote/QUOTE"),
)
COUNT = "document.querySelector('[role=status]').textContent"


@pytest.fixture(scope="module")
def library(samples_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = Home(Path(shutil.copytree(samples_home, tmp_path_factory.mktemp("desk") / "home")))
    library = Library(home)
    library.refresh()
    return library


@pytest.fixture(scope="module")
def names(library: Library) -> dict[str, str]:
    """What stands for the words in capitals in an address."""

    def ask(text: str) -> list[Any]:
        with library.read() as reading:
            return [next(iter(row.values())) for row in reading.ask(text, {})[1]]

    outlets = ask("select outlet_name from mart.articles where outlet_name is not null group by 1 order by count(*), 1")
    found = {name: str(ask(text)[0]) for name, text in KEYS.items()}
    return found | {"OUTLET": outlets[-1].replace(" ", "+"), "OTHER": outlets[-2].replace(" ", "+")}


@pytest.fixture(scope="module")
def base(library: Library) -> Iterator[str]:
    with serve(library) as address:
        yield address


def find(path: str, names: dict[str, str]) -> str:
    for word, value in names.items():
        path = path.replace(word, value)
    return path


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_reads_well_and_asks_nobody_else(
    page: Page, base: str, names: dict[str, str], path: str
) -> None:
    address = base + find(path, names)
    for width, dark in ((1200, False), (390, True)):
        page.open(address, width, dark=dark, is_offline=False)
        page.evaluate(OPEN_DETAILS)
        assert page.evaluate("document.title").endswith("Quotehouse")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(FIND_LOW_CONTRAST) == []
        assert page.evaluate(FIND_UNLABELLED) == []
        assert page.complaints == []
        assert [url for url in page.requests if not url.startswith((base, "data:"))] == []
    axe = find_axe()
    if axe is not None:
        assert find_violations(page, axe) == []


def test_a_search_is_narrowed_and_every_step_has_an_address(page: Page, base: str) -> None:
    page.open(f"{base}/", is_offline=False)
    page.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.evaluate("document.activeElement.value = 'the'")
    page.follow("document.activeElement.form.requestSubmit()")
    all_found = page.evaluate(COUNT)
    page.follow("document.querySelector('aside .plain a').click()")
    narrowed, address = page.evaluate(COUNT), page.evaluate("location.href")
    assert narrowed != all_found
    page.go_back()
    assert page.evaluate(COUNT) == all_found
    page.open(address, is_offline=False)
    assert page.evaluate(COUNT) == narrowed
    page.follow("document.querySelector('.filters a').click()")
    assert page.evaluate(COUNT) == all_found
    page.follow("document.querySelector('.quotes figcaption a[href*=\"#q\"]').click()")
    assert page.evaluate("document.querySelector('mark:target') !== null")


def test_a_quote_is_marked_where_it_stands(page: Page, base: str, names: dict[str, str]) -> None:
    page.open(f"{base}/quote/{names['QUOTE']}", is_offline=False)
    colour = page.evaluate("getComputedStyle(document.querySelector('.text mark')).backgroundColor")
    assert colour != "rgba(0, 0, 0, 0)"


def test_a_file_is_downloaded(page: Page, base: str, tmp_path: Path) -> None:
    page.open(f"{base}/search?q=the", is_offline=False)
    page.send("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    page.evaluate("[...document.links].find((link) => link.textContent === 'CSV').click(); 0")
    deadline = time.monotonic() + 60
    while not (found := list(tmp_path.glob("*.csv"))) and time.monotonic() < deadline:
        page.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert found[0].read_text("utf-8-sig").startswith("quote_key,")


def test_everything_reads_without_scripts(page: Page, base: str) -> None:
    page.open(f"{base}/", is_offline=False, has_scripts=False)
    page.evaluate("document.querySelector('main input[type=search]').value = 'the'")
    page.follow("document.querySelector('main .find').submit()")
    assert "quotes" in page.evaluate(COUNT)
    page.follow("document.querySelector('.quotes b a').click()")
    assert page.evaluate("location.pathname").startswith("/speaker/")
    page.open(f"{base}/sql?sql=select+1+as+one", is_offline=False, has_scripts=False)
    assert page.evaluate("document.querySelector('td').textContent") == "1"


def test_a_publication_in_mid_session_is_read_at_the_next_click(page: Page, base: str, library: Library) -> None:
    page.open(f"{base}/search?q=the", is_offline=False)
    count, before = page.evaluate(COUNT), identify(library.home)
    replacement = library.home.path / "next.duckdb"
    shutil.copy(library.home.published, replacement)
    os.replace(replacement, library.home.published)  # noqa: PTH105  (what a publication does)
    ask = "fetch('/search.json?q=the').then((answer) => answer.json()).then((found) => found.publication)"
    deadline = time.monotonic() + 120
    while (now := page.evaluate(ask)) == before and time.monotonic() < deadline:
        page.follow("document.querySelector('.find').requestSubmit()")
        assert page.evaluate(COUNT) == count
    assert now == identify(library.home) != before


def test_another_name_for_this_machine_reads_nothing(page: Page, base: str) -> None:
    page.open(base.replace("127.0.0.1", OTHER_NAME), is_offline=False)
    assert page.evaluate("document.body.innerText") == "This desk answers to localhost alone."


def test_a_page_of_another_site_reads_and_sends_nothing(page: Page, base: str) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = f"<title>Other</title><form method=post action='{base}/sql'><input name=sql value=1></form>"
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        try:
            page.open(f"http://localhost:{other.server_address[1]}/", is_offline=False)
            read = f"fetch('{base}/search.json?q=the').then((answer) => answer.text()).catch(() => 'refused')"
            assert page.evaluate(read) == "refused"
            page.follow("document.querySelector('form').submit()")
            assert page.evaluate("document.body.innerText") == "This form was sent by another site."
        finally:
            other.shutdown()


def test_the_queue_is_worked_with_keys(page: Page, samples_home: Path, tmp_path: Path) -> None:
    home = Home(Path(shutil.copytree(samples_home, tmp_path / "home")))
    library = Library(home)
    library.refresh()
    with serve(library, Settings(editor="Rita"), load_settings(home=home.path)) as base:
        for width in (1200, 390):
            page.open(f"{base}/check", width, is_offline=False)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(FIND_LOW_CONTRAST) == []
            axe = find_axe()
            assert axe is None or find_violations(page, axe) == []
        keys = page.evaluate("[...document.querySelectorAll('.queue > li')].map((item) => item.dataset.key)")
        for key in ("v", "r", "j", "k"):
            page.press(key)
        assert page.evaluate("document.activeElement.dataset.key") == keys[2]
        _await(page, "Saved: 2")
        page.press("u")
        _await(page, "Saved: 1")
        page.open(f"{base}/quote/{keys[0]}", is_offline=False)
        library.refresh()
        page.open(f"{base}/quote/{keys[0]}", is_offline=False)
        assert page.evaluate("document.querySelector('.chip.ok').textContent") == "verified"
        assert page.evaluate(FIND_UNLABELLED) == []
        assert axe is None or find_violations(page, axe) == []
        page.open(f"{base}/quote/{keys[1]}", is_offline=False)
        assert page.evaluate("document.querySelector('.chip.bad')") is None
        page.evaluate("document.querySelector('input.names').focus()")
        with library.read() as reading:
            name = reading.fetch("rank_speakers_of_week")[0]["speaker_name"]
        page.send("Input.insertText", text=name[:5])
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not page.evaluate("document.querySelector('datalist').options.length"):
            page.evaluate("new Promise((done) => setTimeout(done, 100))")
        options = page.evaluate("[...document.querySelector('datalist').options].map((option) => option.value)")
        assert name in options
        assert page.complaints == []


def _await(page: Page, text: str) -> None:
    deadline = time.monotonic() + 240
    while (said := page.evaluate("document.getElementById('saving').textContent")) != text:
        assert time.monotonic() < deadline, said
        assert not said.startswith("Not saved"), said
        page.evaluate("new Promise((done) => setTimeout(done, 200))")
