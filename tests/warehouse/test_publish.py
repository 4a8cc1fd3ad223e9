"""Build file, published file, and the swap between them."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tests.warehouse.conftest import make_article
from warehouse.build import open_build
from warehouse.errors import WarehouseError, WarehouseHeld
from warehouse.home import Home, open_home
from warehouse.publish import publish
from warehouse.query import open_published, run_query

if TYPE_CHECKING:
    from pathlib import Path


def test_reader_sees_the_old_whole_until_it_opens_anew(home: Home, build: duckdb.DuckDBPyConnection, load: Any) -> None:
    load(make_article("a.txt", "Anna said it rains"))
    publish(build, home)
    with open_published(home) as reader:
        con = open_build(home)
        con.execute("delete from core.fact_quote")
        publish(con, home)
        assert run_query(reader, "select count(*) from mart.quotes").fetchall() == [(1,)]
    with open_published(home) as reader:
        assert run_query(reader, "select count(*) from mart.quotes").fetchall() == [(0,)]


def test_a_log_that_another_program_left_is_laid_over_no_publication(
    home: Home, build: duckdb.DuckDBPyConnection, load: Any
) -> None:
    load(make_article("a.txt", "Anna said it rains"))
    publish(build, home)
    _leave_log(home)
    con = open_build(home)
    publish(con, home)
    with open_published(home) as reader:
        assert run_query(reader, "select count(*) from mart.quotes").fetchall() == [(1,)]
    assert [path.name.startswith("warehouse.lost-") for path in home.path.glob("*.wal")] == [True]


def _leave_log(home: Home) -> None:
    """Change the published file as a program does that opens it for writing and is killed."""
    code = (
        f"import duckdb, os; con = duckdb.connect({str(home.published)!r}); "
        "con.execute('delete from core.fact_quote'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert home.published.with_name("warehouse.duckdb.wal").exists()


def test_failed_copy_leaves_the_published_file_whole(
    home: Home, build: duckdb.DuckDBPyConnection, load: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(make_article("a.txt", "Anna said it rains"))
    publish(build, home)
    before = home.published.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("warehouse.support.copying.shutil.copyfile", fail)
    with pytest.raises(WarehouseError, match="No space left"):
        publish(open_build(home), home)
    assert home.published.read_bytes() == before
    assert list(home.path.glob("*.part")) == []


def test_lost_build_file_is_restored_from_the_published_one(
    home: Home, build: duckdb.DuckDBPyConnection, load: Any
) -> None:
    load(make_article("a.txt", "Anna said it rains"))
    publish(build, home)
    home.build.unlink()
    with open_build(home) as con:
        assert con.execute("select count(*) from core.fact_quote").fetchone() == (1,)


def test_damaged_build_file_is_set_aside_not_deleted(home: Home, build: duckdb.DuckDBPyConnection, load: Any) -> None:
    load(make_article("a.txt", "Anna said it rains"))
    publish(build, home)
    damaged = b"no database " * 2000
    home.build.write_bytes(damaged)
    with open_build(home) as con:
        assert con.execute("select count(*) from core.fact_quote").fetchone() == (1,)
    (aside,) = home.path.glob("build.damaged-*.duckdb")
    assert aside.read_bytes() == damaged


def test_lost_build_file_beside_a_damaged_published_one_is_said_and_leaves_no_copies(home: Home) -> None:
    damaged = b"no database " * 2000
    home.published.write_bytes(damaged)
    for _ in range(2):
        with pytest.raises(WarehouseError, match=r"warehouse\.duckdb, which it would be made anew from"):
            open_build(home)
    assert [path.name for path in home.path.glob("*.duckdb")] == ["warehouse.duckdb"]
    assert home.published.read_bytes() == damaged


def test_log_of_a_lost_build_file_is_not_played_into_the_copy(
    home: Home, build: duckdb.DuckDBPyConnection, load: Any
) -> None:
    load(make_article("a.txt", "Anna said it rains"))
    publish(build, home)
    home.build.unlink()
    log = home.path / "build.duckdb.wal"
    log.write_bytes(b"what a killed run had not written yet")
    with open_build(home) as con:
        assert con.execute("select count(*) from core.fact_quote").fetchone() == (1,)
    assert len(list(home.path.glob("build.lost-*.duckdb.wal"))) == 1


@pytest.mark.parametrize(
    "message",
    [
        "IO Error: Cannot open file: Permission denied",
        "IO Error: Trying to read a database file with version number 99, but we can only read up to 67",
    ],
)
def test_sound_build_file_is_never_set_aside(home: Home, monkeypatch: pytest.MonkeyPatch, message: str) -> None:
    open_build(home).close()
    before = home.build.read_bytes()

    def fail(*_: object) -> None:
        raise duckdb.IOException(message)

    monkeypatch.setattr("warehouse.backends.files._connect", fail)
    with pytest.raises(WarehouseError):
        open_build(home)
    assert home.build.read_bytes() == before
    assert list(home.path.glob("build.damaged-*")) == []


def test_failed_opening_leaves_the_file_free(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise WarehouseError("no")

    monkeypatch.setattr("warehouse.build.migrate", fail)
    with pytest.raises(WarehouseError, match="no"):
        open_build(home)
    monkeypatch.undo()
    open_build(home).close()


def test_published_file_holds_no_staged_rows(home: Home, build: duckdb.DuckDBPyConnection, load: Any) -> None:
    load(make_article("a.txt", "Anna said it rains"))
    publish(build, home)
    with open_published(home) as reader:
        assert reader.execute("select count(*) from staging.articles").fetchone() == (0,)
        assert reader.execute("select count(*) from mart.articles").fetchone() == (1,)


def test_build_file_open_elsewhere_is_said_plainly(home: Home, tmp_path: Path) -> None:
    import subprocess
    import sys

    open_build(home).close()
    code = f"import duckdb, time; con = duckdb.connect({str(home.build)!r}); print('open', flush=True); time.sleep(900)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        try:
            with pytest.raises(WarehouseHeld, match="open"):
                open_build(home)
        finally:
            other.kill()


def test_no_warehouse_yet_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="quotehouse ingest"):
        open_published(Home(tmp_path))


def test_published_warehouse_cannot_be_written(home: Home, build: duckdb.DuckDBPyConnection) -> None:
    publish(build, home)
    with open_published(home) as reader, pytest.raises(WarehouseError, match="only reads"):
        run_query(reader, "delete from core.fact_quote")


def test_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WarehouseError, match="--home"):
        open_home(tmp_path / "file")
