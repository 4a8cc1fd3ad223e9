"""The page of `quotehouse clean` in a real browser: an article's markup is text, everything fits and stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.application import run
from tests.browser.test_report_pages import FIND_LOW_CONTRAST, FIND_UNLABELLED, HAS_HANDLER, PAYLOAD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.chromium import Page

BODY = "The mayor of Quessel said on Monday that the bridge will close for good because its pillars have been cracked."
CUT = "By Jane Doe\nPublished in: News\n", "Advertisement\n", "Read more: Ferry to run\n", "Photo: Ida Brenn/AFP\n"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    article = folder / "bridge.txt"
    text = f"Harbour bridge to close\n{CUT[0]}\n{BODY}\n\n{CUT[1]}\nA letter read {PAYLOAD}, it is said.\n\n"
    article.write_text(f"{text}{CUT[2]}\n{CUT[3]}\n{BODY.replace('bridge', 'ferry')}\n{'x' * 300}\n", "utf-8")
    assert run(["clean", str(article), "--html", str(folder / "bridge.html")]) == 0
    return folder / "bridge.html"


def test_nothing_runs_and_nothing_is_fetched(page: Page, written: Path) -> None:
    page.open(written.as_uri())
    assert page.evaluate("document.title") == "Cleaned article · bridge.txt"
    assert page.evaluate("document.querySelectorAll('script, iframe, object, embed, img, svg, a').length") == 0
    assert page.evaluate("document.querySelectorAll('style').length") == 1
    assert page.evaluate("document.querySelectorAll('del').length") >= 4
    assert page.evaluate(HAS_HANDLER) is False
    assert page.complaints == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("width", [390, 1200])
def test_page_does_not_scroll_sideways(page: Page, written: Path, width: int) -> None:
    page.open(written.as_uri(), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_stands_out(page: Page, written: Path, dark: bool) -> None:
    page.open(written.as_uri(), dark=dark)
    assert page.evaluate(FIND_LOW_CONTRAST) == []
    assert page.evaluate(FIND_UNLABELLED) == []
