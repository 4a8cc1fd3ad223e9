"""What a connection for anybody's SQL can do, and what it cannot."""

from __future__ import annotations

import re
import shutil
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.errors import QueryError, WarehouseError
from warehouse.home import Home, open_home
from warehouse.query import REFUSED_FUNCTIONS, explain_failures, limit_time, open_published, run_query

if TYPE_CHECKING:
    from pathlib import Path

# Functions of FROM that give rows and do nothing else, or read files, which are out of reach.
HARMLESS = set(
    """duckdb_approx_database_count duckdb_columns duckdb_connection_count duckdb_constraints duckdb_coordinate_systems
    duckdb_databases duckdb_dependencies duckdb_extensions duckdb_external_file_cache duckdb_functions duckdb_indexes
    duckdb_keywords duckdb_log_contexts duckdb_logs duckdb_memory duckdb_optimizers duckdb_prepared_statements
    duckdb_schemas duckdb_secret_types duckdb_sequences duckdb_settings duckdb_table_sample duckdb_tables
    duckdb_temporary_files duckdb_types duckdb_variables duckdb_views generate_series glob icu_calendar_names json_each
    json_tree parquet_bloom_probe parquet_file_metadata parquet_full_metadata parquet_kv_metadata parquet_metadata
    parquet_scan parquet_schema pg_timezone_names pragma_collations pragma_database_size pragma_metadata_info
    pragma_platform pragma_show pragma_storage_info pragma_table_info pragma_user_agent pragma_version range read_blob
    read_csv read_csv_auto read_duckdb read_json read_json_auto read_json_objects read_json_objects_auto read_ndjson
    read_ndjson_auto read_ndjson_objects read_parquet read_text repeat repeat_row sniff_csv summary test_all_types
    test_vector_types unnest""".split()
)

# At least one statement of every kind of DuckDB's grammar that is no SELECT; {file} is where it could do harm.
DOING = [
    "copy (select 1) to '{file}'",
    "copy (select 1) to '{file}' (format parquet, use_tmp_file false)",
    "copy core.fact_quote to '{file}' (format json)",
    "copy core.fact_quote from '{file}'",
    "copy from database warehouse to memory",
    "export database '{file}'",
    "import database '{file}'",
    "attach '{file}' as other",
    "detach warehouse",
    "use memory",
    "insert into core.fact_quote select * from core.fact_quote",
    "insert into meta.run (run_key) values (1)",
    "update core.fact_quote set quote_key = 1",
    "delete from core.fact_quote",
    "merge into core.fact_quote as q using (select 1) as x on true when matched then delete",
    "truncate core.fact_quote",
    "create table t as select 1",
    "create table memory.main.t as select 1",
    "create temp table t as select 1",
    "create temp view v as select 1",
    "create schema s",
    "create sequence q",
    "create type mood as enum ('a')",
    "create macro m(a) as a",
    "create index i on core.fact_quote (quote_key)",
    "create secret s (type http)",
    "create persistent secret s (type http)",
    "alter table core.fact_quote rename to other",
    "comment on table core.fact_quote is 'x'",
    "drop table core.fact_quote",
    "drop view mart.quotes",
    "set threads = 1",
    "set variable x = 1",
    "reset threads",
    "pragma threads = 1",
    "pragma enable_profiling",
    "pragma export_database = '{file}'",
    "call enable_logging()",
    "call checkpoint()",
    "checkpoint",
    "force checkpoint",
    "vacuum",
    "analyze",
    "begin",
    "commit",
    "prepare p as select 1",
    "prepare p as copy (select 1) to '{file}'",
    "execute p",
    "deallocate p",
    "install fts",
    "load fts",
    "load '{file}'",
    "update extensions",
]
REACHING = [
    "select * from read_csv('{file}')",
    "select * from '{file}'",
    "select content from read_text('{file}')",
    "select * from glob('/*')",
    "select * from read_parquet('https://example.invalid/a.parquet')",
    "select * from read_csv('s3://bucket/a.csv')",
    "select * from sniff_csv('{file}')",
    "select getenv('HOME')",
    "from enable_logging(storage = 'file', storage_path = '{file}')",
    "select * from query('select 1')",
    "select * from pandas_scan(null)",
    'select * from system.main."pandas_scan" /* once */ (null)',
    "with stolen as materialized (select * from read_text('{file}')) select * from stolen",
    "select (select content from read_text('{file}'))",
    "select * from duckdb_secrets()",
    "select * from json_execute_serialized_sql(json_serialize_sql('select 1'))",
]
PREFIXES = ["", "explain ", "explain analyze ", "EXPLAIN (analyze) ", "/* a */ explain -- b\n analyze ", "( ", " ;; "]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, empty_build: Path) -> Home:
    """A home where an empty warehouse is published, beside a file that is nobody's business."""
    home = open_home(tmp_path_factory.mktemp("around") / "home")
    shutil.copyfile(empty_build, home.published)
    home.path.with_name("secret.csv").write_text("a,b\n1,2\n", "utf-8")
    return home


