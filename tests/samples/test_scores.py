"""The whole way from file to warehouse, scored against the labels of the sample articles.

The floors lie a little below what was measured when they were set: they notice a fall. Six short invented articles are
no measure of quality.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.scoring import score_warehouse

if TYPE_CHECKING:
    from pathlib import Path

FLOORS = {
    "articles": 1.0,
    "offsets": 1.0,
    "boilerplate.f1": 0.90,
    "mentions.f1": 0.90,
    "quotes.f1@0.8": 0.88,
    "quotes.type": 0.90,
    "speakers": 0.85,
    "statements.f1": 0.75,
    "stories.f1": 0.80,  # one pair of the invented stories, whose outlets share few words, is left apart
}


@pytest.fixture(scope="module")
def scores(samples_home: Path, samples_path: Path, samples_gold_path: Path) -> dict[str, float]:
    return score_warehouse(samples_home / "warehouse.duckdb", samples_path, samples_gold_path)


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_samples_score_above_the_floor(scores: dict[str, float], name: str, floor: float) -> None:
    assert scores[name] >= floor, scores


def test_every_score_has_a_floor(scores: dict[str, float]) -> None:
    assert set(scores) == set(FLOORS)
