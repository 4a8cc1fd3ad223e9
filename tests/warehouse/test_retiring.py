"""Files come, change, go and come back: versions follow each other, and an article without a file is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.warehouse.conftest import ROOT, load_staged, make_article, stage_articles, start_run
from warehouse.build import open_build
from warehouse.home import open_home
from warehouse.ledger import find_known_records
from warehouse.loading import staging
from warehouse.schema.catalog import read_schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

SETTINGS = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = ("it rains", "it snows")

# What lies in the folder at each run: the words of each file, None where it is gone.
states = st.dictionaries(st.sampled_from(["a.txt", "b.txt"]), st.sampled_from([*WORDS, None]), min_size=2, max_size=2)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_build(open_home(tmp_path_factory.mktemp("home")))
    con.execute("set threads = 1")  # of so few rows a second thread only takes time
    yield con
    con.close()


@given(runs=st.lists(states, min_size=1, max_size=5))
@example(runs=[{"a.txt": words, "b.txt": None} for words in (WORDS[0], WORDS[1], WORDS[0])])
@example(runs=[{"a.txt": words, "b.txt": WORDS[1]} for words in (WORDS[0], None, WORDS[0], WORDS[1])])
@SETTINGS
def test_files_come_and_go_in_any_order(shared: duckdb.DuckDBPyConnection, runs: list[dict[str, str | None]]) -> None:
    shared.begin()
    try:
        told: dict[str, list[str]] = {"a.txt": [], "b.txt": []}
        for files in runs:
            load_folder(shared, files)
            for path, words in files.items():
                if words is not None and told[path][-1:] != [words]:
                    told[path].append(words)
            found = shared.execute(
                "select source_path, raw_text from mart.articles inner join mart.article_texts using (article_key) "
                "where is_current order by all"
            ).fetchall()
            assert found == [(path, tell(path, words)) for path, words in sorted(files.items()) if words]
        # A, B, A is three versions; what went and came back unchanged is the version it was.
        counts = shared.execute("select url, count(*) from core.dim_article group by url order by url").fetchall()
        assert counts == [(path, len(words)) for path, words in sorted(told.items()) if words]
    finally:
        shared.rollback()


def tell(path: str, words: str) -> str:
    return f"{'Anna' if path == 'a.txt' else 'Bert'} said {words}"


def load_folder(con: duckdb.DuckDBPyConnection, files: dict[str, str | None]) -> None:
    """Load a folder as a run with --retire-missing would; every audit must pass."""
    articles = [make_article(path, tell(path, words), url=path) for path, words in sorted(files.items()) if words]
    known = find_known_records(con, [article["content_hash"] for article in articles])
    held = set(known.select("content_hash", "source_path").iter_rows())
    new = [article for article in articles if (article["content_hash"], article["source_path"]) not in held]
    stage_articles(con, new)
    gone = [(ROOT, path) for path, words in files.items() if words is None]
    frame = pl.DataFrame(gone, schema=read_schemas()["gone_sources"], orient="row")
    staging.stage_frames(con, {"gone_sources": frame})
    failed = load_staged(con, start_run(con), retire_folders=[ROOT])
    assert failed.is_empty(), failed.to_dicts()
