"""The article's text among the blocks of an HTML page, by agreement of several views of one parse.

No extractor is right on every page: each loses whole containers on some and keeps menus on others. So the page is cut
into blocks here, in the order of the document, and each view says which of them are the article's: trafilatura in its
precise mode, resiliparse, and the text that the page's JSON-LD gives as the article's body. Where they differ, the form
of a block (links, length, end of a sentence), its region and its column decide. A block of the main column that is left
out is told with the rule that left it out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from articles.text.bylines import clean_author_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

BLOCK_TAGS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
    }
    | {"ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
SILENT_TAGS = frozenset(
    {
        "audio",
        "button",
        "canvas",
        "dialog",
        "embed",
        "head",
        "iframe",
        "input",
        "link",
        "map",
        "math",
        "meta",
        "noscript",
    }
    | {"object", "option", "script", "select", "style", "svg", "template", "textarea", "title", "video"}
)
# trafilatura drops these in any case; without them its many looks over the tree take two thirds of the time.
NO_ARTICLE_TAGS = ("head", "nav", "aside", "footer", "menu", "picture")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Regions by element, and by what elements call themselves in class or id.
REGION_TAGS = {"nav": "navigation", "footer": "footer", "aside": "aside", "form": "form", "figcaption": "caption"}
REGION_WORDS = {
    "comments": "comments? disqus respond replies discussion",
    "related": r"related recommend\w* trending popular most-read more-stories read-next up-next outbrain taboola",
    "promotion": r"newsletter subscribe subscription promo sign-?up paywall advert\w* sponsor\w* donate",
    "sharing": "share sharing social addthis sharedaddy follow",
    "navigation": "nav navbar menu breadcrumbs? pagination toolbar skip-link",
    "byline": r"byline bylines author authors timestamp entry-meta post-meta article-meta posted-on submitted",
    "footer": r"footer copyright legal cookie\w* consent",
    "caption": "captions? credits?",
    "aside": "sidebar widget rail aside author-bio bio about-author",
}
_REGION_NAMES = {
    region: re.compile(rf"(?:^|[\s_-])(?:{'|'.join(words.split())})(?:$|[\s_-])", re.IGNORECASE)
    for region, words in REGION_WORDS.items()
}

SHINGLE = 4  # words; a view has a block where it has most of its runs of so many
CLAIMED = 0.6  # share of a block's runs that a view must have
PROSE_WORDS = 8
SURE_PROSE_WORDS = 12
MOST_LINKED = 0.67  # share of a paragraph's letters inside links
COLUMN = 2  # paragraphs that the precise view takes from a place make it the article's column
LEAD_REACH = 3  # blocks before the first sure paragraph that can still be its lead
LINES_BELOW_HEADING = 2  # of who wrote a part of the page, and when
LINK_LIST = 3  # items of a list that leads to other articles
LINK_TITLE = 3  # words of such an item
PARAGRAPHS_BELOW = 1  # paragraphs that may stand below such a list: a note on the author
SHORTEST_HEADING = 4  # characters; what is shorter is an ornament
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:…][\"”’')\]]*$")
_READ_MORE = re.compile(
    r"(?:read|show|see|continue)(?: the)?(?: more| reading| full| rest| all)+.{0,20}", re.IGNORECASE
)
_FULL_STOP = re.compile(r"[^.]\.[\"”’')]*$")
_LABEL = re.compile(r"(?:[^\W\d_]+ ){0,3}[^\W\d_]+:", re.UNICODE)  # "READ MORE:"
_POST_SIGNATURE = re.compile(r"[—–-]{1,2} ?[^()@]{0,80}\(@\w{1,30}\)")  # "— Name (@handle) May 14, 2019"
_WORD = re.compile(r"\w+")
_CAMEL_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# What a page shows at a click on "Read more" is hidden, and the article's all the same.
_REST = re.compile(
    r"(?:^|[\s_-])(?:read-?more|more-?content|(?:article|story|full|remaining|rest)[\s_-]?(?:rest|text|body|content|article|story)|"
    r"rest-of-\w+)(?:$|[\s_-])",
    re.IGNORECASE,
)


@dataclass
class Block:
    """A run of inline content: a paragraph, a heading, an item.

    `links` is the share of its letters inside links, `place` the elements and classes that hold it: paragraphs of one
    column share it. `holders` are numbers of the elements that hold it, the outermost first.
    """

    text: str
    tag: str
    links: float
    region: str | None
    place: str
    holders: tuple[int, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The block's words in lower case."""
        return split_words(self.text)

    @cached_property
    def runs(self) -> list[tuple[str, ...]]:
        """Its runs of words."""
        return list_runs(self.words)

    @property
    def is_sentence(self) -> bool:
        """Whether the block ends like a sentence and is no link."""
        return self.links < MOST_LINKED and _SENTENCE_END.search(self.text) is not None

    @property
    def is_prose(self) -> bool:
        """Whether the block reads like a sentence of running text."""
        return len(self.words) >= PROSE_WORDS and self.is_sentence


