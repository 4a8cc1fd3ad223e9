"""Metadata harvested from an article's text: what bylines, datelines, credits and links said about it.

What a record or a page's markup states goes first; the text only fills what they leave open. Nothing is guessed: a value
that the text does not state stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from articles.cleaning.bylines import clean_author_names, is_person_name
from articles.cleaning.headline import split_kicker
from articles.reading.dates import find_date

if TYPE_CHECKING:
    from datetime import date

    from articles.cleaning.rules import RuleMatch
    from articles.records import Metadata

# "MOSCOW -- ", "SALEM, Ore. (AP) - ", "WASHINGTON (Reuters) - ", "Washington (CNN) ".
DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'\u2019-]+(?:[ /][A-Z][A-Z.'\u2019-]+){0,4}(?:, (?:[A-Z][a-z]+\.?|[A-Z]\.[A-Z]\.|[A-Z][a-z]+ [A-Z][a-z]+\.?))?)"
    r"(?:,? (?:[A-Z][a-z]+\.? \d{1,2}))?\s*(?:\((?P<agency>[A-Za-z][A-Za-z /&.]{1,30})\)\s*)?(?:[\u2014\u2013]|--?|:)\s*(?=\S)"
)
MIXED_DATELINE = re.compile(
    r"(?P<place>[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}(?:, [A-Z][a-z]+\.?(?: [A-Z][a-z]+)?)?)\s*\((?P<agency>CNN|AP|Reuters|AFP|UPI|CNNMoney|CNN Business|PTI|IANS|Xinhua)\)\s*(?:(?:[\u2014\u2013]|--?)\s*)?(?=\S)"
)
PLAIN_AGENCY = re.compile(
    r"\((?P<agency>CNN|AP|Reuters|AFP|UPI|CNNMoney|CNN Business|PTI|Bloomberg)\)\s*(?:[\u2014\u2013]|--?)?\s*(?=\S)"
)
NO_PLACE = frozenset(
    {"EXCLUSIVE", "UPDATE", "UPDATED", "BREAKING", "WATCH", "NOTE", "CORRECTION", "OPINION", "ANALYSIS"}
    | {"VIDEO", "LIVE", "EDITORIAL", "NEWS", "REPORT", "READ", "POLL"}
)
SOCIAL_HOSTS = re.compile(r"(?:^|\.)(?:twitter|x|t|facebook|instagram|youtube|youtu|linkedin|google|goo|bit|tinyurl|ow|usat|wapo|nyti|reut|tmsnrt)\.(?:com|co|be|ly|gl|gd|st|ms|rs)$")  # fmt: skip # noqa: E501
# What newspapers are called, as their host names end: themoscowtimes.com.
PAPER_NOUNS = ("times", "post", "news", "herald", "tribune", "journal", "guardian", "telegraph", "gazette", "chronicle",
               "observer", "independent", "mirror", "express", "review", "today", "daily", "star", "globe", "inquirer")  # fmt: skip
AGENCY_NAMES = {"ap": "AP", "associated press": "AP", "the associated press": "AP", "reuters": "Reuters", "afp": "AFP",
                "agence france-presse": "AFP", "upi": "UPI", "pti": "PTI", "bloomberg": "Bloomberg", "xinhua": "Xinhua"}  # fmt: skip
OUTLET_WORD = re.compile(
    r"\b(?:times|post|news|tribune|journal|herald|today|guardian|monitor|chronicle|gazette|star|globe|inquirer|bee|"
    r"register|review|magazine|npr|cnn|bbc|abc|cbs|nbc|cnbc|msnbc|politico|bloomberg|vox|slate|salon|townhall|newsmax|"
    r"breitbart|axios|forbes|fortune|reason|atlantic|nation|hill|beast|examiner|observer|press)\b",
    re.IGNORECASE,
)
AGENCY_WORD = re.compile(
    r"\b(?:agency|syndicate|creators|features|service|press|reuters|associated press)\b", re.IGNORECASE
)
REPORTED_FROM = re.compile(r"\b(?:correspondent|writer|reporter|editor)s? (?P<first>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)\b[^.]*?\breported from\b(?:[^.]*?\band (?:[a-z]+ )*(?:correspondent|writer|reporter)s? (?P<second>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?) from\b)?")  # fmt: skip # noqa: E501
FOLLOW_AUTHOR = re.compile(r"^(?:[-\u2014] ?)?(?:follow|write to|contact|e-?mail) (?P<author>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3})(?: and (?P<second>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}))? (?:on twitter|at \S+@)", re.IGNORECASE)  # fmt: skip # noqa: E501
MORE_FROM = re.compile(
    r"\b(?:read )?more (?:from|by) (?P<author>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,2})\.?$", re.IGNORECASE
)
ALERTS_FROM = re.compile(
    r"\b(?:alerts|newsletters|offers|products and services) (?:from|for|of) (?P<outlet>(?:The )?[A-Z]\w+(?: [A-Z]\w+){0,2})\b"
)
STAFF_OF = re.compile(
    r"^(?:[-\u2014] ?)?(?P<outlet>(?:[A-Z][\w&]+ ){0,2}(?:News|CNN|NPR|BBC|Times|Post|POLITICO|Politico|Today|TODAY))(?:'s?|') [A-Z]"
)
BIO_NAME = re.compile(
    r"^(?:The (?:author|writer|reporter), )?(?:[\u2014\u2022*] ?)?(?P<name>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}),? (?:is|was|teaches|writes|covers|has|served)\b"
)
CREDIT_NAME = re.compile(
    r"(?:(?:[A-Z][\w'-]+|[A-Z]\.|de|van|von|der|la|al|bin) ){0,3}[A-Z][\w'-]*\s?(?:/|\||via\b|for\b).*$"
)
CAPTION_DATE = re.compile(
    r"\b(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?P<date>(?:[A-Z][a-z]+\.?) \d{1,2}, (?:19|20)\d\d)"
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
# Words that only English has; a text of which they are a tenth needs no model to be told for English.
ENGLISH_WORDS = frozenset(
    {"the", "of", "and", "to", "that", "with", "was", "for", "is", "are", "were", "said", "has", "have"}
    | {"from", "by", "not", "been", "which", "their", "would", "this", "they", "his", "will", "who"}
)
ENGLISH_SHARE = 0.1
LANGUAGE_SAMPLE = 600
# Languages that news is read in at scale; out of py3langid's 97 the rare ones are mostly wrong on short texts.
LANGUAGES = [
    "ar",
    "bg",
    "bn",
    "ca",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fa",
    "fi",
    "fr",
    "he",
    "hi",
    "hr",
    "hu",
    "id",
    "it",
    "ja",
    "ko",
    "lt",
    "lv",
    "mk",
    "ms",
    "nl",
    "no",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "sq",
    "sr",
    "sv",
    "sw",
    "ta",
    "te",
    "th",
    "tr",
    "uk",
    "ur",
    "vi",
    "zh",
]


@dataclass(slots=True)
class Findings:
    """What the lines that were cut said about the article, in the order they were met."""

    authors: list[str] = field(default_factory=list)
    weak_authors: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    def add(self, match: RuleMatch) -> None:
        """Note what a rule's named groups hold, and what its line says beside."""
        for name, value in match.groups:
            if name == "author":
                self.authors.append(value)
            elif name == "outlet":
                self.outlets.append(value)
            elif name == "agency":
                self.agencies.append(value)
            elif name.startswith("credit"):
                self.credits.append(value)
            elif name == "section":
                self.sections.append(value)
            elif name == "published":
                self.dates.append(value)
            elif name == "line":
                self._add_line(match.rule.kind, value)

    def _add_line(self, kind: str, text: str) -> None:
        if kind in {"contribution", "contact", "share", "promo", "bio"}:
            for pattern, target in (
                (REPORTED_FROM, self.weak_authors),
                (FOLLOW_AUTHOR, self.weak_authors),
                (MORE_FROM, self.weak_authors),
            ):
                if match := pattern.search(text):
                    target.extend(name for name in match.groups() if name)
            if match := STAFF_OF.match(text):
                self.outlets.append(match["outlet"])
        if kind == "newsletter" and (match := ALERTS_FROM.search(text)):
            self.outlets.append(match["outlet"])
        if kind == "caption":
            self.add_caption(text)

    def add_bio(self, text: str) -> None:
        """Note whom a closing note on the writer names."""
        if match := BIO_NAME.match(text):
            self.weak_authors.append(match["name"])

    def add_caption(self, text: str) -> None:
        """Note a caption; it may say what day the picture was taken."""
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


