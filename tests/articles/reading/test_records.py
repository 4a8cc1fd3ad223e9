import gzip
import json
import os
import tracemalloc
from pathlib import Path

from articles.reading.discovery import discover_files
from articles.reading.limits import ReadingLimits
from articles.reading.records import hash_payload, read_records
from articles.records import RejectedRecord, SourceFile, SourceRecord

SMALL = ReadingLimits(article_byte_limit=1_000, unpacked_grace_bytes=100_000)


def read(path: Path, content: bytes, limits: ReadingLimits = SMALL) -> list[SourceRecord | RejectedRecord]:
    path.write_bytes(content)
    (file,) = discover_files([path])
    return list(read_records(file, limits))


def describe(records: list[SourceRecord | RejectedRecord]) -> list[tuple[str, str]]:
    return [(r.source_path, r.reason_code if isinstance(r, RejectedRecord) else r.source_format) for r in records]


def test_a_text_file_is_one_record(tmp_path: Path) -> None:
    (record,) = read(tmp_path / "a.txt", b"The bridge\r\nis back.\n")
    assert record == SourceRecord(
        "a.txt", "text", b"The bridge\r\nis back.\n", hash_payload(b"The bridge\r\nis back.\n")
    )


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    (record,) = read(tmp_path / "a.html.gz", gzip.compress(b"<p>x</p>"))
    assert isinstance(record, SourceRecord)
    assert (record.source_format, record.payload) == ("html", b"<p>x</p>")


def test_json_lines_are_records_named_by_id_or_line(tmp_path: Path) -> None:
    lines = [
        b'{"id": "a1", "text": "x"}',
        b"",
        b'{"text": "y"}',
        b'{"id": 7, "text": "z"}',
        b'{"id": "a1", "text": "w"}',
    ]
    records = read(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + b"\r\n".join(lines))
    assert describe(records) == [
        ("a.jsonl#a1", "json"),
        ("a.jsonl#3", "json"),
        ("a.jsonl#7", "json"),
        ("a.jsonl#a1~5", "json"),
    ]
    assert isinstance(records[0], SourceRecord)
    assert records[0].payload == lines[0]


def test_a_broken_line_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    records = read(tmp_path / "a.jsonl", b'{"id":1,"text":"x"}\n{"id":2,\n[3]\n{"id":4,"text":"y"}\n')
    assert describe(records) == [
        ("a.jsonl#1", "json"),
        ("a.jsonl#2", "broken_json"),
        ("a.jsonl#3", "broken_json"),
        ("a.jsonl#4", "json"),
    ]
    assert isinstance(records[1], RejectedRecord)
    assert "Line 2 of a.jsonl" in records[1].message
    assert records[1].raw_excerpt == b'{"id":2,'


def test_a_long_line_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    records = read(tmp_path / "a.jsonl", b'{"text":"x"}\n{"text":"' + b"y" * 5_000 + b'"}\n{"text":"z"}')
    assert describe(records) == [("a.jsonl#1", "json"), ("a.jsonl#2", "too_large"), ("a.jsonl#3", "json")]
    assert isinstance(records[1], RejectedRecord)
    assert (records[1].byte_count, len(records[1].raw_excerpt)) == (5_012, 1_000)


def test_a_line_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    line = json.dumps({"text": "y" * 988}).encode()
    assert len(line) == 1_000
    assert describe(read(tmp_path / "a.jsonl", line)) == [("a.jsonl#1", "json")]


def test_a_line_of_50_megabytes_never_stands_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as stream:
        stream.write(b'{"text":"')
        for _ in range(50):
            stream.write(b"y" * 1_000_000)
        stream.write(b'"}\n{"text":"z"}\n')
    (file,) = discover_files([path])
    tracemalloc.start()
    outcomes = describe(list(read_records(file, SMALL)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert outcomes == [("a.jsonl#1", "too_large"), ("a.jsonl#2", "json")]
    assert peak < 2_000_000


def test_a_large_file_is_rejected(tmp_path: Path) -> None:
    (record,) = read(tmp_path / "a.txt", b"y" * 1_001)
    assert isinstance(record, RejectedRecord)
    assert (record.reason_code, record.byte_count) == ("too_large", 1_001)
    assert "raise the limit" in record.message


def test_empty_files_are_rejected(tmp_path: Path) -> None:
    assert describe(read(tmp_path / "a.txt", b"")) == [("a.txt", "empty")]
    assert describe(read(tmp_path / "b.txt", b" \n\n")) == [("b.txt", "empty")]
    assert describe(read(tmp_path / "c.jsonl", b"")) == [("c.jsonl", "empty")]


def test_truncated_gzip_gives_what_stands_before_the_break(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"id": n, "text": os.urandom(40).hex()}).encode() + b"\n" for n in range(3_000))
    packed = gzip.compress(lines)
    records = read(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2])
    assert len(records) > 1_000
    assert all(isinstance(record, SourceRecord) for record in records[:-1])
    assert describe(records[-1:]) == [("a.jsonl.gz", "truncated")]


def test_damaged_gzip_is_rejected(tmp_path: Path) -> None:
    assert describe(read(tmp_path / "a.txt.gz", b"plain text")) == [("a.txt.gz", "damaged")]
    assert describe(read(tmp_path / "b.txt.gz", gzip.compress(b"x" * 500)[:20])) == [("b.txt.gz", "truncated")]


def test_a_decompression_bomb_is_rejected(tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * 5_000_000)
    assert describe(read(tmp_path / "a.jsonl.gz", bomb)) == [("a.jsonl.gz", "bomb")]
    assert describe(read(tmp_path / "a.txt.gz", bomb)) == [("a.txt.gz", "too_large")]


def test_a_vanished_file_is_rejected(tmp_path: Path) -> None:
    records = list(read_records(SourceFile(str(tmp_path), "gone.txt", 3, 0), SMALL))
    assert describe(records) == [("gone.txt", "unreadable")]
