"""Split the content of one file, or of one member of an archive, into records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import orjson

from articles.errors import UnreadableRecord
from articles.reading.json_files import split_json
from articles.reading.rejects import hash_payload, reject, reject_json, reject_too_large
from articles.reading.rows import find_record_id, make_row_records
from articles.reading.streams import iterate_lines, read_bounded
from articles.reading.tables import BYTE_ORDER_MARK, read_table
from articles.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.reading.streams import BoundedStream
    from articles.records import RejectedRecord


def split_content(
    stream: BoundedStream, where: str, format_name: str, limits: ReadingLimits
) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a stream of the given format; `where` is the path that messages and record names begin with."""
    if format_name == "json_lines":
        yield from _split_json_lines(stream, where, limits)
    elif format_name == "json":
        yield from split_json(stream, where, limits)
    elif format_name == "csv":
        yield from _split_table(stream, where, limits)
    elif format_name == "warc":
        yield from _split_warc(stream, where, limits)
    else:
        yield _take_whole(stream, where, format_name, limits)


def _take_whole(
    stream: BoundedStream, where: str, format_name: str, limits: ReadingLimits
) -> SourceRecord | RejectedRecord:
    payload, is_cut = read_bounded(stream, limits.article_byte_limit)
    if is_cut:
        return reject_too_large(where, len(payload), payload, limits)
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
        record_id = find_record_id(fields, seen_ids, line_number)
        yield SourceRecord(f"{where}#{record_id}", "json", payload, hash_payload(payload))
    if not line_number:
        yield reject(where, "empty", f"{where} is empty. Remove it, or export the articles again.", 0)


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
        address = find_record_id({"id": record.headers.get("WARC-Target-URI") or ""}, seen, number)
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
