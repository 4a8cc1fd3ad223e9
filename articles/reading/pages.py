"""HTML pages, from files and from web archives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from articles.reading.decoding import decode_text, find_declared_charset

if TYPE_CHECKING:
    from articles.reading.field_names import FieldNames
    from articles.reading.formats import Parted
    from articles.reading.limits import ReadingLimits
    from articles.records import SourceRecord


def read_page(record: SourceRecord, _names: FieldNames, _limits: ReadingLimits) -> Parted:
    """Text of a page's main column, its encoding, the metadata that its markup states, and what is no article in it."""
    from articles.reading.html import extract_page

    page, encoding = decode_text(record.payload, declared=find_declared_charset(record.payload))
    text, metadata, left_out = extract_page(page)
    address = record.source_path.partition("#")[2]
    if not metadata.url and address.startswith(("http://", "https://")):
        metadata = replace(metadata, url=address)  # a page of a web archive is named by its address
    return text, encoding, metadata, left_out
