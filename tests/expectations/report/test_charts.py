"""Charts."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from expectations.report import charts


@given(st.lists(st.integers(0, 10**9)))
def test_the_top_of_a_chart_is_round_and_above_all(values: list[int]) -> None:
    top = charts.find_top(values)
    assert top >= max(values, default=0)
    assert str(top).rstrip("0") in {"1", "2", "5"}


@given(st.lists(st.lists(st.integers(0, 50), min_size=2, max_size=2), min_size=1, max_size=60))
def test_bars_stay_inside_the_chart(columns: list[list[int]]) -> None:
    top = charts.find_top([sum(column) for column in columns])
    picture = charts.draw_bars([[("c", value, "t") for value in column] for column in columns], "label", top)
    for x, y, width in re.findall(r'<rect class="c" x="([\d.-]+)" y="([\d.-]+)" width="([\d.-]+)"', picture):
        assert 0 <= float(x) <= float(x) + float(width) <= 1000
        assert 0 <= float(y) <= 100
    assert picture.count("<rect") == sum(value > 0 for column in columns for value in column)


def test_what_a_chart_says_is_escaped() -> None:
    picture = charts.draw_share([("c", 1, "<script>")], '"><script>')
    assert "<script>" not in picture
