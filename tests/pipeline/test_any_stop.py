"""Commands that are stopped in their midst; fifty moments of every command: python -m benchmarks.stops."""

from __future__ import annotations

import os
import random
import signal
from typing import TYPE_CHECKING

import pytest

from benchmarks.stops import COMMANDS, make_scene, try_stop

if TYPE_CHECKING:
    from pathlib import Path

# More with STOPS=50; a stop of each of these shows that the way of stopping and looking works.
STOPS = int(os.environ.get("STOPS", "1"))
FEW = ("ingest, direct", "rebuild", "backfill", "desk")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which articles are published, and new ones."""
    return make_scene(tmp_path_factory.mktemp("scene"))


@pytest.mark.parametrize("name", COMMANDS if STOPS > 1 else FEW)
def test_a_command_that_is_stopped_closes_its_books_and_leaves_nothing(scene: Path, tmp_path: Path, name: str) -> None:
    rng = random.Random(name)
    for number in range(STOPS):
        sent = (signal.SIGTERM, signal.SIGINT)[number % 2]
        seconds = rng.uniform(0.05, COMMANDS[name][1])
        faults, _ = try_stop(scene, tmp_path / f"home-{number}", name, seconds, sent)
        assert faults == [], f"{sent.name} after {seconds}"
