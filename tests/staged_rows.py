"""Staged rows of invented articles: the one place that says what a sound row of each staged table holds.

Columns that a function does not set are given by name, and those that nobody gives are NULL.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import polars as pl

from warehouse.schema.catalog import read_schemas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]
Frames = dict[str, pl.DataFrame]


def make_article(path: str, raw_text: str, clean_text: str | None = None, **columns: Any) -> Row:
    """An article whose clean text is the beginning of its raw text; the whole of it where none is given."""
    clean = raw_text if clean_text is None else clean_text
    removed_count = _count_solid(raw_text) - _count_solid(clean)
    return {
        "content_hash": blake2b(raw_text.encode(), digest_size=16).hexdigest(),
        "source_path": path,
        "source_format": "text",
        "encoding": "utf-8",
        "raw_text": raw_text,
        "clean_text": clean,
        "body_start": 0,
        "offset_map": [{"clean_start": 0, "raw_start": 0, "char_count": len(clean)}],
        "author_names": [],
        "agency_names": [],
        "photo_credits": [],
        "language": "en",
        "raw_char_count": len(raw_text),
        "clean_char_count": len(clean),
        "removed_char_count": removed_count,
        "removed_share": removed_count / _count_solid(raw_text),
        "word_count": len(clean.split()),
        "sentence_count": 1,
        "paragraph_count": clean.count("\n\n") + 1,
        "mention_count": 1,
        "quote_count": 1,
        "extractor_version": "1",
    } | columns


def make_mention(article: Row, start: int, name: str, **columns: Any) -> Row:
    """A person's full name at `start` of the raw text."""
    return (
        _make_clean_span(article, start, start + len(name))
        | {
            "is_headline": False,
            "mention_text": name,
            "entity_type": "PERSON",
            "model_label": "PERSON",
            "entity_name": name,
            "name_rule": "itself",
        }
        | columns
    )


def make_quote(article: Row, spans: Sequence[tuple[int, int]], speaker: tuple[int, int] | None, **columns: Any) -> Row:
    """An indirect quote in so many fragments by the person whose name stands at `speaker`, or by nobody."""
    raw_text = article["raw_text"]
    name = raw_text[slice(*speaker)] if speaker else None
    speaker_start, speaker_end = speaker or (None, None)
    return (
        _make_clean_span(article, spans[0][0], spans[-1][1])
        | {
            "quote_number": 0,
            "quote_type": "indirect",
            "quote_text": " ".join(raw_text[start:end] for start, end in spans),
            "fragments": [_make_span(start, end) for start, end in spans],
            "speaker_text": name,
            "speaker_raw_start": speaker_start,
            "speaker_raw_end": speaker_end,
            "speaker_name": name,
            "speaker_type": "PERSON" if speaker else None,
            "speaker_rule": "subject" if speaker else None,
            "source_kind": "person" if speaker else "none",
            "is_denied": False,
            "cue": "said",
            "cue_lemma": "say",
            "method": "clause",
            "confidence": 0.95,
        }
        | columns
    )


def make_role(article: Row, start: int, role_text: str, entity_name: str, **columns: Any) -> Row:
    """A role of a person, as it stands at `start` of the raw text."""
    return (
        _make_clean_span(article, start, start + len(role_text))
        | {
            "role_text": role_text,
            "entity_type": "PERSON",
            "entity_name": entity_name,
            "country_code": "NO",
            "role_rule": "before",
            "role_group": "citizen",
        }
        | columns
    )


def make_removed_span(article: Row, start: int, end: int, kind: str, rule_id: str) -> Row:
    """Raw text that was removed."""
    removed_text = article["raw_text"][start:end]
    return _name(article) | _make_span(start, end) | {"removed_text": removed_text, "kind": kind, "rule_id": rule_id}


def make_post(article: Row, start: int, end: int, **columns: Any) -> Row:
    """A post embedded in the raw text."""
    return _name(article) | _make_span(start, end) | {"platform": "twitter", "link_urls": []} | columns


def make_file(article: Row, root_path: str) -> Row:
    """The file of a text file's article."""
    byte_count = len(article["raw_text"].encode())
    place = {"root_path": root_path, "source_path": article["source_path"]}
    return _name(article) | place | {"byte_count": byte_count, "modified_at_ns": 1}


def make_record(article: Row, root_path: str) -> Row:
    """The record of a text file's article."""
    path = article["source_path"]
    return _name(article) | {"root_path": root_path, "file_path": path, "source_path": path, "outcome": "pending"}


def make_frames(rows: Mapping[str, Sequence[Row]]) -> Frames:
    """Frames of rows by staged table."""
    schemas = read_schemas()
    return {table: pl.DataFrame(rows[table], schema=schemas[table]) for table in rows}


def _name(article: Row) -> Row:
    return {"content_hash": article["content_hash"]}


def _make_span(start: int, end: int) -> Row:
    return {"raw_start": start, "raw_end": end}


def _make_clean_span(article: Row, start: int, end: int) -> Row:
    return _name(article) | _make_span(start, end) | {"clean_start": start, "clean_end": end, "sentence_number": 0}


def _count_solid(text: str) -> int:
    return sum(not character.isspace() for character in text)
