"""Formats beyond plain text and JSON lines: tables, lists, web archives, PDF, archives, packings, sidecars."""

import bz2
import io
import json
import lzma
import os
import tarfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecordType

from articles.errors import UnreadableRecord
from articles.reading import records
from articles.reading.discovery import discover_files, hash_file, survey_paths
from articles.reading.formats import FileFormat, find_format
from articles.reading.limits import ReadingLimits
from articles.reading.parse_record import parse_record
from articles.reading.records import read_records
from articles.records import RejectedRecord, SourceRecord
from tests.made_files import make_pdf, make_web_record, make_zip

LIMITS = ReadingLimits(article_byte_limit=100_000, unpacked_grace_bytes=200_000)
SENTENCE = "The council of Elmford said on Tuesday that the bridge over the river would open again before the summer. "


def read(path: Path) -> list[SourceRecord | RejectedRecord]:
    (file,) = discover_files([path])
    return list(read_records(file, LIMITS))


def describe(records: list[SourceRecord | RejectedRecord]) -> list[tuple[str, str]]:
    return [(r.source_path, r.reason_code if isinstance(r, RejectedRecord) else r.source_format) for r in records]


def get_text(record: SourceRecord | RejectedRecord) -> str:
    assert isinstance(record, SourceRecord)
    return parse_record(record, LIMITS).raw_text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", FileFormat("text", None)),
        ("A.HTML.GZ", FileFormat("html", "gzip")),
        ("a.jsonl.zst", FileFormat("json_lines", "zstd")),
        ("a.tar.xz", FileFormat("tar", "xz")),
        ("a.tgz", FileFormat("tar", "gzip")),
        ("a.zip", FileFormat("zip", None)),
        ("a.zip.gz", None),
        ("a.parquet.gz", None),
        (".txt", None),
        ("a.gz", None),
        ("txt", None),
    ],
)
def test_format_by_name(name: str, expected: FileFormat | None) -> None:
    assert find_format(name) == expected


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [("bz2", bz2.compress), ("xz", lzma.compress), ("zst", zstandard.ZstdCompressor().compress)],
)
def test_packings(tmp_path: Path, suffix: str, pack: object) -> None:
    assert callable(pack)
    path = tmp_path / f"a.txt.{suffix}"
    path.write_bytes(pack(b"The bridge is back."))
    assert get_text(read(path)[0]) == "The bridge is back."
    path.write_bytes(b"no such data, none at all")
    assert describe(read(path)) == [(path.name, "damaged")]
    path.write_bytes(pack(os.urandom(50_000))[:20_000])
    assert describe(read(path))[0][1] in {"truncated", "text"}


@pytest.mark.parametrize(
    "value",
    [
        [{"id": 1, "text": "x"}, {"text": "y"}],
        {"articles": [{"id": 1, "text": "x"}, {"text": "y"}]},
        {"response": {"results": [{"id": 1, "text": "x"}, {"text": "y"}]}},
        {"n1": {"id": 1, "text": "x"}, "n2": {"text": "y"}},
    ],
)
def test_a_json_file_may_hold_a_list(tmp_path: Path, value: object) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value))
    records = read(path)
    assert describe(records) == [("a.json#1", "json"), ("a.json#2", "json")]
    assert [get_text(record) for record in records] == ["x", "y"]


def test_a_json_file_may_hold_one_article(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"text": "x"}')
    assert describe(read(path)) == [("a.json", "json")]


@pytest.mark.parametrize(
    ("content", "outcome"),
    [("[1, 2]", [("a.json#1", "broken_json"), ("a.json#2", "broken_json")]), ("3", [("a.json", "broken_json")]),
     ("{", [("a.json", "broken_json")]), (" ", [("a.json", "empty")])],
)  # fmt: skip
def test_other_json_is_rejected(tmp_path: Path, content: str, outcome: list[tuple[str, str]]) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    assert describe(read(path)) == outcome


def test_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('\ufeffid;title;text\n7;"Bridge; open";"One\n\nTwo"\n8;B;Three\n', encoding="utf-8")
    records = read(path)
    assert describe(records) == [("a.csv#7", "json"), ("a.csv#8", "json")]
    assert get_text(records[0]) == "One\n\nTwo"
    path = tmp_path / "b.tsv"
    path.write_text("title\ttext\nA\tOne\n")
    assert describe(read(path)) == [("b.tsv#1", "json")]


