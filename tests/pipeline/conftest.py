from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from pipeline.settings import Settings
from tests.pipeline.runs import keep_published, remember_checks, restore

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language


@pytest.fixture(autouse=True)
def _remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run in this process checks the same rows once."""
    remember_checks(monkeypatch)


@pytest.fixture(scope="module")
def shared_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One path for all tests of a module: a run knows files by their path."""
    return tmp_path_factory.mktemp("module") / "place"


@pytest.fixture
def place(shared_place: Path) -> Path:
    """Holds the articles and the home of each test in turn; empty at first."""
    shutil.rmtree(shared_place, ignore_errors=True)
    return shared_place


@pytest.fixture
def folder(place: Path, request: pytest.FixtureRequest) -> Path:
    """The articles that `write_articles` of the module writes."""
    written: Path = request.module.write_articles(place / "articles")
    return written


@pytest.fixture
def settings(place: Path) -> Settings:
    return Settings(home=place / "home", workers=1, wait_seconds=0)


@pytest.fixture(scope="module")
def kept(nlp: Language, shared_place: Path, request: pytest.FixtureRequest) -> Path:
    """The module's articles and a home in which they are published, made once."""
    shutil.rmtree(shared_place, ignore_errors=True)
    request.module.write_articles(shared_place / "articles")
    return keep_published(nlp, shared_place)


@pytest.fixture
def published(kept: Path, place: Path, folder: Path) -> None:
    """The home of the test has the articles of the folder already."""
    assert folder.is_relative_to(place)
    restore(kept, place)
