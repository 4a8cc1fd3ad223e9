"""What a run is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.jobs import ingest_paths

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_folders_to_retire_in_are_the_same_however_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "link").symlink_to("mine")
    monkeypatch.chdir(tmp_path / "other")
    for path in ("../mine", "../mine/", str(tmp_path / "mine"), "../link", f"file://{tmp_path}/mine"):
        assert ingest_paths([path], is_retiring=True).retire_folders == (str((tmp_path / "mine").resolve()),)
