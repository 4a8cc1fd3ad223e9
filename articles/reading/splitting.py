"""Split the content of one file, or of one member of an archive, into records."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, cast

import orjson

from articles.errors import UnreadableRecord
from articles.reading.rejects import hash_payload, reject, reject_json, reject_too_large
from articles.reading.streams import iterate_lines, read_bounded
from articles.reading.tables import BYTE_ORDER_MARK, read_table
from articles.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.reading.limits import ReadingLimits
    from articles.reading.streams import BoundedStream
    from articles.records import RejectedRecord

ID_FIELDS = ("id", "_id", "article_id", "articleId", "uuid", "guid", "uid")
# Where exports of interfaces keep their list of articles.
LIST_FIELDS = ("articles", "items", "results", "data", "docs", "hits", "response", "records", "stories", "documents")


def split_content(
    stream: BoundedStream, where: str, format_name: str, limits: ReadingLimits
) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a stream of the given format; `where` is the path that messages and record names begin with."""
    if format_name == "json_lines":
        yield from _split_json_lines(stream, where, limits)
    elif format_name == "json":
        yield from _split_json(stream, where, limits)
    elif format_name == "csv":
        yield from _split_table(stream, where, limits)
    elif format_name == "warc":
        yield from _split_warc(stream, where, limits)
    else:
        yield _take_whole(stream, where, format_name, limits)


def make_row_records(
    rows: Iterable[dict[str, Any]], where: str, limits: ReadingLimits, first_number: int = 1
) -> Iterator[SourceRecord | RejectedRecord]:
    """A record of each row of a table, named by its id or by its number."""
    seen_ids: set[int] = set()
    for number, row in enumerate(rows, start=first_number):
        fields = {str(key): value for key, value in row.items() if key is not None and value is not None}
        payload = orjson.dumps(fields, default=str, option=orjson.OPT_SORT_KEYS)
        if len(payload) > limits.article_byte_limit:
            yield reject_too_large(f"{where}#{number}", len(payload), payload, limits)
            continue
        record_id = _find_record_id(fields, seen_ids, number)
        yield SourceRecord(f"{where}#{record_id}", "json", payload, hash_payload(payload))


def _take_whole(
    stream: BoundedStream, where: str, format_name: str, limits: ReadingLimits
) -> SourceRecord | RejectedRecord:
    payload, is_cut = read_bounded(stream, limits.article_byte_limit)
    if is_cut:
        return reject_too_large(where, len(payload) + 1, payload, limits)
    if not payload.strip():
        message = f"{where} is empty. Remove it, or fetch the article again."
        return reject(where, "empty", message, len(payload))
    return SourceRecord(where, format_name, payload, hash_payload(payload))


def _split_json_lines(
    stream: BoundedStream, where: str, limits: ReadingLimits
) -> Iterator[SourceRecord | RejectedRecord]:
    seen_ids: set[int] = set()
    line_number = 0
    for line, byte_count in iterate_lines(stream, limits.article_byte_limit):
        line_number += 1
        place = f"{where}#{line_number}"
        if byte_count > limits.article_byte_limit:
            yield reject_too_large(place, byte_count, line, limits)
            continue
        payload = line.strip().removeprefix(BYTE_ORDER_MARK)
        if not payload:
            continue
        try:
            fields = orjson.loads(payload)
        except orjson.JSONDecodeError as error:
            yield reject_json(place, f"Line {line_number} of {where} is not JSON: {error}", payload)
            continue
        if not isinstance(fields, dict):
            kind = type(fields).__name__
            yield reject_json(place, f"Line {line_number} of {where} is a {kind}, not an object", payload)
            continue
        record_id = _find_record_id(fields, seen_ids, line_number)
        yield SourceRecord(f"{where}#{record_id}", "json", payload, hash_payload(payload))
    if not line_number:
        yield reject(where, "empty", f"{where} is empty. Remove it, or export the articles again.", 0)


