"""Metadata of an HTML page by weight of evidence: JSON-LD, meta elements, microdata and what stands on the page.

A page states the same thing in several places, and they contradict each other: a publisher's name stands where the
author should, a picture's day where the article's should, the outlet behind the headline. So each field has its sources
in the order in which they proved right, and what one source says is held against the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson

from articles.lexicon.outlets import OUTLET_WORD, is_outlet_form
from articles.records import Metadata
from articles.text.addresses import find_day
from articles.text.bylines import clean_author_names
from articles.text.dates import parse_moment
from articles.text.headlines import SEPARATOR, strip_site_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

# schema.org types whose object is the article itself.
ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting|Posting)$")
SITE_TYPES = frozenset({"WebSite", "NewsMediaOrganization"})
MOST_SCRIPTS = 40  # JSON-LD blocks of a page that are read

HEADLINE_NAMES = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "citation_title")
AUTHOR_NAMES = (
    *("article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author", "sailthru.author"),
    *("byl", "cxenseparse:author", "article:author_name", "author", "og:author", "twitter:data1"),
)
PUBLISHED_NAMES = (
    *("article:published_time", "og:article:published_time", "parsely-pub-date", "sailthru.date", "dc.date.issued"),
    *("dcterms.issued", "dc.date", "dcterms.date", "citation_publication_date", "citation_date", "pubdate"),
    *("publishdate", "publish-date", "published_date", "publication_date", "date", "article.published"),
    *("cxenseparse:recs:publishtime", "article_date_original", "originalpublicationdate", "last-updated-date-original"),
)
UPDATED_NAMES = ("article:modified_time", "og:updated_time", "dcterms.modified", "last-modified", "lastmod")
OUTLET_NAMES = ("og:site_name", "application-name", "cxenseparse:publication", "source", "dc.publisher")
SECTION_NAMES = ("article:section", "parsely-section", "cxenseparse:section", "section", "dc.subject.section")
OWNER_NAMES = ("copyright", "publisher", "dc.publisher", "dc.rights", "owner")

BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|author|authors|contributors?|writer)(?:$|[\s_-])", re.IGNORECASE)
MAY_BE_BYLINE = "//*[{}]".format(
    " or ".join(
        f"contains(@class, '{part}')"  # in either case of the first letter, as XPath 1.0 knows no other way
        for part in ("yline", "uthor", "ontributor", "riter", "YLINE", "UTHOR", "ONTRIBUTOR", "RITER")
    )
)
NO_BYLINE = re.compile(r"bio|about|comment|related|photo|image|credit|follow|social|avatar|more", re.IGNORECASE)
LONGEST_BYLINE = 160
# Elements of this kind bear the day: class="entry-date", "post-date", "article-timestamp-published".
MAY_BE_DAY = "//*[{}]".format(
    " or ".join(f"contains(@class, '{part}')" for part in ("date", "Date", "ublish", "osted", "imestamp"))
)
PUBLISHED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:publish(?:ed)?|posted|pub|entry|post|article|story|news)?[\s_-]?(?:date|datetime|timestamp|published|"
    r"posted-on|publish-?date|pubdate)(?:$|[\s_-])",
    re.IGNORECASE,
)
UPDATED = re.compile(r"updat|modif|edited|revised", re.IGNORECASE)
LONGEST_DAY = 80  # characters
HOST = re.compile(r"^\S+\.[a-z]{2,}$", re.IGNORECASE)
HEADLINE_WORDS = 3
LONGEST_OUTLET = 5  # words; a longer name is a slogan's
SHARED_WORDS = 0.5  # of a heading's words that another source of the headline has too


@dataclass(slots=True)
class PageFacts:
    """What a page's markup states, as it stands: JSON-LD objects, and contents of meta elements by lower-case name."""

    article: dict[str, Any] = field(default_factory=dict)
    objects: list[dict[str, Any]] = field(default_factory=list)
    metas: dict[str, list[str]] = field(default_factory=dict)

    def list_metas(self, names: Iterable[str]) -> Iterator[str]:
        """Contents of the meta elements of these names, the first name first."""
        for name in names:
            yield from self.metas.get(name, ())

    def find(self, identity: str) -> dict[str, Any]:
        """The JSON-LD object that others point at by its @id."""
        return next((each for each in self.objects if each.get("@id") == identity and len(each) > 1), {})