@dataclass(frozen=True, slots=True)
class Choice:
    """A block of the main column: the article's where `rule_id` is None, else left out by that rule."""

    text: str
    rule_id: str | None


class View:
    """What one extractor takes for the article, asked block by block."""

    def __init__(self, text: str | None) -> None:
        self.lines = {split_words(line) for line in (text or "").splitlines()}
        self.words = split_words(text or "")
        self.joined = f" {' '.join(self.words)} "

    @cached_property
    def runs(self) -> set[tuple[str, ...]]:
        """Its runs of words."""
        return {*list_runs(self.words)}

    def has(self, block: Block) -> bool:
        """Whether the view holds most of a block."""
        if not self.words or not block.words:
            return False
        if len(block.words) < SHINGLE:
            return block.words in self.lines  # short words stand in any text
        if f" {' '.join(block.words)} " in self.joined:
            return True
        return sum(map(self.runs.__contains__, block.runs)) >= CLAIMED * len(block.runs)


def choose_blocks(tree: HtmlElement, stated_body: str | None) -> list[Choice]:
    """Blocks of a page's main column in the order of the document; `stated_body` is the text that its JSON-LD states.

    Empty where no view finds an article.
    """
    import trafilatura
    from lxml import etree, html
    from resiliparse.extract.html2text import extract_plain_text

    blocks = cut_blocks(tree)  # before trafilatura takes the tree apart
    etree.strip_elements(tree, *SILENT_TAGS - {"head"}, with_tail=False)
    markup = html.tostring(tree, encoding="unicode")
    plain = extract_plain_text(markup, main_content=True, alt_texts=False, links=False, list_bullets=False)
    etree.strip_elements(tree, *NO_ARTICLE_TAGS, with_tail=False)
    page: Any = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, favor_precision=True, fast=True, with_metadata=False
    )
    return judge_blocks(blocks, View(page.text if page is not None else None), View(plain), View(stated_body))


def judge_blocks(blocks: Sequence[Block], precise: View, plain: View, stated: View) -> list[Choice]:
    """The blocks of the main column, each kept or left out by a rule.

    What the precise view takes is kept, and what the page states as its body if another view has it too. Prose that
    only the plain view has is kept where it stands in the column of the others, between their first and last paragraph,
    or right before the first as its lead. A sentence of the column is kept even if no view has it: views drop short
    ones, and those below a box of links. So is a heading right above what is kept.
    """
    claimed = [(precise.has(block), plain.has(block), stated.has(block)) for block in blocks]
    core = [at for at, block in enumerate(blocks) if claimed[at][0] and block.is_prose]
    core = core or [at for at in range(len(blocks)) if any(claimed[at])]
    if not core:
        return []
    kept, first, last = _find_kept(blocks, claimed, core)
    main = _find_common_holder([blocks[at] for at in core])
    listed = _find_link_lists(blocks, kept)
    choices: list[Choice] = []
    seen: set[tuple[str, ...]] = set()
    for at, block in enumerate(blocks):
        rule = _find_rule(block, at in kept, block.words in seen)
        if rule is None and at in listed:
            rule = "page.related"
        if rule is None:
            seen.add(block.words)
        is_headline = block.tag == "h1" and not first < at < last  # it is metadata, and nothing is lost with it
        is_beside = any(claimed[at]) or (block.region is None and main in block.holders)
        if rule is None or first < at < last or (is_beside and not is_headline):
            choices.append(Choice(block.text, rule))
    return choices


