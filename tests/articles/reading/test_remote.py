"""Files at addresses: a web server, an S3 server and fsspec's own memory, each for real."""

from __future__ import annotations

import gzip
import io
import json
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import fsspec
import pytest

from articles.errors import InputError
from articles.reading import remote
from articles.reading.discovery import survey_paths
from articles.reading.limits import ReadingLimits
from articles.reading.records import read_records
from articles.reading.remote import show_address
from articles.records import RejectedRecord, SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.records import SourceFile

LIMITS = ReadingLimits()
LINES = [json.dumps({"title": f"Headline {number}", "text": f"The ferry left at {number}."}) for number in range(2_000)]


@dataclass(slots=True)
class Shelf:
    """What the test's web server holds, and how it behaves."""

    files: dict[str, bytes] = field(default_factory=dict)
    statuses: dict[str, list[int]] = field(default_factory=dict)  # answers to give first
    cut_after: dict[str, list[int]] = field(default_factory=dict)  # bytes after which an answer breaks off
    requests: list[str] = field(default_factory=list)
    etags: bool = True
    url: str = ""


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """A web server on this machine."""
    shelf = Shelf()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self.answer(is_head=True)

        def do_GET(self) -> None:
            self.answer(is_head=False)

        def answer(self, *, is_head: bool) -> None:
            path = self.path.partition("?")[0]
            shelf.requests.append(f"{self.command} {path}")
            waiting = shelf.statuses.get(path)
            content = shelf.files.get(path)
            status = waiting.pop(0) if waiting else 200 if content is not None else 404
            body = content if status == 200 and content is not None else b"no"
            cuts = shelf.cut_after.get(path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Type", "text/html" if path.endswith("/") else "application/octet-stream")
            if shelf.etags:
                self.send_header("ETag", f'"{hash(body)}"')
            self.end_headers()
            if is_head:
                return
            if cuts and status == 200:
                self.wfile.write(body[: cuts.pop(0)])
                self.close_connection = True
                return
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    shelf.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield shelf
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow each other at once, and what fsspec listed for another test is forgotten."""
    monkeypatch.setattr(remote, "FIRST_PAUSE_SECONDS", 0.01)


@pytest.fixture
def memory() -> Iterator[Any]:
    """fsspec's file system in memory, empty."""
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]
    yield filesystem
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]


def read_all(file: SourceFile) -> list[SourceRecord | RejectedRecord]:
    return list(read_records(file, LIMITS))


def read_payloads(file: SourceFile) -> list[bytes]:
    records = read_all(file)
    assert all(isinstance(record, SourceRecord) for record in records), records
    return [record.payload for record in records if isinstance(record, SourceRecord)]