def _ask(con: duckdb.DuckDBPyConnection, text: str) -> list[Any]:
    with explain_failures():
        return run_query(con, text).fetchall()


def _see(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("statement", DOING)
def test_no_statement_but_a_reading_one_is_run(published: Home, statement: str) -> None:
    places = ["new.csv", "warehouse.duckdb", "warehouse.duckdb.wal", "../taken.csv"]
    before = _see(published.path.parent)
    with closing(open_published(published)) as con:
        for place in places:
            text = statement.replace("{file}", str(published.path / place))
            for asked in (f"{prefix}{text}" for prefix in PREFIXES):
                with pytest.raises(QueryError):
                    _ask(con, asked)
            for asked in (f"select 1; {text}", f"{text}; select 1"):
                with pytest.raises(QueryError):
                    _ask(con, asked)
    assert _see(published.path.parent) == before


@pytest.mark.parametrize("query", REACHING)
@pytest.mark.parametrize("prefix", ["", "explain analyze "])
def test_no_query_reaches_beyond_the_warehouse(published: Home, query: str, prefix: str) -> None:
    secret = published.path.with_name("secret.csv")
    before = _see(published.path.parent)
    with closing(open_published(published)) as con, pytest.raises(QueryError):
        _ask(con, prefix + query.replace("{file}", str(secret)))
    assert _see(published.path.parent) == before


def test_the_connection_itself_writes_nothing_whatever_is_asked_of_it(published: Home) -> None:
    """The second wall: what would pass the look at the statement finds no file and no way to change what it is."""
    target = published.path / "new.csv"
    before = _see(published.path.parent)
    with closing(open_published(published)) as con:
        for statement in DOING:
            if statement != "use memory":
                try:
                    con.execute("explain analyze " + statement.replace("{file}", str(target))).fetchall()
                except (duckdb.Error, RuntimeError):
                    continue
        with pytest.raises(duckdb.Error, match="locked"):
            con.execute("set threads = 1")
        with pytest.raises(duckdb.Error):
            con.execute("set enable_external_access = true")
    assert _see(published.path.parent) == before


def test_frames_of_the_program_are_no_tables(published: Home) -> None:
    import polars as pl

    planted = pl.DataFrame({"a": [1]})
    with closing(open_published(published)) as con, pytest.raises(QueryError, match="planted"):
        run_query(con, "select * from planted")
    assert planted.height == 1


def test_files_are_read_where_a_person_allows_it_and_never_written(published: Home) -> None:
    parties = published.path.parent / "parties.csv"
    parties.write_text("cue,party\nsaid,Reed\n", "utf-8")
    before = _see(published.path.parent)
    asked = f"select party from '{parties}' left join mart.quotes using (cue)"
    with closing(open_published(published, allow_files=True)) as con:
        assert run_query(con, asked).fetchall() == [("Reed",)]
        for prefix in ("", "explain analyze ", "explain (analyze) "):
            with pytest.raises(QueryError, match="only reads"):
                run_query(con, f"{prefix}copy (select 1) to '{parties}'")
    assert _see(published.path.parent) == before


@pytest.mark.parametrize(
    "explained",
    [
        "explain select 1",
        "explain analyze select 1",
        "explain (format json) select 1",
        "explain (select 1)",
        "/* x */ explain select 1",
    ],
)
def test_what_only_reads_is_explained(published: Home, explained: str) -> None:
    with closing(open_published(published)) as con:
        assert _ask(con, explained)


def test_a_query_may_take_so_long_and_no_longer(published: Home) -> None:
    endless = "select count(*) from range(1000000000) a(i), range(1000000000) b(j) where i * j % 7 = 3"
    began = time.monotonic()
    with closing(open_published(published, threads=1)) as con:
        with pytest.raises(QueryError, match="longer than"), limit_time(con, 0.3):
            _ask(con, endless)
        with limit_time(con, 30):
            assert run_query(con, "select 1").fetchall() == [(1,)]
    assert time.monotonic() - began < 240


def test_a_query_may_take_so_much_memory_and_no_more(published: Home) -> None:
    large = "select list(i) from range(30000000) a(i)"
    with closing(open_published(published, memory_limit="50MB", threads=1)) as con, pytest.raises(QueryError):
        _ask(con, large)


def test_a_log_that_another_program_left_is_not_read(published: Home) -> None:
    log = published.published.with_name("warehouse.duckdb.wal")
    log.write_bytes(b"left")
    with pytest.raises(WarehouseError, match=r"warehouse.duckdb.wal: another program"):
        open_published(published)
    log.unlink()


def test_every_function_of_from_was_thought_about() -> None:
    with duckdb.connect() as con:
        rows = con.execute("select distinct function_name from duckdb_functions() where function_type = 'table'")
        known = {name for (name,) in rows.fetchall()}
    assert known - HARMLESS - REFUSED_FUNCTIONS == set()
    assert not HARMLESS & REFUSED_FUNCTIONS


WORDS = r"""explain analyze copy (select\ 1) to '{file}' ; ( ) -- /* */ " ' $$ attach pivot mart.quotes on\ cue
    create\ table\ t\ as select\ *\ from select pandas_scan(null) read_text('{file}') with\ a\ as prepare\ p\ as
    summarize execute\ p using\ count(*) describe"""
WORDS_OF_SQL = st.sampled_from([word.replace("\\", "") for word in re.split(r"(?<!\\)\s+", WORDS)] + ["\n"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS_OF_SQL, min_size=1, max_size=9))
def test_no_sentence_of_these_words_changes_a_file(published: Home, words: list[str]) -> None:
    target = published.path / "new.csv"
    with closing(open_published(published, threads=1)) as con, suppress(QueryError):
        _ask(con, " ".join(words).replace("{file}", str(target)))
    assert not target.exists()
    assert sorted(path.name for path in published.path.glob("warehouse*")) == ["warehouse.duckdb"]


def test_a_warehouse_of_an_earlier_release_says_so_where_it_lacks_what_is_asked(
    published: Home, tmp_path: Path
) -> None:
    earlier = open_home(tmp_path / "home")
    shutil.copyfile(published.published, earlier.published)
    with duckdb.connect(str(earlier.published)) as con:
        con.execute(
            "delete from meta.migration where migration_number = (select max(migration_number) from meta.migration)"
        )
    with closing(open_published(earlier)) as con, pytest.raises(QueryError, match="quotehouse migrate"):
        run_query(con, "select is_surely_no_column from mart.quotes")
    with closing(open_published(published)) as con, pytest.raises(QueryError, match="describe mart"):
        run_query(con, "select is_surely_no_column from mart.quotes")
