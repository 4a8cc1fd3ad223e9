"""Metadata of pages in the ways in which sites state it, and contradict themselves."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from articles.cleaning.clean_article import clean_article
from articles.reading.html import extract_page
from articles.reading.page_metadata import read_facts, read_page_metadata
from articles.records import RawArticle
from tests.articles.reading.test_page_body import PARAGRAPHS

if TYPE_CHECKING:
    from articles.records import Metadata

HEADING = "<h1>Ferry line to end in May</h1>"
ARTICLE = {"@type": "NewsArticle", "headline": "Ferry line to end in May", "datePublished": "2024-03-09T06:00Z"}


def read(head: str = "", body: str = HEADING, ld: Any = None) -> Metadata:
    script = f'<script type="application/ld+json">{json.dumps(ld)}</script>' if ld is not None else ""
    tree = html.fromstring(f"<html><head>{head}{script}</head><body>{body}</body></html>")
    return read_page_metadata(tree, read_facts(tree))


class TestAuthors:
    def test_the_owner_of_the_rights_is_no_author(self) -> None:
        head = '<meta name="author" content="Fern Hollow"><meta name="copyright" content="(c) Fern Hollow 2024">'
        assert read(head).author_names == ()
        assert read(head, ld={**ARTICLE, "author": {"name": "Jane Doe"}}).author_names == ("Jane Doe",)

    def test_surnames_first_are_turned(self) -> None:
        head = '<meta name="dc.creator" content="Doe, Jane"><meta name="DC.Creator" content="Roe, John">'
        assert read(head).author_names == ("Jane Doe", "John Roe")

    @pytest.mark.parametrize(
        "author",
        [
            [{"name": "Jane Doe"}, {"name": "John Roe"}],
            "Jane Doe and John Roe",
            ["Jane Doe", "John Roe"],
            [{"@id": "#1"}, {"@id": "#2"}],
        ],
    )
    def test_every_author_of_the_article_object(self, author: Any) -> None:
        people = [{"@id": "#1", "@type": "Person", "name": "Jane Doe"}, {"@id": "#2", "name": "John Roe"}]
        found = read(ld={"@graph": [{"@type": "WebPage", "mainEntity": {**ARTICLE, "author": author}}, *people]})
        assert found.author_names == ("Jane Doe", "John Roe")

    def test_microdata_and_bylines(self) -> None:
        item = '<h1>Ferry</h1><span itemprop="author"><b itemprop="name">Jane Doe</b></span>'
        assert read(body=item).author_names == ("Jane Doe",)
        line = '<h1>Ferry</h1><div class="author-bio">John Roe</div><p class="byline">By Jane Doe, Staff Writer</p>'
        assert read(body=line).author_names == ("Jane Doe",)

    def test_addresses_of_profiles_are_no_names(self) -> None:
        assert read('<meta property="article:author" content="https://social.example/jane">').author_names == ()

    def test_nicknames_belong_to_names(self) -> None:
        author = {"name": 'Jane "Jay" Doe'}
        assert read(ld={**ARTICLE, "author": author}).author_names == ('Jane "Jay" Doe',)


class TestDays:
    def test_the_day_of_a_picture_is_not_the_article_s(self) -> None:
        image = {"@type": "ImageObject", "datePublished": "2024-01-02T06:00Z"}
        assert read(ld={"image": [image], **ARTICLE}).published_on == date(2024, 3, 9)
        assert read(ld=[image]).published_on is None

    @pytest.mark.parametrize(
        "head",
        [
            '<meta property="article:published_time" content="2024-03-09T06:00:00Z">',
            '<meta name="DC.date.issued" content="2024-03-09">',
            '<meta name="parsely-pub-date" content="2024-03-09T06:00:00Z">',
        ],
    )
    def test_meta_elements(self, head: str) -> None:
        assert read(head).published_on == date(2024, 3, 9)

    def test_time_elements_but_not_that_of_an_update(self) -> None:
        times = '<time class="updated" datetime="2024-05-05">x</time><time datetime="2024-03-09">x</time>'
        assert read(body=f"<h1>Ferry</h1><article>{times}</article>").published_on == date(2024, 3, 9)


class TestHeadlines:
    def test_what_the_site_adds_is_taken_off(self) -> None:
        head = (
            "<title>Ferry line to end in May | Fenwold Post | by Jane Doe</title>"
            '<meta property="og:site_name" content="The Fenwold Post"><meta name="author" content="Jane Doe">'
        )
        assert read(head).headline == "Ferry line to end in May"
        assert read(head, body="<p>No heading here.</p>").headline == "Ferry line to end in May"

    def test_the_heading_of_the_page_goes_before_a_social_one(self) -> None:
        head = '<meta property="og:title" content="You will not believe why: the ferry line will end in May">'
        title = "<title>Ferry line to end in May - Fenwold</title>"
        assert read(head + title).headline == "Ferry line to end in May"

    def test_a_heading_that_is_the_site_s_is_none(self) -> None:
        head = "<title>Ferry line to end in May</title>"
        assert read(head, body="<h1>Fenwold Post</h1>").headline == "Ferry line to end in May"


class TestOutlets:
    def test_the_site_s_name_goes_before_a_slogan(self) -> None:
        organisation = {"@type": "Organization", "@id": "#org", "name": "Where All The Ferries Meet Each Day"}
        site = {"@type": "WebSite", "name": "The Fenwold Post"}
        found = read(ld={"@graph": [{**ARTICLE, "publisher": {"@id": "#org"}}, organisation, site]})
        assert found.outlet_name == "The Fenwold Post"

    def test_the_host_where_nothing_names_the_outlet(self) -> None:
        assert read('<link rel="canonical" href="https://www.fenwold.example/a">').outlet_name == "fenwold.example"


def test_broken_json_is_passed_over() -> None:
    body = '<script type="application/ld+json">{"@type": "NewsArticle", </script><h1>Ferry</h1>'
    assert read("<title>Ferry</title>", body=body).headline == "Ferry"


class TestOutletByEvidence:
    def test_a_name_goes_before_a_host(self) -> None:
        head = '<meta property="og:site_name" content="StarFenwold.com">'
        assert read(head, ld={**ARTICLE, "publisher": {"name": "The Fenwold Star"}}).outlet_name == "The Fenwold Star"
        assert read(head).outlet_name == "StarFenwold.com"

    @pytest.mark.parametrize(
        "title",
        [
            "Ferry line to end in May | Transport | Fenwold Gazette",
            "Fenwold Gazette: Ferry line to end in May",
            "Ferry line to end in May - Fenwold Gazette",
        ],
    )
    def test_the_title_names_it_beside_the_heading(self, title: str) -> None:
        found = read(f"<title>{title}</title>")
        assert (found.outlet_name, found.headline) == ("Fenwold Gazette", "Ferry line to end in May")

    @pytest.mark.parametrize(
        "title",
        [
            "Ferry line to end in May | Transport",
            "Boats and trains - Fenwold Gazette",
            "Fenwold Gazette Ferry line to end in May",
        ],
    )
    def test_a_section_or_another_heading_is_no_evidence(self, title: str) -> None:
        assert read(f"<title>{title}</title>").outlet_name is None

    def test_publisher_of_microdata(self) -> None:
        item = '<div itemprop="publisher"><meta itemprop="name" content="Fenwold Gazette"></div>'
        assert read(body=HEADING + item).outlet_name == "Fenwold Gazette"


def test_the_staff_of_an_outlet_is_nobody() -> None:
    assert read('<meta name="author" content="Fenwold Star Staff">').author_names == ()


def test_lines_above_the_text_name_authors_and_day_where_markup_does_not() -> None:
    texts = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    head = "<h1>Ferry line to end</h1><div class='k1'><span>Jane Doe</span><span>May 2, 2023</span></div>"
    page = f"<html><head><title>Ferry line to end</title></head><body><div>{head}{texts}</div></body></html>"
    text, metadata, left_out = extract_page(page)
    found = clean_article(RawArticle("a.html", "html", "utf-8", "0", text, metadata, left_out)).metadata
    assert (found.author_names, found.published_on) == (("Jane Doe",), date(2023, 5, 2))
    assert (found.authors_source, found.published_source) == ("text", "text")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Fenwold Gazette | News | Ferry line to end in May", "<h2>Ferry line to end in May</h2>"),
        ("Ferry line to end in May - Fenwold Gazette", "<h1>Fenwold Gazette</h1><h2>Ferry line to end in May</h2>"),
        ("Boat Gazette: Ferry line to end in May", "<h3 class='post-title'>Ferry line to end in May</h3>"),
        ("Ferry line to end in May - Fenwold Gazette", "<b>Ferry line to end in May</b>"),
    ],
)
def test_a_heading_of_a_lower_level_that_is_part_of_the_title(title: str, body: str) -> None:
    found = read(f"<title>{title}</title>", body)
    assert (found.headline, (found.outlet_name or "").split()[-1]) == ("Ferry line to end in May", "Gazette")


@pytest.mark.parametrize(
    "body",
    [
        "<span>by Jane Doe</span><abbr class='published' itemprop='datePublished' title='2024-03-09'>3 AM</abbr>",
        "<span class='stamp article-timestamp-published'><time datetime='2024-03-09T18:42:13Z'>18:42</time></span>"
        "<span class='stamp article-timestamp-updated'><time datetime='2024-03-11'>later</time></span>",
        "<p class='entry-date'>Published: March 9, 2024 | Updated: March 11, 2024</p>",
        "<p class='updated-date'>March 11, 2024</p><p class='post-date'>March 9, 2024</p>",
    ],
)
def test_elements_that_call_themselves_the_day(body: str) -> None:
    assert read(body=HEADING + body).published_on == date(2024, 3, 9)


def test_the_day_in_the_address_counts_where_nothing_else_states_one() -> None:
    link = '<link rel="canonical" href="https://fenwold.example/2024/mar/09/ferry">'
    assert read(link).published_on == date(2024, 3, 9)
    assert read(link, ld={**ARTICLE, "datePublished": "2024-03-08"}).published_on == date(2024, 3, 8)
    assert read('<link rel="canonical" href="https://fenwold.example/journal/2024/03/92713">').published_on is None


def test_json_ld_with_a_comma_too_many_or_escaped_is_read() -> None:
    block = '{"@type": "NewsArticle", "headline": "Ferry line to end in May", "author": {"name": "Jane Doe"},}'
    for script in (block, block.replace('"', "&quot;")):
        assert read(f'<script type="application/ld+json">{script}</script>').author_names == ("Jane Doe",)


def test_names_and_times_of_bylines_are_told_apart() -> None:
    assert read(body=HEADING + "<p class='byline'>Jane Doe <i>5 hours ago</i></p>").author_names == ("Jane Doe",)
    assert read(body=HEADING + "<div class='byline'><a>Jane Doe</a><div>May 13, 2024</div></div>").author_names == (
        "Jane Doe",
    )
    assert read(body=HEADING + "<p class='author'>Von Jörg Müller</p>").author_names == ("Jörg Müller",)
