"""The article among the blocks of a page: what extractors lose or keep wrongly."""

from __future__ import annotations

import json

import pytest

from articles.errors import UnreadableRecord
from articles.reading.html import extract_page
from articles.reading.page_body import Block, View, cut_blocks, judge_blocks

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


def test_reads_a_sentence_whose_greater_part_is_a_link() -> None:
    sentence = "A full list of the sailings is <a href='/list'>kept by the harbour board at its office in Ostrey</a>."
    body = wrap(PARAGRAPHS[:2]) + f"<div><p>{sentence}</p></div>" + wrap(PARAGRAPHS[2:])
    told = "A full list of the sailings is kept by the harbour board at its office in Ostrey."
    assert read(f"<article>{body}</article>")[0] == [*PARAGRAPHS[:2], told, *PARAGRAPHS[2:]]


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


def test_a_short_sentence_below_a_box_of_links_is_of_the_column() -> None:
    box = '<div class="k7"><div class="k8">Also of interest</div><a href="/x">Bridge to the north opens</a></div>'
    texts = [*PARAGRAPHS[:3], "The crews walked out.", *PARAGRAPHS[3:], "Nobody answered."]
    column = [f'<div class="k6">{text}</div>' for text in texts]
    kept, rules = read(f"<h1>Ferry line to end</h1><div class='k5'>{''.join([*column[:3], box, *column[3:]])}</div>")
    assert kept == texts
    assert rules == dict.fromkeys(["Also of interest", "Bridge to the north opens"], "page.unclaimed")


def test_headings_of_entries_are_kept() -> None:
    entry = "<section class='entry'><header><time>0{}:00</time><h2>{}</h2></header><div class='text'>{}</div></section>"
    texts = [wrap(PARAGRAPHS[at : at + 2]) for at in (0, 2)] + [wrap(PARAGRAPHS[4:])]
    heads = ["Line tells its crews", "Mayor asks for talks", "Pupils go round"]
    page = "".join(entry.format(9 - at, head, text) for at, (head, text) in enumerate(zip(heads, texts, strict=True)))
    kept, _ = read(f"<main><h1>Ferry line to end</h1><div class='feed'>{page}</div></main>")
    assert kept[-6:] == [*PARAGRAPHS[1:2], heads[1], *PARAGRAPHS[2:4], heads[2], PARAGRAPHS[4]]


def test_what_follows_in_the_column_is_told_even_if_no_view_has_it() -> None:
    table = "<table><tr><td>2022</td><td>61 sailings</td></tr></table>"
    kept, rules = read(f"<article>{wrap(PARAGRAPHS)}{table}</article>")
    assert {*kept, *rules} >= {*PARAGRAPHS, "61 sailings"}


def test_a_byline_is_no_paragraph() -> None:
    line = '<div class="story-byline">By <a href="/doe">Jane Doe</a>, Post Staff, Updated May 2, 2023, 8:00 p.m.</div>'
    kept, rules = read(f"<article>{line}{wrap(PARAGRAPHS)}</article>")
    assert kept == PARAGRAPHS
    assert [*rules.values()] == ["page.byline"]


def test_elements_that_touch_are_words_of_their_own() -> None:
    from lxml import html

    tree = html.fromstring("<html><body><p><span>Jane Doe</span><span>Harbour desk</span><b>x</b>Y</p></body></html>")
    assert [block.text for block in cut_blocks(tree)] == ["Jane Doe Harbour deskxY"]


def test_control_characters_and_an_empty_page() -> None:
    dirty = [text.replace(" the ", " the\x01 \x0b", 1) for text in PARAGRAPHS]
    assert read(f"<article>{wrap(dirty)}</article>")[0] == PARAGRAPHS
    with pytest.raises(UnreadableRecord):
        extract_page("\x00 ")


def test_the_signature_of_an_embedded_post_stays_with_its_words() -> None:
    post = "<blockquote><p>I lost my coat.</p>&mdash; Jane Doe (@jd) <a href='/1'>May 14, 2019</a></blockquote>"
    kept, _ = read(f"<article>{wrap(PARAGRAPHS[:3])}{post}{wrap(PARAGRAPHS[3:])}</article>")
    assert kept[3] == "I lost my coat. — Jane Doe (@jd) May 14, 2019"


