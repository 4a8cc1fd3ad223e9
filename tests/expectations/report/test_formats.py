"""How values are written."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.report import formats


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "–"), (0, "0%"), (0.001, "<1%"), (0.129, "13%"), (0.999, ">99%"), (1, "100%")],
)
def test_a_share_is_never_rounded_to_nothing_or_all(share: float | None, text: str) -> None:
    assert formats.format_share(share) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "–"), (0.04, "0.0 s"), (83.2, "1 min 23 s"), (3600, "1 h 0 min"), (9_000, "2 h 30 min")],
)
def test_a_duration_has_at_most_two_units(seconds: float | None, text: str) -> None:
    assert formats.format_duration(seconds) == text


def test_days_and_moments_read_well() -> None:
    assert formats.format_day(date(2024, 5, 3)) == "3 May 2024"
    assert formats.format_day(None) == "no date"
    assert formats.format_moment(datetime.fromisoformat("2024-05-03T17:05:59")) == "3 May 2024, 17:05 UTC"


def test_counts_and_sizes_read_well() -> None:
    assert formats.format_count(1234567) == "1,234,567"
    assert formats.format_plural(1, "article") == "1 article"
    assert formats.format_plural(2, "entity", "entities") == "2 entities"
    assert formats.format_bytes(999) == "999 bytes"
    assert formats.format_bytes(50_000_000) == "50.0 MB"


@given(st.binary())
def test_bytes_of_any_kind_become_text_that_steers_nothing(data: bytes) -> None:
    shown = formats.show_bytes(data)
    assert not set(shown) & {chr(code) for code in (*range(9), *range(11, 32), 127, 0x202E, 0x2066)}


@given(st.text())
def test_failing_rows_that_are_no_list_of_objects_are_none(text: str) -> None:
    assert all(isinstance(row, dict) for row in formats.parse_rows(text))
