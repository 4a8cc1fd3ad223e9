"""Load the staging schema into the star: decide for all rows, load in slices, then settle.

The caller opens the transactions: one around everything, or one around each slice.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import polars as pl

import sql
from warehouse.support.rows import fetch_row
from warehouse.support.values import lend_frame, put_frame, read_frame, set_variables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from warehouse.runs import Run

# The order matters: versions before facts, dimensions before what points to them, the ledger last.
PLAN_STATEMENTS = ("assign_versions", "split_versions")
# In a slice that holds no new, reread or moved version they would change nothing.
VERSION_STATEMENTS = (
    "list_borne_names",
    "touch_names",
    "replace_articles",
    "merge_outlets",
    "merge_authors",
    "extend_dates",
    "insert_articles",
    "insert_article_authors",
    "insert_article_facts",
    "insert_removed_spans",
    "insert_embedded_posts",
    "insert_mentions",
    "insert_entity_roles",
    "insert_quotes",
    "insert_quote_speakers",
    "touch_names",
    "insert_article_signatures",
    "insert_article_lines",
)
LAST_STATEMENTS = (
    "insert_quarantined_copies",
    "merge_source_files",
    "settle_quarantine",
    "retire_articles",
)
# Judgements over all versions: made anew where a run loaded or closed one, before the counts that follow from them.
JUDGEMENT_STATEMENTS = ("update_article_copies", "update_repeated_lines", "update_repeated_spans")


def load_cues(con: duckdb.DuckDBPyConnection, cues: Iterable[tuple[str, str]]) -> None:
    """Bring core.dim_cue up to date with the cue list (cue_lemma, cue_class). Goes before the facts."""
    rows = list(cues)
    if set(rows) <= set(con.execute("select cue_lemma, cue_class from core.dim_cue").fetchall()):
        return
    frame = pl.DataFrame(rows, schema={"cue_lemma": pl.String, "cue_class": pl.String}, orient="row")
    _run_with(con, "merge_cues", cue_list=frame)


def drop_known(con: duckdb.DuckDBPyConnection, extractor_version: str) -> None:
    """Remove from staging what another loader loaded since it was read. Runs before the load's transaction."""
    if not con.execute("from staging.articles limit 1").fetchall():
        return  # and DuckDB 1.5.5 cannot bind that statement's join of a lake with a table it knows to be empty
    set_variables(con, extractor_version=extractor_version)
    _run(con, "find_known_articles")
    _run(con, "delete_known_articles")


def settle_copies(con: duckdb.DuckDBPyConnection, run: Run, extractor_version: str) -> None:
    """Drop staged copies whose original did not change. Runs before the load's transaction.

    Which originals stay is known once each staged article has its version. The file of a dropped copy still holds what
    it held, and other copies may depend on that.
    """
    waiting = "select count(*) from staging.source_records where outcome = 'pending_copy'"
    set_run_variables(con, run)
    set_variables(con, extractor_version=extractor_version)
    (left,) = fetch_row(con.execute(waiting)) or (0,)
    while left:
        before = left
        _run(con, "assign_versions")
        _run(con, "find_standing_copies")
        _run(con, "delete_known_articles")
        (left,) = fetch_row(con.execute(waiting)) or (0,)
        if left == before:
            return


def load_facts(
    con: duckdb.DuckDBPyConnection,
    run: Run,
    *,
    extractor_version: str,
    file_count: int,
    unopened_count: int,
    retire_folders: Sequence[str] = (),
) -> None:
    """Load versions, dimensions, facts and the ledger from staging at once, and write the counts into the run log."""
    slice_count = plan_load(con, run)
    for number in range(1, slice_count + 1):
        load_slice(con, run, number)
    finish_load(
        con,
        run,
        extractor_version=extractor_version,
        file_count=file_count,
        unopened_count=unopened_count,
        retire_folders=retire_folders,
    )


def plan_load(con: duckdb.DuckDBPyConnection, run: Run, slice_articles: int | None = None) -> int:
    """Decide the article and version of each staged article, and cut them into slices of about `slice_articles`.

    The decision does not depend on the slices. Returns their number, at least 1; without `slice_articles` it is 1.
    """
    set_run_variables(con, run)
    set_variables(con, slice_articles=slice_articles or 2**62)
    for statement in PLAN_STATEMENTS:
        _run(con, statement)
    (count,) = fetch_row(con.execute("select coalesce(max(slice_number), 1) from planned_version")) or (1,)
    return int(count)


def load_slice(con: duckdb.DuckDBPyConnection, run: Run, number: int) -> None:
    """Load versions, dimensions, facts and the ledger's records of one slice, counted from 1."""
    set_run_variables(con, run)
    set_variables(con, slice_number=number)
    _run(con, "take_slice")
    if con.execute("select 1 from staged_version union all select 1 from moved_version limit 1").fetchall():
        for statement in VERSION_STATEMENTS:
            _run(con, statement)
    _run(con, "merge_ledger")


