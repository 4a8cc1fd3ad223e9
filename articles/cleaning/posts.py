"""Find social-media posts embedded in an article, cut them out, and keep each as a row of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import re2

from articles.cleaning.paragraphs import Cut
from articles.text.dates import MONTH, find_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from articles.cleaning.layout import Paragraph

ANY_MONTH = MONTH.replace("?P<month>", "?:")
DATE = rf"(?:{ANY_MONTH} \d{{1,2}},? (?:19|20)\d\d|\d{{1,2}} {ANY_MONTH} (?:19|20)\d\d)"
# "- Name (@handle) May 14, 2019", as the embed code signs a post.
SIGNATURE = re2.compile(
    rf"(?i)(?:(?:\x{{2014}}|--?|~|&mdash;) ?)(?P<name>[^()@#\x{{2014}}]{{0,80}}) ?"
    rf"\(@(?P<handle>\w{{1,30}})\),? ?(?P<date>{DATE})"
)
# "Name (@handle) Text", as the Guardian prints a post.
HEADED = re2.compile(r'^(?P<name>[^()@,;:?!"]{2,50}) \(@(?P<handle>\w{1,30})\) (?P<text>[A-Z0-9#@."\'(][^\n]+)$')
SHARED = re2.compile(
    rf"(?i)(?:a (?:post|photo|video) shared by (?P<name>[^()@]{{0,80}}) ?\(@(?P<handle>[\w.]{{1,40}})\)"
    rf"(?: on (?P<date>{DATE})(?: at \d{{1,2}}:\d\d ?[ap]m(?: [A-Z]{{3}})?)?)?)"
)
POSTED = re2.compile(rf"(?i)(?:posted by (?P<name>[^\n]{{2,80}}?) on (?:[a-z]{{6,9}}, )?(?P<date>{DATE}))\s*$")
MEDIA_LINK = re.compile(
    r"(?:https?://)?(?:pic\.twitter\.com|t\.co)/\w+|https?://(?:www\.)?(?:twitter|instagram|facebook)\.com/\S+"
)
LINK = re.compile(r"https?://\S+|pic\.twitter\.com/\w+")
# The text above a lone signature is the post only if it has one of these: a tag, a handle, or a link to a picture.
LIKE_A_POST = re.compile(r"#\w|@\w|pic\.twitter\.com/|//t\.co/")
# Running text with a quote; a signature below it belongs to a post whose text is lost.
SPOKEN = re.compile(r"\b(?:said|says|told|wrote|added|tweeted|according to)\b")
VIEW_NOTICE = re.compile(r"view this post on instagram", re.IGNORECASE)
# A post has at most 280 characters; links, a quoted post and line breaks make the embed longer.
LONGEST_POST = 700
# Links of a signature are within this many characters after it.
LONGEST_LINKS = 300
# Several blank lines, from the <br> tags of an embed; between paragraphs there is only one.
INNER_BREAK = 3


@dataclass(frozen=True, slots=True)
class FoundPost:
    """A post within the paragraphs `first` to `last`: text[start:] of the first up to text[:end] of the last."""

    first: int
    last: int
    start: int
    end: int
    platform: str
    author_name: str | None
    handle: str | None
    text: str
    posted_on: date | None
    link_urls: tuple[str, ...]

    def list_cuts(self, paragraphs: Sequence[Paragraph]) -> Iterator[Cut]:
        """Cuts that take the post out of the text."""
        for index in range(self.first, self.last + 1):
            start = self.start if index == self.first else 0
            end = self.end if index == self.last else len(paragraphs[index].text)
            yield Cut(index, start, end, "tweet", f"post.{self.platform}")


def find_posts(paragraphs: Sequence[Paragraph]) -> list[FoundPost]:
    """Embedded posts in order; none overlaps another."""
    posts: list[FoundPost] = []
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        after = posts[-1].last + 1 if posts else 0
        if "(@" in text:
            posts.extend(_find_signed(paragraphs, index, after) or _find_headed(index, text))
        elif "osted by " in text and (match := POSTED.search(text)):
            posts.append(_make_post(paragraphs, (after, index, 0, len(text)), "facebook", match))
        elif ("pic.twitter.com/" in text or "//t.co/" in text) and _is_bare_post(paragraphs, index):
            if index + 1 < len(paragraphs) and SIGNATURE.match(paragraphs[index + 1].text):
                continue  # the signature below reaches back to it
            posts.append(_make_post(paragraphs, (after, index, 0, len(text)), "twitter", None))
    return posts


def _find_signed(paragraphs: Sequence[Paragraph], index: int, after: int) -> list[FoundPost]:
    text = paragraphs[index].text
    found: list[FoundPost] = []
    offset = 0
    for platform, pattern in (("twitter", SIGNATURE), ("instagram", SHARED)):
        for match in pattern.finditer(text):
            if match.start() < offset:
                continue
            if match.start() - offset > LONGEST_POST:
                continue  # running text with the last words of the post glued on: they cannot be separated
            found.append(_make_post(paragraphs, (after, index, offset, match.end()), platform, match))
            offset = match.end()
    if found and offset < len(text) and MEDIA_LINK.sub("", text[offset:]).strip(" .") == "":
        # Links after the signature belong to the post.
        last = found[-1]
        found[-1] = FoundPost(last.first, last.last, last.start, len(text), last.platform, last.author_name,
                              last.handle, last.text, last.posted_on, last.link_urls)  # fmt: skip
    return found


def _find_headed(index: int, text: str) -> list[FoundPost]:
    match = HEADED.search(text) if len(text) <= LONGEST_POST else None
    if match is None or len(match["name"].split()) > 6:
        return []
    links = tuple(LINK.findall(match["text"]))
    body = " ".join(MEDIA_LINK.sub(" ", match["text"]).split())
    return [
        FoundPost(
            index,
            index,
            0,
            len(text),
            "twitter",
            match["name"].strip(),
            match["handle"],
            body,
            find_date(match["text"][-20:]),
            links,
        )
    ]


def _is_bare_post(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph is a post without its signature: it ends in a media link, or is only such a link."""
    text = paragraphs[index].text
    match = None
    for match in MEDIA_LINK.finditer(text):  # noqa: B007 - the last one counts
        pass
    if match is None or len(text) > LONGEST_POST or match.end() < len(text) - 2:
        return False
    if match.start() == 0:
        # A lone link belongs to the signature below it; without a signature it is a link block.
        return "pic.twitter.com" in text
    return "pic.twitter.com" in text


