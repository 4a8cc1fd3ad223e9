"""What a manifest says of files, and of records in them."""

from __future__ import annotations

import io
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from articles.reading.discovery import survey_paths
from articles.reading.field_names import FieldNames
from articles.reading.limits import ReadingLimits
from articles.reading.manifest import open_manifest
from articles.reading.parse_record import parse_record
from articles.reading.records import read_records
from articles.records import RawArticle, RejectedRecord, SourceRecord

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = ReadingLimits()
TEXT = "The council of Elmford said on Tuesday that the bridge over the river would open again before the summer."
HEADER = "path,url,outlet,date,headline,authors\n"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def read(folder: Path) -> dict[str, RawArticle]:
    articles = {}
    for file in survey_paths([folder]).files:
        for record in read_records(file, LIMITS):
            assert isinstance(record, SourceRecord), record
            articles[record.source_path] = parse_record(record, LIMITS)
    return articles


def list_rejected(folder: Path) -> list[tuple[str, str]]:
    found = survey_paths([folder])
    rejected = [*found.rejected]
    for file in found.files:
        rejected += [record for record in read_records(file, LIMITS) if isinstance(record, RejectedRecord)]
    assert all("manifest.csv line" in item.message or "Line " in item.message for item in rejected)
    return [(item.source_path, item.reason_code) for item in rejected]


def test_lines_give_metadata_to_files_beside_and_below(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "manifest.csv": HEADER
            + "a.txt,https://example.com/a,The Elmford Times,2024-05-14,Bridge opens,Jane Doe; John Roe\n"
            + "./sub/b.txt,https://example.com/b,,,,\n",
            "a.txt": TEXT,
            "sub/b.txt": TEXT + " Soon.",
            "sub/c.txt": TEXT + " Later.",
        },
    )
    articles = read(tmp_path)
    assert sorted(articles) == ["a.txt", "sub/b.txt", "sub/c.txt"]
    stated = articles["a.txt"].metadata
    assert (stated.url, stated.outlet_name, stated.headline) == (
        "https://example.com/a",
        "The Elmford Times",
        "Bridge opens",
    )
    assert stated.author_names == ("Jane Doe", "John Roe")
    assert str(stated.published_on) == "2024-05-14"
    assert articles["sub/b.txt"].metadata.url == "https://example.com/b"
    assert articles["sub/c.txt"].metadata.url is None


def test_manifest_in_a_folder_below_counts_from_there(tmp_path: Path) -> None:
    write(tmp_path, {"sub/manifest.csv": "file;outlet\nb.txt;The Elmford Times\n", "sub/b.txt": TEXT})
    assert read(tmp_path)["sub/b.txt"].metadata.outlet_name == "The Elmford Times"


def test_sidecar_goes_before_manifest_and_manifest_before_the_record(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "manifest.csv": HEADER + "a.txt,,From the manifest,2024-05-14,,\nd.json,,From the manifest,,,\n",
            "a.txt": TEXT,
            "a.json": '{"outlet": "From the sidecar"}',
            "d.json": f'{{"text": "{TEXT}", "outlet": "From the record", "title": "A title"}}',
        },
    )
    articles = read(tmp_path)
    assert articles["a.txt"].metadata.outlet_name == "From the sidecar"
    assert str(articles["a.txt"].metadata.published_on) == "2024-05-14"
    assert articles["d.json"].metadata.outlet_name == "From the manifest"
    assert articles["d.json"].metadata.headline == "A title"


def test_line_on_a_file_of_many_fills_what_its_records_leave_open(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "manifest.csv": HEADER + "dump.jsonl,,From the manifest,,,\ndump.jsonl#2,,Of this record,,,\n",
            "dump.jsonl": f'{{"id": 1, "text": "{TEXT}"}}\n{{"id": 2, "text": "{TEXT} Soon."}}\n'
            f'{{"id": 3, "text": "{TEXT} Later.", "outlet": "Its own"}}\n',
        },
    )
    outlets = {path: article.metadata.outlet_name for path, article in read(tmp_path).items()}
    assert outlets == {"dump.jsonl#1": "From the manifest", "dump.jsonl#2": "Of this record", "dump.jsonl#3": "Its own"}