class TestWeb:
    def test_file_is_streamed_and_known_by_address_size_and_etag(self, shelf: Shelf) -> None:
        shelf.files["/news/a.jsonl.gz"] = gzip.compress("\n".join(LINES).encode())
        (file,) = survey_paths([f"{shelf.url}/news/a.jsonl.gz"]).files
        assert (file.root_path, file.source_path) == (f"{shelf.url}/news", "a.jsonl.gz")
        assert file.byte_count == len(shelf.files["/news/a.jsonl.gz"])
        assert file.revision_id
        assert read_payloads(file) == [line.encode() for line in LINES]
        shelf.files["/news/a.jsonl.gz"] = gzip.compress(LINES[0].encode())
        (changed,) = survey_paths([f"{shelf.url}/news/a.jsonl.gz"]).files
        assert changed.revision_id != file.revision_id

    def test_server_that_tells_no_state_leaves_it_open(self, shelf: Shelf) -> None:
        shelf.etags = False
        shelf.files["/a.txt"] = b"The ferry left."
        (file,) = survey_paths([f"{shelf.url}/a.txt"]).files
        assert (file.modified_at_ns, file.revision_id) == (None, None)

    def test_secrets_of_an_address_are_used_and_not_kept(self, shelf: Shelf) -> None:
        shelf.files["/a.txt"] = b"The ferry left."
        address = f"{shelf.url}/a.txt?signature=secret"
        (file,) = survey_paths([address]).files
        assert (file.root_path, file.source_path, file.address) == (shelf.url, "a.txt", address)
        assert read_payloads(file) == [b"The ferry left."]
        assert show_address("https://user:secret@example.com/a.txt?key=secret") == "https://example.com/a.txt"

    def test_index_page_is_a_folder(self, shelf: Shelf) -> None:
        shelf.files |= {
            "/news/": b'<a href="../">up</a> <a href="a.txt">a</a> <a href="b.exe">b</a> <a href="a.json">a</a>'
            b'<a href="gone.txt">gone</a>',
            "/news/a.txt": b"The ferry left.",
            "/news/a.json": b'{"outlet": "The Daily Span"}',
        }
        found = survey_paths([f"{shelf.url}/news/"])
        assert [file.source_path for file in found.files] == ["a.txt"]
        assert [(item.source_path, item.reason_code) for item in found.rejected] == [("gone.txt", "not_found")]
        assert found.passed_over == {".exe": 1}
        (record,) = read_all(found.files[0])
        assert isinstance(record, SourceRecord)
        assert record.stated == (b'{"outlet": "The Daily Span"}',)

    def test_cut_connection_is_taken_up_where_it_broke_off(self, shelf: Shelf) -> None:
        content = "\n".join(LINES).encode()
        shelf.files["/a.jsonl"] = content
        shelf.cut_after["/a.jsonl"] = [len(content) // 3, len(content) // 2]
        (file,) = survey_paths([f"{shelf.url}/a.jsonl"]).files
        assert read_payloads(file) == [line.encode() for line in LINES]
        assert shelf.requests.count("GET /a.jsonl") == 3

    def test_busy_server_is_asked_again(self, shelf: Shelf) -> None:
        shelf.files["/a.txt"] = b"The ferry left."
        shelf.statuses["/a.txt"] = [503, 503]
        (file,) = survey_paths([f"{shelf.url}/a.txt"]).files
        assert read_payloads(file) == [b"The ferry left."]

    def test_file_that_stays_unreachable_is_rejected_and_others_are_read(self, shelf: Shelf) -> None:
        shelf.files |= {"/a.txt": b"The ferry left.", "/b.txt": b"The ferry came."}
        found = survey_paths([f"{shelf.url}/a.txt", f"{shelf.url}/b.txt"])
        shelf.statuses["/a.txt"] = [503] * 50
        (rejected,) = read_all(found.files[0])
        assert isinstance(rejected, RejectedRecord)
        assert (rejected.source_path, rejected.reason_code) == ("a.txt", "unreachable")
        assert "after 4 tries" in rejected.message
        assert read_payloads(found.files[1]) == [b"The ferry came."]

    def test_file_that_vanished_or_may_not_be_read_says_so_at_once(self, shelf: Shelf) -> None:
        shelf.files["/a.txt"] = b"The ferry left."
        (file,) = survey_paths([f"{shelf.url}/a.txt"]).files
        for status, reason in ((404, "not_found"), (403, "denied")):
            shelf.statuses["/a.txt"] = [status]
            (rejected,) = read_all(file)
            assert isinstance(rejected, RejectedRecord)
            assert rejected.reason_code == reason

    def test_store_that_does_not_answer_is_rejected_beside_what_is_there(self, shelf: Shelf) -> None:
        shelf.files["/a.txt"] = b"The ferry left."
        shelf.statuses["/b.txt"] = [500] * 50
        found = survey_paths([f"{shelf.url}/a.txt", f"{shelf.url}/b.txt"])
        assert [file.source_path for file in found.files] == ["a.txt"]
        assert [(item.source_path, item.reason_code) for item in found.rejected] == [("b.txt", "unreachable")]

    def test_wrong_address_is_said_before_anything_is_read(self, shelf: Shelf) -> None:
        with pytest.raises(InputError, match=r"nothing at .*/a\.txt\. Check the address"):
            survey_paths([f"{shelf.url}/a.txt"])
        (rejected,) = survey_paths([f"{shelf.url}/news"]).rejected
        assert rejected.reason_code == "unknown_format"
        assert "ends with a slash" in rejected.message

    def test_archive_is_fetched_whole(self, shelf: Shelf) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("b.txt", "The ferry left.")
        shelf.files["/a.zip"] = packed.getvalue()
        (file,) = survey_paths([f"{shelf.url}/a.zip"]).files
        assert read_payloads(file) == [b"The ferry left."]


class TestMemory:
    def test_folder_with_sidecar_manifest_and_hidden_file(self, memory: Any) -> None:
        memory.pipe(
            {
                "/news/2024/a.txt": b"The ferry left.",
                "/news/2024/a.json": b'{"outlet": "The Daily Span"}',
                "/news/b.jsonl": "\n".join(LINES).encode(),
                "/news/.c.txt": b"hidden",
                "/news/d.pages": b"no reader",
                "/news/manifest.csv": b"path,url\n2024/a.txt,https://example.com/a\n2024/z.txt,https://example.com/z\n",
            }
        )
        found = survey_paths(["memory://news"])
        assert [file.source_path for file in found.files] == ["2024/a.txt", "b.jsonl"]
        assert {file.root_path for file in found.files} == {"memory://news"}
        assert found.passed_over == {"(hidden)": 1, ".pages": 1}
        assert [(item.source_path, item.reason_code) for item in found.rejected] == [("manifest.csv#2", "missing_file")]
        (record,) = read_all(found.files[0])
        assert isinstance(record, SourceRecord)
        assert record.stated == (b'{"outlet": "The Daily Span"}', b'{"url":"https://example.com/a"}')
        assert len(read_payloads(found.files[1])) == len(LINES)

    def test_named_file_has_its_sidecar_and_its_line(self, memory: Any) -> None:
        memory.pipe(
            {
                "/news/a.txt": b"The ferry left.",
                "/news/a.json": b"{}",
                "/news/manifest.csv": b"path,url\na.txt,https://example.com/a\nb.txt,https://example.com/b\n",
            }
        )
        (whole,) = survey_paths(["memory://news"]).files
        found = survey_paths(["memory://news/a.txt"])
        assert found.files == [whole]
        assert found.rejected == []

    def test_changed_file_is_another_state(self, memory: Any) -> None:
        memory.pipe("/news/a.txt", b"The ferry left.")
        (before,) = survey_paths(["memory://news"]).files
        (again,) = survey_paths(["memory://news"]).files
        assert again == before
        memory.pipe("/news/a.txt", b"The ferry came.")
        (after,) = survey_paths(["memory://news"]).files
        assert (after.byte_count, after.modified_at_ns) != (before.byte_count, before.modified_at_ns)

    def test_empty_folder_and_unknown_protocol_are_said(self, memory: Any) -> None:
        with pytest.raises(InputError, match="nothing below memory://nowhere"):
            survey_paths(["memory://nowhere"])
        with pytest.raises(InputError, match="Nothing is known that reads nosuch://bucket"):
            survey_paths(["nosuch://bucket"])

    def test_missing_driver_names_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise ImportError("Install gcsfs to access this")

        monkeypatch.setattr(fsspec, "url_to_fs", fail)
        with pytest.raises(InputError, match=r"pip install 'quotehouse\[gcs\]'"):
            survey_paths(["gs://bucket/news"])


class TestS3:
    @pytest.fixture
    def bucket(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
        """An S3 server with one empty bucket."""
        import boto3
        from moto.server import ThreadedMotoServer

        server = ThreadedMotoServer(port=0, verbose=False)
        server.start()
        _, port = server.get_host_and_port()
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        fsspec.filesystem("s3").clear_instance_cache()
        client = boto3.client("s3")
        urlopen(Request(f"http://127.0.0.1:{port}/moto-api/reset", method="POST")).close()
        client.create_bucket(Bucket="news")
        try:
            yield client
        finally:
            fsspec.filesystem("s3").clear_instance_cache()
            server.stop()

    def test_prefix_is_listed_and_streamed(self, bucket: Any) -> None:
        content = gzip.compress("\n".join(LINES).encode())
        bucket.put_object(Bucket="news", Key="2024/05/a.jsonl.gz", Body=content)
        bucket.put_object(Bucket="news", Key="2024/b.txt", Body=b"The ferry left.")
        bucket.put_object(Bucket="news", Key="2023/c.txt", Body=b"The ferry came.")
        found = survey_paths(["s3://news/2024"])
        assert [(file.root_path, file.source_path, file.byte_count) for file in found.files] == [
            ("s3://news/2024", "05/a.jsonl.gz", len(content)),
            ("s3://news/2024", "b.txt", 15),
        ]
        assert all(file.modified_at_ns and file.revision_id for file in found.files)
        assert read_payloads(found.files[0]) == [line.encode() for line in LINES]
        assert survey_paths(["s3://news/2024/b.txt"]).files == [
            file for file in found.files if file.source_path == "b.txt"
        ]

    def test_object_of_equal_size_written_anew_is_another_state(self, bucket: Any) -> None:
        bucket.put_object(Bucket="news", Key="a.txt", Body=b"The ferry left.")
        (before,) = survey_paths(["s3://news"]).files
        bucket.put_object(Bucket="news", Key="a.txt", Body=b"The ferry came.")
        (after,) = survey_paths(["s3://news"]).files
        assert after.revision_id != before.revision_id
        assert read_payloads(after) == [b"The ferry came."]

    def test_object_deleted_meanwhile_is_rejected_and_a_missing_bucket_said(self, bucket: Any) -> None:
        bucket.put_object(Bucket="news", Key="a.txt", Body=b"The ferry left.")
        (file,) = survey_paths(["s3://news"]).files
        bucket.delete_object(Bucket="news", Key="a.txt")
        (rejected,) = read_all(file)
        assert isinstance(rejected, RejectedRecord)
        assert rejected.reason_code == "not_found"
        with pytest.raises(InputError, match="s3://nowhere"):
            survey_paths(["s3://nowhere"])