def complete_metadata(known: Metadata, headline: str | None, body: str, findings: Findings) -> Metadata:
    """Metadata of an article: what its format states, and from the text what that leaves open."""
    changes: dict[str, object] = {}
    kicker_section = None
    if headline and not known.headline:
        title, kicker_section = split_kicker(" ".join(headline.split()))
        changes |= {"headline": title, "headline_source": "text"}
    place, agency = find_dateline(body)
    if not known.author_names and (authors := _choose_authors(findings)):
        changes |= {"author_names": authors, "authors_source": "text"}
    if not known.outlet_name and (outlet := _choose_outlet(findings)):
        changes |= {"outlet_name": outlet, "outlet_source": "text"}
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


def find_dateline(body: str) -> tuple[str | None, str | None]:
    """Place and agency of the dateline that opens a body; None for what it lacks."""
    start = body[:160].lstrip()
    for pattern in (DATELINE, MIXED_DATELINE):
        match = pattern.match(start)
        if (
            match
            and match["place"].split(",")[0].split()[0].strip(".") not in NO_PLACE
            and not match["place"].isdigit()
        ):
            place = match["place"]
            if pattern is DATELINE and not match["agency"] and start[match.end() - 2 : match.end()].strip() == ":":
                return None, None
            city, comma, state = place.partition(",")
            city = city.title().replace("'S", "'s") if city.isupper() else city
            return f"{city}{comma}{state}", match["agency"]
    match = PLAIN_AGENCY.match(start)
    return None, match["agency"] if match else None


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of a text's language; None where it has too few letters to tell."""
    sample = text[:LANGUAGE_SAMPLE]
    words = sample.lower().split()
    if len(words) >= 12 and sum(word in ENGLISH_WORDS for word in words) >= len(words) * ENGLISH_SHARE:
        return "en"
    if sum(character.isalpha() for character in sample) < 12:
        return None
    return str(_load_identifier().classify(sample)[0])