def _find_kept(
    blocks: Sequence[Block], claimed: Sequence[tuple[bool, bool, bool]], core: Sequence[int]
) -> tuple[set[int], int, int]:
    """Places of the blocks that are the article's, and its first and last paragraph."""
    column = Counter(blocks[at].place for at in core)
    lists = Counter(block.place for block, (in_precise, *_) in zip(blocks, claimed, strict=True) if in_precise)
    first, last = core[0], _find_end(blocks, core[-1], column)
    kept: set[int] = set()
    for at, block in enumerate(blocks):
        in_precise, in_plain, in_stated = claimed[at]
        if in_precise or (in_plain and (in_stated or _joins(block, at, first, last, column))):
            kept.add(at)
    first = min(chain([first], (at for at in kept if blocks[at].is_prose)))  # a lead that only the plain view has
    for at in range(first + 1, last + 1):
        block = blocks[at]
        is_item = block.tag == "li" and block.region is None and at < last and lists[block.place] >= COLUMN
        if is_item or _is_of_column(block, column) or (at < last and _is_linked_sentence(block, column)):
            kept.add(at)
    for at in range(last - 1, first, -1):
        block = blocks[at]
        is_heading = block.tag in HEADINGS and block.region is None and len(block.text) >= SHORTEST_HEADING
        if is_heading and block.links == 0 and _find_below(blocks, at) in kept:
            kept.add(at)
    return kept, first, last


def _find_below(blocks: Sequence[Block], at: int) -> int:
    """The place of what stands below a heading: next to it, or behind a line on who wrote it and when."""
    below = at + 1
    while below < min(at + 1 + LINES_BELOW_HEADING, len(blocks) - 1) and _is_by_line(blocks[below]):
        below += 1
    return below


def _is_by_line(block: Block) -> bool:
    is_short = len(block.words) < PROSE_WORDS and not block.is_sentence and block.tag not in HEADINGS
    return is_short and (block.region == "byline" or clean_author_names([block.text]) != ())


def _find_rule(block: Block, is_kept: bool, is_repeated: bool) -> str | None:
    """The rule that leaves a block out; None where it is the article's."""
    if not is_kept:
        return f"page.{block.region or 'unclaimed'}"
    if block.region == "related" and block.links >= MOST_LINKED:
        return "page.related"
    if block.region == "byline" and not block.is_sentence:
        return "page.byline"
    if block.region == "caption" and not block.is_sentence:
        return "page.caption"
    return "page.repeated" if is_repeated and len(block.words) >= PROSE_WORDS else None


def _find_link_lists(blocks: Sequence[Block], kept: set[int]) -> set[int]:
    """Lists of nothing but links at the end of the article: they lead to others."""
    found: set[int] = set()
    paragraphs = 0
    items: list[int] = []
    for at in sorted(kept, reverse=True):
        block = blocks[at]
        if block.tag == "li" and block.links >= MOST_LINKED and len(block.words) >= LINK_TITLE:
            items.append(at)
            continue
        if len(items) >= LINK_LIST:
            found.update(items)
        items = []
        paragraphs += block.is_prose
        if paragraphs > PARAGRAPHS_BELOW:
            break
    return found


def _find_common_holder(blocks: Sequence[Block]) -> int | None:
    """The innermost element that holds all of the blocks; None where that is the whole page."""
    first, *others = (block.holders for block in blocks)
    return next((holder for holder in reversed(first) if all(holder in holders for holders in others)), None)


def _find_end(blocks: Sequence[Block], last: int, column: Counter[str]) -> int:
    """The last paragraph of the column: short sentences may follow the last that is surely prose."""
    while last + 1 < len(blocks):
        if _is_of_column(blocks[last + 1], column):
            last += 1
        elif _READ_MORE.fullmatch(blocks[last + 1].text) and _is_of_column(
            blocks[min(last + 2, len(blocks) - 1)], column
        ):
            last += 2
        else:
            break
    return last


def _is_of_column(block: Block, column: Counter[str]) -> bool:
    return block.region is None and column[block.place] >= COLUMN and block.is_sentence


def _is_linked_sentence(block: Block, column: Counter[str]) -> bool:
    """Whether a link among the article's paragraphs is one: a long sentence with a full stop, as no title has."""
    in_column = block.region is None and column[block.place] >= COLUMN
    is_long = len(block.words) >= SURE_PROSE_WORDS and block.links >= MOST_LINKED
    return in_column and is_long and _FULL_STOP.search(block.text) is not None and not _LABEL.match(block.text)


