"""Bounds on SQL that the desk and the assistant run for somebody: time, memory and size of the answer."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from desk import asking
from desk.asking import Question, ask
from warehouse.errors import QueryError, WarehouseError
from warehouse.home import open_home

if TYPE_CHECKING:
    from pathlib import Path

    from desk.library import Library


def put(library: Library, folder: Path, text: str, seconds: float = 20.0) -> list[tuple[object, ...]]:
    return ask(Question(library.home, text, {}, 600, seconds), folder)[1]


def test_views_are_found_with_their_schema_and_without(library: Library, tmp_path: Path) -> None:
    assert put(library, tmp_path, "select count(*) from quotes") == put(
        library, tmp_path, "select count(*) from mart.quotes"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "select length(repeat('x', 3000000000))",
        "select len(range(3000000000))",
        "select damerau_levenshtein(repeat('a', 30000), repeat('b', 30000))",
        "select repeat('x', 100000) from range(5000)",
    ],
)
def test_one_value_may_not_take_the_memory_of_the_machine(library: Library, tmp_path: Path, text: str) -> None:
    """DuckDB's own limit counts none of these."""
    with pytest.raises(QueryError, match=r"Out of Memory|more memory|more than 50 MB"):
        put(library, tmp_path, text)


def test_a_function_that_cannot_be_interrupted_is_stopped(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "START_SECONDS", 60.0)
    before = set(psutil.Process(os.getpid()).children())
    began = time.monotonic()
    with pytest.raises(QueryError, match=r"took longer than 0\.5 s"):
        put(library, tmp_path, "select levenshtein(repeat('a', 500000), repeat('b', 500000))", 0.5)
    assert time.monotonic() - began < 60  # it takes ten minutes
    assert set(psutil.Process(os.getpid()).children()) <= before


def test_what_cannot_be_answered_says_why(library: Library, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="nonsense"):
        put(library, tmp_path, "select nonsense")
    with pytest.raises(QueryError, match="asks for more than the warehouse"):
        put(library, tmp_path, "from read_text('/etc/passwd')")
    with pytest.raises(QueryError, match="only reads"):
        put(library, tmp_path, "copy (select 1) to 'x.csv'")
    with pytest.raises(WarehouseError, match="no published warehouse"):
        ask(Question(open_home(tmp_path / "nothing"), "select 1", {}, None, 20.0), tmp_path)
