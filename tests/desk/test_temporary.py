"""Folders outside the home: what a killed process left goes with the next start, and nothing else does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import duckdb
import pytest

from desk.library import Library
from desk.temporary import LEFT_SECONDS, LOCK, TemporaryFolder, clear_left
from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import time
from desk.temporary import TemporaryFolder
folder = TemporaryFolder("quotehouse-desk-")
(folder.path / "copies.duckdb").write_bytes(b"x")
print(folder.path, flush=True)
time.sleep({})
"""


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def run(place: Path, seconds: float) -> subprocess.Popen[str]:
    environment = os.environ | {"TMPDIR": str(place)}
    command = [sys.executable, "-c", PROGRAM.format(seconds)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def list_names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def test_what_a_killed_desk_left_goes_and_what_is_in_use_stays(tmp_path: Path) -> None:
    living, dead = run(tmp_path, 600), run(tmp_path, 600)
    try:
        paths = [each.stdout.readline().strip() for each in (living, dead) if each.stdout]
        own = TemporaryFolder("quotehouse-desk-")
        clear_left()
        assert len(list_names(tmp_path)) == 3
        dead.send_signal(signal.SIGKILL)
        dead.wait(60)
        clear_left()
        assert list_names(tmp_path) == sorted([paths[0].rpartition("/")[2], own.path.name])
        own.cleanup()
        assert list_names(tmp_path) == [paths[0].rpartition("/")[2]]
    finally:
        for each in (living, dead):
            each.kill()
            each.communicate()


def test_a_process_that_ends_in_order_takes_its_folder_along(tmp_path: Path) -> None:
    assert run(tmp_path, 0).wait(60) == 0
    assert list_names(tmp_path) == []


def test_links_files_and_fresh_folders_of_an_earlier_release_stay(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "a.txt").write_text("a", "utf-8")
    (tmp_path / "quotehouse-desk-link").symlink_to(precious)
    (tmp_path / "quotehouse-desk-file").write_text("b", "utf-8")
    for name in ("fresh", "old", "linked"):
        (tmp_path / f"quotehouse-desk-{name}").mkdir()
    (tmp_path / "quotehouse-desk-linked" / LOCK).symlink_to(precious / "a.txt")
    long_ago = time.time() - 2 * LEFT_SECONDS
    os.utime(tmp_path / "quotehouse-desk-old", (long_ago, long_ago))
    clear_left()
    left = ["precious", *(f"quotehouse-desk-{name}" for name in ("file", "fresh", "link", "linked"))]
    assert list_names(tmp_path) == left
    assert (precious / "a.txt").read_text("utf-8") == "a"


def test_no_room_for_temporary_files_is_told(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise duckdb.IOException("IO Error: No space left on device")

    with monkeypatch.context() as patches:
        patches.setattr("desk.library.open_published", fail)
        with pytest.raises(WarehouseError, match=r"No space left on device.*TMPDIR"):
            Library(library.home)
        assert list_names(tmp_path) == []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(WarehouseError, match="TMPDIR"):
        Library(library.home)
