"""The staging schema and how much memory it may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from warehouse import staging
from warehouse.staging import bound_cache

if TYPE_CHECKING:
    from pathlib import Path

LARGE = "create or replace temp table large as select md5(range::varchar) as text from range(700_000)"


def test_the_cache_is_bounded_for_the_block_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "STAGING_MEMORY", "16MB")
    with duckdb.connect(str(tmp_path / "build.duckdb")) as con:
        con.execute("set temp_directory = ''")  # nowhere to spill to, so that the bound shows
        with bound_cache(con), pytest.raises(duckdb.OutOfMemoryException):
            con.execute(LARGE)
        con.execute(LARGE)