def _split_json(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    content, is_cut = read_bounded(stream, limits.json_byte_limit)
    if is_cut:
        message = (
            f"{where} is larger than {limits.json_byte_limit:,} bytes, the limit for a JSON file, which is read at "
            "once. Write it as JSON lines (.jsonl), one article a line, which has no such limit."
        )
        yield reject(where, "too_large", message, len(content) + 1)
        return
    if not content.strip():
        yield reject(where, "empty", f"{where} is empty. Remove it, or export the articles again.", len(content))
        return
    try:
        value = orjson.loads(content.removeprefix(BYTE_ORDER_MARK))
    except orjson.JSONDecodeError as error:
        yield reject_json(where, f"{where} is not JSON: {error}", content)
        return
    entries = _find_entries(value)
    if entries is None:
        if isinstance(value, dict):
            payload = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
            yield SourceRecord(where, "json", payload, hash_payload(payload))
        else:
            yield reject_json(where, f"{where} holds neither an object nor a list of objects", content)
        return
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            what = f"Entry {number} of {where} is a {type(entry).__name__}, not an object"
            yield reject_json(f"{where}#{number}", what, orjson.dumps(entry))
    yield from make_row_records((entry for entry in entries if isinstance(entry, dict)), where, limits)


def _find_entries(value: object) -> list[Any] | None:
    """The list of articles in a JSON value: the value itself, or the list under a known field, two levels down."""
    for _ in range(3):
        if isinstance(value, list):
            return value
        if not isinstance(value, dict):
            return None
        nested = [value[name] for name in LIST_FIELDS if isinstance(value.get(name), list | dict)]
        if not nested:
            return None
        value = nested[0]
    return None


def _split_table(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    rows = (row for _, row in read_table(stream, where, limits))
    yield from make_row_records(rows, where, limits)


def _split_warc(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Pages of a web archive, named by their address; what is no page is passed over, as images and scripts are."""
    seen: set[int] = set()
    count = 0
    for number, record in enumerate(_iterate_responses(stream, where), start=1):
        count += 1
        content_type = (record.http_content_type or "").lower()
        if content_type and "html" not in content_type:
            continue
        address = _find_record_id({"id": record.headers.get("WARC-Target-URI") or ""}, seen, number)
        payload = record.reader.read(limits.article_byte_limit + 1)
        place = f"{where}#{address}"
        if len(payload) > limits.article_byte_limit:
            yield reject_too_large(place, len(payload), payload, limits)
        elif payload.strip():
            yield SourceRecord(place, "html", payload, hash_payload(payload))
        else:
            yield reject(place, "empty", f"{place} has no content. Fetch the page again.", 0)
    if not count:
        message = f"{where} holds no response record, so no page. Check that it is a WARC file of fetched pages."
        yield reject(where, "empty", message)


def _iterate_responses(stream: BoundedStream, where: str) -> Iterator[Any]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    try:
        yield from ArchiveIterator(
            cast("Any", stream),
            record_types=WarcRecordType.response,
            parse_http=True,
            auto_decode="all",
            stream_detect=False,
        )
    except (OSError, ValueError) as error:
        message = f"{where} is not a sound WARC file ({error}). Fetch it again; what stands before is read."
        raise UnreadableRecord("damaged", message) from error
    except BaseException as error:
        # The library is written in Rust, whose panics are no Exception.
        if type(error).__name__ != "PanicException":
            raise
        message = f"{where} is not a WARC file that can be read. Fetch it again; what stands before is read."
        raise UnreadableRecord("damaged", message) from None


def _find_record_id(fields: dict[str, Any], seen_ids: set[int], number: int) -> str:
    """The record's own id, or its number. An id that came before gets the number behind it."""
    for name in ID_FIELDS:
        value = fields.get(name)
        if isinstance(value, int | str) and not isinstance(value, bool) and (shown := " ".join(str(value).split())):
            # A 64-bit digest instead of the string keeps a file of ten million records within bounds.
            digest = int.from_bytes(hashlib.blake2b(shown.encode("utf-8", "replace"), digest_size=8).digest())
            if digest in seen_ids:
                return f"{shown}~{number}"
            seen_ids.add(digest)
            return shown
    return str(number)
