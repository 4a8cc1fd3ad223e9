"""A home on a disk that is full, or may not be written: what is published stays whole, and the next run makes good."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from articles.parsing.language_model import load_model
from pipeline.run import run_ingest
from pipeline.settings import Settings
from pipeline.stages import extract
from tests.pipeline.runs import NAMES, find_differences, make_extractor_class, save_small_model, write_article
from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DISK_BYTES = 60_000_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    if mount is None or os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small file system can be mounted by root alone, and not in every container")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path, bytes_left: float) -> Path:
    """Leave so many bytes on the disk."""
    filler = disk / "filler"
    free = os.statvfs(disk)
    filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - int(bytes_left))))
    return filler


def test_full_or_read_only_disk_leaves_the_published_file_whole(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = save_small_model(tmp_path / "model")
    monkeypatch.setattr(extract, "Extractor", make_extractor_class(load_model(model), lambda _: None))
    articles = tmp_path / "articles"
    articles.mkdir()
    settings = Settings(home=disk / "home", workers=1, model=model, wait_seconds=0)
    write_article(articles / "0.txt", NAMES[0], 0)
    run_ingest(settings, [articles])
    published = settings.home / "warehouse.duckdb"
    before, size = published.read_bytes(), published.stat().st_size
    for number in range(1, 4):
        write_article(articles / f"{number}.txt", NAMES[number], number)

    for share_left, place in ((0.0, "Cannot write to "), (0.1, "Cannot write "), (0.9, "Cannot publish to ")):
        filler = fill(disk, share_left * size)
        with pytest.raises(WarehouseError, match=f"(?s){place}.*No space left.*untouched.*[Mm]ake room") as caught:
            run_ingest(settings, [articles])
        assert str(settings.home) in str(caught.value)
        assert published.read_bytes() == before
        assert list(settings.home.glob("*.part")) == []
        filler.unlink()

    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(WarehouseError, match=r"Cannot write to the home directory .*Read-only"):
        run_ingest(settings, [articles])
    assert published.read_bytes() == before
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)

    assert run_ingest(settings, [articles]).state in {"published", "unchanged"}  # loaded by the run that could not copy
    elsewhere = settings.model_copy(update={"home": tmp_path / "elsewhere"})
    run_ingest(elsewhere, [articles])
    assert find_differences(published, elsewhere.home / "warehouse.duckdb") == []
