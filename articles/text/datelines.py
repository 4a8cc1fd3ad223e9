"""Read the dateline that opens a news story: "MOSCOW -- ", "SALEM, Ore. (AP) - ", "Washington (CNN) "."""

from __future__ import annotations

import re

CITY = r"[A-Z][A-Z.'\u2019-]+(?:[ /][A-Z][A-Z.'\u2019-]+){0,4}"
REGION = r"(?:[A-Z]\.(?:[A-Z]|Va)\.|(?:the )?[A-Z][a-z]+(?: (?:and |of )?[A-Z][a-z]+){0,3}\.?)"
DASH = r"(?:[\u2014\u2013]|--?)"
DATELINE = re.compile(
    rf"(?P<place>{CITY}(?:, {REGION})?)(?:,? [A-Z][a-z]+\.? \d{{1,2}})?\s*"
    rf"(?:\((?P<agency>[A-Za-z][A-Za-z /&.]{{1,30}})\)\s*)?{DASH}\s*(?=\S)"
)
AGENCY = (
    r"\((?P<agency>CNN|AP|Reuters|AFP|UPI|CNNMoney|CNN Business|PTI|IANS|Xinhua|Bloomberg|"
    r"(?:[A-Z][A-Za-z]+ ){1,3}(?:News|Press|Agency|Service|Wire))\)"
)
# Agencies that write the place in small letters always name themselves after it.
MIXED_DATELINE = re.compile(
    rf"(?P<place>[A-Z][a-z]+(?:[ -][A-Z][a-z]+){{0,2}}(?:, {REGION})?)\s*"
    rf"{AGENCY}\s*(?:{DASH}\s*)?(?=\S)"
)
AGENCY_ALONE = re.compile(rf"{AGENCY}\s*{DASH}?\s*(?=\S)")
# Words that stand in capitals before a dash and are no place.
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
US_STATES = frozenset(
    {"Ala.", "Ariz.", "Ark.", "Calif.", "Colo.", "Conn.", "D.C.", "Del.", "Fla.", "Ga.", "Ill.", "Ind.", "Kan.", "Ky."}
    | {"La.", "Mass.", "Md.", "Mich.", "Minn.", "Miss.", "Mo.", "Mont.", "N.C.", "N.D.", "N.H.", "N.J.", "N.M.", "N.Y."}
    | {"Neb.", "Nev.", "Okla.", "Ore.", "Pa.", "R.I.", "S.C.", "S.D.", "Tenn.", "Tex.", "Va.", "Vt.", "W.Va.", "Wash."}
    | {"Wis.", "Wyo.", "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware"}
    | {"Florida", "Georgia", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana"}
    | {"Maine", "Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska"}
    | {"Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota", "Ohio"}
    | {"Oklahoma", "Oregon", "Pennsylvania", "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas"}
    | {"Utah", "Vermont", "Virginia", "Washington", "West Virginia", "Wisconsin", "Wyoming"}
)
# The call sign of a station, which opens what it broadcasts: "KARE-TV, Minneapolis --".
STATION = re.compile(r"[A-Z]{2,5}-(?:TV|FM|AM)\b")
LONGEST_DATELINE = 160


def find_dateline(body: str) -> tuple[str | None, str | None]:
    """Place and agency of the dateline that opens a body; None for what it lacks."""
    start = body[:LONGEST_DATELINE].lstrip()
    match = DATELINE.match(start) or MIXED_DATELINE.match(start)
    if match and re.split(r"[ ,./]", match["place"])[0] not in NO_PLACE and not STATION.match(match["place"]):
        city, _, region = match["place"].partition(", ")
        # States of the US are part of the place as newspapers write it; other regions and countries are not.
        state = f", {region}" if region in US_STATES else ""
        return f"{_fold_city(city.rstrip('-'))}{state}", match["agency"]
    alone = AGENCY_ALONE.match(start)
    return None, alone["agency"] if alone else None


def _fold_city(city: str) -> str:
    """A city in capitals in its normal form; abbreviated names ("U.N.") stay."""
    return re.sub(r"[A-Z][A-Z'\u2019]+(?![A-Z])", lambda match: match[0].capitalize(), city)
