"""The desk over the sample articles."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from desk.application import make_application
from desk.library import Library
from desk.safety import Settings
from warehouse.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def desk_home(samples_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home of its own, in which an index may be made."""
    return Home(Path(shutil.copytree(samples_home, tmp_path_factory.mktemp("desk") / "home")))


@pytest.fixture(scope="session")
def library(desk_home: Home) -> Iterator[Library]:
    library = Library(desk_home)
    library.refresh()
    yield library
    library.close()


@pytest.fixture(scope="session")
def client(library: Library) -> TestClient:
    """Asks the desk as a browser of this machine does; the watcher is not started."""
    return TestClient(make_application(library, Settings()), base_url="http://localhost:8642")
