"""Split a web archive (.warc): one page a response record.

The records are read here rather than by a library, because libraries end at the first record that is broken. This
reader finds the next one behind it.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from articles.reading.rejects import EXCERPT_BYTES, hash_payload, reject, reject_too_large
from articles.reading.rows import find_record_id
from articles.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.reading.streams import BoundedStream
    from articles.records import RejectedRecord

VERSION = b"WARC/1."
NEXT_RECORD = re.compile(rb"(?:\r?\n)+(WARC/1\.\d\r?\n)")
LONGEST_LINE = 1 << 16
MOST_HEADER_LINES = 1_000
BLOCK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class WebRecord:
    """A record of a web archive: its headers in lower case and its block, cut at the limit for one article."""

    headers: dict[str, str]
    block: bytes
    is_whole: bool
    has_length: bool


def split_web_archive(
    stream: BoundedStream, where: str, limits: ReadingLimits
) -> Iterator[SourceRecord | RejectedRecord]:
    """Pages of a web archive, named by their address; what is no page is passed over, as images and scripts are."""
    seen: set[int] = set()
    number = 0
    for record in _iterate_records(stream, limits.article_byte_limit):
        if record.headers.get("warc-type", "").lower() != "response":
            continue
        number += 1
        address = find_record_id({"id": record.headers.get("warc-target-uri", "").strip("<>")}, seen, number)
        page = _read_response(record, f"{where}#{address}", limits)
        if page is not None:
            yield page
    if not number:
        message = f"{where} holds no response record, so no page. Check that it is a WARC file of fetched pages."
        yield reject(where, "empty", message)


def _read_response(record: WebRecord, place: str, limits: ReadingLimits) -> SourceRecord | RejectedRecord | None:
    status, headers, body = _parse_http(record.block)
    content_type = headers.get("content-type", "").lower()
    if (content_type and "html" not in content_type) or status in range(300, 400) or status == HTTPStatus.NO_CONTENT:
        return None
    problem = _find_problem(record, status, place, limits)
    if problem is not None:
        return replace(problem, byte_count=len(record.block), raw_excerpt=record.block[:EXCERPT_BYTES])
    body = decode_body(headers, body, limits.article_byte_limit)
    if len(body) > limits.article_byte_limit or not record.is_whole:
        return reject_too_large(place, len(body), body, limits)
    if not body.strip():
        return reject(place, "empty", f"{place} has no content. Fetch the page again.", 0)
    return SourceRecord(place, "html", body, hash_payload(body))


def _find_problem(record: WebRecord, status: int | None, place: str, limits: ReadingLimits) -> RejectedRecord | None:
    if status is None or not record.has_length:
        message = f"The record {place} is broken: it holds no answer of a web server. Fetch the page again."
        return reject(place, "broken_record", f"{message} The rest of the archive is read.")
    if status >= HTTPStatus.BAD_REQUEST:
        message = f"{place} is an error page (HTTP status {status}) and no article. Fetch the page again."
        return reject(place, "http_error", message)
    if not record.is_whole and len(record.block) <= limits.article_byte_limit:
        return reject(place, "truncated", f"{place} breaks off in the middle. Fetch the archive again.")
    return None


def decode_body(headers: dict[str, str], body: bytes, byte_limit: int) -> bytes:
    """The body of an answer without its chunks and its compression, at most one byte more than `byte_limit`.

    Many archives keep the header of an encoding that they have already undone, so a body that is not encoded as its
    header says is taken as it is.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _join_chunks(body)
    for encoding in reversed(headers.get("content-encoding", "").lower().replace(" ", "").split(",")):
        body = _unpack(encoding, body, byte_limit)
    return body


def _join_chunks(body: bytes) -> bytes:
    parts: list[bytes] = []
    position = 0
    while True:
        line_end = body.find(b"\r\n", position)
        try:
            size = int(body[position:line_end].partition(b";")[0].strip() or b"-", 16) if line_end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(parts) if parts and position >= len(body) else body
        if size == 0:
            return b"".join(parts)
        parts.append(body[line_end + 2 : line_end + 2 + size])
        position = line_end + 2 + size + 2