def test_a_row_that_cannot_be_decoded_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text\n1,x\n2,caf\xe9\n3,bad \xff\xfe\xff one\n4,\xe2\x80\x9cy\xe2\x80\x9d \xff\n")
    records = read(path)
    assert describe(records) == [
        ("a.csv#1", "json"),
        ("a.csv#2", "json"),
        ("a.csv#3", "invalid_encoding"),
        ("a.csv#4", "json"),
    ]
    assert [get_text(records[place]) for place in (1, 3)] == ["café", "“y” \ufffd"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id,text\n1,“Å”\n2,b\n"),
        ("a.tsv", "id\ttext\n1\t“Å”\n2\tb\n"),
        ("a.jsonl", '{"id": 1, "text": "“Å”"}\n{"id": 2, "text": "b"}\n'),
        ("a.json", '[{"id": 1, "text": "“Å”"}, {"id": 2, "text": "b"}]'),
    ],
)
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, name: str, content: str, encoding: str) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    assert [get_text(record) for record in read(path)] == ["“Å”", "b"]


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": [f"n{n}" for n in range(450)], "text": ["x"] * 450}), path)
    records = read(path)
    assert len(records) == 450
    assert describe(records[-1:]) == [("a.parquet#n449", "json")]
    path.write_bytes(b"PAR1 no")
    assert describe(read(path)) == [("a.parquet", "damaged")]


def test_a_value_that_python_has_no_like_of_costs_no_row(tmp_path: Path) -> None:
    days = {
        "published": pa.array([2**62, 0], pa.timestamp("us")),
        "updated": pa.array([2**31 - 1, 1], pa.date32()),
        "seen": pa.array([0, 1], pa.timestamp("us", "Nowhere/X")),
    }
    pq.write_table(pa.table({"text": ["The weir held.", "It did."], **days}), tmp_path / "a.parquet")
    assert [get_text(record) for record in read(tmp_path / "a.parquet")] == ["The weir held.", "It did."]


def test_parquet_that_is_not_utf8_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(
        pa.table({"id": [1], "text": ["The bridge of Elmford"]}), path, compression="none", use_dictionary=False
    )
    path.write_bytes(path.read_bytes().replace(b"Elmford", b"Elm\xffford"[:7]))
    assert describe(read(path)) == [("a.parquet", "damaged")]


def test_a_fault_of_a_reader_costs_its_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("of all things")

    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "x"}')
    monkeypatch.setattr(records, "split_content", fail)
    (rejected,) = read(path)
    assert isinstance(rejected, RejectedRecord)
    assert rejected.reason_code == "read_fault"
    assert "ZeroDivisionError: of all things" in rejected.message


def make_warc(count: int) -> bytes:
    page = "<html><body><article><h1>Bridge {}</h1><p>{}</p></article></body></html>"
    return b"".join(make_web_record(number, page.format(number, SENTENCE * 4)) for number in range(count))


@pytest.mark.parametrize("suffix", ["warc", "warc.bz2"])
def test_web_archive(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(make_warc(20) if suffix == "warc" else bz2.compress(make_warc(20)))
    assert len(list(ArchiveIterator(io.BytesIO(make_warc(20)), record_types=WarcRecordType.response))) == 20
    records = read(path)
    assert len(records) == 20
    assert describe(records[:1]) == [(f"a.{suffix}#https://example.com/0", "html")]
    assert isinstance(records[0], SourceRecord)
    article = parse_record(records[0], LIMITS)
    assert article.metadata.url == "https://example.com/0"
    assert "Elmford" in article.raw_text


def test_a_file_that_is_no_web_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(b"nothing of the kind\n" * 10)
    assert describe(read(path))[0][1] in {"empty", "damaged"}


def test_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf(["The bridge is back.", "It opened on Tuesday."]))
    text = get_text(read(path)[0])
    assert "The bridge is back." in text
    assert "Tuesday" in text


