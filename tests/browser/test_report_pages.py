"""The report in a real browser with the network switched off: nothing runs, nothing is fetched, everything fits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from expectations.report.pages import write_report
from tests.browser.axe import find_axe, find_violations
from tests.expectations.report_inputs import HASH, make_inputs

if TYPE_CHECKING:
    from tests.browser.chromium import Page

PAGES = (
    "index.html",
    "run-000012.html",
    "check-mentions-mention_is_unique.html",
    "coverage.html",
    "stories.html",
    "charts.html",
    f"article-{HASH}.html",
)
# A break-out for each place a text can stand in: an element, an attribute in either quotes, a style, a script, a link.
PAYLOAD = (
    "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    "\"' onmouseover=document.title='run' <svg/onload=document.title='run'></style><style>*{display:none}"
    "<a href=javascript:document.title='run'>link</a> {{ 7 * 7 }} {% raw %} </bdi></pre></title> \u202edesrever"
)

FOLDER = Path(__file__).parent
FIND_LOW_CONTRAST = (FOLDER / "find_low_contrast.js").read_text("utf-8")
FIND_UNLABELLED = (FOLDER / "find_unlabelled.js").read_text("utf-8")
HAS_HANDLER = "[...document.querySelectorAll('*')].some((n) => n.getAttributeNames().some((a) => a.startsWith('on')))"
OPEN_DETAILS = "document.querySelectorAll('details').forEach((node) => { node.open = true; })"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    write_report(make_inputs(payload=PAYLOAD), folder)
    return folder


def _open(page: Page, site: Path, name: str, width: int = 1200, *, dark: bool = False) -> None:
    page.open((site / name).as_uri(), width, dark=dark)
    page.evaluate(OPEN_DETAILS)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_and_nothing_is_fetched(page: Page, site: Path, name: str) -> None:
    _open(page, site, name)
    assert page.evaluate("document.title").endswith("Quotehouse")
    assert page.evaluate("document.querySelectorAll('script, iframe, object, embed, img').length") == 0
    assert page.evaluate("document.querySelectorAll('style').length") == 1
    assert page.evaluate(HAS_HANDLER) is False
    assert page.evaluate("[...document.links].some((link) => link.protocol !== 'file:')") is False
    assert page.complaints == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []
    assert sum(url.startswith("file:") for url in page.requests) == 1


@pytest.mark.parametrize("width", [390, 768, 1200])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(page: Page, site: Path, name: str, width: int) -> None:
    _open(page, site, name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_text_stands_out(page: Page, site: Path, name: str, dark: bool) -> None:
    _open(page, site, name, dark=dark)
    assert page.evaluate(FIND_LOW_CONTRAST) == []


@pytest.mark.parametrize("name", PAGES)
def test_everything_is_labelled(page: Page, site: Path, name: str) -> None:
    _open(page, site, name)
    assert page.evaluate(FIND_UNLABELLED) == []


@pytest.fixture(scope="module")
def axe() -> str:
    script = find_axe()
    if script is None:
        pytest.skip("axe-core is not in the cache and npm cannot fetch it")
    return script


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page: Page, site: Path, axe: str, name: str, dark: bool) -> None:
    _open(page, site, name, 390 if dark else 1280, dark=dark)
    assert find_violations(page, axe) == []


def test_axe_would_find_faults(page: Page, tmp_path: Path, axe: str) -> None:
    path = tmp_path / "poor.html"
    path.write_text("<body style='background:#fff'><p style='color:#999'>pale</p><img src='data:,'><a href='#x'></a>")
    page.open(path.as_uri())
    found = " ".join(find_violations(page, axe))
    for rule in ("color-contrast", "image-alt", "html-has-lang", "link-name"):
        assert rule in found


def test_links_lead_to_pages_that_are_there(page: Page, site: Path) -> None:
    for name in PAGES:
        _open(page, site, name)
        for link in page.evaluate("[...document.links].map((link) => link.getAttribute('href'))"):
            target, _, anchor = link.partition("#")
            assert (site / target if target else site / name).exists(), link
            if anchor and not target:
                assert page.evaluate(f"document.getElementById({anchor!r}) !== null"), link


def test_a_held_run_says_so_first(page: Page, tmp_path: Path) -> None:
    write_report(make_inputs(state="held", message="Validation failed: articles.content_hash_is_unique."), tmp_path)
    page.open((tmp_path / "index.html").as_uri())
    text = page.evaluate("document.querySelector('main').innerText")
    assert "The run was held back" in text[:200]
    assert "articles.content_hash_is_unique" in text
    assert "What to do" in text
    page.open((tmp_path / "run-000012.html").as_uri())
    assert page.evaluate("document.querySelectorAll('details[open]').length") == 1


def test_faults_would_be_found(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "poor.html"
    path.write_text(
        "<body style='background:#fff'><p style='color:#999'>pale</p><table><tr><th>x</th></tr></table><svg></svg>"
        "<script>console.error('loud'); fetch('http://127.0.0.1:9/away').catch(() => 0)</script>"
    )
    page.open(path.as_uri())
    assert len(page.evaluate(FIND_LOW_CONTRAST)) == 1
    assert len(page.evaluate(FIND_UNLABELLED)) >= 5
    assert any("loud" in complaint for complaint in page.complaints)
    assert any("/away" in url for url in page.requests)
