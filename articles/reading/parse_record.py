"""Make an article of a record's bytes. This runs in the workers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson

from articles.errors import UnreadableRecord
from articles.reading.decoding import decode_text, find_declared_charset
from articles.reading.field_names import USUAL_NAMES, FieldNames
from articles.reading.fields import find_text, read_metadata
from articles.records import Metadata, RawArticle

if TYPE_CHECKING:
    from articles.reading.limits import ReadingLimits
    from articles.records import SourceRecord

# Two tags or more that prose does not have: an export that kept its markup.
MARKUP = re.compile(r"</(?:p|div|h[1-6]|li|ul|a|strong|em|span|blockquote)>|<br ?/?>|<p[ >]", re.IGNORECASE)
MARKUP_COUNT = 2
# Fields of Metadata that are taken from one source together, the deciding one first.
METADATA_GROUPS = (
    ("headline", "headline_source"),
    ("author_names", "authors_source"),
    ("outlet_name", "outlet_source"),
    ("published_on", "published_at", "published_source"),
    *((name,) for name in ("url", "subtitle", "section", "dateline_place", "agency_names")),
    *((name,) for name in ("photo_credits", "updated_at", "language")),
)


def parse_record(record: SourceRecord, limits: ReadingLimits, names: FieldNames = USUAL_NAMES) -> RawArticle:
    """Article of a record: its text, untouched, and the metadata that its format states.

    `names` are names of fields beside the usual ones.

    Raises UnreadableRecord with reason code binary, invalid_encoding, broken_json, empty, no_text or too_large.
    """
    if len(record.payload) > limits.article_byte_limit:
        message = f"The record has {len(record.payload):,} bytes, more than the limit of {limits.article_byte_limit:,}."
        raise UnreadableRecord("too_large", message)
    metadata = Metadata()
    if record.source_format == "json":
        text, encoding, metadata = _parse_json(record.payload, names)
    elif record.source_format == "pdf":
        from articles.reading.pdf import extract_pdf

        text, metadata = extract_pdf(record.payload)
        encoding = "utf-8"
    elif record.source_format == "html":
        from articles.reading.html import extract_page

        page, encoding = decode_text(record.payload, declared=find_declared_charset(record.payload))
        text, metadata = extract_page(page)
        address = record.source_path.partition("#")[2]
        if not metadata.url and address.startswith(("http://", "https://")):
            metadata = replace(metadata, url=address)  # a page of a web archive is named by its address
    else:
        text, encoding = decode_text(record.payload)
    if not text.strip().strip("\ufeff\u200b"):
        raise UnreadableRecord(
            "empty", "There is no text in it but white space. Remove it, or fetch the article again."
        )
    for stated in reversed(record.stated):
        metadata = _join_metadata(_parse_stated(stated, names), metadata)
    for stated in record.defaults:
        metadata = _join_metadata(metadata, _parse_stated(stated, names))
    return RawArticle(record.source_path, record.source_format, encoding, record.content_hash, text, metadata)


def _parse_stated(content: bytes, names: FieldNames) -> Metadata:
    try:
        fields = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        message = f"The JSON file beside the article is not JSON: {error}. Mend or remove it."
        raise UnreadableRecord("broken_json", message) from error
    if not isinstance(fields, dict):
        raise UnreadableRecord("broken_json", "The JSON file beside the article holds no object. Mend or remove it.")
    return read_metadata(fields, names)


def _join_metadata(first: Metadata, second: Metadata) -> Metadata:
    """What the first states, and what the second states beyond it; a value and its source go together."""
    values: dict[str, Any] = {}
    for names in METADATA_GROUPS:
        chosen = first if getattr(first, names[0]) else second
        values |= {name: getattr(chosen, name) for name in names}
    return Metadata(**values)


def _parse_json(payload: bytes, names: FieldNames) -> tuple[str, str, Metadata]:
    try:
        fields: dict[str, Any] = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise UnreadableRecord("broken_json", f"The record is not JSON: {error}. Mend or remove it.") from error
    text = find_text(fields, names)
    if text is None:
        raise UnreadableRecord(
            "no_text",
            f"The record has no text under any known field ({', '.join(names.list_names('text')[:6])} ...); its fields "
            f"are {', '.join(sorted(map(str, fields))[:12])}. Name the one that holds the article's text in the "
            "settings: text = [...] under [fields].",
        )
    if "\0" in text:
        raise UnreadableRecord("binary", "The record's text holds a NUL character, so it is no text. Remove it.")
    metadata = read_metadata(fields, names)
    if len(MARKUP.findall(text[:5_000])) >= MARKUP_COUNT:
        from articles.reading.html import extract_fragment

        text = extract_fragment(text)
    return text, "utf-8", metadata
