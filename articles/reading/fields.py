"""Text and metadata of a record, by the names of its fields."""

from __future__ import annotations

import ast
import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from articles.reading.field_names import USUAL_NAMES, FieldNames
from articles.records import Metadata
from articles.text.bylines import clean_author_names
from articles.text.dates import is_ambiguous, parse_moment
from articles.text.headlines import strip_site_names
from articles.text.mojibake import mend_mojibake

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME_KEYS = ("name", "title", "full_name", "fullName", "original", "text", "value", "label")
NO_TEXT = frozenset({"[Removed]", "[deleted]", "[removed]"})  # what interfaces say in the place of a text taken away
AMBIGUOUS = "ambiguous"  # where a day is stated that could be two
LITERAL = re.compile(r"\s*(?:\[.{2,2000}\]|\{.{2,2000}\})\s*", re.DOTALL)
MOST_ADDRESS = 4_096  # characters; browsers and servers take few more
ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)


def find_text(fields: Mapping[str, Any], names: FieldNames = USUAL_NAMES) -> str | None:
    """The article's text: the first field of a known name that holds words, paragraphs joined by an empty line."""
    for name in names.list_names("text"):
        value = _find(fields, name)
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip() and value.strip() not in NO_TEXT:
            return _end_lines(value)
    return None


def _end_lines(text: str) -> str:
    """A text whose line ends an export has written as a backslash and a letter, with line ends."""
    if "\n" in text or text.count(r"\n") < 2:
        return text
    return text.replace(r"\r", "").replace(r"\n", "\n").replace(r"\t", "\t").replace(r"\"", '"').replace(r"\'", "'")


def read_metadata(fields: Mapping[str, Any], names: FieldNames = USUAL_NAMES) -> Metadata:
    """Metadata of a record by the names of its fields."""
    source = "record"
    headline = _find_string(fields, names.list_names("headline"))
    authors = clean_author_names(_list_names(fields, names.list_names("authors")))
    outlet = next(iter(_list_names(fields, names.list_names("outlet"))), None)
    published_on, published_at = _find_moment(fields, names.list_names("published"))
    language = (_find_string(fields, names.list_names("language")) or "").lower().replace("_", "-").split("-")[0]
    url = _find_address(fields, names.list_names("url"))
    if headline:
        host = urlsplit(url).hostname if url else None
        headline = strip_site_names(headline, [outlet, host, *authors])
    return Metadata(
        url=url,
        headline=headline,
        headline_source=source if headline else None,
        subtitle=_find_string(fields, names.list_names("subtitle")),
        author_names=authors,
        authors_source=source if authors else None,
        outlet_name=outlet,
        outlet_source=source if outlet else None,
        section=next(iter(_list_names(fields, names.list_names("section"))), None),
        dateline_place=_find_string(fields, names.list_names("place")),
        published_on=published_on,
        published_at=published_at,
        published_source=source if published_on else AMBIGUOUS if _has_two_days(fields, names) else None,
        updated_at=_find_moment(fields, names.list_names("updated"))[1],
        language=language if re.fullmatch(r"[a-z]{2}", language) else None,
    )


def _has_two_days(fields: Mapping[str, Any], names: FieldNames) -> bool:
    """Whether a record states a numeric day that could be two, such as 04/05/2019."""
    values = (_find(fields, name) for name in names.list_names("published"))
    return any(isinstance(value, str) and is_ambiguous(value) for value in values)


def _find(fields: Mapping[str, Any], name: str) -> Any:
    if name in fields:
        return fields[name]
    folded = name.lower()
    found = next((value for key, value in fields.items() if key.lower() == folded), None)
    if found is None and "." in name:
        outer, _, inner = name.partition(".")
        within = _find(fields, outer)
        return _find(within, inner) if isinstance(within, dict) else None
    return found


def _fold(value: str) -> str:
    """A value on one line, its mojibake repaired and its entities resolved: "&#8211;" is a dash."""
    return " ".join(mend_mojibake(unescape(value))[0].split())


def _find_string(fields: Mapping[str, Any], names: Sequence[str]) -> str | None:
    for name in names:
        value = _find(fields, name)
        if isinstance(value, dict):
            value = next((value[key] for key in (*NAME_KEYS, "main") if isinstance(value.get(key), str)), None)
        if isinstance(value, str) and (folded := _fold(value)):
            return folded
    return None


def _find_address(fields: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """The address that is stated, where it is one that a browser could open."""
    url = _find_string(fields, names)
    if not url or len(url) > MOST_ADDRESS or not ADDRESS.match(url):
        return None
    try:
        return url if urlsplit(url).hostname else None
    except ValueError:  # half an IPv6 address, a host name of signs that stand for others
        return None


def _list_names(fields: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """Names under the first of these fields that has any: a string, an object with a name, or a list of these."""
    for name in names:
        value = _read_literal(_find(fields, name))
        names = []
        for part in value if isinstance(value, list) else [value]:
            inner = part
            if isinstance(part, dict):
                inner = next((part[key] for key in NAME_KEYS if isinstance(part.get(key), str)), None)
            if isinstance(inner, str):
                names += [folded for line in inner.splitlines() if (folded := _fold(line))]
        if names:
            return names
    return []


def _read_literal(value: Any) -> Any:
    """A list or an object that a table holds as Python writes it: "['Ann Lee', 'Bo Ek']", "{'name': 'The Post'}"."""
    if isinstance(value, str) and LITERAL.fullmatch(value):
        try:
            return ast.literal_eval(value.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return value
    return value


def _find_moment(fields: Mapping[str, Any], names: Sequence[str]) -> tuple[Any, Any]:
    for name in names:
        found = parse_moment(_find(fields, name))
        if found[0]:
            return found
    return None, None
