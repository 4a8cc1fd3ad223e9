"""Field names of common exports, and the values found under them.

The names are those of schema.org, of newspaper and news-please dumps, of RSS readers and of press archives' exports.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from articles.cleaning.bylines import clean_author_names
from articles.cleaning.mojibake import mend_mojibake
from articles.reading.dates import parse_moment
from articles.records import Metadata

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TEXT_FIELDS = ("text", "content", "maintext", "articleBody", "article_body", "body", "full_text", "fulltext",
               "article_text", "bodyText", "body_text", "raw_text", "article", "story", "plain_text")  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {
    "headline": ("title", "headline", "headline_main", "webTitle", "titel", "article_title", "name"),
    "subtitle": ("subtitle", "description", "abstract", "standfirst", "summary", "trailText", "lead", "dek"),
    "url": ("url", "canonical_url", "link", "webUrl", "web_url", "uri", "source_url", "article_url"),
    "outlet": ("outlet", "source", "publication", "publisher", "source_name", "sitename", "site_name", "newspaper",
               "media_name", "source_domain", "domain", "site"),
    "authors": ("authors", "author", "byline", "creator", "author_name", "author_names", "writers"),
    "section": ("section", "articleSection", "section_name", "sectionName", "category", "news_desk"),
    "published": ("published", "date", "publishDate", "publish_date", "date_publish", "datePublished", "published_at",
                  "publishedAt", "published_on", "pub_date", "pubDate", "publication_date", "webPublicationDate",
                  "date_published", "published_date", "timestamp", "created_at"),
    "updated": ("updated", "dateModified", "date_modify", "modified", "updated_at", "updatedAt", "last_modified"),
    "language": ("language", "lang", "inLanguage"),
    "place": ("dateline", "dateline_place"),
}  # fmt: skip
NAME_KEYS = ("name", "title", "full_name", "fullName", "original", "text", "value", "label")
ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)


def find_text(fields: Mapping[str, Any], names: Sequence[str] = TEXT_FIELDS) -> str | None:
    """The article's text: the first field of a known name that holds words, paragraphs joined by an empty line."""
    for name in names:
        value = _find(fields, name)
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip():
            return value
    return None


def read_metadata(fields: Mapping[str, Any], source: str = "record") -> Metadata:
    """Metadata of a record by the names of its fields; `source` is what the `*_source` fields say."""
    headline = _find_string(fields, "headline")
    authors = clean_author_names(_list_names(fields, "authors"))
    outlet = next(iter(_list_names(fields, "outlet")), None)
    published_on, published_at = _find_moment(fields, "published")
    language = (_find_string(fields, "language") or "").lower().replace("_", "-").split("-")[0]
    url = _find_string(fields, "url")
    return Metadata(
        url=url if url and ADDRESS.match(url) else None,
        headline=headline,
        headline_source=source if headline else None,
        subtitle=_find_string(fields, "subtitle"),
        author_names=authors,
        authors_source=source if authors else None,
        outlet_name=outlet,
        outlet_source=source if outlet else None,
        section=next(iter(_list_names(fields, "section")), None),
        dateline_place=_find_string(fields, "place"),
        published_on=published_on,
        published_at=published_at,
        published_source=source if published_on else None,
        updated_at=_find_moment(fields, "updated")[1],
        language=language if re.fullmatch(r"[a-z]{2}", language) else None,
    )


def _find(fields: Mapping[str, Any], name: str) -> Any:
    if name in fields:
        return fields[name]
    folded = name.lower()
    return next((value for key, value in fields.items() if key.lower() == folded), None)


def _fold(value: str) -> str:
    """A value on one line, its mojibake mended."""
    return " ".join(mend_mojibake(value)[0].split())


def _find_string(fields: Mapping[str, Any], kind: str) -> str | None:
    for name in FIELDS[kind]:
        value = _find(fields, name)
        if isinstance(value, dict):
            value = next((value[key] for key in (*NAME_KEYS, "main") if isinstance(value.get(key), str)), None)
        if isinstance(value, str) and (folded := _fold(value)):
            return folded
    return None


def _list_names(fields: Mapping[str, Any], kind: str) -> list[str]:
    """Names under the first field of a kind that has any: a string, an object with a name, or a list of these."""
    for name in FIELDS[kind]:
        value = _find(fields, name)
        names = []
        for part in value if isinstance(value, list) else [value]:
            inner = next((part[key] for key in NAME_KEYS if isinstance(part.get(key), str)), None) if isinstance(part, dict) else part  # fmt: skip # noqa: E501
            if isinstance(inner, str) and (folded := _fold(inner)):
                names.append(folded)
        if names:
            return names
    return []


def _find_moment(fields: Mapping[str, Any], kind: str) -> tuple[Any, Any]:
    for name in FIELDS[kind]:
        found = parse_moment(_find(fields, name))
        if found[0]:
            return found
    return None, None
