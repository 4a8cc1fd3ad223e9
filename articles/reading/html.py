"""Article text and metadata of an HTML page, and text of a piece of markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.errors import UnreadableRecord
from articles.reading.no_article import find_no_article
from articles.reading.page_body import BLOCK_TAGS, SILENT_TAGS, Choice, choose_blocks
from articles.reading.page_metadata import read_facts, read_page_metadata
from articles.records import RemovedSpan
from articles.text.mojibake import mend_mojibake

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from articles.records import Metadata

NO_XML = bytes({*range(32)} - {*b"\t\n\r"})
DOCTYPE = re.compile(
    rb"\A\s*<!doctype[^>]*>", re.IGNORECASE
)  # an XHTML declaration makes libxml2 read the page differently
MARKUP = re.compile(r"</?(?:p|br|div)\b", re.IGNORECASE)
# The time that reading takes grows with the square of the attributes of a tag: half a minute and more for 100,000.
MOST_ATTRIBUTES = 1_000
SHORTEST_CROWDED = 3 * MOST_ATTRIBUTES  # characters: a letter, "=" and a space each
LEFT_OUT = "page"  # kind of spans that stand in a page's main column and are no part of its article


def extract_page(html: str) -> tuple[str, Metadata, tuple[RemovedSpan, ...]]:
    """Text of a page's main column, the metadata that its markup states, and the spans that are no part of the article.

    An empty line stands between paragraphs. Raises UnreadableRecord where the page has no article, with reason code
    no_text, or with one of `no_article` where the page says what it is instead.
    """
    tree = parse_page(html)
    if tree is None:
        raise UnreadableRecord("no_text", "The page holds no markup that can be read. Check it in a browser.")
    facts = read_facts(tree)
    metadata = read_page_metadata(tree, facts)
    body = facts.article.get("articleBody")
    headings = [" ".join(each.text_content().split()) for each in tree.xpath("//title | //h1 | //h2")]
    choices = choose_blocks(tree, body if isinstance(body, str) else None)
    kept = [choice.text for choice in choices if choice.rule_id is None]
    if (stated := _read_stated(body)) and _count_words(kept) < STATED_SHARE * _count_words(stated):
        choices, kept = [Choice(text, None) for text in stated], stated  # the page shows its article by a script
    if reason := find_no_article(headings, metadata, kept):
        raise UnreadableRecord(*reason)
    if not kept:
        raise UnreadableRecord(
            "no_text", "The page has no article text that could be told from its menus. Check it in a browser."
        )
    texts: list[str] = []
    left_out: list[RemovedSpan] = []
    start = 0
    for choice in choices:
        texts.append(mend_mojibake(choice.text)[0])  # removed here, so that offsets are those of the text that is kept
        if choice.rule_id is not None:
            left_out.append(RemovedSpan(start, start + len(texts[-1]), LEFT_OUT, choice.rule_id))
        start += len(texts[-1]) + len(PARAGRAPH_BREAK)
    return PARAGRAPH_BREAK.join(texts), metadata, tuple(left_out)


PARAGRAPH_BREAK = "\n\n"
STATED_WORDS = 60  # of a JSON-LD body that is more than a summary
STATED_SHARE = 0.5  # of its words; a page that shows fewer does not show its article


def _read_stated(body: object) -> list[str]:
    """Paragraphs of the body that a page's JSON-LD states; none where it is short."""
    text = body if isinstance(body, str) else ""
    if MARKUP.search(text):
        text = extract_fragment(text)
    paragraphs = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return paragraphs if _count_words(paragraphs) >= STATED_WORDS else []


def _count_words(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)


def parse_page(markup: str) -> HtmlElement | None:
    """The tree of a page without comments and characters that XML forbids; None where there is no markup."""
    from lxml import etree, html

    _refuse_crowded(markup)
    content = markup.encode("utf-8", "replace").translate(None, NO_XML)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    # One class for all elements: lxml.html's own choice asks Python for each element that is looked at.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        return html.document_fromstring(DOCTYPE.sub(b"", content, count=1), parser=parser)
    except etree.ParserError:
        return None


def _refuse_crowded(markup: str) -> None:
    pieces = (piece for piece in markup.split("<") if len(piece) >= SHORTEST_CROWDED and piece[0].isalpha())
    if any(piece.partition(">")[0].count("=") > MOST_ATTRIBUTES for piece in pieces):
        raise UnreadableRecord(
            "damaged",
            f"A tag has more than {MOST_ATTRIBUTES:,} attributes, which no page needs. Save the text alone.",
        )


def extract_fragment(markup: str) -> str:
    """Text of a piece of markup that is all article, an empty line between blocks."""
    from lxml import etree, html

    _refuse_crowded(markup)
    parts: list[str] = []
    root = html.fragment_fromstring(markup, create_parent="div")
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            parts.append(element.tail or "")
            continue
        tag = str(element.tag).lower()
        is_block = tag in BLOCK_TAGS
        if event == "start":
            if tag in SILENT_TAGS:
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
