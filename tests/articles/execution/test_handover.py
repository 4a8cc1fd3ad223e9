"""Batches that go through storage arrive whole, once, or not at all."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from articles.execution.extract_batch import Extraction
from articles.execution.frames import make_frames
from articles.execution.handover import fetch_batch, find_sent_batch, send_batch
from articles.execution.staged_files import MANIFEST, find_batch, write_batch
from articles.records import RejectedRecord

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from articles.execution.staged_files import StagedBatch

REJECTED = RejectedRecord("b.txt", "extract", "too_long", "Too long.", "ab" * 16, 3, b"\x00\xff")


@pytest.fixture
def staged(schemas: dict[str, pl.Schema], tmp_path: Path) -> StagedBatch:
    article = {"content_hash": "cd" * 16, "source_path": "a.txt", "raw_text": "One, two.", "word_count": 2}
    return write_batch(
        tmp_path / "worker", "batch", Extraction(make_frames([{"articles": [article]}], schemas), [REJECTED])
    )


def test_batch_arrives_as_it_was_staged_and_is_taken_away(staged: StagedBatch, tmp_path: Path) -> None:
    address = f"file://{tmp_path}/storage/v1"
    send_batch(staged, address)
    assert not list((tmp_path / "worker").iterdir())
    assert find_sent_batch(address, "batch") == staged
    fetched = fetch_batch(address, "batch", tmp_path / "home")
    assert fetched == dataclasses.replace(staged, folder=str(tmp_path / "home" / "batch"))
    assert find_batch(tmp_path / "home", "batch") == fetched
    assert not list((tmp_path / "storage" / "v1").iterdir())


def test_batch_that_was_not_sent_to_its_end_is_not_there(staged: StagedBatch, tmp_path: Path) -> None:
    address = f"file://{tmp_path}/storage"
    assert fetch_batch(address, "batch", tmp_path / "home") is None
    send_batch(staged, address)
    (tmp_path / "storage" / "batch" / MANIFEST).unlink()
    assert find_sent_batch(address, "batch") is None
    assert fetch_batch(address, "batch", tmp_path / "home") is None


def test_batch_that_was_damaged_on_the_way_is_not_taken_for_whole(staged: StagedBatch, tmp_path: Path) -> None:
    address = f"file://{tmp_path}/storage"
    send_batch(staged, address)
    (tmp_path / "storage" / "batch" / "quotes.parquet").write_bytes(b"cut")
    assert fetch_batch(address, "batch", tmp_path / "home") is None
    assert find_sent_batch(address, "batch") is None  # the next attempt extracts it again
