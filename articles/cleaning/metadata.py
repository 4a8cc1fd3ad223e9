"""Metadata from an article's text: its bylines, datelines, credits and links.

Values of a record or of a page's markup come first; the text only fills the gaps. Nothing is guessed: a value that the
text does not state stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from articles.cleaning.headline import split_kicker
from articles.lexicon.gazetteers import read_first_names, read_name_words
from articles.lexicon.outlet_registry import fold_outlet
from articles.lexicon.outlets import (
    AGENCY_NAMES,
    BRANDS,
    MOST_WORDS,
    OTHER_NOUNS,
    OUTLET_WORD,
    PAPER_NOUNS,
    clean_outlet_name,
    is_agency,
    is_outlet_form,
)
from articles.text.bylines import ROLE, clean_author_names, is_person_name
from articles.text.datelines import find_dateline
from articles.text.dates import find_date
from articles.text.language import detect_language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from articles.cleaning.rules import RuleMatch
    from articles.lexicon.outlet_registry import OutletRegistry
    from articles.records import Metadata

# Hosts of social networks and link shorteners, which do not identify the outlet.
SOCIAL_HOSTS = re.compile(
    r"(?:^|\.)(?:twitter|x|t|facebook|instagram|youtube|youtu|linkedin|google|goo|bit|tinyurl|ow|usat|wapo|nyti|reut|"
    r"tmsnrt)\.(?:com|co|be|ly|gl|gd|st|ms|rs)$"
)
NAME = r"[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)"  # to be followed by a quantifier for the last part
# Notes below a text that name who wrote it: "Special correspondent Doe reported from", "Follow Jane Doe on Twitter".
NOTES_ON_AUTHORS = (
    re.compile(
        rf"\b(?:correspondent|writer|reporter|editor)s? ({NAME}?)\b[^.]*?\breported from\b"
        rf"(?:[^.]*?\band (?:[a-z]+ )*(?:correspondent|writer|reporter)s? ({NAME}?) from\b)?"
    ),
    re.compile(
        rf"^(?:[-\u2014] ?)?(?i:follow|write to|contact|e-?mail) ({NAME}{{1,3}})(?: and ({NAME}{{1,3}}))?"
        r" (?i:on twitter|at \S+@)"
    ),
    re.compile(rf"\b(?i:(?:read )?more (?:from|by)) ({NAME}{{1,2}})\.?$"),
)
LONGEST_HEAD_LINE = 120  # characters
# A text shows its outlet where it says who asked. In a corpus these forms named one known outlet in 49 articles, and 47
# of them were by that outlet. "told CNN" and "obtained by Axios" name other outlets as often, so they do not count.
_OUTLET = r"(?P<outlet>(?:[Tt]he )?[A-Z][\w.&!]*(?: (?:[A-Z][\w.&!]*|of|and)){0,3}?)"
ASKED_BY = (
    re.compile(rf"\b{_OUTLET} (?:has |had |also )*(?:reached out|contacted)\b"),
    re.compile(
        rf"\b(?:respond|reply|return|answer)\w* (?:[a-z]+ )?(?:to )?{_OUTLET}(?:'s|\u2019s|'|\u2019)"
        r" (?:request|question|inquir|call|e-?mail)"
    ),
    re.compile(
        rf"\bin (?:remarks|an interview|a statement|an e-?mail|comments) (?:provided |sent )?to {_OUTLET}"
        r"(?=[ .,;\"\u201d])"
    ),
)
# Articles of the opinion pages offer the newsletter of these pages.
OPINION_NEWSLETTER = re.compile(r"\b(?:our|daily) opinion (?:newsletter|e-?mail)", re.IGNORECASE)
PUBLISHED = re.compile(r"\b(?:published|posted|created|filed)\b", re.IGNORECASE)
UPDATE = re.compile(r"\b(?:(?:last )?(?:updated?|modified|edited|revised))\b", re.IGNORECASE)
NOTE_KINDS = frozenset({"contribution", "contact", "share", "promo", "bio"})
ALERTS_FROM = re.compile(
    r"\b(?:alerts|newsletters|offers|products and services) (?:from|for|of) "
    r"(?P<outlet>(?:The )?[A-Z]\w+(?: [A-Z]\w+){0,2})\b"
)
BYLINE_PARTS = re.compile(r"\s*(?:[,|\u2022]|\s[-\u2013\u2014]\s|\b(?:[Ff]or|(?:[Ss]pecial )?to|of)\b)\s*")
NAMES_OUTLET = re.compile(rf"(?:[Tt]he )?(?:[A-Z][\w.&'’]* )*(?i:{'|'.join((*PAPER_NOUNS, *OTHER_NOUNS, *BRANDS))})")
STAFF_OF = re.compile(
    r"^(?:[-\u2014] ?)?(?P<outlet>(?:[A-Z][\w&]+ ){0,2}(?:News|CNN|NPR|BBC|Times|Post|POLITICO|Politico|Today|TODAY))"
    r"(?:'s?|') [A-Z]"
)
BIO_NAME = re.compile(
    r"^(?:The (?:author|writer|reporter), )?(?:[\u2014\u2022*] ?)?(?P<name>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}),?"
    r" (?:is|was|teaches|writes|covers|has|served)\b"
)
CREDIT_NAME = re.compile(
    r"(?:(?:[A-Z][\w'-]+|[A-Z]\.|de|van|von|der|la|al|bin) ){0,3}[A-Z][\w'-]*\s?(?:/|\||via\b|for\b).*$"
)
CAPTION_DATE = re.compile(
    r"\b(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?P<date>(?:[A-Z][a-z]+\.?) \d{1,2}, (?:19|20)\d\d)"
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")


@dataclass(slots=True)
class Findings:
    """Facts about the article from the lines that were cut, in order."""

    authors: list[str] = field(default_factory=list)
    noted_authors: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    # Names in copyright lines; they count as outlets even without a word such as "Times".
    holders: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    def add(self, match: RuleMatch) -> None:
        """Note the named groups of a rule's match, and other facts in its line."""
        lists = {
            "author": self.authors,
            "outlet": self.outlets,
            "agency": self.agencies,
            "section": self.sections,
            "published": self.dates,
            "credit": self.credits,
        }
        line = next((value for name, value in match.groups if name == "line"), "")
        is_update = UPDATE.search(line) is not None and not PUBLISHED.search(line)
        for name, value in match.groups:
            if name == "published" and is_update:
                continue  # the day of an update is not that of the article
            if name == "line":
                self._add_line(match.rule.kind, value)
            elif (target := lists.get(name.rstrip("0123456789"))) is not None:
                target.append(value)
                if match.rule.kind == "copyright" and target is self.outlets:
                    self.add_holder(value)

    def add_holder(self, name: str) -> None:
        """Note the copyright holder: an agency, or a possible outlet."""
        cleaned = clean_outlet_name(name)
        if is_agency(cleaned):
            self.agencies.append(cleaned)
        else:
            self.holders.append(cleaned)

    def add_head(self, text: str) -> None:
        """Note the day in a short line between headline and text, and the author that it names."""
        stated = UPDATE.split(text)[0]  # what stands before "updated"
        if len(stated) <= LONGEST_HEAD_LINE and find_date(stated):
            self.dates.append(stated)
            self.authors.append(stated)

    def add_bio(self, text: str) -> None:
        """Note the name in a closing bio."""
        if match := BIO_NAME.match(text):
            self.noted_authors.append(match["name"])

    def add_caption(self, text: str) -> None:
        """Note a caption, which may have the day of its picture."""
        self.captions.append(text)

    def add_links(self, text: str) -> None:
        """Note the hosts of a block of addresses."""
        for address in text.split():
            try:
                host = urlsplit(address).hostname
            except ValueError:
                continue
            if host and not SOCIAL_HOSTS.search(host):
                self.hosts.append(host.removeprefix("www."))

    def _add_line(self, kind: str, text: str) -> None:
        if kind in NOTE_KINDS:
            for pattern in NOTES_ON_AUTHORS:
                if match := pattern.search(text):
                    self.noted_authors.extend(name for name in match.groups() if name)
            if match := STAFF_OF.match(text):
                self.outlets.append(match["outlet"])
        elif kind == "newsletter":
            if match := ALERTS_FROM.search(text):
                self.outlets.append(match["outlet"])
            if OPINION_NEWSLETTER.search(text):
                self.sections.append("Opinion")
        elif kind == "caption":
            self.add_caption(text)
        elif kind == "byline":  # what follows the names: roles, the outlet, the day
            self.outlets += [part for part in BYLINE_PARTS.split(text) if NAMES_OUTLET.fullmatch(part)]
            stated = UPDATE.split(text)[0]
            self.dates += [stated] if find_date(stated) else []


