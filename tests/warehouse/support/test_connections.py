"""Connections to DuckDB."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from warehouse.backends.find import find_backend
from warehouse.build import open_build
from warehouse.home import open_home
from warehouse.publish import publish
from warehouse.query import open_published

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


def shows_progress(con: duckdb.DuckDBPyConnection) -> bool:
    ((is_shown,),) = con.execute("select current_setting('enable_progress_bar')").fetchall()
    return bool(is_shown)


def test_no_connection_writes_a_progress_bar_into_what_a_command_prints(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    build = open_build(home)
    assert not shows_progress(build)
    publish(build, home)
    for opened in (open_published(home), find_backend(home).connect_published()):
        with closing(opened):
            assert not shows_progress(opened)
