"""Split input files into records: the bytes of one article each.

This runs in the parent process, so it streams and imports nothing heavy; `parsing` makes articles of records in the
workers.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from articles.errors import UnreadableRecord
from articles.reading.discovery import HASH_BYTES, describe_os_error
from articles.reading.formats import find_format, list_suffixes
from articles.reading.streams import BoundedStream, iterate_lines, read_bounded
from articles.records import RejectedRecord, SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.records import SourceFile

EXCERPT_BYTES = 1_000
ID_FIELDS = ("id", "_id", "article_id", "articleId", "uuid", "guid", "uid")


def read_records(file: SourceFile, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a file in their order, and a rejected record with its reason for each part that cannot be read.

    Reason codes: unknown_format, unreadable, empty, too_large, broken_json, truncated, damaged, bomb.
    """
    path = Path(file.root_path, file.source_path)
    file_format = find_format(file.source_path)
    if file_format is None:
        message = f"{path} has no suffix that names a readable format. Readable are {list_suffixes()}."
        yield RejectedRecord(file.source_path, "read", "unknown_format", message, byte_count=file.byte_count)
        return
    try:
        with BoundedStream(path, file_format.packing, limits) as stream:
            if file_format.name == "json_lines":
                yield from _read_json_lines(stream, file, limits)
            else:
                yield _read_whole(stream, file, file_format.name, limits)
    except OSError as error:
        yield RejectedRecord(file.source_path, "read", "unreadable", describe_os_error(path, error))
    except UnreadableRecord as error:
        yield RejectedRecord(file.source_path, "read", error.reason_code, error.message, byte_count=file.byte_count)


def hash_payload(payload: bytes) -> str:
    """BLAKE2b-128 of a record's bytes, in hexadecimal."""
    return hashlib.blake2b(payload, digest_size=HASH_BYTES).hexdigest()


def _read_whole(
    stream: BoundedStream, file: SourceFile, source_format: str, limits: ReadingLimits
) -> SourceRecord | RejectedRecord:
    payload, is_cut = read_bounded(stream, limits.article_byte_limit)
    if is_cut:
        return _reject_too_large(file.source_path, file.byte_count, payload, limits)
    if not payload.strip():
        message = f"{file.source_path} is empty. Remove it, or fetch the article again."
        return RejectedRecord(file.source_path, "read", "empty", message, byte_count=len(payload))
    return SourceRecord(file.source_path, source_format, payload, hash_payload(payload))


def _read_json_lines(
    stream: BoundedStream, file: SourceFile, limits: ReadingLimits
) -> Iterator[SourceRecord | RejectedRecord]:
    seen_ids: set[int] = set()
    line_number = 0
    for line, byte_count in iterate_lines(stream, limits.article_byte_limit):
        line_number += 1
        where = f"{file.source_path}#{line_number}"
        if byte_count > limits.article_byte_limit:
            yield _reject_too_large(where, byte_count, line, limits)
            continue
        payload = line.strip().removeprefix(b"\xef\xbb\xbf")
        if not payload:
            continue
        try:
            fields = orjson.loads(payload)
        except orjson.JSONDecodeError as error:
            yield _reject_json(where, f"Line {line_number} of {file.source_path} is not JSON: {error}", payload)
            continue
        if not isinstance(fields, dict):
            kind = type(fields).__name__
            yield _reject_json(where, f"Line {line_number} of {file.source_path} is a {kind}, not an object", payload)
            continue
        record_id = _find_record_id(fields, seen_ids, line_number)
        yield SourceRecord(f"{file.source_path}#{record_id}", "json", payload, hash_payload(payload))
    if not line_number:
        message = f"{file.source_path} is empty. Remove it, or export the articles again."
        yield RejectedRecord(file.source_path, "read", "empty", message, byte_count=0)


def _find_record_id(fields: dict[str, Any], seen_ids: set[int], line_number: int) -> str:
    """The record's own id, or its line number. An id that came before gets the line number behind it."""
    for name in ID_FIELDS:
        value = fields.get(name)
        if isinstance(value, int | str) and not isinstance(value, bool) and (shown := " ".join(str(value).split())):
            # A 64-bit digest instead of the string keeps a file of ten million records within bounds.
            digest = int.from_bytes(hashlib.blake2b(shown.encode("utf-8"), digest_size=8).digest())
            if digest in seen_ids:
                return f"{shown}~{line_number}"
            seen_ids.add(digest)
            return shown
    return str(line_number)


def _reject_too_large(where: str, byte_count: int, content: bytes, limits: ReadingLimits) -> RejectedRecord:
    message = (
        f"{where} is larger than {limits.article_byte_limit:,} bytes, the limit for one article. Split it into one "
        "article a file or line, or raise the limit in the settings."
    )
    return RejectedRecord(where, "read", "too_large", message, None, byte_count, content[:EXCERPT_BYTES])


def _reject_json(where: str, what: str, payload: bytes) -> RejectedRecord:
    message = f"{what}. Mend or remove the line; the other lines are read."
    excerpt = payload[:EXCERPT_BYTES]
    return RejectedRecord(where, "read", "broken_json", message, hash_payload(payload), len(payload), excerpt)
