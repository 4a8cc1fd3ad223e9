"""Numeric days that could be two ("04/05/2019"), settled by the other days of their file.

An export writes all its days in one order. Where one of them has a part above 12, it tells the order of the rest. What
comes before that day waits for it, up to a bound; where the file tells neither order, or both, the day stays empty.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import orjson

from articles.reading.field_names import FIELDS
from articles.reading.rejects import hash_payload
from articles.records import SourceRecord
from articles.text.dates import make_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.records import RejectedRecord

MOST_WAITING, MOST_WAITING_BYTES = 2_000, 16_000_000
# A field of publication in a record's JSON, and a numeric day at the head of its value.
STATED_DAY = re.compile(
    rb'"(?i:'
    + "|".join(FIELDS["published"]).encode()
    + rb')"\s*:\s*"\s*(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)'
)


def settle_days(records: Iterable[SourceRecord | RejectedRecord]) -> Iterator[SourceRecord | RejectedRecord]:
    """The records of one file in their order; those with a day that could be two get what the file's days tell.

    The day is a default of the record: what the record states otherwise goes before it.
    """
    waiting: deque[SourceRecord | RejectedRecord] = deque()
    waiting_bytes = 0
    orders: set[str] = set()
    for record in records:
        parts = _find_parts(record)
        orders |= _tell_order(parts)
        if waiting or (parts and not _tell_order(parts) and not orders):
            waiting.append(record)
            waiting_bytes += len(record.payload) if isinstance(record, SourceRecord) else 0
            if len(waiting) < MOST_WAITING and waiting_bytes < MOST_WAITING_BYTES and not orders:
                continue
            yield from (_state_day(each, orders) for each in waiting)
            waiting.clear()
            waiting_bytes = 0
        else:
            yield _state_day(record, orders)
    yield from (_state_day(each, orders) for each in waiting)


def _find_parts(record: SourceRecord | RejectedRecord) -> tuple[int, int, int] | None:
    """First, second and year of the numeric day that a record states; None where it states none."""
    if not isinstance(record, SourceRecord) or record.source_format != "json":
        return None
    match = STATED_DAY.search(record.payload)
    return (int(match[1]), int(match[3]), int(match[4])) if match else None


def _tell_order(parts: tuple[int, int, int] | None) -> set[str]:
    if parts is None or (parts[0] > 12) == (parts[1] > 12):
        return set()
    return {"day first" if parts[0] > 12 else "month first"}


def _state_day(record: SourceRecord | RejectedRecord, orders: set[str]) -> SourceRecord | RejectedRecord:
    parts = _find_parts(record)
    if parts is None or len(orders) != 1 or _tell_order(parts) or not isinstance(record, SourceRecord):
        return record
    first, second, year = parts
    day = make_date(year, second, first) if orders == {"day first"} else make_date(year, first, second)
    if day is None or first == second:
        return record
    default = orjson.dumps({"published": day.isoformat()})
    content_hash = hash_payload(b"\0".join((record.payload, default)))
    return replace(record, defaults=(*record.defaults, default), content_hash=content_hash)
