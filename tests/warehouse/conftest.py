"""A warehouse to try things on, and a short way to load made-up articles into it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from articles.text.addresses import make_url_id
from terms.states import RunState
from tests import staged_rows
from warehouse import audit, runs
from warehouse.build import open_build
from warehouse.home import Home, open_home
from warehouse.loading import load as loading
from warehouse.loading import staging
from warehouse.schema.catalog import create_macros
from warehouse.support.values import read_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.staged_rows import Frames, Row

ROOT = "/articles"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "home")


@pytest.fixture(scope="session")
def empty_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build file of an empty warehouse, made once: its some five hundred statements take most of a short test."""
    home = open_home(tmp_path_factory.mktemp("empty"))
    open_build(home).close()
    return home.build


@pytest.fixture
def build(home: Home, empty_build: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    shutil.copyfile(empty_build, home.build)
    con = duckdb.connect(str(home.build))
    con.execute("set TimeZone = 'UTC'")
    con.execute("set threads = 1")  # of so few rows a second thread only takes time
    create_macros(con)
    yield con
    con.close()


def make_article(path: str, text: str, **columns: Any) -> Row:
    """One staged article whose first word is a person and whose last words are what that person said."""
    url_id = make_url_id(columns["url"]) if columns.get("url") else None
    return staged_rows.make_article(path, text, **{"url_id": url_id} | columns)


def _make_quote(article: Row) -> Row:
    name, cue, words = article["raw_text"].split(maxsplit=2)
    end = len(article["raw_text"])
    return staged_rows.make_quote(article, [(end - len(words), end)], (0, len(name)), cue=cue, confidence=0.5)


def make_article_frames(articles: Sequence[Row]) -> Frames:
    """Staged articles with their mention and quote."""
    return staged_rows.make_frames(
        {
            "articles": articles,
            "mentions": [staged_rows.make_mention(article, 0, article["raw_text"].split()[0]) for article in articles],
            "quotes": [_make_quote(article) for article in articles],
        }
    )


def stage_articles(con: duckdb.DuckDBPyConnection, articles: Sequence[Row], extractor_version: str = "1") -> None:
    """Stage articles, each a file of its own, with their mention and quote."""
    ledger = {
        "source_files": [staged_rows.make_file(article, ROOT) for article in articles],
        "source_records": [staged_rows.make_record(article, ROOT) for article in articles],
    }
    versioned = [article | {"extractor_version": extractor_version} for article in articles]
    staging.clear_staging(con)
    staging.stage_frames(con, staged_rows.make_frames(ledger) | make_article_frames(versioned))


def judge_names_plainly(con: duckdb.DuckDBPyConnection) -> None:
    """Equal names of one type are one entity."""
    names = loading.read_names(con)
    loading.load_names(
        con,
        names.select(
            "entity_name",
            "entity_type",
            "article_key",
            pl.col("entity_name").alias("resolved_name"),
            pl.col("entity_type").alias("resolved_type"),
            pl.lit(None, pl.String).alias("country_code"),
            pl.lit(1.0).alias("score"),
            pl.lit("equal_name").alias("method"),
        ),
    )


def resolve_plainly(con: duckdb.DuckDBPyConnection) -> None:
    """Equal names are one entity, equal words one statement, and every article is its own story."""
    judge_names_plainly(con)
    quotes = read_frame(con.sql("select quote_key, quote_text from mart.quotes order by quote_key"))
    text = pl.col("quote_text")
    none = pl.lit(None, pl.Float64)
    told = quotes.select("quote_key", text.alias("statement_id"), text.alias("statement_text"), match_score=none)
    loading.load_statements(con, told)
    articles = loading.read_story_articles(con)
    loading.load_stories(
        con,
        articles.select("article_key", pl.col("article_id").alias("story_id"), pl.col("headline").alias("story_name")),
    )
    loading.delete_unused_members(con)


def start_run(con: duckdb.DuckDBPyConnection, extractor_version: str = "1", root: str = ROOT) -> runs.Run:
    return runs.start_run(
        con,
        runner="direct",
        input_paths=[root],
        code_version="0",
        extractor_version=extractor_version,
        model_name="none",
    )


def load_staged(
    con: duckdb.DuckDBPyConnection,
    run: runs.Run,
    extractor_version: str = "1",
    retire_folders: Sequence[str] = (),
    *,
    cues: Sequence[tuple[str, str]] = (("say", "neutral"),),
    resolve: Callable[[duckdb.DuckDBPyConnection], None] = resolve_plainly,
) -> pl.DataFrame:
    """Load what is staged as `run` and give back the audits that failed. The caller holds the transaction."""
    loading.load_cues(con, cues)
    loading.load_facts(
        con,
        run,
        extractor_version=extractor_version,
        file_count=0,
        unopened_count=0,
        retire_folders=retire_folders,
    )
    resolve(con)
    results = audit.run_audits(con, run)
    audit.record_results(con, run, results)
    return results.filter(~pl.col("is_passed"))


@pytest.fixture
def load(build: duckdb.DuckDBPyConnection) -> Callable[..., runs.Run]:
    """Load articles as one run whose audits must all pass."""

    def load(*articles: Row, extractor_version: str = "1") -> runs.Run:
        run = start_run(build, extractor_version)
        build.begin()
        stage_articles(build, articles, extractor_version)
        failed = load_staged(build, run, extractor_version)
        assert failed.is_empty(), failed.to_dicts()
        runs.finish_run(build, run, RunState.PUBLISHED)
        build.commit()
        return run

    return load


def dump_core(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the star, its rows sorted."""
    tables = con.execute("select table_name from duckdb_tables() where schema_name = 'core' order by all").fetchall()
    return {table: sorted(con.execute(f"select * from core.{table}").fetchall(), key=repr) for (table,) in tables}
