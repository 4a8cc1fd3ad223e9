"""Records of parsed rows and objects, each named by its own id or by its number."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import orjson

from articles.reading.rejects import hash_payload, reject_too_large
from articles.records import RejectedRecord, SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.reading.limits import ReadingLimits

ID_FIELDS = ("id", "_id", "article_id", "articleId", "uuid", "guid", "uid")


def make_row_records(
    rows: Iterable[dict[str, Any] | RejectedRecord], where: str, limits: ReadingLimits, first_number: int = 1
) -> Iterator[SourceRecord | RejectedRecord]:
    """A record of each row of a table, named by its id or by its number. What was rejected before is passed on."""
    seen_ids: set[int] = set()
    number = first_number - 1
    for row in rows:
        if isinstance(row, RejectedRecord):
            yield row
            continue
        number += 1
        fields = {str(key): value for key, value in row.items() if key is not None and value is not None}
        payload = dump_json(fields)
        if len(payload) > limits.article_byte_limit:
            yield reject_too_large(f"{where}#{number}", len(payload), payload, limits)
            continue
        record_id = find_record_id(fields, seen_ids, number)
        yield SourceRecord(f"{where}#{record_id}", "json", payload, hash_payload(payload))


def dump_json(fields: Any) -> bytes:
    """A value as JSON, whatever of it JSON has no like of."""
    try:
        return orjson.dumps(fields, default=str, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a number of more than 64 bits, half a surrogate pair
        return json.dumps(fields, default=str, sort_keys=True).encode()


def dump_compactly(fields: Any) -> bytes:
    """A value as JSON that is kept: orjson leaves 4 kB of memory with each value that it writes, however short."""
    return bytes(bytearray(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)))


def find_record_id(fields: dict[str, Any], seen_ids: set[int], number: int) -> str:
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
