"""Staged frames of invented articles, sound in every respect, to plant faults in and to measure with."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import blake2b
from typing import Any

import polars as pl

from warehouse.schema.catalog import read_schemas

Frames = dict[str, pl.DataFrame]

_SPEAKERS = ("Mara Lindqvist", "Tomas Okafor", "Ines Varga")
_SAID = "The bridge will open in spring"


def make_frames(article_count: int = 3, mention_count: int = 4, quote_count: int = 2) -> Frames:
    """The staged frames of articles that each have so many mentions and quotes, a role, a removed line and a post."""
    rows: dict[str, list[dict[str, Any]]] = {
        "articles": [],
        "removed_spans": [],
        "embedded_posts": [],
        "mentions": [],
        "entity_roles": [],
        "quotes": [],
    }
    for number in range(article_count):
        _add_article(rows, number, mention_count, quote_count)
    schemas = read_schemas()
    return {table: pl.DataFrame(rows[table], schema=schemas[table]) for table in rows}


def _add_article(rows: dict[str, list[dict[str, Any]]], number: int, mention_count: int, quote_count: int) -> None:
    content_hash = blake2b(str(number).encode(), digest_size=16).hexdigest()
    headline = f"Bridge number {number} nears its end"
    share, post = "Share this article", "Traffic news @traffic: All lanes open"
    parts = [headline, "\n\n"]
    spans: dict[str, list[tuple[int, int]]] = {"mention": [], "quote": [], "speaker": []}
    length = sum(map(len, parts))

    def add(text: str) -> tuple[int, int]:
        nonlocal length
        parts.append(text)
        length += len(text)
        return length - len(text), length

    for index in range(max(mention_count, quote_count)):
        if index < quote_count:
            add("“")
            spans["quote"].append(add(f"{_SAID} {index}"))
            add(",” ")
        name = add(_SPEAKERS[index % 3])
        if index < mention_count:
            spans["mention"].append(name)
        if index < quote_count:
            spans["speaker"].append(name)
        add(" said on the bank of the river, where the workers had gathered early in the day. ")
    clean_text = "".join(parts).rstrip()
    raw_text = f"{clean_text}\n{share}\n{post}\n"
    share_start = len(clean_text) + 1
    post_start = share_start + len(share) + 1
    key = {"content_hash": content_hash}

    for start, end in spans["mention"]:
        speaker_name = raw_text[start:end]
        rows["mentions"].append(
            key
            | _span(start, end, clean=True)
            | {
                "sentence_number": 1,
                "is_headline": False,
                "mention_text": speaker_name,
                "entity_type": "PERSON",
                "model_label": "PERSON",
                "entity_name": speaker_name,
                "name_rule": "full_name",
            }
        )
    for quote_number, ((start, end), speaker) in enumerate(zip(spans["quote"], spans["speaker"], strict=True)):
        speaker_name = raw_text[slice(*speaker)]
        rows["quotes"].append(
            key
            | _span(start, end, clean=True)
            | {
                "quote_number": quote_number,
                "quote_type": "direct",
                "quote_text": raw_text[start:end],
                "fragments": [_span(start, end)],
                "sentence_number": 1,
                "speaker_text": speaker_name,
                "speaker_raw_start": speaker[0],
                "speaker_raw_end": speaker[1],
                "speaker_name": speaker_name,
                "speaker_type": "PERSON",
                "speaker_rule": "subject_of_cue",
                "source_kind": "person",
                "is_denied": False,
                "cue": "said",
                "cue_lemma": "say",
                "method": "marks",
                "confidence": 0.9,
            }
        )
    role_start = clean_text.index("workers")
    rows["entity_roles"].append(
        key
        | _span(role_start, role_start + len("workers"), clean=True)
        | {
            "sentence_number": 1,
            "role_text": "workers",
            "entity_type": "PERSON",
            "entity_name": _SPEAKERS[0],
            "organization_name": "The Harbour Post",
            "country_code": "NO",
            "role_rule": "before",
        }
    )
    for kind, start, text in (("share", share_start, share), ("tweet", post_start, post)):
        removed = {"removed_text": text, "kind": kind, "rule_id": f"{kind}.line"}
        rows["removed_spans"].append(key | _span(start, start + len(text)) | removed)
    rows["embedded_posts"].append(
        key
        | _span(post_start, post_start + len(post))
        | {
            "platform": "twitter",
            "author_name": "Traffic news",
            "handle": "traffic",
            "post_text": "All lanes open",
            "posted_on": date(2024, 3, 1),
            "link_urls": [],
        }
    )
    ink = len("".join(raw_text.split()))
    removed_char_count = len("".join((share + post).split()))
    rows["articles"].append(
        key
        | {
            "source_path": f"day/bridge-{number}.txt",
            "source_format": "text",
            "encoding": "utf-8",
            "raw_text": raw_text,
            "clean_text": clean_text,
            "body_start": len(headline) + 2,
            "offset_map": [{"clean_start": 0, "raw_start": 0, "char_count": len(clean_text)}],
            "sentence_starts": [0],
            "shingle_count": 40,
            "signature": [*range(128)],
            "headline": headline,
            "headline_source": "text",
            "author_names": ["Ola Brandt"],
            "authors_source": "text",
            "outlet_name": "The Harbour Post",
            "outlet_source": "text",
            "agency_names": [],
            "photo_credits": [],
            "published_on": date(2024, 3, 2),
            "published_at": datetime.fromisoformat("2024-03-02T08:00"),
            "published_source": "text",
            "language": "en",
            "raw_char_count": len(raw_text),
            "clean_char_count": len(clean_text),
            "removed_char_count": removed_char_count,
            "removed_share": removed_char_count / ink,
            "word_count": len(clean_text.split()),
            "sentence_count": 2,
            "paragraph_count": 2,
            "mention_count": mention_count,
            "quote_count": quote_count,
            "extractor_version": "1 test",
        }
    )


def _span(start: int, end: int, *, clean: bool = False) -> dict[str, Any]:
    raw = {"raw_start": start, "raw_end": end}
    return raw | {"clean_start": start, "clean_end": end} if clean else raw