def read_page_metadata(tree: HtmlElement, facts: PageFacts) -> Metadata:
    """Metadata that a page's markup states; what it does not state stays empty."""
    url = _find_url(tree, facts)
    outlet = _find_outlet(tree, facts, url)
    authors = _find_authors(tree, facts)
    days = map(parse_moment, _list_published(tree, facts, url))
    published = next((found for found in days if found[0]), (None, None))
    updated = [facts.article.get("dateModified"), *facts.list_metas(UPDATED_NAMES)]
    section = _first_text([facts.article.get("articleSection"), *facts.list_metas(SECTION_NAMES)])
    host = urlsplit(url).hostname if url else None
    headline = _choose_headline(tree, facts, [outlet, host, section, *authors, *facts.list_metas(OUTLET_NAMES)])
    language = (
        tree.get("lang") or _first_text([facts.article.get("inLanguage"), *facts.list_metas(["og:locale"])]) or ""
    )
    return Metadata(
        url=url,
        headline=headline,
        headline_source="markup" if headline else None,
        subtitle=_first_text([*facts.list_metas(["og:description", "description"]), facts.article.get("description")]),
        author_names=authors,
        authors_source="markup" if authors else None,
        outlet_name=outlet,
        outlet_source="markup" if outlet else None,
        section=section if section and "," not in section else None,
        published_on=published[0],
        published_at=published[1],
        published_source="markup" if published[0] else None,
        updated_at=next((moment for _, moment in map(parse_moment, updated) if moment), None),
        language=language.lower()[:2] or None,
    )


def read_facts(tree: HtmlElement) -> PageFacts:
    """JSON-LD objects and meta elements of a page. What is no JSON is passed over."""
    facts = PageFacts()
    for script in tree.xpath('//script[contains(@type, "ld+json")]')[:MOST_SCRIPTS]:
        facts.objects += _flatten(_load_json(script.text or ""))
    articles = [each for each in facts.objects if any(ARTICLE_TYPE.search(name) for name in _list_types(each))]
    facts.article = max(
        articles, key=lambda each: ("datePublished" in each, "author" in each, "headline" in each), default={}
    )
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            facts.metas.setdefault(name, []).append(content)
    return facts


def _load_json(script: str) -> Any:
    """The value of a JSON-LD block, also where it is escaped like markup or has a comma too many; None for no JSON."""
    text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", script)
    text = re.sub(r"[\x00-\x1f]", " ", text)
    unescaped = unescape(text) if "&quot;" in text and '"' not in text else text
    for attempt in (text, re.sub(r",(?=\s*[}\]])", "", unescaped)):
        try:
            return orjson.loads(attempt)
        except orjson.JSONDecodeError:
            continue
    return None


def _flatten(value: Any) -> Iterator[dict[str, Any]]:
    """All JSON-LD objects in a block that may be an article: lists, graphs and main entities are opened."""
    if isinstance(value, list):
        for part in value:
            yield from _flatten(part)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "publisher", "isPartOf"):
            if isinstance(value.get(key), dict | list):
                yield from _flatten(value[key])


def _list_types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _list_names(value: Any, facts: PageFacts) -> Iterator[str]:
    """Names in a JSON-LD value: a string, an object with a name or an @id, or a list of these."""
    if isinstance(value, list):
        for part in value:
            yield from _list_names(part, facts)
    elif isinstance(value, dict):
        name = value.get("name") or facts.find(str(value.get("@id", ""))).get("name")
        yield from _list_names(name, facts)
    elif isinstance(value, str) and value.strip() and "://" not in value:
        yield " ".join(value.split())


def _read_text(element: Any) -> str:
    """An element's text on one line, with a space where one inner element ends a word and the next begins another."""
    parts: list[str] = []
    for part in element.itertext():
        last = parts[-1][-1:] if parts else ""
        parts += [" ", part] if last.islower() and part[:1] and (part[0].isupper() or part[0].isdigit()) else [part]
    return " ".join("".join(parts).split())


