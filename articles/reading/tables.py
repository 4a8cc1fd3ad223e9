"""Rows of .csv and .tsv files."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from articles.errors import UnreadableRecord
from articles.reading.rows import make_row_records
from articles.reading.streams import iterate_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.reading.streams import BoundedStream
    from articles.records import RejectedRecord, SourceRecord

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
DELIMITERS = ",;\t|"


def split_table(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a table's rows, each named by its own id or by its number."""
    rows = (row for _, row in read_table(stream, where, limits))
    yield from make_row_records(rows, where, limits)


def read_table(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number (from 1) and fields of each row below the header; the delimiter is the one the header has most of.

    Raises UnreadableRecord with reason code empty, broken_table, invalid_encoding or too_large; what stands before the
    fault has been given by then.
    """
    csv.field_size_limit(limits.article_byte_limit)
    lines = _decode_lines(stream, where, limits)
    header_line = next(lines, "")
    if not header_line.strip():
        raise UnreadableRecord("empty", f"{where} is empty. Remove it, or export the articles again.")
    delimiter = max(DELIMITERS, key=header_line.count)
    names = next(csv.reader([header_line], delimiter=delimiter))
    reader = csv.DictReader(lines, fieldnames=[name.strip() for name in names], delimiter=delimiter)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        message = f"Line {reader.line_num + 1} of {where} is not a table's row: {error}. The rows above it are read."
        raise UnreadableRecord("broken_table", message) from error


def _decode_lines(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[str]:
    for number, (line, byte_count) in enumerate(iterate_lines(stream, limits.article_byte_limit), start=1):
        if byte_count > limits.article_byte_limit:
            message = f"Line {number} of {where} is larger than {limits.article_byte_limit:,} bytes. Split the article."
            raise UnreadableRecord("too_large", message)
        try:
            yield (line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line).decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"Line {number} of {where} is not UTF-8 (byte {error.start} of the line). Save it as UTF-8."
            raise UnreadableRecord("invalid_encoding", message) from error
