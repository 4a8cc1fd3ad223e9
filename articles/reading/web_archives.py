"""Split a web archive (.warc): one page a response record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from articles.errors import UnreadableRecord
from articles.reading.rejects import hash_payload, reject, reject_too_large
from articles.reading.rows import find_record_id
from articles.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.reading.streams import BoundedStream
    from articles.records import RejectedRecord


def split_web_archive(
    stream: BoundedStream, where: str, limits: ReadingLimits
) -> Iterator[SourceRecord | RejectedRecord]:
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