@pytest.mark.parametrize(("content", "reason"), [(b"%PDF-1.4 broken", "damaged"), (make_pdf([]), "no_text")])
def test_pdf_without_text(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    (record,) = read(path)
    assert isinstance(record, SourceRecord)
    with pytest.raises(UnreadableRecord) as caught:
        parse_record(record, LIMITS)
    assert caught.value.reason_code == reason


MEMBERS = {
    "a.txt": b"The bridge is back.",
    "b/c.jsonl": b'{"id": 1, "text": "x"}\n{broken\n{"id": 2, "text": "y"}\n',
    "../evil.txt": b"x",
    "/etc/evil.txt": b"x",
    "picture.jpg": b"x",
    "inner.zip": b"x",
    "packed.txt.bz2": bz2.compress(b"packed"),
}
OUTCOMES = [
    ("#a.txt", "text"),
    ("#b/c.jsonl#1", "json"),
    ("#b/c.jsonl#2", "broken_json"),
    ("#b/c.jsonl#2", "json"),
    ("#../evil.txt", "path_traversal"),
    ("#/etc/evil.txt", "path_traversal"),
    ("#inner.zip", "nested_archive"),
    ("#packed.txt.bz2", "text"),
    ("", "unknown_format"),
]


def test_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(make_zip(MEMBERS))
    records = read(path)
    assert describe(records) == [(f"a.zip{place}", outcome) for place, outcome in OUTCOMES]
    assert isinstance(records[-1], RejectedRecord)
    assert "1 file of formats that are not read" in records[-1].message
    assert "picture.jpg" in records[-1].message


@pytest.mark.parametrize("suffix", ["tar", "tgz", "tar.xz", "tar.zst"])
def test_tar(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for name, content in MEMBERS.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link.txt")
        link.type = tarfile.SYMTYPE
        link.linkname = "/etc/passwd"
        archive.addfile(link)
    if suffix == "tgz":
        import gzip

        path.write_bytes(gzip.compress(plain.getvalue()))
    elif suffix == "tar.xz":
        path.write_bytes(lzma.compress(plain.getvalue()))
    elif suffix == "tar.zst":
        path.write_bytes(zstandard.ZstdCompressor().compress(plain.getvalue()))
    else:
        path.write_bytes(plain.getvalue())
    expected = [(f"a.{suffix}{place}", outcome) for place, outcome in OUTCOMES]
    assert describe(read(path)) == [*expected[:-1], (f"a.{suffix}#link.txt", "link_outside"), expected[-1]]


def test_a_bomb_within_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(make_zip({"a.jsonl": b"0" * 3_000_000, "b.txt": b"0" * 3_000_000, "c.txt": b"fine"}))
    assert describe(read(path)) == [("a.zip#a.jsonl", "bomb"), ("a.zip#b.txt", "too_large"), ("a.zip#c.txt", "text")]


def test_damaged_archives(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK no archive")
    assert describe(read(path)) == [("a.zip", "damaged")]
    path = tmp_path / "a.tar"
    path.write_bytes(b"no archive" * 100)
    assert describe(read(path)) == [("a.tar", "damaged")]


def test_a_sidecar_gives_metadata_and_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge is back.")
    sidecar = tmp_path / "a.json"
    sidecar.write_text(
        '{"headline": "Bridge", "outlet": "Example News", "date": "2019-05-14", "authors": ["Jane Doe"]}'
    )
    (tmp_path / "b.json").write_text('{"text": "an article"}')
    found = survey_paths([tmp_path])
    assert [file.source_path for file in found.files] == ["a.txt", "b.json"]
    before = hash_file(found.files[0])
    (record,) = read_records(found.files[0], LIMITS)
    assert isinstance(record, SourceRecord)
    article = parse_record(record, LIMITS)
    assert article.raw_text == "The bridge is back."
    assert article.metadata.headline == "Bridge"
    assert article.metadata.outlet_name == "Example News"
    assert article.metadata.author_names == ("Jane Doe",)
    sidecar.write_text('{"headline": "Bridge opens"}')
    (changed,) = read_records(found.files[0], LIMITS)
    assert changed.content_hash != record.content_hash
    assert hash_file(found.files[0]) != before


def test_a_broken_sidecar_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.json").write_text("{")
    (record,) = read(tmp_path / "a.txt")
    assert isinstance(record, SourceRecord)
    with pytest.raises(UnreadableRecord, match="beside the article"):
        parse_record(record, LIMITS)
