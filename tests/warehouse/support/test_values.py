"""Values and frames given to statements without a detour over pandas: they arrive as they were."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.support.values import lend_frame, prepare, select_rows, set_variables, write_literal

if TYPE_CHECKING:
    from pathlib import Path

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63) + 1, 2**63 - 1),
    st.text(st.characters(codec="utf-8")),
    st.datetimes(datetime.fromisoformat("1700-01-01"), datetime.fromisoformat("2300-01-01")),
    st.lists(st.text(st.characters(codec="utf-8")), max_size=4),
)


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    with duckdb.connect() as con:
        assert con.execute(f"select {write_literal(value)}").fetchall() == [(value,)]
        set_variables(con, asked=value)
        assert con.execute("select getvariable('asked')").fetchall() == [(value,)]


def test_a_text_cannot_become_sql() -> None:
    text = "x'); drop table kept; --\0'"
    with duckdb.connect() as con:
        con.execute("create table kept as select 1 as number")
        assert select_rows(con, "select $said::varchar as said from kept", {"said": text})["said"].to_list() == [text]


def test_what_has_no_literal_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        write_literal(b"raw")


def test_a_statement_without_parameters_stays_as_it_is() -> None:
    with duckdb.connect() as con:
        assert prepare(con, "select 1", {}) == "select 1"


def test_a_lent_frame_keeps_its_types_and_goes_again() -> None:
    frame = pl.DataFrame(
        {"path": ["a", "é"], "size": [2**40, None], "none": [None, None]},
        schema={"path": pl.String, "size": pl.Int64, "none": pl.String},
    )
    with duckdb.connect() as con:
        with lend_frame(con, "found", frame):
            assert con.sql("from found").pl().equals(frame)
        with pytest.raises(duckdb.CatalogException):
            con.execute("from found")


def test_a_failed_statement_on_a_frame_is_told_and_not_what_follows_from_it() -> None:
    with duckdb.connect() as con:
        con.begin()
        with pytest.raises(duckdb.ConversionException), lend_frame(con, "found", pl.DataFrame({"text": ["a"]})):
            con.execute("select text::integer from found").fetchall()
        con.rollback()


def test_small_frames_are_put_into_tables_without_pandas(project_path: Path) -> None:
    code = """
import sys, duckdb, polars as pl
from warehouse.support.values import put_frame
con = duckdb.connect()
frame = pl.DataFrame({"key": [1], "spans": [[{"raw_start": 1}]]})
put_frame(con, "found", frame)
assert con.execute("from found").fetchall() == [(1, [{"raw_start": 1}])]
sys.exit("pandas" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], cwd=project_path, check=True, timeout=60)


def test_an_interruption_while_pyarrow_is_imported_reaches_who_registers_a_frame() -> None:
    program = """
        import sys
        import duckdb
        import polars as pl
        from warehouse.support.values import register_frame

        class Interrupting:
            def find_spec(self, name, path=None, target=None):
                if name == "pyarrow.dataset":
                    raise KeyboardInterrupt

        frame = pl.DataFrame({"a": [1]})
        sys.meta_path.insert(0, Interrupting())
        try:
            with register_frame(duckdb.connect(), "rows", frame):
                pass
        except KeyboardInterrupt:
            print("interrupted")
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=False)
    assert done.stdout == "interrupted\n", done.stderr