def _joins(block: Block, at: int, first: int, last: int, column: Counter[str]) -> bool:
    """Whether prose stands where the article's does."""
    if not block.is_prose or block.region is not None:
        return False
    if column[block.place] >= COLUMN:
        return True
    is_lead = first - LEAD_REACH <= at < first and block.tag not in HEADINGS
    return len(block.words) >= SURE_PROSE_WORDS and (first < at < last or is_lead)


def split_words(text: str) -> tuple[str, ...]:
    """Words of a text in lower case."""
    return tuple(_WORD.findall(text.lower()))


def list_runs(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Runs of four words; none where there are fewer."""
    return list(zip(*(words[at:] for at in range(SHINGLE)), strict=False))


# --- blocks ---------------------------------------------------------------------------------------------------------


def cut_blocks(tree: HtmlElement) -> list[Block]:
    """Blocks of a page in the order of the document; scripts, controls and hidden elements have none."""
    body = tree.find("body")
    walker = _Walker()
    walker.walk(body if body is not None else tree, "body", None, is_link=False)
    walker.end("body", None)
    return walker.blocks


class _Walker:
    """Collects the inline content of block elements. Line ends in the source are spaces; <br><br> ends a block."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.path: list[str] = []
        self.holders: list[int] = []
        self.elements = 0
        self.parts: list[str] = []
        self.linked = self.breaks = 0

    def walk(self, element: Any, tag: str, region: str | None, *, is_link: bool) -> None:
        self.add(element.text, is_link=is_link)
        for child in element:
            name = child.tag.lower() if isinstance(child.tag, str) else ""
            if name == "br":
                self.break_line(tag, region)
            elif name in BLOCK_TAGS and not _is_hidden(child):
                self.end(tag, region)
                inner_tag, inner_region = (tag if name == "div" else name), _find_region(child, name) or region
                self.elements += 1
                self.path.append(f"{name}.{child.get('class') or ''}")
                self.holders.append(self.elements)
                self.walk(child, inner_tag, inner_region, is_link=is_link)
                self.end(inner_tag, inner_region)
                self.path.pop()
                self.holders.pop()
            elif name and name not in SILENT_TAGS and not _is_hidden(child):
                self.walk(child, tag, region, is_link=is_link or name == "a")
                if not child.tail and (following := child.getnext()) is not None and following.tag == child.tag:
                    self.part(following.text)
            self.add(child.tail, is_link=is_link)

    def break_line(self, tag: str, region: str | None) -> None:
        self.breaks += 1
        self.parts.append(" ")
        if self.breaks > 1:
            self.end(tag, region)

    def part(self, following: str | None) -> None:
        """A space between two elements that touch, where one ends and the other begins a word: name and role."""
        last = self.parts[-1][-1:] if self.parts else ""
        if last.islower() and following and (following[0].isupper() or following[0].isdigit()):
            self.parts.append(" ")

    def add(self, text: str | None, *, is_link: bool) -> None:
        if text:
            self.parts.append(text)
            if text.strip():
                self.breaks = 0
                self.linked += len(text.strip()) if is_link else 0

    def end(self, tag: str, region: str | None) -> None:
        if self.parts and (text := " ".join("".join(self.parts).split())):
            self.keep(text, tag, region)
        self.parts.clear()
        self.linked = self.breaks = 0

    def keep(self, text: str, tag: str, region: str | None) -> None:
        last, holders = self.blocks[-1] if self.blocks else None, tuple(self.holders)
        if last is not None and _POST_SIGNATURE.match(text) and holders and last.holders[: len(holders)] == holders:
            last.text += f" {text}"  # embed code signs a post below its paragraph
            return
        place = "/".join(self.path[-3:])
        self.blocks.append(Block(text, tag, self.linked / len(text), region, place, holders))


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is None and ((style := element.get("style")) is None or not _HIDING.search(style)):
        return False
    return not _REST.search(f"{element.get('class') or ''} {element.get('id') or ''}")


def _find_region(element: Any, name: str) -> str | None:
    if name in REGION_TAGS:
        return REGION_TAGS[name]
    if name in ("body", "article", "main"):
        return None
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    return None if called.isspace() else _name_region(called)


@lru_cache(maxsize=1 << 12)
def _name_region(called: str) -> str | None:
    called = _CAMEL_HUMP.sub("-", called)  # imageCaption
    return next((region for region, pattern in _REGION_NAMES.items() if pattern.search(called)), None)