def test_a_page_that_shows_its_article_by_a_script_is_read_from_what_it_states() -> None:
    stated = json.dumps({"@type": "NewsArticle", "articleBody": "\n\n".join(PARAGRAPHS)})
    head = f'<head><title>Ferry</title><script type="application/ld+json">{stated}</script></head>'
    assert read("<div id='app'><p>Please turn on JavaScript to see this page.</p></div>", head)[0] == PARAGRAPHS


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
        ("Fenwold Post", "<h2>We'll be back soon</h2><p>Sorry, we are down for maintenance.", "error_page"),
        ("Log in to Fenwold Post", "Enter your password, or create an account.", "login_page"),
        # what it calls itself stands in a heading alone, or nowhere
        (
            "Fenwold Post</title></head><body><h2>Sorry, we could not find that</h2><title>",
            "The page you want was moved or removed. Please try the search.",
            "error_page",
        ),
        (
            "Fenwold Post",
            "We and our partners use cookies and process personal data on your device for personalised ads.",
            "consent_page",
        ),
        (
            "Fenwold Post: your privacy",
            'We set cookies. Press "Save my choice" below to say which cookies you allow on these pages.',
            "consent_page",
        ),
        ("fenwold.example", "Please turn on JS and switch off your ad blocker", "challenge_page"),
        ("Ferry line to end", "Already a subscriber? Log in to read on, or get unlimited access.", "login_page"),
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


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        (
            "Library says sorry for log in fault",
            [
                "Members could not log in to their accounts at Fenwold library for a week.",
                "“No password was lost,” said Jane Doe.",
            ],
        ),
        ("Forbidden forest opens", ["The forest by Fenwold that nobody had permission to enter opened on Monday."]),
    ],
)
def test_a_short_article_about_such_pages_is_an_article(title: str, texts: list[str]) -> None:
    head = f"<head><title>{title}</title></head>"
    assert read(f"<main><article><h1>{title}</h1>{wrap(texts)}</article></main>", head)[0][-len(texts) :] == texts


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


def test_a_lead_that_the_precise_view_lacks_brings_the_heading_below_it() -> None:
    texts = [PARAGRAPHS[0], "What the boat costs", *PARAGRAPHS[1:]]
    blocks = [Block(text, "h2" if at == 1 else "p", 0.0, None, "article/p") for at, text in enumerate(texts)]
    choices = judge_blocks(blocks, View("\n".join(texts[3:])), View("\n".join(texts)), View(None))
    assert [choice.text for choice in choices if choice.rule_id is None] == texts


def test_a_list_of_links_at_the_end_is_told_and_left_out() -> None:
    titles = ["What the bridge cost the islands", "Photos: the last winter boat", "Ostrey asks for a smaller boat"]
    note = "Ann Lee has written about the islands and their boats for twenty years and lives on Ostrey."
    blocks = [Block(text, "p", 0.0, None, "article/p") for text in (*PARAGRAPHS, note)]
    blocks[-1:-1] = [Block(title, "li", 1.0, None, "article/ul/li") for title in titles]
    everything = View("\n".join(block.text for block in blocks))
    rules = {choice.text: choice.rule_id for choice in judge_blocks(blocks, everything, everything, View(None))}
    assert rules == dict.fromkeys([*PARAGRAPHS, note]) | dict.fromkeys(titles, "page.related")


def test_a_caption_in_a_block_that_says_so_is_no_lead() -> None:
    caption = "<div class='caption-text'>An artist's drawing of the boat that may sail to the islands one day.</div>"
    kept, _ = read(f"<h1>Ferry line to end</h1><article><div>{caption}</div>{wrap(PARAGRAPHS)}</article>")
    assert kept == PARAGRAPHS


def test_a_linked_sentence_between_paragraphs_is_one_and_a_linked_title_is_none() -> None:
    sentence = "On Friday the three men who ran the last boat denied that they had known of any of the losses."
    title = "Read more: What the bridge to the north has cost the islands and all who live on them"
    texts = [*PARAGRAPHS[:2], sentence, title, *PARAGRAPHS[2:]]
    links = {sentence, title}
    blocks = [Block(text, "p", float(text in links), None, "article/div.text/p") for text in texts]
    view = View("\n".join(PARAGRAPHS))
    kept = [choice.text for choice in judge_blocks(blocks, view, view, View(None)) if choice.rule_id is None]
    assert kept == [*PARAGRAPHS[:2], sentence, *PARAGRAPHS[2:]]


def test_what_a_click_on_read_more_shows_is_the_article_s() -> None:
    rest = f"<section id='more-content' style='display:none'>{wrap(PARAGRAPHS[2:])}</section>"
    hidden = (
        "<section style='display:none'><p>This is written for programs and is shown to nobody at all.</p></section>"
    )
    head = "<h1>Ferry line to end</h1>"
    body = f"<section>{head}{wrap(PARAGRAPHS[:2])}<p><a href='#'>Read more</a></p></section>{rest}"
    assert read(f"<article>{body}{hidden}</article>")[0] == ["Ferry line to end", *PARAGRAPHS]


def test_headings_above_a_line_on_their_author_stay() -> None:
    headings = ["Line ends in May", "What it carried"]
    posts = [
        f"<article class='post'><h2>{heading}</h2><span class='author'>Ann Lee</span><p>{text}</p></article>"
        for heading, text in zip(headings, PARAGRAPHS, strict=False)
    ]
    lead = "<p>Follow the meeting at which the shipping line told the islands that their ferry will stop.</p>"
    kept, _ = read(f"<main><h1>Ferry line to end</h1>{lead}{''.join(posts)}{wrap(PARAGRAPHS[2:])}</main>")
    assert [text for text in kept if text in headings] == headings


def test_class_names_in_camel_case_say_what_an_element_is() -> None:
    caption = "<p class='imageCaption'>The boat at Ostrey last year, which will sail in May for the last time</p>"
    assert read(f"<article>{wrap(PARAGRAPHS)}{caption}</article>")[0] == PARAGRAPHS
