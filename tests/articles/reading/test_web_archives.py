"""Web archives as crawlers leave them: one broken record never costs the rest."""

from __future__ import annotations

import gzip
import io
import zlib

import brotli
import pytest
import zstandard

from articles.errors import UnreadableRecord
from articles.reading.limits import ReadingLimits
from articles.reading.streams import BoundedStream, OpenFile
from articles.reading.web_archives import split_web_archive
from articles.records import RejectedRecord, SourceRecord

LIMITS = ReadingLimits(article_byte_limit=5_000)
PAGE = b"<html><body><p>The lock at Varnholt opened at noon.</p></body></html>"


def make_record(number: int, body: bytes = PAGE, headers: str = "", status: str = "200 OK", length: str = "") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://lock.example/{number}\r\n"
        f"Content-Type: application/http\r\nContent-Length: {length or len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def read(content: bytes) -> list[tuple[str, bytes | str]]:
    records = list(split_web_archive(BoundedStream(io.BytesIO(content), "a.warc", LIMITS), "a.warc", LIMITS))
    return [
        (
            record.source_path.rpartition("/")[2],
            record.reason_code if isinstance(record, RejectedRecord) else record.payload,
        )
        for record in records
    ]


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n%x;note=1\r\n%b\r\n0\r\n\r\n" % (20, body[:20], len(body) - 20, body[20:])


RAW_DEFLATE = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("", PAGE),
        ("Content-Encoding: gzip\r\n", gzip.compress(PAGE, mtime=0)),
        ("Content-Encoding: gzip\r\n", PAGE),
        ("Content-Encoding: br\r\n", brotli.compress(PAGE)),
        ("Content-Encoding: br\r\n", PAGE),
        ("Content-Encoding: zstd\r\n", zstandard.compress(PAGE)),
        ("Content-Encoding: zstd\r\n", PAGE),
        ("Content-Encoding: deflate\r\n", zlib.compress(PAGE)),
        ("Content-Encoding: deflate\r\n", RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush()),
        ("Content-Encoding: deflate\r\n", PAGE),
        ("Content-Encoding: identity\r\n", PAGE),
        ("Transfer-Encoding: chunked\r\n", chunk(PAGE)),
        ("Transfer-Encoding: chunked\r\n", PAGE),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunk(gzip.compress(PAGE, mtime=0))),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", gzip.compress(PAGE, mtime=0)),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunk(PAGE)),
    ],
)
def test_a_body_is_decoded_where_it_is_encoded_as_its_header_says(headers: str, body: bytes) -> None:
    assert read(make_record(1, body, headers) + make_record(2)) == [("1", PAGE), ("2", PAGE)]


@pytest.mark.parametrize(
    "broken",
    [
        make_record(2, length="nonsense"),
        make_record(2).replace(b"HTTP/1.1 200 OK", b"what is this"),
        make_record(2).replace(b"\r\n\r\n", b"\r\n"),
    ],
)
def test_a_broken_record_is_told_and_the_next_ones_are_read(broken: bytes) -> None:
    assert read(make_record(1) + broken + make_record(3)) == [("1", PAGE), ("2", "broken_record"), ("3", PAGE)]


@pytest.mark.parametrize("length", ["110", "170", "9000"])
def test_a_wrong_length_costs_no_text(length: str) -> None:
    records = read(make_record(1) + make_record(2, length=length) + make_record(3) + make_record(4))
    assert [(name, payload if isinstance(payload, str) else payload.strip()) for name, payload in records] == [
        ("1", PAGE), ("2", PAGE), ("3", PAGE), ("4", PAGE),
    ]  # fmt: skip


def test_rubbish_between_records_is_read_over() -> None:
    assert read(make_record(1) + b"rubbish\r\n\0\0\n\n" + make_record(2)) == [("1", PAGE), ("2", PAGE)]


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "503"])
def test_an_error_page_is_no_article(status: str) -> None:
    assert read(make_record(1, status=status) + make_record(2)) == [("1", "http_error"), ("2", PAGE)]


def test_a_redirect_and_a_picture_are_passed_over() -> None:
    picture = make_record(2).replace(b"text/html", b"image/png")
    assert read(make_record(1, b"", status="301 Moved") + picture + make_record(3)) == [("3", PAGE)]


def test_a_record_that_breaks_off_is_told() -> None:
    assert read(make_record(1) + make_record(2)[:-30]) == [("1", PAGE), ("2", "truncated")]


def test_a_page_beyond_the_limit_is_told_and_the_next_is_read() -> None:
    large = make_record(1, PAGE + b"x" * 200_000)
    packed = make_record(2, gzip.compress(PAGE + b"x" * 200_000), "Content-Encoding: gzip\r\n")
    assert read(large + packed + make_record(3)) == [("1", "too_large"), ("2", "too_large"), ("3", PAGE)]


def test_line_ends_may_be_plain() -> None:
    length = str(len(PAGE) + len("HTTP/1.1 200 OK\nContent-Type: text/html\n\n"))
    content = (make_record(1, length=length) + make_record(2, length=length)).replace(b"\r\n", b"\n")
    assert read(content) == [("1", PAGE), ("2", PAGE)]


def test_a_source_record_names_its_address() -> None:
    (record,) = split_web_archive(BoundedStream(io.BytesIO(make_record(7)), "a.warc", LIMITS), "a.warc", LIMITS)
    assert isinstance(record, SourceRecord)
    assert (record.source_path, record.source_format) == ("a.warc#https://lock.example/7", "html")


def read_packed(content: bytes) -> list[tuple[str, str]]:
    """Names and payloads, or reason codes, of a packed archive's records, and the reason why reading ended."""
    found = []
    try:
        with OpenFile(io.BytesIO(content), "a.warc.gz", "gzip", LIMITS, has_members=True) as stream:
            for record in split_web_archive(stream, "a.warc.gz", LIMITS):
                is_whole = isinstance(record, SourceRecord) and record.payload == PAGE
                name = record.source_path.rpartition("/")[2].rpartition("#")[2]
                found.append((name, "page" if is_whole else getattr(record, "reason_code", "changed")))
    except UnreadableRecord as error:
        found.append(("end", error.reason_code))
    return found


MEMBERS = [gzip.compress(make_record(number), mtime=0) for number in range(1, 5)]


def damage(member: bytes, place: int) -> bytes:
    return member[:place] + b"\xff" * 12 + member[place + 12 :]


@pytest.mark.parametrize("place", [0, 12, 90, len(MEMBERS[1]) - 14])
def test_a_damaged_member_of_a_packed_archive_costs_itself_alone(place: int) -> None:
    found = read_packed(MEMBERS[0] + damage(MEMBERS[1], place) + MEMBERS[2] + MEMBERS[3])
    assert [each for each in found if each[1] == "page"] == [("1", "page"), ("3", "page"), ("4", "page")]
    assert [reason for _, reason in found if reason != "page"] == ["broken_record"]


def test_a_packed_archive_that_breaks_off_or_is_one_member_is_read_as_far_as_it_is_sound() -> None:
    assert read_packed(MEMBERS[0] + MEMBERS[1] + MEMBERS[2][:80]) == [
        ("1", "page"), ("2", "page"), ("end", "truncated"),
    ]  # fmt: skip
    assert read_packed(b"".join(MEMBERS) + b"\0" * 512) == [(str(number), "page") for number in range(1, 5)]
    whole = gzip.compress(b"".join(make_record(number) for number in range(1, 5)), mtime=0)
    assert read_packed(whole) == [(str(number), "page") for number in range(1, 5)]
