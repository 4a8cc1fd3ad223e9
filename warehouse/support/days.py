"""Days as people write them: a year, a month or a day."""

from __future__ import annotations

import calendar
import re
from datetime import date

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def read_day(text: str, *, is_end: bool = False) -> date | None:
    """The first day of a year, month or day (2019, 2019-03, 2019-03-08), the last with `is_end`; None for others."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, (month, day) = int(match[1]), (int(part) if part else None for part in match.groups()[1:])
    try:
        month = month or (12 if is_end else 1)
        return date(year, month, day or (calendar.monthrange(year, month)[1] if is_end else 1))
    except (ValueError, calendar.IllegalMonthError):
        return None