def finish_load(
    con: duckdb.DuckDBPyConnection,
    run: Run,
    *,
    extractor_version: str,
    file_count: int,
    unopened_count: int,
    retire_folders: Sequence[str] = (),
) -> None:
    """Update the ledger's files and write the counts into the run log, in the last slice's transaction.

    `file_count` counts the files found, `unopened_count` the records in those of them that were not opened because the
    ledger knows them. Current articles below `retire_folders` (absolute paths) that no file holds any more are closed.
    """
    set_run_variables(con, run)
    set_variables(
        con,
        extractor_version=extractor_version,
        file_count=file_count,
        unopened_count=unopened_count,
        retire_folders=list(retire_folders),
    )
    for statement in LAST_STATEMENTS:
        _run(con, statement)
    if _select(con, "select_changed_count").item():
        for statement in JUDGEMENT_STATEMENTS:
            _run(con, statement)
    _run(con, "update_run_counts")


def set_run_variables(con: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Tell the statements which run they work for."""
    set_variables(con, run_key=run.run_key, run_started_at=run.started_at)


def read_names(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Every name in the facts: entity_name, entity_type, article_key (where it is bound to its article),
    mention_count, article_count.
    """
    _run(con, "list_borne_names")
    return _select(con, "select_names")


def read_name_articles(con: duckdb.DuckDBPyConnection, contested: Iterable[str], asking: Iterable[int]) -> pl.DataFrame:
    """Names of articles: article_key, entity_type, entity_name, published_on.

    Of each article that names a person of `contested`, or whose key is in `asking`.
    """
    names = pl.DataFrame({"entity_name": [*contested]}, schema={"entity_name": pl.String})
    articles = pl.DataFrame({"article_key": [*asking]}, schema={"article_key": pl.Int64})
    return _select(con, "select_name_articles", contested_name=names, asking_article=articles)


def read_roles(con: duckdb.DuckDBPyConnection, persons: Iterable[str]) -> pl.DataFrame:
    """Roles of persons of these names: article_key, entity_name, role_text, organization_name, country_code,
    published_on.
    """
    chosen = pl.DataFrame({"entity_name": [*persons]}, schema={"entity_name": pl.String})
    return _select(con, "select_roles", chosen_person=chosen)


def load_names(con: duckdb.DuckDBPyConnection, names: pl.DataFrame) -> None:
    """Turn judgements on names into entities and core.resolution.

    `names`: entity_name, entity_type, article_key, resolved_name, resolved_type, resolved_article_key, country_code,
    wikidata_id, score, method, evidence, decided_by, decided_at; the last three, wikidata_id and resolved_article_key
    (of a description that is taken for that of another article) are optional.
    """
    text: pl.DataType = pl.String()
    empty: dict[str, pl.DataType] = {
        "resolved_article_key": pl.Int64(),
        "wikidata_id": text,
        "evidence": text,
        "decided_by": text,
        "decided_at": pl.Datetime("us"),
    }
    missing = [pl.lit(None, kind).alias(name) for name, kind in empty.items() if name not in names.columns]
    _run_with(con, "merge_resolution", resolved_name=names.with_columns(missing))


def load_statements(con: duckdb.DuckDBPyConnection, statements: pl.DataFrame) -> None:
    """Give each quote its statement. `statements`: quote_key, statement_id, statement_text, match_score."""
    _run_with(con, "update_statements", resolved_statement=statements)


def read_story_articles(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Current articles: article_key, article_id, headline, published_on, source_path."""
    return _select(con, "select_story_articles")


def load_stories(con: duckdb.DuckDBPyConnection, stories: pl.DataFrame) -> None:
    """Give each article its story. `stories`: article_key, story_id, story_name."""
    _run_with(con, "update_stories", resolved_story=stories)


def delete_unused_members(con: duckdb.DuckDBPyConnection) -> None:
    """Delete rows of dimensions that nothing refers to any more."""
    _run(con, "delete_unused_members")


def _run(con: duckdb.DuckDBPyConnection, statement: str) -> None:
    con.execute(sql.read_statement(f"load/{statement}.sql"))


def _run_with(con: duckdb.DuckDBPyConnection, statement: str, **frames: pl.DataFrame) -> None:
    """Run a statement that reads frames, which are in no table: a transaction writes one database, and that may be a
    lake.
    """
    with ExitStack() as stack:
        for name, frame in frames.items():
            stack.enter_context(lend_frame(con, name, frame))
        _run(con, statement)


def _select(con: duckdb.DuckDBPyConnection, statement: str, **frames: pl.DataFrame) -> pl.DataFrame:
    for name, frame in frames.items():
        put_frame(con, name, frame)
    return read_frame(con.sql(sql.read_statement(f"load/{statement}.sql")))
