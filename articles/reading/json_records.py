"""Articles that are JSON objects, in whatever kind of file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from articles.errors import UnreadableRecord
from articles.reading.fields import find_text, read_metadata
from articles.reading.json_values import load_json

if TYPE_CHECKING:
    from articles.reading.field_names import FieldNames
    from articles.reading.limits import ReadingLimits
    from articles.records import Metadata, SourceRecord

# Two tags or more that prose does not have: an export that kept its markup.
MARKUP = re.compile(r"</(?:p|div|h[1-6]|li|ul|a|strong|em|span|blockquote)>|<br ?/?>|<p[ >]", re.IGNORECASE)
MARKUP_COUNT = 2


def read_json(record: SourceRecord, names: FieldNames, _limits: ReadingLimits) -> tuple[str, str, Metadata]:
    """Text and metadata of a JSON object by the names of its fields."""
    try:
        fields: dict[str, Any] = load_json(record.payload)
    except UnreadableRecord as error:
        raise UnreadableRecord(error.reason_code, f"The record {error.message}. Mend or remove it.") from error
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
    if len(MARKUP.findall(text[:5_000])) >= MARKUP_COUNT:
        from articles.reading.html import extract_fragment

        text = extract_fragment(text)
    return text, "utf-8", read_metadata(fields, names)
