"""Large .json files are read an entry at a time."""

from __future__ import annotations

import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from articles.reading.discovery import discover_files
from articles.reading.json_files import _make_records
from articles.reading.limits import ReadingLimits
from articles.reading.records import read_records
from articles.records import RejectedRecord, SourceRecord

if TYPE_CHECKING:
    from pathlib import Path

# A file beyond this many bytes is streamed; below it is parsed at once.
SMALL, USUAL = ReadingLimits(article_byte_limit=4_000), ReadingLimits()
ENTRIES: list[Any] = [
    {"id": number, "text": f"The ferry left at {number}. " * 8, "score": number / 7, "tags": [{"a": [1, None]}]}
    for number in range(60)
]


def read(path: Path, limits: ReadingLimits) -> list[SourceRecord | RejectedRecord]:
    (file,) = discover_files([path])
    return list(read_records(file, limits))


@pytest.mark.parametrize(
    "value",
    [
        ENTRIES,
        {"status": "ok", "articles": ENTRIES},
        {"count": {"all": [1, 2]}, "response": {"meta": {"data": 3}, "docs": ENTRIES}},
    ],
)
def test_streamed_records_are_those_of_a_file_parsed_at_once(tmp_path: Path, value: object) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value))
    streamed = read(path, SMALL)
    assert len(streamed) == len(ENTRIES)
    assert streamed == read(path, USUAL)


def test_entries_that_are_no_objects_are_told_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([*ENTRIES, 3, [4, [5]], "six", None, {"id": "last", "text": "x"}]))
    streamed = read(path, SMALL)
    assert streamed == read(path, USUAL)
    rejected = [(item.source_path, item.reason_code) for item in streamed if isinstance(item, RejectedRecord)]
    assert rejected == [(f"a.json#{number}", "broken_json") for number in (61, 62, 63, 64)]


def test_a_file_that_breaks_off_gives_what_stands_before(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    content = json.dumps(ENTRIES)
    path.write_text(content[: len(content) // 2])
    *records, last = read(path, SMALL)
    assert isinstance(last, RejectedRecord)
    assert (last.reason_code, last.source_path) == ("broken_json", "a.json")
    assert len(records) > 20
    assert all(isinstance(record, SourceRecord) for record in records)


def test_one_entry_too_large_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([*ENTRIES[:5], {"text": "x" * 1_000_000}, *ENTRIES]))
    *records, last = read(path, SMALL)
    assert isinstance(last, RejectedRecord)
    assert last.reason_code == "too_large"
    assert len(records) == 5


def test_a_large_object_without_a_list_is_no_article(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": "x" * 10_000}))
    (rejected,) = read(path, SMALL)
    assert isinstance(rejected, RejectedRecord)
    assert rejected.reason_code == "too_large"


def test_a_large_list_never_stands_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    entry = json.dumps({"text": "The ferry left. " * 500})
    with path.open("w") as stream:
        stream.write(f'{{"articles": [{entry}')
        for _ in range(4_000):
            stream.write(f",{entry}")
        stream.write("]}")
    assert path.stat().st_size > 30_000_000
    (file,) = discover_files([path])
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_records(file, ReadingLimits(article_byte_limit=1_000_000)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 4_001
    assert peak < 8_000_000


def test_entries_that_are_no_objects_are_told_as_they_come() -> None:
    taken: list[int] = []
    entries = (taken.append(number) or number for number in range(1_000))  # type: ignore[func-returns-value]
    first = next(iter(_make_records(entries, "a.json", ReadingLimits())))
    assert isinstance(first, RejectedRecord)
    assert taken == [0]
