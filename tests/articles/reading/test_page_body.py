"""The article among the blocks of a page: what extractors lose or keep wrongly."""

from __future__ import annotations

import pytest

from articles.errors import UnreadableRecord
from articles.reading.html import extract_page
from articles.reading.page_body import cut_blocks

PARAGRAPHS = [
    "The ferry between Fenwold and Ostrey will stop in May, the shipping line said on Monday after a year of losses.",
    "It carried forty thousand people last year, a third of what it carried before the bridge to the north was opened.",
    "“We have no choice left,” said Jane Doe, who runs the line, “and we have told the crews so this morning.”",
    "The mayor of Ostrey asked for talks about a smaller boat that would sail in the mornings and evenings alone.",
    "Pupils who go to school on the mainland would need an hour more each day if they had to go round by the bridge.",
]
HEAD = "<head><title>Ferry line to end</title></head>"
FOOT = "<footer><p>All rights reserved by the publisher of this newspaper, its owners and its heirs.</p></footer>"


def read(body: str, head: str = HEAD) -> tuple[list[str], dict[str, str]]:
    """Paragraphs that are kept, and the rule by paragraph of the others."""
    text, _, left_out = extract_page(f"<html>{head}<body>{body}{FOOT}</body></html>")
    rules = {text[span.raw_start : span.raw_end]: span.rule_id for span in left_out}
    starts = {span.raw_start for span in left_out}
    kept, start = [], 0
    for paragraph in text.split("\n\n"):
        kept += [paragraph] if start not in starts else []
        start += len(paragraph) + 2
    return kept, rules


def wrap(paragraphs: list[str], before: str = "<p>", after: str = "</p>") -> str:
    return "".join(f"{before}{paragraph}{after}" for paragraph in paragraphs)


def test_reads_both_containers_of_one_class() -> None:
    part = '<div class="row"><div class="story"><div>{}</div></div></div>'
    page = f"<h1>Ferry line to end</h1><article>{part.format(wrap(PARAGRAPHS[:3]))}<div class='slot'></div>"
    assert read(page + part.format(wrap(PARAGRAPHS[3:])) + "</article>")[0] == PARAGRAPHS


def test_reads_short_paragraphs_with_links_in_blocks_of_their_own() -> None:
    linked = [text.replace("Jane Doe", '<a href="/doe">Jane Doe</a>') for text in PARAGRAPHS]
    page = "<article>" + wrap(linked, "<div class='text'><div><p>", "</p></div></div>") + "</article>"
    assert read(page)[0] == PARAGRAPHS


def test_line_ends_of_the_source_and_single_breaks_end_no_paragraph() -> None:
    wrapped = ["<br>".join(text.replace(" said", "\n said").split(" by ")) for text in PARAGRAPHS[:3]]
    kept, _ = read("<div class='entry'>" + "<br>\n<br>".join(wrapped) + "</div>")
    assert kept == [text.replace(" by ", " ") for text in PARAGRAPHS[:3]]


def test_an_empty_element_does_not_end_its_paragraph() -> None:
    broken = [text.replace(" the ", " <span></span>the ", 1) for text in PARAGRAPHS]
    assert read(f"<article>{wrap(broken)}</article>")[0] == PARAGRAPHS


def test_what_stands_between_and_is_no_article_is_left_out_by_a_rule() -> None:
    related = '<div class="related"><p><a href="/x">Bridge to the north opens after six years of work</a></p></div>'
    page = wrap(PARAGRAPHS[:2]) + related + wrap(PARAGRAPHS[2:])
    kept, rules = read(f"<article>{page}</article>")
    assert kept == PARAGRAPHS
    assert rules == {"Bridge to the north opens after six years of work": "page.related"}


def test_a_paragraph_that_stands_twice_is_kept_once() -> None:
    kept, rules = read(f"<article>{wrap(PARAGRAPHS[:3])}{wrap(PARAGRAPHS[1:])}</article>")
    assert kept == PARAGRAPHS
    assert rules == dict.fromkeys(PARAGRAPHS[1:3], "page.repeated")


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        (
            "Cookie choices",
            "We and our partners set cookies and read your device.",
            "consent_page",
        ),
        (
            "404 Page not found",
            "We cannot find the page. It may have moved; try the search.",
            "error_page",
        ),
        (
            "Just a moment...",
            "Checking your browser. Please turn on JavaScript and cookies.",
            "challenge_page",
        ),
        ("Log in to Fenwold Post", "Enter your password, or create an account.", "login_page"),
    ],
)
def test_pages_that_are_no_article_say_what_they_are(title: str, text: str, reason: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>"
    with pytest.raises(UnreadableRecord) as caught:
        extract_page(page)
    assert caught.value.reason_code == reason


def test_an_article_about_cookies_is_an_article() -> None:
    head = "<head><title>Parliament votes on cookies and consent</title></head>"
    assert read(f"<article>{wrap(PARAGRAPHS)}</article>", head)[0] == PARAGRAPHS


def test_blocks_know_links_and_regions() -> None:
    from lxml import html

    page = (
        "<body><nav><a href='/'>Home</a></nav><p>One <a href='/x'>two</a></p><script>no</script><p hidden>no</p></body>"
    )
    blocks = cut_blocks(html.fromstring(f"<html>{page}</html>"))
    assert [(block.text, block.region, round(block.links, 1)) for block in blocks] == [
        ("Home", "navigation", 1.0),
        ("One two", None, 0.4),
    ]
