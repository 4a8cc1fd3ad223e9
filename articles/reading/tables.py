"""Rows of .csv and .tsv files."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from articles.errors import UnreadableRecord
from articles.reading.decoding import decode_text
from articles.reading.json_values import HALF_SURROGATE
from articles.reading.rejects import reject
from articles.reading.rows import make_row_records
from articles.reading.streams import iterate_lines, recode_to_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.reading.streams import BoundedStream
    from articles.records import RejectedRecord, SourceRecord

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
DELIMITERS = ",;\t|"


def split_table(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a table's rows, each named by its own id or by its number."""
    broken: list[RejectedRecord] = []

    def decode_rows() -> Iterator[dict[str, Any]]:
        for number, row in read_table(stream, where, limits):
            try:
                yield decode_row(row)
            except UnreadableRecord as error:
                broken.append(
                    reject(f"{where}#{number}", error.reason_code, f"Row {number} of {where}: {error.message}")
                )
                yield {}

    for record in make_row_records(decode_rows(), where, limits):
        if broken:
            yield broken.pop()
        else:
            yield record


def read_table(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number (from 1) and fields of each row below the header; the delimiter is the one the header has most of.

    Bytes that are no UTF-8 come as surrogates. Raises UnreadableRecord with reason code empty, broken_table or
    too_large; what stands before the
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
    lines = iterate_lines(recode_to_utf8(stream, where, limits), limits.article_byte_limit)
    for number, (line, byte_count) in enumerate(lines, start=1):
        if byte_count > limits.article_byte_limit:
            message = f"Line {number} of {where} is larger than {limits.article_byte_limit:,} bytes. Split the article."
            raise UnreadableRecord("too_large", message)
        # Bytes that are no UTF-8 are carried through; a row is decoded as a whole, so that one costs no other.
        yield (line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line).decode("utf-8", "surrogateescape")


def decode_row(row: dict[str, Any]) -> dict[str, Any]:
    """The row with bytes that are no UTF-8 decoded as those of a text file are. Raises UnreadableRecord."""
    pairs = [(name, value) for name, value in row.items() if isinstance(value, str)]
    joined = "\x1f".join(value for _, value in pairs)
    if not HALF_SURROGATE.search(joined):
        return row
    values = decode_text(joined.encode("utf-8", "surrogateescape"))[0].split("\x1f")
    return row | dict(zip((name for name, _ in pairs), values, strict=True))
