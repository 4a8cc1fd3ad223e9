from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from articles.execution.extractor import BatchOutcome, Extractor
from articles.execution.fork_server import WorkerFault
from articles.execution.grouping import ExtractionOptions, group_records, reject_record
from articles.execution.staged_files import find_batch
from articles.reading.records import hash_payload
from articles.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OPTIONS = ExtractionOptions("test-1", "none")

# Stands in for execution.worker: makes rows without a language model, and dies, hangs or fails where a text says so.
WORK = """
    import os, pickle, signal, time
    from pathlib import Path

    from articles.execution.extract_batch import Extraction
    from articles.execution.frames import make_frames
    from articles.execution.staged_files import write_batch

    def prepare(arguments):
        return arguments

    def perform(arguments, batch):
        with open(Path(arguments.version_folder).parent / "calls.txt", "a") as calls:
            calls.write(f"{len(batch.records)}\\n")
        for record in batch.records:
            if b"die" in record.payload:
                os.kill(os.getpid(), signal.SIGKILL)
            if b"hang" in record.payload:
                time.sleep(600)
            if b"full" in record.payload:
                raise OSError(28, "No space left on device")
        rows = [{"articles": [{"source_path": record.source_path, "word_count": 1}]} for record in batch.records]
        extraction = Extraction(make_frames(rows, pickle.loads(arguments.schemas)), [])
        return write_batch(Path(arguments.version_folder), batch.batch_id, extraction)
"""


@pytest.fixture(autouse=True)
def _work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "extracting_for_tests.py").write_text(textwrap.dedent(WORK), encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))


def extract(
    texts: Sequence[str], staging: Path, schemas: dict[str, pl.Schema], *, size: int = 8, seconds: float = 240
) -> list[BatchOutcome]:
    staging.mkdir(exist_ok=True)
    records = [
        SourceRecord(f"{number}.txt", "text", text.encode(), hash_payload(text.encode()))
        for number, text in enumerate(texts)
    ]
    with Extractor(
        OPTIONS, schemas, staging, worker_count=2, batch_seconds=seconds, module="extracting_for_tests"
    ) as extractor:
        batches = group_records(records, OPTIONS, article_limit=size, byte_limit=1_000_000)
        futures = [extractor.submit(batch) for batch in batches]
        return [future.result(480) for future in futures]


def list_paths(outcome: BatchOutcome) -> list[str]:
    return [
        path
        for staged in outcome.staged
        for path in pl.read_parquet(f"{staged.folder}/articles.parquet")["source_path"].to_list()
    ]


def test_batches_are_staged_and_reused(tmp_path: Path, schemas: dict[str, pl.Schema]) -> None:
    texts = [f"text {number}" for number in range(5)]
    first = extract(texts, tmp_path / "staging", schemas, size=2)
    assert [list_paths(outcome) for outcome in first] == [["0.txt", "1.txt"], ["2.txt", "3.txt"], ["4.txt"]]
    assert not any(outcome.is_reused for outcome in first)
    calls = (tmp_path / "staging" / "calls.txt").read_text()
    second = extract(texts, tmp_path / "staging", schemas, size=2)
    assert all(outcome.is_reused for outcome in second)
    assert [outcome.staged for outcome in second] == [outcome.staged for outcome in first]
    assert (tmp_path / "staging" / "calls.txt").read_text() == calls


def test_damaged_batch_is_made_anew(tmp_path: Path, schemas: dict[str, pl.Schema]) -> None:
    (first,) = extract(["one", "two"], tmp_path / "staging", schemas)
    path = tmp_path / "staging" / "test-1" / first.staged[0].batch_id / "quotes.parquet"
    path.write_bytes(b"not parquet")
    (second,) = extract(["one", "two"], tmp_path / "staging", schemas)
    assert not second.is_reused
    assert list_paths(second) == ["0.txt", "1.txt"]


def test_article_that_kills_its_worker_is_rejected_alone(tmp_path: Path, schemas: dict[str, pl.Schema]) -> None:
    texts = ["a", "b", "c", "die", "e", "f", "g", "h", "i", "die too"]
    outcomes = extract(texts, tmp_path / "staging", schemas)
    assert [list_paths(outcome) for outcome in outcomes] == [
        ["0.txt", "1.txt", "2.txt", "4.txt", "5.txt", "6.txt", "7.txt"],
        ["8.txt"],
    ]
    rejected = [record for outcome in outcomes for record in outcome.rejected]
    assert [(record.source_path, record.stage, record.reason_code) for record in rejected] == [
        ("3.txt", "extract", "worker_died"),
        ("9.txt", "extract", "worker_died"),
    ]
    assert "SIGKILL" in rejected[0].message


def test_article_that_takes_too_long_is_rejected_alone(tmp_path: Path, schemas: dict[str, pl.Schema]) -> None:
    outcomes = extract(["a", "hang", "c"], tmp_path / "staging", schemas, size=1, seconds=8)
    assert [[(record.source_path, record.reason_code) for record in outcome.rejected] for outcome in outcomes] == [
        [],
        [("1.txt", "timed_out")],
        [],
    ]
    assert [list_paths(outcome) for outcome in outcomes] == [["0.txt"], [], ["2.txt"]]


def test_batch_with_an_article_that_timed_out_is_extracted_again(
    tmp_path: Path, schemas: dict[str, pl.Schema], monkeypatch: pytest.MonkeyPatch
) -> None:
    extract(["a", "b"], tmp_path / "staging", schemas)
    record = SourceRecord("1.txt", "text", b"b", hash_payload(b"b"))
    slow = reject_record(record, "extract", "timed_out", "slow")
    monkeypatch.setattr(
        "articles.execution.extractor.find_batch",
        lambda folder, batch_id: replace(found, rejected=(slow,)) if (found := find_batch(folder, batch_id)) else None,
    )
    (again,) = extract(["a", "b"], tmp_path / "staging", schemas)
    assert not again.is_reused


def test_fault_that_is_no_articles_reaches_the_caller(tmp_path: Path, schemas: dict[str, pl.Schema]) -> None:
    with pytest.raises(WorkerFault, match="No space left on device"):
        extract(["a", "full"], tmp_path / "staging", schemas)
