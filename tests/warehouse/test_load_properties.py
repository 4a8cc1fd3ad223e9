"""Whatever is loaded, in whatever order and slices: audits stay green and the star comes out the same."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.reading.found_files import Discovery
from articles.reading.limits import ReadingLimits
from articles.records import SourceFile
from pipeline.stages.read import Intake
from pipeline.summary import SilentProgress
from tests.warehouse.conftest import load_staged, make_article, make_article_frames, start_run
from warehouse.build import open_build
from warehouse.home import open_home
from warehouse.loading import staging
from warehouse.loading.load import settle_copies
from warehouse.schema.catalog import read_schemas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

    from tests.staged_rows import Row

SETTINGS = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FIRST_DAY = datetime(2024, 3, 1)  # as the warehouse keeps it: UTC without a zone
NAMES = ("Anna", "Bert")
WORDS = ("it rains", "it snows")

# What an article is told by: its url or none, its source, its words, its day of update or none.
contents = st.tuples(
    st.sampled_from([None, "x", "y"]), st.sampled_from(NAMES), st.sampled_from(WORDS), st.none() | st.integers(0, 3)
)
paths = st.sampled_from(["a.txt", "b.txt", "c.txt", "d.txt"])
folders = st.dictionaries(paths, contents, min_size=1, max_size=4)

Content = tuple[str | None, str, str, int | None]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_build(open_home(tmp_path_factory.mktemp("home")))
    con.execute("set threads = 1")  # of so few rows a second thread only takes time
    yield con
    con.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("articles")


@given(runs=st.lists(st.tuples(folders, st.sampled_from(["1", "2"])), min_size=1, max_size=4))
@SETTINGS
def test_any_sequence_of_loads_passes_every_audit(
    shared: duckdb.DuckDBPyConnection, folder: Path, runs: list[tuple[dict[str, Content], str]]
) -> None:
    shared.begin()
    try:
        for files, extractor_version in runs:
            load_files(shared, folder, files, extractor_version)
    finally:
        shared.rollback()


@given(files=folders, data=st.data())
@SETTINGS
def test_files_come_out_the_same_in_whatever_runs_they_arrive(
    shared: duckdb.DuckDBPyConnection, folder: Path, files: dict[str, Content], data: st.DataObject
) -> None:
    # Versions without a day of their own stand in the order of their arrival: that is not asked of the slices here.
    days = {content: day for day, content in enumerate(sorted(set(files.values()), key=repr))}
    told: dict[str, Content] = {path: (*content[:3], days[content]) for path, content in files.items()}
    order = data.draw(st.permutations(sorted(told)))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(order)), max_size=3)) | {0, len(order)})
    slices = [{path: told[path] for path in order[low:high]} for low, high in pairwise(cuts)]
    assert load_and_dump(shared, folder, slices) == load_and_dump(shared, folder, [told])


@given(runs=st.lists(folders, min_size=1, max_size=3))
@example(
    runs=[  # a copy whose original changes, and one whose file then tells another article
        {"a.txt": (None, "Anna", "it rains", 0), "b.txt": (None, "Anna", "it snows", 1)},
        {
            "a.txt": (None, "Bert", "it rains", 2),
            "b.txt": (None, "Anna", "it rains", 0),
            "c.txt": (None, "Anna", "it snows", 1),
        },
    ]
)
@example(
    runs=[  # the file of the original tells another article, whose own file does so too
        {"a.txt": ("x", "Anna", "it rains", 0), "b.txt": ("y", "Anna", "it snows", 1)},
        {
            "a.txt": ("y", "Anna", "it snows", 1),
            "b.txt": (None, "Bert", "it snows", 2),
            "c.txt": ("x", "Anna", "it rains", 0),
        },
    ]
)
@example(
    runs=[
        {"a.txt": (None, "Anna", "it rains", None)},
        {"a.txt": (None, "Bert", "it rains", None), "b.txt": (None, "Anna", "it rains", None)},
    ]
)
@example(
    runs=[
        {"a.txt": (None, "Anna", "it rains", None), "b.txt": (None, "Anna", "it snows", 1)},
        {"a.txt": (None, "Anna", "it snows", 1), "b.txt": (None, "Anna", "it rains", None)},
    ]
)
@example(
    runs=[
        {"a.txt": (None, "Anna", "it rains", None), "b.txt": ("y", "Anna", "it snows", None)},
        {"a.txt": ("y", "Anna", "it rains", None), "b.txt": ("y", "Anna", "it rains", None)},
        {"a.txt": (None, "Anna", "it rains", None)},
    ]
)
@SETTINGS
def test_reading_again_for_a_new_extractor_changes_no_version(
    shared: duckdb.DuckDBPyConnection, folder: Path, runs: list[dict[str, Content]]
) -> None:
    shared.begin()
    try:
        on_disk: dict[str, Content] = {}
        for files in runs:
            on_disk |= files
            load_files(shared, folder, on_disk)
        before = dump(shared)
        assert load_files(shared, folder, on_disk) == 0  # a run leaves nothing to the next, not even copies left behind
        load_files(shared, folder, on_disk, "2")
        assert dump(shared) == before
        for files in (on_disk, {}):
            assert load_files(shared, folder, files, "2") == 0
            assert dump(shared) == before
    finally:
        shared.rollback()


def load_and_dump(con: duckdb.DuckDBPyConnection, folder: Path, slices: Sequence[dict[str, Content]]) -> dict[str, Any]:
    con.begin()
    try:
        for files in slices:
            load_files(con, folder, files)
        return dump(con)
    finally:
        con.rollback()


def load_files(
    con: duckdb.DuckDBPyConnection, folder: Path, files: dict[str, Content], extractor_version: str = "1"
) -> int:
    """Load files as a run does that finds them, each an article; returns how many were extracted."""
    found = [_write(folder / path, content) for path, content in sorted(files.items())]
    intake = Intake(Discovery(found), ReadingLimits(), extractor_version, read_schemas())
    intake.skip_unchanged_files(con)
    taken = list(intake.read_pending(con, SilentProgress()))
    articles = [
        _make(record.source_path, files[record.source_path])
        | {"extractor_version": extractor_version, "content_hash": record.content_hash}
        for record in taken
    ]
    _stage(con, intake, articles)
    run = start_run(con, extractor_version)
    settle_copies(con, run, extractor_version)
    failed = load_staged(con, run, extractor_version)
    assert failed.is_empty(), failed.to_dicts()
    return len(taken)


def _write(path: Path, content: Content) -> SourceFile:
    """A file, and what discovery says of it: another time for another content, the same for the same."""
    path.write_text(json.dumps(content), encoding="utf-8")
    moment = int.from_bytes(hashlib.blake2b(path.read_bytes(), digest_size=6).digest(), "big")
    return SourceFile(str(path.parent), path.name, path.stat().st_size, moment)


def dump(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """What the star says of its articles, without what differs from run to run and from path to path of a copy."""
    queries = {
        "versions": "select article_id, version, article_key, content_hash, is_current from core.dim_article",
        "quotes": "select quote_key, quote_text, speaker_name, statement_key from mart.quotes",
        "mentions": "select mention_key, entity_key from mart.mentions",
        "outlets": "select * from core.dim_outlet",
        "days": "select date_key from core.dim_date",
        "statements": "select statement_key, quote_count, article_count from mart.statements",
        "entities": "select * from mart.entities",
    }
    return {name: sorted(con.execute(query).fetchall(), key=repr) for name, query in queries.items()}


def _make(path: str, content: Content) -> Row:
    url, name, words, day = content
    return make_article(
        path,
        f"{name} said {words}",
        url=url,
        outlet_name=f"Outlet {url}",
        updated_at=None if day is None else FIRST_DAY + timedelta(days=day),
        published_on=None if day is None else (FIRST_DAY + timedelta(days=day)).date(),
    )


def _stage(con: duckdb.DuckDBPyConnection, intake: Intake, articles: list[Row]) -> None:
    staging.clear_staging(con)
    for records in intake.make_source_records({}):
        staging.stage_frames(con, {"source_records": records})
    staging.stage_frames(con, {"source_files": intake.make_source_files()} | make_article_frames(articles))
