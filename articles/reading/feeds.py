"""RSS and Atom files, by feedparser: one article an entry. Pages of news agencies (NITF) in XML are one article."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import orjson

from articles.lexicon.outlets import OUTLET_WORD
from articles.reading.rejects import hash_payload, reject, reject_too_large
from articles.reading.rows import make_row_records
from articles.reading.streams import read_bounded
from articles.records import SourceRecord
from articles.text.headlines import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.reading.streams import BoundedStream
    from articles.records import RejectedRecord

# The time that feedparser takes grows with the square of the attributes of a tag: 10,000 take two seconds.
MOST_ATTRIBUTES = 500
CROWDED_TAG = re.compile(rb"<(?:[^<>=]*=){%d}" % (MOST_ATTRIBUTES + 1))
# It takes 12 s for a million tags, and hours for as many comments that nothing ends: the square of their number.
# Exports of whole sites have one tag to sixty bytes.
MOST_TAGS = 300_000
MOST_OPEN_COMMENTS = 1_000
TAG = re.compile(r"</?(?:em|i|b|strong|span|a|sup|sub|q|cite|mark|u|small|br)(?: [^<>]*)?/?>", re.IGNORECASE)
COMMENT_MARK = re.compile(r"<!--|-->")


def split_feed(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a feed's entries, or one record of an agency's article; other XML is a rejected record."""
    content, is_cut = read_bounded(stream, limits.article_byte_limit)
    if is_cut:
        yield reject_too_large(where, len(content), content, limits)
        return
    if CROWDED_TAG.search(content):
        message = (
            f"{where} has a tag of more than {MOST_ATTRIBUTES} attributes, so it is no feed of articles. Remove it."
        )
        yield reject(where, "damaged", message, len(content))
        return
    if (why := _describe_excess(content)) is not None:
        message = f"{where} {why}. Split it, or convert it to JSON or text."
        yield reject(where, "too_large", message, len(content))
        return
    import feedparser

    feed: Any = feedparser.parse(content, resolve_relative_uris=False, sanitize_html=True)
    if feed.get("version") or feed.entries:
        if feed.entries:
            outlet = _name_outlet(feed.feed.get("title") or "")
            language = feed.feed.get("language")
            yield from make_row_records((_read_entry(each, outlet, language) for each in feed.entries), where, limits)
        else:
            yield reject(where, "empty", f"{where} is a feed without entries. Nothing needs doing if that is so.")
    elif (fields := _read_nitf(content)) is not None:
        payload = orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)
        yield SourceRecord(where, "json", payload, hash_payload(payload))
    else:
        message = f"{where} is XML, but no feed (RSS, Atom) and no agency's article (NITF). Convert it to JSON or text."
        yield reject(where, "unknown_format", message, len(content))


def _describe_excess(content: bytes) -> str | None:
    """What of a feed would keep feedparser busy for too long. It stands in plain or in escaped markup."""
    plain = content.replace(b"\0", b"").decode("latin-1")  # so UTF-16 and UTF-32 look like the rest
    for text in (plain, html.unescape(plain)):
        if text.count("<") > MOST_TAGS:
            return f"has more than {MOST_TAGS:,} tags, the limit for one feed"
        open_count = 0
        for mark in COMMENT_MARK.finditer(text):
            open_count = open_count + 1 if mark[0] == "<!--" else 0
            if open_count > MOST_OPEN_COMMENTS:
                return f"has more than {MOST_OPEN_COMMENTS:,} comments that do not end"
    return None


def _name_outlet(title: str) -> str | None:
    """The outlet in a feed's title ("Fenwold Gazette » News"): the part that speaks of one, else the first."""
    parts = [part for part in SEPARATOR.split(title) if part]
    return next((part for part in parts if OUTLET_WORD.search(part) and len(part.split()) > 1), next(iter(parts), None))


def _read_entry(entry: Any, outlet: str | None, language: str | None) -> dict[str, Any]:
    """Fields of an entry by the names that exports use; the fullest of its texts is the text."""
    texts = [each.get("value") or "" for each in entry.get("content", [])]
    summary = entry.get("summary") or ""
    text = max([*texts, summary], key=len)
    authors = [each["name"] for each in entry.get("authors", []) if each.get("name")]
    updated = dict.get(entry, "updated")  # feedparser's own get returns one in place of the other
    fields = {
        "id": entry.get("id"),
        "title": TAG.sub("", entry.get("title") or ""),
        "text": text,
        "url": entry.get("link"),
        "authors": authors or None,
        "published": dict.get(entry, "published") or updated,
        "updated": updated,
        "section": next((tag["term"] for tag in entry.get("tags", []) if tag.get("term")), None),
        "source": (entry.get("source") or {}).get("title") or outlet,
        "language": entry.get("language") or language,
    }
    return {name: value for name, value in fields.items() if value}


def _read_nitf(content: bytes) -> dict[str, Any] | None:
    """Fields of an article in NITF, the agencies' XML; None where the file is none."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root: Any = etree.fromstring(content, parser) if content.strip() else None
    body = root.find(".//body.content") if root is not None and root.tag == "nitf" else None
    if body is None:
        return None
    paragraphs = [" ".join("".join(each.itertext()).split()) for each in body.iter("p", "hl2")]
    text = "\n\n".join(filter(None, paragraphs)) or " ".join("".join(body.itertext()).split())

    def find(path: str) -> str | None:
        found = root.find(path)
        return " ".join("".join(found.itertext()).split()) or None if found is not None else None

    issued = root.find(".//date.issue")
    stated = root.find(".//pubdata")
    days = [(issued, "norm"), (stated, "date.publication")]
    day = next((each.get(name) for each, name in days if each is not None), None)
    fields = {
        "title": find(".//hl1") or find("head/title"),
        "authors": find(".//byline"),
        "dateline": find(".//dateline/location"),
        "published": day,
        "source": stated.get("name") if stated is not None else None,
        "section": stated.get("position.section") if stated is not None else None,
        "text": text,
    }
    return {name: value for name, value in fields.items() if value}
