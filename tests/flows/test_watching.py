from __future__ import annotations

import importlib
import threading
import time
from typing import TYPE_CHECKING

import pytest

from flows.watching import watch_arrivals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# Far more than a busy machine puts between one file and the next.
SETTLE_SECONDS = 1.5


class Watched:
    """Lots of arrivals, as they are told."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.lots: list[int] = []
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._watch, args=(folder, home))
        self.thread.start()

    def _watch(self, folder: Path, home: Path) -> None:
        for count in watch_arrivals([str(folder)], home, settle_seconds=SETTLE_SECONDS, stopping=self.stopping):
            self.lots.append(count)

    def wait(self, seconds: float = 120.0) -> list[int]:
        deadline = time.monotonic() + seconds
        while not self.lots and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.lots


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, Path, Watched]]:
    folder, home = tmp_path / "articles", tmp_path / "articles" / "data"
    home.mkdir(parents=True)
    importlib.import_module("watchfiles")  # or the watch begins late
    watch = Watched(folder, home)
    time.sleep(1.0)  # until the watch is set up
    yield folder, home, watch
    watch.stopping.set()
    watch.thread.join(120)
    assert not watch.thread.is_alive()


def test_files_that_arrive_together_are_one_lot(watched: tuple[Path, Path, Watched]) -> None:
    folder, _, watch = watched
    for name in ("a.txt", "b.txt", "deep.txt"):
        (folder / name).write_text("An article.")
        time.sleep(0.2)  # one after the other, but none at rest
    assert watch.wait() == [3]


def test_runs_own_files_and_hidden_ones_do_not_count(watched: tuple[Path, Path, Watched]) -> None:
    folder, home, watch = watched
    (home / "warehouse.duckdb").write_text("published")
    (folder / ".half-written").write_text("An arti")
    (folder / "gone.txt").touch()
    assert watch.wait() == [1]  # gone.txt, before it goes
    (folder / "gone.txt").unlink()
    time.sleep(2 * SETTLE_SECONDS)
    assert watch.lots == [1]
