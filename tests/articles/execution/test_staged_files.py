from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import polars as pl
import pytest

from articles.execution.extract_batch import Extraction
from articles.execution.frames import make_frames
from articles.execution.staged_files import find_batch, find_version_folder, prune_staging, read_batches, write_batch
from articles.records import RejectedRecord
from terms.states import STAGED_TABLES

if TYPE_CHECKING:
    from pathlib import Path

REJECTED = RejectedRecord("b.txt", "extract", "too_long", "Too long – split it.", "ab" * 16, 3, b"\x00\xff\xfe")


@pytest.fixture
def extraction(schemas: dict[str, pl.Schema]) -> Extraction:
    article = {"content_hash": "cd" * 16, "source_path": "a.txt", "raw_text": "One — two.", "word_count": 3}
    mention = {"content_hash": "cd" * 16, "mention_text": "One"}
    frames = make_frames([{"articles": [article], "mentions": [mention, mention]}], schemas)
    return Extraction(frames, [REJECTED])


def test_staged_batch_is_found_and_read_as_it_was_written(extraction: Extraction, tmp_path: Path) -> None:
    written = write_batch(tmp_path / "v", "batch", extraction)
    assert (written.article_count, written.word_count, written.mention_count, written.quote_count) == (1, 3, 2, 0)
    assert find_batch(tmp_path / "v", "batch") == written
    assert written.rejected == (REJECTED,)
    frames = read_batches([written, written])
    for table in STAGED_TABLES:
        assert frames[table].equals(pl.concat([extraction.frames[table]] * 2))
        assert frames[table].schema == extraction.frames[table].schema


def test_batch_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    assert find_batch(tmp_path, "batch") is None


@pytest.mark.parametrize("damage", ["truncate", "remove", "manifest", "no manifest"])
def test_damaged_batch_is_not_found_and_is_replaced(extraction: Extraction, tmp_path: Path, damage: str) -> None:
    folder = write_batch(tmp_path, "batch", extraction).folder
    path = tmp_path / "batch" / ("manifest.json" if "manifest" in damage else "mentions.parquet")
    assert str(path.parent) == folder
    if damage in ("remove", "no manifest"):
        path.unlink()
    else:
        os.truncate(path, path.stat().st_size - 4)
    assert find_batch(tmp_path, "batch") is None
    written = write_batch(tmp_path, "batch", extraction)
    assert find_batch(tmp_path, "batch") == written


def test_half_written_batch_is_neither_found_nor_kept(extraction: Extraction, tmp_path: Path) -> None:
    version = find_version_folder(tmp_path, "v1")
    write_batch(version, "batch", extraction)
    half = version / ".partial-other-123"
    (version / "batch").rename(half)
    assert find_batch(version, "batch") is None
    assert prune_staging(tmp_path, "v1", keep_days=1) == 1
    assert not half.exists()


def test_pruning_keeps_what_may_be_reused(extraction: Extraction, tmp_path: Path) -> None:
    old, new = find_version_folder(tmp_path, "v1"), find_version_folder(tmp_path, "v2 model/x")
    assert new.parent == tmp_path
    for folder, name in ((old, "a"), (new, "b"), (new, "c")):
        write_batch(folder, name, extraction)
    week_ago = time.time() - 8 * 86_400
    os.utime(new / "b", (week_ago, week_ago))
    assert prune_staging(tmp_path, "v2 model/x", keep_days=7) == 2
    assert not old.exists()
    assert sorted(path.name for path in new.iterdir()) == ["c"]
    assert prune_staging(tmp_path / "missing", "v1", keep_days=7) == 0
