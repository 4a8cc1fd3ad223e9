"""Make an article of a record's bytes. This runs in the workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.errors import UnreadableRecord
from articles.reading.field_names import USUAL_NAMES, FieldNames
from articles.reading.fields import read_metadata
from articles.reading.formats import FORMATS_BY_NAME
from articles.reading.json_values import load_json
from articles.records import Metadata, RawArticle

if TYPE_CHECKING:
    from articles.reading.limits import ReadingLimits
    from articles.records import SourceRecord

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

    Raises UnreadableRecord with reason code binary, invalid_encoding, broken_json, empty, no_text, too_large,
    unknown_format, or one that the format's own reader gives.
    """
    if len(record.payload) > limits.article_byte_limit:
        message = f"The record has {len(record.payload):,} bytes, more than the limit of {limits.article_byte_limit:,}."
        raise UnreadableRecord("too_large", message)
    input_format = FORMATS_BY_NAME.get(record.source_format)
    if input_format is None or input_format.read is None:
        message = f"The format {record.source_format!r} is not read. `quotehouse formats` lists those that are."
        raise UnreadableRecord("unknown_format", message)
    text, encoding, metadata, *left_out = input_format.get_reader()(record, names, limits)
    if not text.strip().strip("\ufeff\u200b"):
        raise UnreadableRecord(
            "empty", "There is no text in it but white space. Remove it, or fetch the article again."
        )
    for stated in reversed(record.stated):
        metadata = _join_metadata(_parse_stated(stated, names), metadata)
    for stated in record.defaults:
        metadata = _join_metadata(metadata, _parse_stated(stated, names))
    origin = (record.source_path, record.source_format, encoding, record.content_hash)
    return RawArticle(*origin, text, metadata, *left_out)


def _parse_stated(content: bytes, names: FieldNames) -> Metadata:
    try:
        fields = load_json(content)
    except UnreadableRecord as error:
        message = f"The JSON file beside the article {error.message}. Mend or remove it."
        raise UnreadableRecord("broken_json", message) from error
    if not isinstance(fields, dict):
        raise UnreadableRecord("broken_json", "The JSON file beside the article holds no object. Mend or remove it.")
    return read_metadata(fields, names)


def _join_metadata(first: Metadata, second: Metadata) -> Metadata:
    """What the first states, and what the second states beyond it; a value and its source go together."""
    values: dict[str, Any] = {}
    for names in METADATA_GROUPS:
        chosen = first if getattr(first, names[0]) or not getattr(second, names[0]) else second
        values |= {name: getattr(chosen, name) for name in names}
    return Metadata(**values)
