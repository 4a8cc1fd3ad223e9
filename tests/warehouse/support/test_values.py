"""Values and frames given to statements without a detour over pandas: they arrive as they were."""

from __future__ import annotations

from datetime import datetime

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.support.values import lend_frame, prepare, select_rows, set_variables, write_literal

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63) + 1, 2**63 - 1),
    st.text(st.characters(codec="utf-8")),
    st.datetimes(datetime.fromisoformat("1700-01-01"), datetime.fromisoformat("2300-01-01")),
    st.lists(st.text(st.characters(codec="utf-8")), max_size=4),
)


@settings(max_examples=200, deadline=None)
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