def _first_text(values: Iterable[Any]) -> str | None:
    for value in values:
        text = value[0] if isinstance(value, list) and value else value
        if isinstance(text, str) and text.strip():
            return " ".join(text.split())
    return None


# --- authors --------------------------------------------------------------------------------------------------------


def _find_authors(tree: HtmlElement, facts: PageFacts) -> tuple[str, ...]:
    """Persons of the first source that names any who do not own the page's rights."""
    owners = " ".join(facts.list_metas(OWNER_NAMES)).casefold()
    owners += " ".join(
        _list_names([facts.article.get("publisher"), facts.article.get("copyrightHolder")], facts)
    ).casefold()
    for values in _list_author_sources(tree, facts):
        names = clean_author_names(value for value in values if "://" not in value)
        if kept := tuple(name for name in names if name.casefold() not in owners):
            return kept
    return ()


def _list_author_sources(tree: HtmlElement, facts: PageFacts) -> Iterator[Iterable[str]]:
    """What each source says of the authors, the most reliable first; the whole tree is searched last."""
    yield _list_names([facts.article.get("author"), facts.article.get("creator")], facts)
    for name in AUTHOR_NAMES:
        yield facts.metas.get(name, ())
    yield _list_item_authors(tree)
    yield _list_bylines(tree)


def _list_item_authors(tree: HtmlElement) -> Iterator[str]:
    for element in tree.xpath('//*[@itemprop="author" or @rel="author"]'):
        names = element.xpath('.//*[@itemprop="name"]') or [element]
        yield from (name.get("content") or _read_text(name) for name in names)


def _list_bylines(tree: HtmlElement) -> Iterator[str]:
    """Short texts of elements that call themselves a byline; the first that names somebody counts."""
    for element in tree.xpath(MAY_BE_BYLINE):
        kind = element.get("class")
        if not BYLINE.search(kind) or NO_BYLINE.search(kind) or element.tag in ("body", "html", "article", "main"):
            continue
        text = _read_text(element)
        if 3 < len(text) <= LONGEST_BYLINE and clean_author_names([text]):
            yield text
            return


# --- days -----------------------------------------------------------------------------------------------------------


def _list_published(tree: HtmlElement, facts: PageFacts, url: str | None) -> Iterator[Any]:
    """What may be the day of the article, the most reliable first.

    Its own JSON-LD, meta elements, microdata outside pictures, time elements, elements that call themselves its day,
    and its address.
    """
    yield facts.article.get("datePublished")
    yield from facts.list_metas(PUBLISHED_NAMES)
    for element in tree.xpath('//*[@itemprop="datePublished"][not(ancestor::*[contains(@itemtype, "Image")])]'):
        yield element.get("content") or element.get("datetime") or element.get("title") or element.text_content()
    for element in tree.xpath("//time[@pubdate] | //article//time | //header//time | //main//time"):
        if not UPDATED.search(f"{element.get('class')} {element.get('itemprop')}"):
            yield element.get("datetime") or element.text_content()
    yield facts.article.get("dateCreated")
    for element in tree.xpath(MAY_BE_DAY):
        called = " ".join(str(each.get("class")) for each in (element, element.getparent()) if each is not None)
        stated = [element.get("datetime"), element.get("title"), *element.xpath(".//time/@datetime")]
        text = next(filter(None, stated), None) or UPDATED.split(_read_text(element))[0]
        if PUBLISHED_CLASS.search(called) and not UPDATED.search(called) and len(text) <= LONGEST_DAY:
            yield text
    yield find_day(url) if url else None


# --- outlet, headline, address --------------------------------------------------------------------------------------