def test_changed_line_is_another_state_of_its_file_alone(tmp_path: Path) -> None:
    write(tmp_path, {"manifest.csv": HEADER + "a.txt,,One,,,\nb.txt,,One,,,\n", "a.txt": TEXT, "b.txt": TEXT + "!"})
    before = {file.source_path: file for file in survey_paths([tmp_path]).files}
    hashes = {record.source_path: record.content_hash for record in read(tmp_path).values()}
    write(tmp_path, {"manifest.csv": HEADER + "a.txt,,Two,,,\nb.txt,,One,,,\n"})
    after = {file.source_path: file for file in survey_paths([tmp_path]).files}
    assert before["a.txt"].revision_id != after["a.txt"].revision_id
    assert before["b.txt"] == after["b.txt"]
    assert hashes["a.txt"] != read(tmp_path)["a.txt"].content_hash


def test_lines_that_name_nothing_are_said(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "manifest.csv": HEADER
            + "gone.txt,,x,,,\n,,x,,,\n../a.txt,,x,,,\n/etc/hosts.txt,,x,,,\n"
            + "a.txt,,x,,,\na.txt,,y,,,\na.jsonl#9,,x,,,\n",
            "a.txt": TEXT,
            "a.jsonl": f'{{"text": "{TEXT} Soon."}}\n',
        },
    )
    assert sorted(list_rejected(tmp_path)) == [
        ("manifest.csv#1", "missing_file"),
        ("manifest.csv#2", "broken_manifest"),
        ("manifest.csv#3", "path_traversal"),
        ("manifest.csv#4", "path_traversal"),
        ("manifest.csv#6", "broken_manifest"),
        ("manifest.csv#7", "missing_record"),
    ]


def test_a_named_file_has_the_line_of_the_manifest_beside_it(tmp_path: Path) -> None:
    write(tmp_path, {"manifest.csv": HEADER + "a.txt,,One,,,\ngone.txt,,One,,,\n", "a.txt": TEXT})
    whole = [file for file in survey_paths([tmp_path]).files if file.source_path == "a.txt"]
    found = survey_paths([tmp_path / "a.txt"])
    assert found.files == whole
    assert found.rejected == []


@pytest.mark.parametrize("content", ["", "\n", "path"])
def test_empty_manifest_is_no_fault_of_the_files(tmp_path: Path, content: str) -> None:
    write(tmp_path, {"manifest.csv": content, "a.txt": TEXT})
    assert [file.source_path for file in survey_paths([tmp_path]).files] == ["a.txt"]


def test_names_of_ones_own_go_before_the_usual_ones() -> None:
    payload = b'{"Titel": "Own", "title": "Usual", "meta": {"quelle": "The Elmford Times"}, "roh": "The text."}'
    names = FieldNames(headline=("titel",), outlet=("meta.quelle",), text=("roh",))
    article = parse_record(SourceRecord("a.json", "json", payload, "0"), LIMITS, names)
    assert article.raw_text == "The text."
    assert (article.metadata.headline, article.metadata.outlet_name) == ("Own", "The Elmford Times")


def test_a_long_manifest_takes_memory_in_proportion_to_its_bytes() -> None:
    """Each of its lines took 4 kB."""
    line = "a{0}.txt,https://example.com/news/{0},The Elmford Times,2024-05-14,Bridge {0} opens,Jane Doe\n"
    content = (HEADER + "".join(line.format(number) for number in range(5_000))).encode()
    tracemalloc.start()
    try:
        lines, rejected = open_manifest(io.BytesIO(content), "manifest.csv")
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (len(lines), rejected) == (5_000, [])
    assert kept < 10 * len(content)


def test_a_manifest_without_end_is_read_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.reading.manifest.MOST_LINES", 3)
    content = (HEADER + "".join(f"a{number}.txt,,,,,\n" for number in range(9))).encode()
    lines, (rejected,) = open_manifest(io.BytesIO(content), "manifest.csv")
    assert [line.names for line in lines] == ["a0.txt", "a1.txt", "a2.txt"]
    assert (rejected.source_path, rejected.reason_code) == ("manifest.csv#4", "too_large")
    assert "more than 3 lines" in rejected.message
