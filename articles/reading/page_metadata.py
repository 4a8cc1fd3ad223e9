"""Metadata of an HTML page by weight of evidence: JSON-LD, meta elements, microdata and what stands on the page.

A page states the same thing in several places, and they contradict each other: a publisher's name stands where the
author should, a picture's day where the article's should, the outlet behind the headline. So each field has its sources
in the order in which they proved right, and what one source says is held against the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson

from articles.lexicon.outlets import OUTLET_WORD, is_outlet_form
from articles.records import Metadata
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
HOST = re.compile(r"^\S+\.[a-z]{2,}$", re.IGNORECASE)
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
    published = next((found for found in map(parse_moment, _list_published(tree, facts)) if found[0]), (None, None))
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
        text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", script.text or "")
        try:
            facts.objects += _flatten(orjson.loads(re.sub(r"[\x00-\x1f]", " ", text)))
        except orjson.JSONDecodeError:
            continue
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
        yield from (name.get("content") or name.text_content() for name in names)


def _list_bylines(tree: HtmlElement) -> Iterator[str]:
    """Short texts of elements that call themselves a byline; the first that names somebody counts."""
    for element in tree.xpath(MAY_BE_BYLINE):
        kind = element.get("class")
        if not BYLINE.search(kind) or NO_BYLINE.search(kind) or element.tag in ("body", "html", "article", "main"):
            continue
        text = " ".join(element.text_content().split())
        if 3 < len(text) <= LONGEST_BYLINE and clean_author_names([text]):
            yield text
            return


# --- days -----------------------------------------------------------------------------------------------------------


def _list_published(tree: HtmlElement, facts: PageFacts) -> Iterator[Any]:
    """What may be the day of the article: its own JSON-LD, meta elements, microdata outside pictures, time elements."""
    yield facts.article.get("datePublished")
    yield from facts.list_metas(PUBLISHED_NAMES)
    for element in tree.xpath('//*[@itemprop="datePublished"][not(ancestor::*[contains(@itemtype, "Image")])]'):
        yield element.get("content") or element.get("datetime") or element.text_content()
    for element in tree.xpath("//time[@pubdate] | //article//time | //header//time | //main//time"):
        if not re.search(r"updat|modif", f"{element.get('class')} {element.get('itemprop')}", re.IGNORECASE):
            yield element.get("datetime") or element.text_content()
    yield facts.article.get("dateCreated")


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
    """What a title says last behind the heading of the page, or first before it, where it speaks of an outlet."""
    title = _read_title(tree) or ""
    words, parts = _fold_words(title), SEPARATOR.split(title)
    for heading in filter(None, (_fold_words(element.text_content()) for element in tree.xpath("//h1"))):
        if len(words) > len(heading) and heading in (words[: len(heading)], words[-len(heading) :]):
            name = parts[-1] if words[: len(heading)] == heading else parts[0]
            if len(parts) > 1 and is_outlet_form(name) and OUTLET_WORD.search(name):
                yield name


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
    headings = [" ".join(element.text_content().split()) for element in tree.xpath("//h1")]
    for heading in headings:
        if heading and any(_share_words(heading, other) >= SHARED_WORDS for other in others):
            return strip_site_names(heading, names)
    if others:
        return others[0] or None
    return next(filter(None, headings), None)


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
