"""What the desk keeps of a publication, while requests read it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import duckdb
import pytest

from desk import library

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def copies(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    """A connection with an empty file of copies."""
    con = duckdb.connect()
    con.execute(f"attach '{tmp_path / 'copies.duckdb'}' as {library.COPIES}")
    con.execute(f"create table {library.COPIES}.quotes as select 1 as quote_key")
    return con


def test_copies_are_written_out_once_a_request_beside_them_ends(
    copies: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    request = copies.cursor()
    request.begin()
    request.execute(f"update {library.COPIES}.quotes set quote_key = 2")
    ending = threading.Timer(0.2, request.commit)
    ending.start()
    library._write_out(copies.cursor())
    ending.join()
    assert not (tmp_path / "copies.duckdb.wal").exists()
    assert copies.execute(f"select quote_key from {library.COPIES}.quotes").fetchall() == [(2,)]


def test_copies_stay_where_they_are_while_a_request_goes_on(
    copies: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "CHECKPOINT_WAIT_SECONDS", 0.0)
    request = copies.cursor()
    request.begin()
    request.execute(f"update {library.COPIES}.quotes set quote_key = 2")
    library._write_out(copies.cursor())
    request.rollback()
    assert copies.execute(f"select quote_key from {library.COPIES}.quotes").fetchall() == [(1,)]
