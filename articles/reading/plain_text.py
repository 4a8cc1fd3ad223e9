"""Plain text files: one article, or the documents of a press archive's export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.errors import UnreadableRecord
from articles.reading.decoding import decode_text
from articles.reading.press_archives import part_documents
from articles.reading.splitting import take_whole
from articles.records import Metadata, RejectedRecord, SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.field_names import FieldNames
    from articles.reading.limits import ReadingLimits
    from articles.reading.streams import BoundedStream

# What an export of a press archive contains somewhere, and few other texts do.
MARKS = (b"Document", b"DOCUMENT", b" of ", b"\nTD", b"\nLP")


def split_text(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """The file as one record, or a record of each document, named by its number."""
    record = take_whole(stream, where, "text", limits)
    yield from part_documents(record, _find_text(record)) if isinstance(record, SourceRecord) else (record,)


def _find_text(record: SourceRecord) -> str:
    """The text of a file that may be an export; nothing where it is none."""
    if not any(mark in record.payload for mark in MARKS) and b"\0" not in record.payload[:100]:
        return ""
    try:
        return decode_text(record.payload)[0]
    except UnreadableRecord:  # reported when the record is parsed
        return ""


def read_text(record: SourceRecord, _names: FieldNames, _limits: ReadingLimits) -> tuple[str, str, Metadata]:
    """Text of a plain text file, its encoding, and no metadata."""
    return (*decode_text(record.payload), Metadata())
