"""Plain text files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.reading.decoding import decode_text
from articles.records import Metadata

if TYPE_CHECKING:
    from articles.reading.field_names import FieldNames
    from articles.reading.limits import ReadingLimits
    from articles.records import SourceRecord


def read_text(record: SourceRecord, _names: FieldNames, _limits: ReadingLimits) -> tuple[str, str, Metadata]:
    """Text of a plain text file, its encoding, and no metadata."""
    return (*decode_text(record.payload), Metadata())