def _find_outlet(tree: HtmlElement, facts: PageFacts, url: str | None) -> str | None:
    """The site's name: what the site calls itself goes before the organisation behind it; a slogan is no name.

    A name goes before a host ("StarFenwold.com"), and what stands behind the headline in the title counts where it
    speaks of an outlet.
    """
    sites = [each for each in facts.objects if SITE_TYPES & {*_list_types(each)}]
    publisher = facts.article.get("publisher")
    candidates = [
        *facts.metas.get("og:site_name", ()),
        *_list_names([site.get("name") for site in sites], facts),
        *_list_names(publisher, facts),
        *facts.list_metas(OUTLET_NAMES[1:]),
        *tree.xpath('//*[@itemprop="publisher"]//*[@itemprop="name"]/@content'),
    ]
    names = [SEPARATOR.split(candidate)[0].strip() for candidate in candidates]
    names = [name for name in names if name and len(name.split()) <= LONGEST_OUTLET and not name.startswith("@")]
    names.sort(key=lambda name: HOST.search(name) is not None)
    host = urlsplit(url).hostname if url else None
    hosts = [host.removeprefix("www.")] if host else []
    return next(iter([*names, *_list_title_outlets(tree), *hosts]), None)


def _list_title_outlets(tree: HtmlElement) -> Iterator[str]:
    """What a title says last behind the heading of the page, or first before it, where it speaks of an outlet.

    Where the page has no heading, the title's last part counts if an outlet's word ends it: "The Elmford Ledger".
    """
    title = _read_title(tree) or ""
    words, parts = _fold_words(title), SEPARATOR.split(title)
    for heading in filter(None, map(_fold_words, [*_list_headings(tree, "h1"), *_list_lower_headings(tree, title)])):
        if len(words) > len(heading) and heading in (words[: len(heading)], words[-len(heading) :]):
            name = parts[-1] if words[: len(heading)] == heading else parts[0]
            if len(parts) > 1 and is_outlet_form(name) and OUTLET_WORD.search(name):
                yield name
    last = parts[-1].split()
    if len(parts) > 1 and len(last) > 1 and tree.find(".//h1") is None and is_outlet_form(parts[-1]):
        yield from ([parts[-1]] if OUTLET_WORD.search(last[-1]) else [])


def _choose_headline(tree: HtmlElement, facts: PageFacts, names: list[str | None]) -> str | None:
    """The heading on the page where another source knows it too, else what the article's JSON-LD or the title says.

    What is written for search engines and social networks may be another headline, so it comes last.
    """
    title = _read_title(tree)
    stated = [*_list_names([facts.article.get("headline")], facts)]
    others = [
        strip_site_names(text, names)
        for text in (*stated, *([title] if title else []), *facts.list_metas(HEADLINE_NAMES))
    ]
    headings = [*_list_headings(tree, "h1")]
    for heading in headings:
        if heading and any(_share_words(heading, other) >= SHARED_WORDS for other in others):
            return strip_site_names(heading, names)
    for heading in _list_lower_headings(tree, title or ""):
        return heading
    if others:
        return others[0] or None
    return next(filter(None, headings), None)


def _list_headings(tree: HtmlElement, *levels: str) -> Iterator[str]:
    yield from (_read_text(element) for element in tree.iter(*levels))


def _list_lower_headings(tree: HtmlElement, title: str) -> Iterator[str]:
    """Headings below the first level that are a part of the title: on the first level may stand the outlet's sign."""
    parts = [*map(_fold_words, SEPARATOR.split(title)), _fold_words(title)]
    ends = {part for part in (parts[0], *parts[-2:]) if len(part) >= HEADLINE_WORDS}
    yield from (heading for heading in _list_headings(tree, "h2", "h3") if _fold_words(heading) in ends)


def _read_title(tree: HtmlElement) -> str | None:
    return _first_text(element.text_content() for element in tree.xpath("//head/title | //title"))


def _fold_words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def _share_words(one: str, other: str) -> float:
    words, others = ({*re.findall(r"\w+", text.casefold())} for text in (one, other))
    return len(words & others) / len(words | others) if words else 0.0


def _find_url(tree: HtmlElement, facts: PageFacts) -> str | None:
    links = tree.xpath('//link[@rel="canonical"]/@href')
    stated = facts.article.get("url")
    for url in (*links, *facts.list_metas(["og:url", "twitter:url"]), *([stated] if isinstance(stated, str) else [])):
        if re.match(r"https?://[^/\s]+", url.strip()):
            return str(url).strip()
    return None
