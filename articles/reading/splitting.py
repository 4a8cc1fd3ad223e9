"""Split the content of one file, or of one member of an archive, into records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.reading.formats import FORMATS_BY_NAME
from articles.reading.rejects import hash_payload, reject, reject_too_large
from articles.reading.streams import read_bounded
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
    input_format = FORMATS_BY_NAME[format_name]
    if input_format.split:
        yield from input_format.get_splitter()(stream, where, limits)
    else:
        yield take_whole(stream, where, format_name, limits)


def take_whole(
    stream: BoundedStream, where: str, format_name: str, limits: ReadingLimits
) -> SourceRecord | RejectedRecord:
    """The whole stream as one record."""
    payload, is_cut = read_bounded(stream, limits.article_byte_limit)
    if is_cut:
        return reject_too_large(where, len(payload), payload, limits)
    if not payload.strip():
        message = f"{where} is empty. Remove it, or fetch the article again."
        return reject(where, "empty", message, len(payload))
    return SourceRecord(where, format_name, payload, hash_payload(payload))