def _make_post(
    paragraphs: Sequence[Paragraph], place: tuple[int, int, int, int], platform: str, match: re.Match[str] | None
) -> FoundPost:
    """The post whose signature `match` ends in paragraph place[1], reaching back to no earlier one than place[0]."""
    after, index, start, end = place
    text = paragraphs[index].text
    own = text[start : match.start() if match else end]
    first = index
    if start == 0:
        first = _find_first_paragraph(paragraphs, after, index, own)
    body = " ".join([*(paragraph.text for paragraph in paragraphs[first:index]), own])
    body = VIEW_NOTICE.sub(" ", body)
    groups = match.groupdict() if match else {}
    name = " ".join((groups.get("name") or "").split()).strip("\u2014- ") or None
    return FoundPost(
        first, index, start if first == index else 0, end, platform, name, groups.get("handle") or None,
        " ".join(MEDIA_LINK.sub(" ", body).split()), find_date(groups["date"]) if groups.get("date") else None,
        tuple(LINK.findall(f"{body} {text[end : end + LONGEST_LINKS]}")),
    )  # fmt: skip


def _lacks_opening(text: str) -> bool:
    """Whether a text closes a bracket or a quotation that it does not open."""
    return text.count(")") > text.count("(") or (text.count('"') % 2 == 1 and text.rstrip().endswith('"'))


def _find_first_paragraph(paragraphs: Sequence[Paragraph], after: int, index: int, own: str) -> int:
    """The paragraph in which a post begins whose last paragraph is at `index` and holds `own` before its signature."""
    first = index
    length = len(own)
    while first > after:
        above = paragraphs[first - 1]
        length += len(above.text)
        has_words = bool(MEDIA_LINK.sub("", own).strip(" \u2014-"))
        inner = paragraphs[first].break_before > INNER_BREAK
        if not has_words and not inner and not (LIKE_A_POST.search(above.text) and not SPOKEN.search(above.text)):
            break
        goes_on = has_words and ((own.lstrip()[:1] in "-\u2014" and first == index) or _lacks_opening(own))
        if length > LONGEST_POST or not (inner or goes_on or not has_words):
            break
        first -= 1
        own = f"{above.text} {own}"
    return first