def names_author(match: RuleMatch) -> bool:
    """Whether the line that a byline's rule matched names a person, an outlet or an agency.

    In capitals any two words look like a name ("GIRLS BASKETBALL"), so there the first must be a known first name.
    """
    groups = dict(match.groups)
    if "outlet" in groups or not (name := groups.get("author") or groups.get("writer")):
        return True
    words = name.split()
    if "writer" in groups and words[0] in read_name_words().titles:
        return False  # "— General Jane Doe" is the speaker of the words above
    if name.isupper() or not clean_author_names([name]):
        if len(words) > 2 and ROLE.search(name):
            return True
        return len(words) > 1 and words[0].casefold() in read_first_names() and not OUTLET_WORD.search(name)
    return True


def complete_metadata(
    known: Metadata, headline: str | None, body: str, findings: Findings, registry: OutletRegistry
) -> Metadata:
    """Metadata of an article: the values of its format, with gaps filled from the text."""
    changes: dict[str, object] = {}
    kicker_section = None
    if headline and not known.headline:
        title, kicker_section = split_kicker(" ".join(headline.split()))
        changes |= {"headline": title, "headline_source": "text"}
    place, agency = find_dateline(body)
    authors = known.author_names or _choose_authors(findings)
    if authors and not known.author_names:
        changes |= {"author_names": authors, "authors_source": "text"}
    if stated := registry.name_outlet(known.outlet_name, known.url):
        changes |= {"outlet_name": stated, "outlet_source": known.outlet_source or known.headline_source or "record"}
    elif outlet := _choose_outlet(findings, authors) or _find_own_name(body, registry):
        changes |= {"outlet_name": registry.name_outlet(outlet, None), "outlet_source": "text"}
    if not known.section and (section := next(iter(findings.sections), None) or kicker_section):
        changes["section"] = _fold_section(section)
    if not known.dateline_place and place:
        changes["dateline_place"] = place
    agencies = [*([agency] if agency else []), *findings.agencies]
    if agencies and not known.agency_names:
        changes["agency_names"] = tuple(dict.fromkeys(AGENCY_NAMES.get(name.lower(), name) for name in agencies))
    if findings.credits and not known.photo_credits:
        changes["photo_credits"] = tuple(dict.fromkeys(_clean_credit(credit) for credit in findings.credits))
    if not known.published_on and (day := _choose_date(findings, body)):
        changes |= {"published_on": day, "published_source": "text"}
    if not known.language:
        changes["language"] = detect_language(body or headline or "")
    return replace(known, **changes) if changes else known  # type: ignore[arg-type]


