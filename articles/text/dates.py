"""Dates as exports and pages write them. A date that could mean two days is not read at all."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)\b"
WRITTEN_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{MONTH}\s+{DAY}\b,?\s+{YEAR}",
        rf"\b{DAY}(?:\s+(?:of\s+)?|[-/.]){MONTH}(?:,?\s+|[-/.]){YEAR}",
        rf"(?<![\d-]){DAY}[-\s]{MONTH}[-\s,']+(?P<year>\d\d)(?![\d:])",
        r"\b(?P<year>(?:19|20)\d\d)[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>[12]\d|3[01]|0?[1-9])(?!\d)",
        rf"\b{MONTH}\s+{DAY}\s+\d\d:\d\d(?::\d\d)?\s+[A-Z]{{1,5}}\s+{YEAR}",  # with a zone that no parser knows
    )
)
NUMERIC_DATE = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-]((?:19|20)\d\d)\b")
SHORT_NUMERIC_DATE = re.compile(r"(?<![\d/])(0?[1-9]|1[0-2])/(1[3-9]|2\d|3[01])/(\d\d)(?![\d/])")  # 05/14/19
YEARS = range(1900, 2100)  # what news and their addresses can be of; the ends of the calendar overflow
UNSET = datetime(1970, 1, 1)  # noqa: DTZ001 -- compared without a zone
_WRAPPERS = ("$date", "$numberLong", "date", "iso", "value")
_DIGITS = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]\+?\d+)?")
_NET_DATE = re.compile(r"^\\?/Date\((-?\d+)(?:[+-]\d{4})?\)\\?/$")  # milliseconds, as .NET writes them in JSON
_COMPACT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
# Seconds since 1970 for the years 1980 to 2100; larger numbers are milli-, micro- or nanoseconds.
EPOCH_SECONDS = range(315_532_800, 4_102_444_800)


def parse_moment(value: object) -> tuple[date | None, datetime | None]:
    """The day as it was stated, and the moment in UTC where a time and its zone are stated too.

    Reads ISO 8601, RFC 2822, the form of C's ctime, seconds to nanoseconds since 1970, GDELT's digits (YYYYMMDDHHMMSS),
    MongoDB's `$date`, and written dates ("May 14, 2019", "14-May-19"). Programs write the first moment of 1970 where
    they know no date, so it counts as none.
    """
    if isinstance(value, dict):  # MongoDB: {"$date": "2019-05-14T..."}, {"$date": {"$numberLong": "1557828000000"}}
        value = next((value[key] for key in _WRAPPERS if key in value), None)
        return parse_moment(value)
    if isinstance(value, bool) or value is None:
        return None, None
    text = _NET_DATE.sub(r"\1", str(value).strip())
    if _DIGITS.fullmatch(text):
        return _parse_digits(text)
    moment = _parse_iso(text) or _parse_rfc(text) or _parse_ctime(text)
    if moment is not None:
        if moment.year not in YEARS or moment.replace(tzinfo=None) == UNSET:
            return None, None
        return moment.date(), moment.astimezone(UTC) if moment.tzinfo and _states_time(text) else None
    return find_date(text), None


def find_date(text: str) -> date | None:
    """First full date written in a text, by day, month and year; None where there is none."""
    for pattern in WRITTEN_DATES:
        match = pattern.search(text)
        if match:
            month = match["month"].lower()
            year = int(match["year"])
            if year < 100:  # as C's strptime reads two digits
                year += 1900 if year > 68 else 2000
            return make_date(year, MONTHS.get(month) or int(month), int(match["day"]))
    match = NUMERIC_DATE.search(text)
    if match:
        first, second, year = (int(part) for part in match.groups())
        is_dotted = "." in match[0]  # no English locale puts the month first between full stops (Unicode CLDR)
        if first > 12 >= second or first == second or (is_dotted and second <= 12):  # 14/5/2019, 5/5/2019, 4.5.2019
            return make_date(year, second, first)
        if second > 12:  # 5/14/2019
            return make_date(year, first, second)
    if match := SHORT_NUMERIC_DATE.search(text):
        month, day, year = (int(part) for part in match.groups())
        return make_date(year + (1900 if year > 68 else 2000), month, day)
    return None


def is_ambiguous(text: str) -> bool:
    """Whether the only date in a text is a numeric one that could be two days."""
    match = NUMERIC_DATE.search(text)
    return match is not None and find_date(text) is None and all(1 <= int(part) <= 12 for part in match.groups()[:2])


def make_date(year: int, month: int, day: int) -> date | None:
    """A date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _parse_digits(text: str) -> tuple[date | None, datetime | None]:
    if len(text) in {8, 12, 14} and text.isdigit() and _COMPACT.match(text):
        day = make_date(int(text[:4]), int(text[4:6]), int(text[6:8]))
        return day, None
    return _parse_epoch(float(text))


def _parse_epoch(value: float) -> tuple[date | None, datetime | None]:
    for unit in (1, 1e3, 1e6, 1e9):
        if EPOCH_SECONDS.start <= (seconds := value / unit) < EPOCH_SECONDS.stop:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
            return moment.date(), moment
    return None, None


def _parse_iso(text: str) -> datetime | None:
    text = re.sub(r"\[[\w/+-]+\]$", "", text)  # Java's name of the zone after its offset: "Z[UTC]"
    try:
        return datetime.fromisoformat(text.removesuffix(" UTC") + ("Z" if text.endswith(" UTC") else ""))
    except ValueError:
        return None


def _parse_rfc(text: str) -> datetime | None:
    if not re.match(r"[A-Za-z]{3},? \d", text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _parse_ctime(text: str) -> datetime | None:
    """Forms with the year at the end: "Tue Feb 04 08:00:00 +0000 2025", "Tue Feb  4 08:00:00 2025"."""
    for form in ("%a %b %d %H:%M:%S %z %Y", "%a %b %d %H:%M:%S %Y", "%a %b %d %H:%M:%S %Z %Y"):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 -- without a zone only its day is used
        except ValueError:
            continue
    return None


def _states_time(text: str) -> bool:
    return ":" in text
