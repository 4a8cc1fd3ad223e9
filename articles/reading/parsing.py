"""Make an article of a record's bytes. This runs in the workers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from articles.errors import UnreadableRecord
from articles.reading.decoding import decode_text, find_declared_charset
from articles.reading.fields import TEXT_FIELDS, find_text, read_metadata
from articles.records import Metadata, RawArticle

if TYPE_CHECKING:
    from articles.reading.limits import ReadingLimits
    from articles.records import SourceRecord

# Two tags or more that prose does not have: an export that kept its markup.
MARKUP = re.compile(r"</(?:p|div|h[1-6]|li|ul|a|strong|em|span|blockquote)>|<br ?/?>|<p[ >]", re.IGNORECASE)
MARKUP_COUNT = 2


def parse_record(record: SourceRecord, limits: ReadingLimits) -> RawArticle:
    """Article of a record: its text, untouched, and the metadata that its format states.

    Raises UnreadableRecord with reason code binary, invalid_encoding, broken_json, empty, no_text or too_large.
    """
    if len(record.payload) > limits.article_byte_limit:
        message = f"The record has {len(record.payload):,} bytes, more than the limit of {limits.article_byte_limit:,}."
        raise UnreadableRecord("too_large", message)
    metadata = Metadata()
    if record.source_format == "json":
        text, encoding, metadata = _parse_json(record.payload)
    elif record.source_format == "html":
        from articles.reading.html import extract_page

        page, encoding = decode_text(record.payload, declared=find_declared_charset(record.payload))
        text, metadata = extract_page(page)
    else:
        text, encoding = decode_text(record.payload)
    if not text.strip().strip("\ufeff\u200b"):
        raise UnreadableRecord(
            "empty", "There is no text in it but white space. Remove it, or fetch the article again."
        )
    return RawArticle(record.source_path, record.source_format, encoding, record.content_hash, text, metadata)


def _parse_json(payload: bytes) -> tuple[str, str, Metadata]:
    try:
        fields: dict[str, Any] = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise UnreadableRecord("broken_json", f"The record is not JSON: {error}. Mend or remove it.") from error
    text = find_text(fields)
    if text is None:
        raise UnreadableRecord(
            "no_text",
            f"The record has no text under any known field ({', '.join(TEXT_FIELDS[:6])} ...); its fields are "
            f"{', '.join(sorted(map(str, fields))[:12])}. Rename the field that holds the article's text.",
        )
    if "\0" in text:
        raise UnreadableRecord("binary", "The record's text holds a NUL character, so it is no text. Remove it.")
    metadata = read_metadata(fields)
    if len(MARKUP.findall(text[:5_000])) >= MARKUP_COUNT:
        from articles.reading.html import extract_fragment

        text = extract_fragment(text)
    return text, "utf-8", metadata
