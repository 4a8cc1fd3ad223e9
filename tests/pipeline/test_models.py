"""The model is a setting: any installed spaCy pipeline does, and is part of the extractor's version."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest

from articles.execution.version import read_extractor_version, read_model_version
from articles.parsing.language_model import describe_model, load_model
from pipeline.run import run_ingest
from pipeline.settings import Settings
from pipeline.stages import extract
from tests.pipeline.runs import NAMES, make_extractor_class, read_row, save_small_model, write_article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from articles.execution.grouping import Batch

MODEL = "en_harbour_names"
LOADER = """
from pathlib import Path
from spacy.util import load_model_from_path

def load(**options):
    return load_model_from_path(Path(__file__).parent / "pipeline", **options)
"""


def install(site: Path, version: str) -> None:
    """What an installer leaves of the package of a pipeline."""
    for old in site.glob("*.dist-info/METADATA"):
        old.unlink()
        old.parent.rmdir()
    info = site / f"{MODEL}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {MODEL}\nVersion: {version}\n", encoding="utf-8")
    importlib.invalidate_caches()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages with a pipeline in it, version 1.2.0."""
    site = tmp_path / "site"
    package = site / MODEL
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(LOADER, encoding="utf-8")
    save_small_model(package / "pipeline")
    install(site, "1.2.0")
    monkeypatch.syspath_prepend(str(site))
    yield site
    sys.modules.pop(MODEL, None)


def test_another_installed_pipeline_reads_the_articles_and_its_release_reads_them_again(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nlp = load_model(MODEL)
    assert describe_model(nlp).startswith("en_")
    done: list[Batch] = []
    monkeypatch.setattr(extract, "Extractor", make_extractor_class(nlp, done.append))
    articles = tmp_path / "articles"
    articles.mkdir()
    write_article(articles / "tram.txt", NAMES[0], 1)
    settings = Settings(home=tmp_path / "home", workers=1, model=MODEL)
    warehouse = settings.home / "warehouse.duckdb"

    assert run_ingest(settings, [articles]).state == "published"
    assert read_row(warehouse, "select model_name from meta.run") == (f"{MODEL} 1.2.0",)
    with duckdb.connect(str(warehouse), read_only=True) as con:
        found = con.execute(
            "select distinct name_in_article from mart.mentions where entity_type = 'PERSON'"
        ).fetchall()
    assert set(found) == {(NAMES[0],), ("Joost Verbeek",)}, "whom this pipeline knows"
    assert run_ingest(settings, [articles]).state == "unchanged"
    assert len(done) == 1

    install(site, "1.3.0")
    assert run_ingest(settings, [articles]).state == "published"
    assert len(done) == 2, "another release of the pipeline extracts again"
    versions = "select count(distinct extractor_version), max(model_name) from meta.run"
    assert read_row(warehouse, versions) == (2, f"{MODEL} 1.3.0")


def test_the_model_is_part_of_the_extractors_version(site: Path) -> None:
    assert read_model_version(MODEL) == f"{MODEL} 1.2.0"
    before = read_extractor_version(MODEL)
    assert f"+{MODEL}-1.2.0+" in before
    assert before != read_extractor_version("en_core_web_md")
    install(site, "1.3.0")
    assert f"+{MODEL}-1.3.0+" in read_extractor_version(MODEL)
