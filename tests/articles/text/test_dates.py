"""Days as exports write them."""

from __future__ import annotations

from datetime import date

import pytest

from articles.text.dates import find_date, is_ambiguous, parse_moment


@pytest.mark.parametrize(
    "value",
    [
        "20190514093000",
        "20190514",
        20190514,
        "14-May-19",
        "14 May 19",
        "Tue May 14 09:30:00 +0000 2019",
        "Tue May 14 09:30:00 2019",
        "2019-05-14T09:30:00Z[Europe/Oslo]",
        "1557826200.0",
        1_557_826_200_000,
        1_557_826_200_000_000_000,
        {"$date": "2019-05-14T09:30:00Z"},
        {"$date": {"$numberLong": "1557826200000"}},
        "Tuesday 14 May 2019 9.30 GMT",
        "14.05.2019",
        "14-May-2019 09:30",
        "14/May/2019:09:30:00 +0000",
        "/Date(1557826200000+0100)/",
        "2019-05-14T09:30:00Z+00:00",
        "Tue May 14 09:30:00 EDT 2019",
    ],
)
def test_reads_the_day(value: object) -> None:
    assert parse_moment(value)[0] == date(2019, 5, 14)


@pytest.mark.parametrize(
    "value",
    [
        *("1970-01-01T00:00:00Z", "1970-01-01", 0, "0000-00-00", "05/04/2019", "12.5", "2019", {}),
        *("9" * 400, "1e400", 1e300, "9999-12-31T23:59:59-14:00", "Mon, 31 Dec 9999 23:59:59 -1400"),
    ],
)
def test_reads_no_day_where_none_is_sure(value: object) -> None:
    assert parse_moment(value) == (None, None)


def test_full_stops_put_the_day_first_and_slashes_leave_it_open() -> None:
    assert find_date("04.05.2019") == date(2019, 5, 4)
    assert find_date("04/05/2019") is None
    assert is_ambiguous("04/05/2019")
    assert not is_ambiguous("04.05.2019")
