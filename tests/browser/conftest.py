"""A real browser, where the machine has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import Page, find_chromium, open_browser

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of Chromium with the network switched off."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("Chromium is not installed (Debian's package `chromium`)")
    with open_browser(executable, tmp_path_factory.mktemp("profile")) as page:
        yield page
