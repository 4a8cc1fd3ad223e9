"""The notebook of the samples runs as it stands, over the samples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import pytest

NOTEBOOK = Path(__file__).parents[2] / "samples" / "quotes.ipynb"


def test_every_cell_runs(samples_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE", str(samples_home / "warehouse.duckdb"))
    known: dict[str, Any] = {}
    cells = [cell for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    with pl.Config():  # what the notebook sets is its own
        for cell in cells:
            exec("".join(cell["source"]), known)  # noqa: S102 -- the code of our own notebook
    assert len(cells) >= 5
    assert all(cell["outputs"] for cell in cells)  # it can be read without being run
    assert known["ask"]("select count(*) as n from mart.quotes")["n"][0] > 50
