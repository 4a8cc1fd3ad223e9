"""Article text and metadata of an HTML page, by trafilatura."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from articles.errors import UnreadableRecord
from articles.records import Metadata
from articles.text.bylines import clean_author_names
from articles.text.dates import parse_moment


def extract_page(html: str) -> tuple[str, Metadata]:
    """Text of the page's article, an empty line between paragraphs, and the metadata that its markup states.

    Of trafilatura's modes the precise one did best on real pages (4-gram F1 .988 against .979 in its default mode).
    Raises UnreadableRecord with reason code no_text where the page has no article.
    """
    import trafilatura

    page: Any = trafilatura.bare_extraction(
        html, include_comments=False, include_tables=True, favor_precision=True, with_metadata=True
    )
    text = page.text if page is not None else None
    if not text or not text.strip():
        raise UnreadableRecord(
            "no_text", "The page has no article text that could be told from its menus. Check it in a browser."
        )
    return re.sub(r"\n+", "\n\n", text), _read_page_metadata(page)


def _read_page_metadata(page: Any) -> Metadata:
    authors = clean_author_names((page.author or "").split(";"))
    published_on, published_at = parse_moment(page.date)
    outlet = _clean_outlet(page.sitename, page.hostname)
    headline = _clean_headline(page.title, page.sitename)
    language = (page.language or "").lower()[:2]
    return Metadata(
        url=page.url,
        headline=headline,
        headline_source="markup" if headline else None,
        subtitle=" ".join((page.description or "").split()) or None,
        author_names=authors,
        authors_source="markup" if authors else None,
        outlet_name=outlet,
        outlet_source="markup" if outlet else None,
        section=next((name for name in page.categories or [] if "," not in name), None),
        published_on=published_on,
        published_at=published_at,
        published_source="markup" if published_on else None,
        language=language or None,
    )


def _clean_outlet(site_name: str | None, host_name: str | None) -> str | None:
    name = " ".join((site_name or "").split())
    if not name:
        return urlsplit(f"//{host_name}").hostname if host_name else None
    return name.split(" | ")[0]


def _clean_headline(title: str | None, site_name: str | None) -> str | None:
    """The page's title without the outlet's name that pages put before or behind it."""
    headline = " ".join((title or "").split())
    for name in filter(None, (site_name or "", *(site_name or "").split(" | "))):
        for mark in (" | ", " - ", " – ", " — ", ": "):
            headline = headline.removesuffix(f"{mark}{name}").removeprefix(f"{name}{mark}").strip()
    return headline or None


BLOCK_TAGS = frozenset(
    {
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "blockquote",
        "section",
        "article",
        "tr",
        "table",
    }
    | {"figure", "hr", "pre"}
)
DROPPED_TAGS = frozenset(["script", "style", "noscript", "template", "iframe", "svg", "form"])


def extract_fragment(markup: str) -> str:
    """Text of a piece of markup that is all article, an empty line between blocks."""
    from lxml import etree, html

    parts: list[str] = []
    root = html.fragment_fromstring(markup, create_parent="div")
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            parts.append(element.tail or "")
            continue
        tag = str(element.tag).lower()
        is_block = tag in BLOCK_TAGS
        if event == "start":
            if tag in DROPPED_TAGS:
                for child in list(element):
                    element.remove(child)
                continue
            parts.append("\n\n" if is_block else "\n" if tag == "br" else "")
            parts.append(" ".join((element.text or "").split("\n")))
        else:
            parts.append("\n\n" if is_block else "")
            if element is not root:
                parts.append(" ".join((element.tail or "").split("\n")))
    text = re.sub(r"[ \t\r\f\v]+", " ", "".join(parts))
    return re.sub(r" ?\n ?\n[ \n]*", "\n\n", text).strip()