def _choose_authors(findings: Findings) -> tuple[str, ...]:
    if names := clean_author_names(findings.authors):
        return names
    noted: list[str] = []
    for name in findings.noted_authors:
        folded = name.title() if name.isupper() else name
        # A surname alone counts if a closing note has nothing fuller ("Special correspondent Doe reported from").
        if (is_person_name(folded) or (len(folded.split()) == 1 and folded.isalpha())) and folded not in noted:
            noted.append(folded)
    return tuple(name for name in noted if not any(name != other and name in other.split() for other in noted))


def _choose_outlet(findings: Findings, authors: Iterable[str]) -> str | None:
    for name in map(clean_outlet_name, findings.outlets):
        if OUTLET_WORD.search(name) and not is_agency(name) and len(name.split()) <= MOST_WORDS:
            return name
    surnames = {author.split()[-1].casefold() for author in authors}
    for name in map(clean_outlet_name, findings.holders):
        # Columnists hold the rights to their columns: a name in the form of a person's counts as an outlet only if a
        # byline names somebody else.
        may_be_person = is_person_name(name) and (not surnames or name.split()[-1].casefold() in surnames)
        if is_outlet_form(name) and not may_be_person:
            return name
    hosts = set(findings.hosts)
    return _name_host(hosts.pop()) if len(hosts) == 1 else None


def _find_own_name(body: str, registry: OutletRegistry) -> str | None:
    """The known outlet that asked or got an answer according to the text, if it is the only one."""
    found = {
        outlet
        for pattern in ASKED_BY
        for match in pattern.finditer(body)
        if (outlet := registry.by_name.get(fold_outlet(match["outlet"]))) and not is_agency(outlet)
    }
    return found.pop() if len(found) == 1 else None


def _name_host(host: str) -> str | None:
    """The newspaper's name in a host such as themoscowtimes.com; None if it cannot be read from it."""
    label = host.split(".")[-2] if "." in host else host
    article = "The " if label.startswith("the") else ""
    rest = label.removeprefix("the")
    noun = next((noun for noun in PAPER_NOUNS if rest.endswith(noun) and len(rest) > len(noun) + 2), None)
    return f"{article}{rest.removesuffix(noun).capitalize()} {noun.capitalize()}" if noun else None


def _choose_date(findings: Findings, body: str) -> date | None:
    for text in findings.dates:
        if day := find_date(text):
            return day
    # A caption has weekday and date, and the text mentions that weekday: the article is of that day.
    first = WEEKDAY.search(body)
    for caption in findings.captions if first else ():
        match = CAPTION_DATE.search(caption)
        day = find_date(match["date"]) if match else None
        if match and day and first and first[0] == f"{match['weekday']}day" == WEEKDAYS[day.weekday()]:
            return day
    return None


def _clean_credit(credit: str) -> str:
    """A credit without words of the caption that the pattern also matched, and without its repetition."""
    folded = " ".join(credit.rpartition("Read more")[2].split()).strip(" .,|")
    match = CREDIT_NAME.search(folded)
    folded = match[0] if match else folded
    half = len(folded) // 2
    return folded[:half] if folded[:half] == folded[half + 1 :] else folded


def _fold_section(section: str) -> str:
    folded = " ".join(section.split())
    return folded.capitalize() if folded.isupper() or folded.islower() else folded
