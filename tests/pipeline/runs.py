"""What tests of runs share: small articles and a small model, extraction without worker processes, and comparisons."""

from __future__ import annotations

import io
import json
import shutil
from concurrent.futures import Future
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from articles.execution.extract_batch import extract_batch
from articles.execution.extractor import BatchOutcome
from articles.execution.staged_files import find_batch, find_version_folder, write_batch
from warehouse.compare import compare_warehouses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from spacy.language import Language

    from articles.execution.grouping import Batch, ExtractionOptions
    from expectations.running import Outcome

# Views about runs; all others must be the same for the same input, however it was run.
RUN_VIEWS = {"runs", "quality_history", "quality_latest"}
# Moments and hosts of a run differ from one to the next.
RUN_COLUMNS = {"quarantined_at", "decided_at", "retired_at", "run_key", "run_number", "run_name"}

ARTICLE = """{name} wants the tram line to reach the harbour

By Petra Lindqvist

{name}, the mayor of Port Ansel, said on Monday that the tram line must reach the harbour by spring.

"We have talked about number {number} for far too long," {name} told the Harbour Post. "Now we will build it."

The harbour master, Joost Verbeek, said the quay was too weak to carry a tram.

Tram number {number} will come, rain or shine. pic.twitter.com/h3WzTn81Q{number}

— {name} (@tramline{number}) March 3, 2024
"""
NAMES = ("Marta Quill", "Anna Brandt", "Ida Solheim", "Ruth Calder", "Nora Finch", "Clara Voss")

Rows = list[tuple[Any, ...]]


def write_article(path: Path, name: str, number: int) -> None:
    """A small article with a name, two quotes and a number that makes its content its own."""
    path.write_text(ARTICLE.format(name=name, number=number), encoding="utf-8")


def save_small_model(folder: Path) -> str:
    """A pipeline that loads in no time and knows the people of NAMES; returns the name to set as the model."""
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler", name="ner")
    ruler.add_patterns([{"label": "PERSON", "pattern": name} for name in (*NAMES, "Joost Verbeek")])  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return str(folder)


def find_differences(path_a: Path, path_b: Path) -> list[dict[str, Any]]:
    """Tables in which two warehouses differ."""
    return compare_warehouses(path_a, path_b).filter(~pl.col("is_equal")).to_dicts()


def export_views(path: Path) -> dict[str, Rows]:
    """Rows of every mart view of a warehouse file that says something about articles, sorted."""
    with duckdb.connect(str(path), read_only=True) as con:
        views = [
            view
            for (view,) in con.execute("select view_name from duckdb_views() where schema_name = 'mart'").fetchall()
            if view not in RUN_VIEWS
        ]
        return {view: export_table(con, f"mart.{view}") for view in sorted(views)}


def export_core(path: Path) -> dict[str, Rows]:
    """Rows of every core table of a warehouse file, all columns, sorted."""
    with duckdb.connect(str(path), read_only=True) as con:
        tables = con.execute("select table_name from duckdb_tables() where schema_name = 'core'").fetchall()
        return {table: export_table(con, f"core.{table}", left_out=set()) for (table,) in sorted(tables)}


def export_table(con: duckdb.DuckDBPyConnection, name: str, left_out: set[str] = RUN_COLUMNS) -> Rows:
    columns = [row[0] for row in con.execute(f"describe {name}").fetchall() if row[0] not in left_out]
    return con.execute(f"select {', '.join(columns)} from {name} order by all").fetchall()


def read_row(path: Path, query: str) -> tuple[Any, ...]:
    """The one row of a query on a warehouse file."""
    with duckdb.connect(str(path), read_only=True) as con:
        (row,) = con.execute(query).fetchall()
    assert isinstance(row, tuple)
    return row


def remember_checks(patch: pytest.MonkeyPatch) -> None:
    """Within this process, check the same rows by the same suite once, and draw each kind of chart once.

    Checks depend on nothing but what they are given, and many tests run over the same few articles. Of the charts these
    tests only see that they are there. Together they are a third of a small run.
    """
    from expectations import running, validation
    from expectations.report import charts

    run_suite, draw = _make_remembering()
    patch.setattr(running, "run_suite", run_suite)
    patch.setattr(validation, "run_suite", run_suite)
    patch.setattr(charts, "_draw", draw)


@cache
def _make_remembering() -> tuple[Callable[..., list[Outcome]], Callable[..., Any]]:
    from expectations import running
    from expectations.report import charts

    run_anew, draw_anew = running.run_suite, charts._draw
    checked: dict[tuple[str, bytes, str], list[Outcome]] = {}
    drawn: dict[tuple[str, str], Any] = {}

    def run_suite(suite: Mapping[str, Any], frame: pl.DataFrame, parameters: Mapping[str, Any]) -> list[Outcome]:
        rows = io.BytesIO()
        frame.write_ipc(rows)
        key = json.dumps(suite, sort_keys=True), rows.getvalue(), repr(parameters)
        if key not in checked:
            checked[key] = run_anew(suite, frame, parameters)
        return [*checked[key]]

    def draw(spec: dict[str, Any], label: str, css_class: str) -> Any:
        key = json.dumps({**spec, "data": None, "params": None}, default=str), css_class
        if key not in drawn:
            drawn[key] = draw_anew(spec, label, css_class)
        return drawn[key]

    return run_suite, draw


def keep_published(nlp: Language, place: Path) -> Path:
    """Publish `place`/articles into `place`/home once and move both aside; `restore` brings them back."""
    from pipeline.run import run_ingest
    from pipeline.settings import Settings
    from pipeline.stages import extract

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extract, "Extractor", make_extractor_class(nlp, lambda _: None))
        remember_checks(patch)
        summary = run_ingest(Settings(home=place / "home", workers=1), [place / "articles"])
    assert summary.state == "published"
    return place.rename(place.with_name("kept"))


def restore(kept: Path, place: Path) -> None:
    """Put what `keep_published` moved aside under its old path, whatever was there: a run knows files by their path."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(kept, place, symlinks=True)


def make_extractor_class(nlp: Language, note: Callable[[Batch], None]) -> type:
    """An Extractor that works in this process with a model that is loaded. `note` is told of each batch extracted."""

    class InProcessExtractor:
        is_on_cluster = False

        def __init__(
            self, options: ExtractionOptions, schemas: Mapping[str, pl.Schema], staging: Path, **_: Any
        ) -> None:
            self.options, self.schemas = options, schemas
            self.version_folder = find_version_folder(staging, options.extractor_version)
            self.pool = SimpleNamespace(start=lambda: None, worker_count=1, take_lost=list)

        def __enter__(self) -> InProcessExtractor:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def submit(self, batch: Batch) -> Future[BatchOutcome]:
            future: Future[BatchOutcome] = Future()
            staged = find_batch(self.version_folder, batch.batch_id)
            is_reused = staged is not None
            if staged is None:
                note(batch)
                extraction = extract_batch(batch.records, nlp, self.schemas, self.options)
                staged = write_batch(self.version_folder, batch.batch_id, extraction)
            future.set_result(BatchOutcome(batch.batch_number, (staged,), staged.rejected, is_reused))
            return future

    return InProcessExtractor
