"""Boilerplate that only its context shows: captions above credits, lists under "Read more", link blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.cleaning.layout import LIST_ITEM
from articles.cleaning.paragraphs import Cut
from articles.text.bylines import is_person_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from articles.cleaning.layout import Paragraph

LONGEST_CAPTION = 600
LONGEST_TITLE = 170
LONGEST_SUBHEADING = 80
LONGEST_BIO, LONGEST_SURNAME_BIO = 320, 90
SENTENCE_END = re.compile(r"[.!?:;][\"')]*$")
# Phrases of captions that running text rarely has: positions of people, and the day of the picture.
CAPTION_SIGN = re.compile(
    r", (?:left|right|center|centre|second (?:from )?(?:left|right)|far (?:left|right)),? "
    r"|\((?:L|R|C|left|right|center)\)"
    r"|^(?:file ?[-\u2014]? |in this |this (?:undated |combination |file |handout )?(?:photo|image|picture))"
    r"|\b(?:seen|pictured|shown) here\b| More$",
    re.IGNORECASE,
)
MONTH_DAY = r"\b(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.? \d{1,2}"
CAPTION_DATE = re.compile(rf"{MONTH_DAY}, (?:19|20)\d\d\.?(?: More)?$")
URL_ONLY = re.compile(r"(?:https?://|www\.)\S+(?:\s+(?:https?://|www\.)\S+)*$")
URL = re.compile(r"https?://\S+")
CHANNEL_WORDS = re.compile(r"\b(?:subscribe|follow|watch|download|like) ", re.IGNORECASE)
BIO = re.compile(
    r"^(?:The (?:author|writer|reporter), |\u2014 ?|\u2022 ?|\* ?)?"
    r"(?P<name>[A-Z][\w.'-]*(?: [A-Z\"(][\w.'\")-]*| (?:de|van|von|der|la|bin|al)){0,4}),?"
    r" (?:is|was|are|teaches|writes|served|covers|holds|has (?:been|covered|written)|worked|heads|leads|reports|"
    r"directs|runs|hosts)\b"
)
BIO_ROLE = re.compile(
    r"\b(?:writer|author|reporter|correspondent|columnist|editor|professor|fellow|contributor|journalist|director|"
    r"president|chairman|physician|lawyer|attorney|analyst|scholar|producer|economist|historian|strategist|host|"
    r"researcher|blogger|student|founder|covers|teaches|writes|commentator|novelist|member|adviser|advisor|consultant|"
    r"secretary|senator|congressman|representative|governor|ambassador|pastor|doctor|critic|chief|intern|pollster)s?\b",
    re.IGNORECASE,
)
# A menu has at least this many lines in a row; at least this many, and one in this many, are words of menus.
FEWEST_MENU_ITEMS, FEWEST_MENU_WORDS, MENU_SHARE, LONGEST_MENU_ITEM = 5, 3, 3, 32
MENU_WORDS = frozenset(
    {"home", "news", "world", "u.s.", "us", "uk", "politics", "business", "sport", "sports", "opinion", "opinions"}
    | {"tech", "technology", "science", "health", "entertainment", "arts", "culture", "lifestyle", "style", "travel"}
    | {"food", "video", "videos", "photos", "podcasts", "weather", "local", "national", "international", "economy"}
    | {"finance", "markets", "education", "environment", "climate", "magazine", "obituaries", "classifieds", "jobs"}
    | {
        "search",
        "menu",
        "sections",
        "more",
        "live",
        "latest",
        "trending",
        "games",
        "crossword",
        "crosswords",
        "puzzles",
    }
    | {"newsletters", "newsletter", "subscribe", "subscriptions", "sign in", "log in", "login", "register", "account"}
    | {"my account", "contact", "contact us", "about", "about us", "help", "faq", "careers", "advertise", "privacy"}
    | {"privacy policy", "terms", "terms of use", "terms of service", "cookies", "sitemap", "site map", "rss", "shop"}
    | {"store", "events", "editorials", "letters", "columnists", "investigations", "cars", "real estate", "archive"}
    | {"archives", "facebook", "twitter", "instagram", "youtube", "linkedin", "e-paper", "epaper", "today's paper"}
)
NUMBERED = re.compile(r"\d{1,2}[.)]")
CAPS_WORDS, CAPS_WORDS_AMONG_OTHERS = 8, 5
# A question in capitals with up to this many words is more likely a subheading.
CAPS_QUESTION_WORDS = 12
# Several lines such as "SECRETARY OF STATE: JANE DOE" are the headings of a list. A link has the speaker before the
# colon and a whole sentence after it.
LABEL_AND_NAME = re.compile(r"[^:]{3,90}: [^\s:]+(?: [^\s:?!]+){0,3}$")
FEWEST_LABELS = 3
# A surname with the first words of a link's title glued to it: "TrumpGOP senators ...", "KellyMORE".
GLUED = re.compile(
    r"(?<![A-Za-z])(?:[A-Z][a-z]*[-'.]?)?[A-Z]?[a-z]{2,}(?:[A-Z][a-z]+)?(?:,? Jr\.|,? Sr\.|\.)?(?=[A-Z0-9'\"])"
)
MORE = re.compile(r"MORE\b")
LONGEST_PERSON_LINK, LONGEST_FULL_NAME = 900, 90


def find_captions(
    paragraphs: Sequence[Paragraph], whole: Mapping[int, str], headline_index: int | None
) -> Iterator[Cut]:
    """Captions in the paragraph above a credit that stands alone. `whole` names what paragraphs are cut as."""
    for index, kind in whole.items():
        above = index - 1
        if kind != "credit" or above < 0 or above in whole or above == headline_index:
            continue
        text = paragraphs[above].text
        # Below the headline the line above a credit may be the first of the text, unless an empty line separates them.
        is_pair = paragraphs[above].break_before > 1 or above - 1 != headline_index
        is_adjacent = paragraphs[index].break_before == 1 and is_pair
        if len(text) <= LONGEST_CAPTION and (is_adjacent or is_caption(text)):
            yield Cut(above, 0, len(text), "caption", "caption.above_credit")


def is_caption(text: str) -> bool:
    """Whether a paragraph reads like the caption of a picture."""
    return len(text) <= LONGEST_CAPTION and bool(
        CAPTION_SIGN.search(text) or (CAPTION_DATE.search(text) and len(text) < 300)
    )


def find_related_runs(
    paragraphs: Sequence[Paragraph], openers: Sequence[int], whole: Mapping[int, str]
) -> Iterator[Cut]:
    """Link titles below a line such as "Read more:", up to the next running paragraph."""
    end_of_text = _find_end_of_text(paragraphs, whole)
    for number, opener in enumerate(openers):
        titles: list[int] = []
        for index in range(opener + 1, openers[number + 1] if number + 1 < len(openers) else len(paragraphs)):
            if index in whole:
                continue
            if not is_title(paragraphs[index].text):
                break
            titles.append(index)
        # In the middle of a text a single line may also be a subheading.
        for index in titles if opener >= end_of_text else titles[:-1]:
            yield Cut(index, 0, len(paragraphs[index].text), "related", "related.run")


def _find_end_of_text(paragraphs: Sequence[Paragraph], whole: Mapping[int, str]) -> int:
    """Index after the last running paragraph: all later ones are cut or look like titles."""
    for index in range(len(paragraphs) - 1, -1, -1):
        if index not in whole and not is_title(paragraphs[index].text):
            return index + 1
    return 0


def is_title(text: str) -> bool:
    """Whether a paragraph looks like the title of an article: short, and not a sentence with a full stop."""
    return len(text) <= LONGEST_TITLE and not (SENTENCE_END.search(text) and text[-1] not in "?!'") and text[:1] != '"'


def find_caps_links(
    paragraphs: Sequence[Paragraph], whole: Mapping[int, str], headline_index: int | None
) -> Iterator[Cut]:
    """Links to other articles: single lines of capitals between paragraphs."""
    found: dict[int, int] = {}
    is_linked = False
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if len(text) < LONGEST_TITLE and text.isupper() and index != headline_index and text[-1] != ".":
            found[index] = len(text.split())
    labels = {index for index in found if LABEL_AND_NAME.match(paragraphs[index].text)}
    is_list = len(labels) >= FEWEST_LABELS
    for index, count in found.items():
        is_link = count >= CAPS_WORDS and not (is_list and ":" in paragraphs[index].text)
        is_linked = is_linked or is_link or paragraphs[index].text.startswith("CLICK")
    # In a text that is all in capitals no line stands out.
    if len(found) * 3 > len(paragraphs):
        return
    for index, count in found.items():
        text = paragraphs[index].text
        is_subheading = not is_linked and text[-1] == "?" and count < CAPS_QUESTION_WORDS
        is_subheading = is_subheading or text[0] in "\"'" or bool(NUMBERED.match(text)) or (is_list and ":" in text)
        if index in whole or is_subheading or count < (CAPS_WORDS_AMONG_OTHERS if is_linked else CAPS_WORDS):
            continue
        yield Cut(index, 0, len(text), "related", "related.capitals")


def find_page_cuts(paragraphs: Sequence[Paragraph]) -> Iterator[Cut]:
    """Running heads and page numbers, which the layout marks."""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.is_page_line:
            yield Cut(index, 0, len(paragraph.text), "chrome", "page.line")


def find_subheadings(
    paragraphs: Sequence[Paragraph], whole: Mapping[int, str], headline_index: int | None
) -> Iterator[Cut]:
    """Subheadings in the running text, for users who want it without them: title-like lines above a sentence."""
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text.lstrip("# ")
        if index in whole or index == headline_index or not 0 < index < len(paragraphs) - 1:
            continue
        is_title = 2 < len(text) <= LONGEST_SUBHEADING and not SENTENCE_END.search(text.rstrip("?"))
        if not is_title or text[0].islower() or LIST_ITEM.match(text):
            continue
        below = paragraphs[index + 1].text
        if SENTENCE_END.search(below) and len(below) > LONGEST_SUBHEADING:
            yield Cut(index, 0, len(paragraph.text), "subheading", "subheading.line")


def find_link_blocks(paragraphs: Sequence[Paragraph], whole: Mapping[int, str]) -> Iterator[Cut]:
    """Paragraphs of nothing but addresses, and the descriptions of video channels, which are mostly addresses."""
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if index in whole or ("http" not in text and "www." not in text):
            continue
        if URL_ONLY.match(text):
            yield Cut(index, 0, len(text), "links", "links.addresses")
        elif (links := URL.findall(text)) and len(links) >= 4 and CHANNEL_WORDS.search(text):
            yield Cut(index, 0, len(text), "caption", "media.channel_description")


def find_person_links(paragraphs: Sequence[Paragraph]) -> Iterator[Cut]:
    """Inserted link boxes of persons: a full name and related titles after a mention of the name, up to "MORE".

    Such as "President Doe Jane Q. DoeVoters cheer budget Doe to visit Ohio MORE said", where the titles are glued to
    the full name's last word. The insertion begins after the mention before it.
    """
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if "MORE" not in text:
            continue
        offset = 0
        for more in MORE.finditer(text):
            start = _find_person_link(text, offset, more.start())
            if start is not None:
                yield Cut(index, start, more.end(), "related", "related.person_links")
                offset = more.end()


def _find_person_link(text: str, offset: int, end: int) -> int | None:
    for glued in GLUED.finditer(text, max(offset, end - LONGEST_PERSON_LINK), end + 1):
        surname = re.split(r",? (?:Jr|Sr)\.|\.$", glued[0])[0]
        before = text[max(offset, glued.start() - LONGEST_FULL_NAME) : glued.start()]
        mention = before.rfind(surname)
        if mention < 0:
            continue
        inside = before[mention + len(surname) :]
        start = glued.start() - len(inside)
        full_name = inside.lstrip("',. s") if inside[:1] in "'," else inside.lstrip()
        if (
            full_name
            and full_name[0].isupper()
            and all(word[0].isupper() or word[0] in "(\"'" for word in full_name.split())
        ):
            return start + len(inside) - len(full_name)
    return None


def find_menus(paragraphs: Sequence[Paragraph], whole: Mapping[int, str]) -> Iterator[Cut]:
    """Menus of a page: runs of short lines, several of them words of menus."""
    run: list[int] = []
    for index in range(len(paragraphs) + 1):
        if index < len(paragraphs) and is_menu_item(paragraphs[index].text):
            run.append(index)
            continue
        words = sum(paragraphs[place].text.lower().strip(" :>|") in MENU_WORDS for place in run)
        if len(run) >= FEWEST_MENU_ITEMS and words >= FEWEST_MENU_WORDS and words * MENU_SHARE >= len(run):
            for place in run:
                if place not in whole:
                    yield Cut(place, 0, len(paragraphs[place].text), "chrome", "chrome.menu")
        run = []


def is_menu_item(text: str) -> bool:
    """Whether a paragraph may be an entry of a menu: at most four words, and no sentence."""
    return len(text) <= LONGEST_MENU_ITEM and len(text.split()) <= 4 and text[-1] not in ".?!\"';,"


def find_closing_bio(text: str, body: Iterable[str]) -> bool:
    """Whether a closing paragraph is a bio: it describes somebody whom the text above never names."""
    match = BIO.match(text) if len(text) <= LONGEST_BIO else None
    if not match or not BIO_ROLE.search(text):
        return False
    name = match["name"].strip()
    surname = name.split()[-1]
    if not (is_person_name(name) or (len(name.split()) == 1 and len(text) < LONGEST_SURNAME_BIO)):
        return False
    return not any(surname in above for above in body)