def _unpack(encoding: str, body: bytes, byte_limit: int) -> bytes:
    try:
        if encoding in {"gzip", "x-gzip"}:
            return zlib.decompressobj(wbits=31).decompress(body, byte_limit + 1)
        if encoding == "deflate":  # some servers send it without its two bytes of header
            wbits = zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS
            return zlib.decompressobj(wbits).decompress(body, byte_limit + 1)
        if encoding == "zstd":
            import zstandard

            return zstandard.ZstdDecompressor().decompressobj().decompress(body)[: byte_limit + 1]
        if encoding == "br":
            import brotli

            return bytes(brotli.Decompressor().process(body, output_buffer_limit=byte_limit + 1))
    except Exception as error:
        if not isinstance(error, zlib.error) and type(error).__name__ not in {"error", "ZstdError"}:
            raise
    return body


def _parse_http(block: bytes) -> tuple[int | None, dict[str, str], bytes]:
    """Status, headers in lower case and body of a web server's answer; no status where it is none."""
    head, mark, body = block.partition(b"\r\n\r\n")
    if not mark or b"\n\n" in head:
        head, mark, body = block.partition(b"\n\n")
    lines = head.decode("latin-1").splitlines()
    words = lines[0].split() if lines else []
    if not mark or len(words) < 2 or not words[0].startswith("HTTP/") or not words[1].isdecimal():
        return None, {}, block
    return int(words[1]), _parse_headers(lines[1:]), body


def _parse_headers(lines: list[str]) -> dict[str, str]:
    parted = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, mark, value in parted if mark}


class _Pushback:
    """A stream into which bytes can be put back."""

    def __init__(self, stream: BoundedStream) -> None:
        self._stream = stream
        self._waiting = b""

    def push(self, content: bytes) -> None:
        self._waiting = content + self._waiting

    def read(self, byte_count: int) -> bytes:
        if self._waiting:
            block, self._waiting = self._waiting[:byte_count], self._waiting[byte_count:]
            return block
        return self._stream.read(byte_count)

    def read_whole(self, byte_count: int) -> bytes:
        parts: list[bytes] = []
        while byte_count > 0 and (block := self.read(min(byte_count, BLOCK_BYTES))):
            parts.append(block)
            byte_count -= len(block)
        return b"".join(parts)

    def read_line(self) -> bytes:
        if not self._waiting:
            return self._stream.read_line(LONGEST_LINE)[0]
        line_end = self._waiting.find(b"\n") + 1
        if line_end:
            line, self._waiting = self._waiting[:line_end], self._waiting[line_end:]
            return line
        line, self._waiting = self._waiting, b""
        return line + self._stream.read_line(LONGEST_LINE)[0]


def _iterate_records(stream: BoundedStream, byte_limit: int) -> Iterator[WebRecord]:
    """Records in order. What stands between two records and is none is read over, up to the next that begins."""
    source = _Pushback(stream)
    while line := source.read_line():
        if not line.startswith(VERSION):
            continue
        lines: list[str] = []
        while (line := source.read_line()).strip() and len(lines) < MOST_HEADER_LINES:
            if line.startswith(VERSION):
                source.push(line)
                break
            lines.append(line.decode("utf-8", "replace"))
        headers = _parse_headers(lines)
        length = headers.get("content-length", "")
        has_length = length.isdecimal() and not line.startswith(VERSION)
        byte_count = int(length) if has_length else 0
        kept = min(byte_count, byte_limit + 1)
        block = source.read_whole(kept)
        is_whole = len(block) == byte_count
        skipped = byte_count - kept
        while len(block) == kept and skipped > 0 and (over := source.read(min(skipped, BLOCK_BYTES))):
            skipped -= len(over)
        # A length that is too great swallows the record behind it: the next one begins at its version.
        if not _ends_here(source):
            if swallowed := NEXT_RECORD.search(block):
                source.push(block[swallowed.start(1) :])
                block = block[: swallowed.start()]
                is_whole = True
            elif is_whole and has_length:  # a length that is too small leaves the end of the block behind
                kept = max(len(block) - len(VERSION) - 2, 0)  # the cut may stand within the next record's version
                source.push(block[kept:])
                block = block[:kept] + _read_up_to_next(source, byte_limit - kept)
        yield WebRecord(headers, block, is_whole, has_length)


def _read_up_to_next(source: _Pushback, byte_limit: int) -> bytes:
    """What stands before the next record, at most one line more than `byte_limit`."""
    lines: list[bytes] = []
    byte_count = 0
    while line := source.read_line():
        if line.startswith(VERSION):
            source.push(line)
            break
        if byte_count <= byte_limit:
            lines.append(line)
            byte_count += len(line)
    return b"".join(lines).rstrip(b"\r\n")


def _ends_here(source: _Pushback) -> bool:
    """Whether the two empty lines that close a record come next."""
    following = source.read_whole(4)
    source.push(following)
    return following == b"\r\n\r\n"
