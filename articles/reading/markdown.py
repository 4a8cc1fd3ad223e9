"""Markdown files: front matter as metadata, the marks of headings, emphasis, links and quotes understood."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from articles.reading.decoding import decode_text
from articles.reading.fields import read_metadata

if TYPE_CHECKING:
    from articles.reading.field_names import FieldNames
    from articles.reading.limits import ReadingLimits
    from articles.records import Metadata, SourceRecord

FRONT_MATTER = re.compile(r"\ufeff?(-{3}|\+{3})[ \t]*\r?\n(?!\s)(.*?)\r?\n(?:\1|\.{3})[ \t]*(?:\r?\n|$)", re.DOTALL)
MOST_FRONT_MATTER = 20_000

FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:?[ \t]?")  # the mark of a note, in the text and before the note


def read_markdown(record: SourceRecord, names: FieldNames, _limits: ReadingLimits) -> tuple[str, str, Metadata]:
    """Text of a Markdown file as a reader of the rendered page sees it, its encoding, and its front matter."""
    from markdown_it import MarkdownIt

    from articles.reading.html import extract_fragment

    source, encoding = decode_text(record.payload)
    fields: dict[str, Any] | None = None
    match = FRONT_MATTER.match(source[:MOST_FRONT_MATTER])
    if match and (fields := _parse_front_matter(match[1], match[2])) is not None:
        source = source[match.end() :]
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    source = FOOTNOTE.sub("", source)
    tokens = markdown.parse(source)
    page = markdown.renderer.render(tokens, markdown.options, {})
    metadata = read_metadata(fields or {}, names)
    if not metadata.headline and len(tokens) > 1 and tokens[0].tag == "h1":
        headline = " ".join(extract_fragment(f"<h1>{markdown.renderInline(tokens[1].content)}</h1>").split())
        metadata = replace(metadata, headline=headline or None, headline_source="markup" if headline else None)
    return (extract_fragment(page) if page.strip() else ""), encoding, metadata


def _parse_front_matter(mark: str, content: str) -> dict[str, Any] | None:
    """The fields between the marks (--- for YAML, +++ for TOML), or None where they are no such table."""
    import tomllib

    import yaml

    try:
        fields = tomllib.loads(content) if mark == "+++" else yaml.safe_load(content)
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError):
        return None
    return fields if isinstance(fields, dict) and all(isinstance(name, str) for name in fields) else None
