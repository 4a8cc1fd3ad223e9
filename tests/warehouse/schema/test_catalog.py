"""Every table and column is described, and the schema goes forward."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import duckdb
import pytest

import sql
from terms.states import STAGED_TABLES
from warehouse import decisions
from warehouse.build import open_build
from warehouse.errors import WarehouseError
from warehouse.schema import catalog, migrate
from warehouse.schema.catalog import SCHEMAS, read_schemas
from warehouse.schema.keys import list_loaded_into, read_keys

if TYPE_CHECKING:
    from warehouse.home import Home

# Keys that may be empty, or that only carry what another column says.
FREE_KEYS = {
    "core.resolution": {"article_key"},  # of a name that means the same everywhere
    "core.touched_name": {"article_key"},
    "core.laid_decision": {  # each kind of decision is laid on a thing of another kind
        *("article_key", "quote_key", "other_quote_key", "entity_key", "other_entity_key", "outlet_key"),
    },
}


def test_every_table_view_and_column_is_described(build: duckdb.DuckDBPyConnection) -> None:
    schemas = list(SCHEMAS)
    relations = build.execute(
        """
        select schema_name || '.' || table_name, comment from duckdb_tables() where schema_name in (select unnest($1))
        union all
        select schema_name || '.' || view_name, comment from duckdb_views() where schema_name in (select unnest($1))
        """,
        [schemas],
    ).fetchall()
    assert [name for name, comment in relations if comment is None] == []
    columns = build.execute(
        "select schema_name, table_name, column_name, comment from duckdb_columns() "
        "where schema_name in (select unnest($1))",
        [schemas],
    ).fetchall()
    described = {(f"{schema}.{table}", column) for schema, table, column, comment in columns if comment}
    for schema, table, column, _ in columns:
        places = [f"{schema}.{table}", *(list_loaded_into(table) if schema == "staging" else ())]
        assert any((place, column) in described for place in places), (schema, table, column)


def test_staged_columns_do_not_repeat_what_the_star_says_of_them(build: duckdb.DuckDBPyConnection) -> None:
    comments = build.execute("select schema_name, table_name, column_name, comment from duckdb_columns()").fetchall()
    told = {(f"{schema}.{table}", column): comment for schema, table, column, comment in comments}
    repeated = [
        (table, column)
        for schema, table, column, comment in comments
        if schema == "staging" and comment
        for target in list_loaded_into(table)
        if told.get((target, column)) == comment
    ]
    assert repeated == []


def test_declared_keys_are_columns_and_every_key_of_the_star_is_declared() -> None:
    for keys in read_keys():
        schema, table = keys.table.split(".")
        columns = read_schemas(schema)[table]
        assert set(keys.required) <= set(columns), keys.table
        for reference in keys.references:
            target_schema, target = reference.table.split(".")
            assert reference.table_column in read_schemas(target_schema)[target], (keys.table, reference)
        undeclared = {column for column in columns if column.endswith("_key")} - set(keys.required)
        assert undeclared <= FREE_KEYS.get(keys.table, set()), keys.table


def test_facts_carry_the_columns_they_are_loaded_from() -> None:
    staged = read_schemas("staging")
    for table in STAGED_TABLES[1:]:
        (target,) = list_loaded_into(table)
        core = read_schemas("core")[target.removeprefix("core.")]
        lost = {name: kind for name, kind in staged[table].items() if core.get(name) != kind}
        lost.pop("content_hash")
        lost.pop("parent_quote_number", None)  # becomes parent_quote_key
        lost.pop("speaker_members", None)  # become rows of bridge_quote_speaker
        assert lost == {}, table


def test_new_decisions_have_the_columns_of_the_log() -> None:
    declared = dict(read_schemas("core")["decision"])
    declared.pop("decision_key")
    assert list(decisions.SCHEMA.items()) == list(declared.items())


def test_every_table_has_a_file_of_its_name(build: duckdb.DuckDBPyConnection) -> None:
    tables = build.execute("select schema_name, table_name from duckdb_tables() where not internal").fetchall()
    files = {name for name in sql.list_statements("schema") if name.count("/") == 2}
    assert files == {f"schema/{schema}/{table}.sql" for schema, table in tables if schema != "main"}


def test_opening_again_changes_nothing(home: Home, build: duckdb.DuckDBPyConnection) -> None:
    counts = {name: build.execute(f"select count(*) from core.{name}").fetchone() for name in read_schemas("core")}
    build.close()
    with open_build(home) as con:
        assert {name: con.execute(f"select count(*) from core.{name}").fetchone() for name in counts} == counts


def test_pending_migration_is_carried_out_once(
    home: Home, build: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.close()
    migration = migrate.Migration(9001, "9001_add_mood.sql")
    monkeypatch.setattr(migrate, "list_migrations", lambda: [migration])
    real = sql.read_statement
    change = "alter table core.dim_outlet add column mood varchar"
    monkeypatch.setattr(sql, "read_statement", lambda name: change if name.endswith(migration.name) else real(name))
    for _ in range(2):
        with open_build(home) as con:
            columns = con.execute("select count(*) from duckdb_columns() where column_name = 'mood'").fetchone()
            applied = con.execute("select migration_name from meta.migration where migration_number = 9001").fetchall()
        assert (columns, applied) == ((1,), [(migration.name,)])


def test_failed_migration_leaves_no_trace(
    home: Home, build: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.close()
    migration = migrate.Migration(9001, "9001_break.sql")
    monkeypatch.setattr(migrate, "list_migrations", lambda: [migration])
    real = sql.read_statement
    change = "alter table core.dim_outlet add column mood varchar; select error('broken off')"
    monkeypatch.setattr(sql, "read_statement", lambda name: change if name.endswith(migration.name) else real(name))
    with pytest.raises(Exception, match="broken off"):
        open_build(home)
    monkeypatch.undo()
    with open_build(home) as con:
        assert con.execute("select count(*) from duckdb_columns() where column_name = 'mood'").fetchone() == (0,)


def test_warehouse_of_a_newer_release_is_refused(home: Home, build: duckdb.DuckDBPyConnection) -> None:
    build.execute("insert into meta.migration values (9999, '9999_future.sql', now())")
    build.close()
    with pytest.raises(WarehouseError, match="newer release"):
        open_build(home)


def test_white_space_is_folded_as_python_folds_it(build: duckdb.DuckDBPyConnection) -> None:
    spaces = [chr(code) for code in range(0x3100) if chr(code).isspace()]
    texts = [f"{space}a{space}{space}b\u200bc{space}" for space in spaces]
    folded = build.execute("select fold_space(text) from (select unnest(?) as text)", [texts]).fetchall()
    assert [text for (text,) in folded] == [" ".join(text.split()) for text in texts]


def test_what_a_release_makes_is_made_once_to_compare_with(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def find_columns() -> list[tuple[str]]:
        with closing(open_build(home)) as con:
            return con.execute("select column_name from duckdb_columns() where table_name = 'stories'").fetchall()

    columns = find_columns()
    with closing(duckdb.connect(str(home.build))) as con:
        con.execute("create or replace view mart.stories as select 1 as one")
    monkeypatch.setattr(catalog, "_describe_fresh", None)  # the file of the home says what there should be
    assert find_columns() == columns
    home.schema.write_text("damaged", "utf-8")
    monkeypatch.undo()
    assert find_columns() == columns


def test_views_that_are_as_they_should_be_are_left_alone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    open_build(home).close()
    monkeypatch.setattr(catalog, "_create_kept", None)
    for _ in range(3):
        open_build(home).close()


def test_another_release_does_not_rely_on_what_an_earlier_one_kept(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    open_build(home).close()
    kept = home.schema.read_text("utf-8")
    monkeypatch.setattr(duckdb, "__version__", "another")
    open_build(home).close()
    assert home.schema.read_text("utf-8").split()[0] != kept.split()[0]
