"""Split a file of JSON lines: one article a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.errors import UnreadableRecord
from articles.reading.json_values import load_json
from articles.reading.rejects import hash_payload, reject, reject_json, reject_too_large
from articles.reading.rows import find_record_id
from articles.reading.streams import iterate_lines, recode_to_utf8
from articles.reading.tables import BYTE_ORDER_MARK
from articles.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.reading.streams import BoundedStream
    from articles.records import RejectedRecord


def split_json_lines(
    stream: BoundedStream, where: str, limits: ReadingLimits
) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of the lines, each named by its own id or by the number of its line."""
    seen_ids: set[int] = set()
    line_number = 0
    for line, byte_count in iterate_lines(recode_to_utf8(stream, where, limits), limits.article_byte_limit):
        line_number += 1
        place = f"{where}#{line_number}"
        if byte_count > limits.article_byte_limit:
            yield reject_too_large(place, byte_count, line, limits)
            continue
        payload = line.removeprefix(BYTE_ORDER_MARK).strip()
        if not payload:
            continue
        try:
            fields = load_json(payload)
        except UnreadableRecord as error:
            yield reject_json(place, f"Line {line_number} of {where} {error.message}", payload)
            continue
        if not isinstance(fields, dict):
            kind = type(fields).__name__
            yield reject_json(place, f"Line {line_number} of {where} is a {kind}, not an object", payload)
            continue
        record_id = find_record_id(fields, seen_ids, line_number)
        yield SourceRecord(f"{where}#{record_id}", "json", payload, hash_payload(payload))
    if not line_number:
        yield reject(where, "empty", f"{where} is empty. Remove it, or export the articles again.", 0)
