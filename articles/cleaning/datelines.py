"""Read the dateline that opens a news story: "MOSCOW -- ", "SALEM, Ore. (AP) - ", "Washington (CNN) "."""

from __future__ import annotations

import re

CITY = r"[A-Z][A-Z.'\u2019-]+(?:[ /][A-Z][A-Z.'\u2019-]+){0,4}"
STATE = r"(?:[A-Z][a-z]+\.?|[A-Z]\.[A-Z]\.|[A-Z][a-z]+ [A-Z][a-z]+\.?)"
DASH = r"(?:[\u2014\u2013]|--?)"
DATELINE = re.compile(
    rf"(?P<place>{CITY}(?:, {STATE})?)(?:,? [A-Z][a-z]+\.? \d{{1,2}})?\s*"
    rf"(?:\((?P<agency>[A-Za-z][A-Za-z /&.]{{1,30}})\)\s*)?{DASH}\s*(?=\S)"
)
AGENCY = r"\((?P<agency>CNN|AP|Reuters|AFP|UPI|CNNMoney|CNN Business|PTI|IANS|Xinhua|Bloomberg)\)"
# Agencies that write the place in small letters always name themselves behind it.
MIXED_DATELINE = re.compile(
    r"(?P<place>[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}(?:, [A-Z][a-z]+\.?(?: [A-Z][a-z]+)?)?)\s*"
    rf"{AGENCY}\s*(?:{DASH}\s*)?(?=\S)"
)
AGENCY_ALONE = re.compile(rf"{AGENCY}\s*{DASH}?\s*(?=\S)")
# What stands in capitals before a dash and is no place.
NO_PLACE = frozenset(
    {
        "EXCLUSIVE",
        "UPDATE",
        "UPDATED",
        "BREAKING",
        "WATCH",
        "NOTE",
        "CORRECTION",
        "OPINION",
        "ANALYSIS",
        "VIDEO",
        "LIVE",
    }
    | {"EDITORIAL", "NEWS", "REPORT", "READ", "POLL", "LISTEN", "PHOTOS", "MORE", "ALSO", "SPOILER", "WARNING", "FILE"}
    | {"LIVE"}
)
LONGEST_DATELINE = 160


def find_dateline(body: str) -> tuple[str | None, str | None]:
    """Place and agency of the dateline that opens a body; None for what it lacks."""
    start = body[:LONGEST_DATELINE].lstrip()
    match = DATELINE.match(start) or MIXED_DATELINE.match(start)
    if match and re.split(r"[ ,./]", match["place"])[0] not in NO_PLACE:
        city, comma, state = match["place"].partition(",")
        return f"{_fold_city(city)}{comma}{state}", match["agency"]
    alone = AGENCY_ALONE.match(start)
    return None, alone["agency"] if alone else None


def _fold_city(city: str) -> str:
    """A city in capitals as one writes it; shortened names ("U.N.") stay."""
    return re.sub(r"[A-Z][A-Z'\u2019]+(?![A-Z])", lambda match: match[0].capitalize(), city)