@cache
def _load_identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LANGUAGES)
    return identifier  # type: ignore[no-any-return]


class _Identifier:
    def classify(self, text: str) -> tuple[str, float]:
        raise NotImplementedError


def _choose_authors(findings: Findings) -> tuple[str, ...]:
    names = clean_author_names(findings.authors)
    if names:
        return names
    weak: list[str] = []
    for name in findings.weak_authors:
        folded = name.title() if name.isupper() else name
        # A surname alone counts where a closing note gives no more ("Special correspondent Doe reported from").
        if (is_person_name(folded) or (len(folded.split()) == 1 and folded.isalpha())) and folded not in weak:
            weak.append(folded)
    return tuple(name for name in weak if not any(name != other and name in other.split() for other in weak))


def _choose_outlet(findings: Findings) -> str | None:
    for name in findings.outlets:
        cleaned = re.sub(r",? (?:LLC|Inc|Ltd|Corp|L\.P)\.?$", "", name.strip(" .,"), flags=re.IGNORECASE)
        if OUTLET_WORD.search(cleaned) and not AGENCY_WORD.search(cleaned) and len(cleaned.split()) <= 6:
            return (
                " ".join(_fold_word(word) for word in cleaned.split())
                if cleaned.isupper() and " " in cleaned
                else cleaned
            )
    hosts = set(findings.hosts)
    return _name_host(hosts.pop()) if len(hosts) == 1 else None


def _fold_word(word: str) -> str:
    """A word of a name in capitals as one writes it: FOX is Fox, CBN stays CBN."""
    is_shortened = len(word) <= 4 and not set(word) & set("EIOUY")
    return word if is_shortened else word.capitalize()


def _name_host(host: str) -> str | None:
    """The newspaper's name in a host such as themoscowtimes.com; None where it cannot be read off."""
    label = host.split(".")[-2] if host.count(".") else host
    article = "The " if label.startswith("the") else ""
    rest = label.removeprefix("the")
    noun = next((noun for noun in PAPER_NOUNS if rest.endswith(noun) and len(rest) > len(noun) + 2), None)
    return f"{article}{rest.removesuffix(noun).capitalize()} {noun.capitalize()}" if noun else None


def _choose_date(findings: Findings, body: str) -> date | None:
    for text in findings.dates:
        if day := find_date(text):
            return day
    # A picture's caption gives weekday and date, and the text tells of that weekday: a report of that day.
    for caption in findings.captions:
        match = CAPTION_DATE.search(caption)
        day = find_date(match["date"]) if match else None
        first = WEEKDAY.search(body)
        if match and day and first and first[0].startswith(match["weekday"]) and WEEKDAYS[day.weekday()] == first[0]:
            return day
    return None


def _clean_credit(credit: str) -> str:
    """A credit without the caption's last words that a pattern may have taken along, and without its repetition."""
    folded = " ".join(credit.rsplit("Read more", maxsplit=1)[-1].split()).strip(" .,|")
    match = CREDIT_NAME.search(folded)
    folded = match[0] if match else folded
    half = len(folded) // 2
    return folded[:half] if folded[:half] == folded[half + 1 :] else folded


def _fold_section(section: str) -> str:
    folded = " ".join(section.split())
    return folded.capitalize() if folded.isupper() or folded.islower() else folded
