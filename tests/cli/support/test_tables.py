"""Rows on a terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cli.support.tables import EMPTY, LONGEST_CELL, fit_columns, format_cell, print_table, shape_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = "It may well be that nobody has to leave the harbour before the end of next week at the earliest, she said."

cells = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63), st.floats(), st.text(max_size=300), st.lists(st.text())
)


def show(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    names: Sequence[str],
    rows: list[Any],
    width: int = 80,
) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    print_table(names, rows)
    return capsys.readouterr().out


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5), st.integers(20, 200))
def test_columns_never_grow_beyond_the_screen(rows: list[tuple[Any, ...]], width: int) -> None:
    columns = shape_columns(["first_name", "second_key", "a_rather_long_name"], rows)
    if fit_columns(columns, width):
        assert sum(column.width for column in columns) + 2 * (len(columns) - 1) <= width
        for column in columns:
            # What has no blanks to break at is a key or a path and stays whole; text may wrap at its blanks.
            longest = max((cell_len(word) for cell in column.cells for word in cell.split()), default=0)
            assert column.width >= min(8, longest)


def test_keys_stay_whole_and_text_wraps(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    out = show(monkeypatch, capsys, ["quote_key", "speaker_name", "quote_text"], [(2**62, "Mira Talvik", WORDS)])
    assert max(map(len, out.splitlines())) <= 80
    assert str(2**62) in out
    assert "Mira Talvik" in out
    assert " ".join(WORDS.split()[:5]) in out
    assert "…" not in out


def test_text_gets_the_room_that_is_left(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    wide = show(monkeypatch, capsys, ["speaker_name", "quote_text"], [("Mira Talvik", WORDS)], width=200)
    assert WORDS in wide


def test_rows_without_wrapping_stand_close(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("a", 1), ("b", 2)]
    assert len(show(monkeypatch, capsys, ["name", "count"], rows).splitlines()) == 4


def test_too_many_columns_become_blocks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"column_{number}" for number in range(20)]
    out = show(monkeypatch, capsys, names, [tuple(range(20)), tuple(range(20))], width=40)
    assert "2 of 2" in out
    assert all(name in out for name in names)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, EMPTY),
        (True, "yes"),
        (0.123456, "0.123"),
        (12, "12"),
        (datetime(2024, 3, 4, 5, 6, 7, 89, tzinfo=UTC).replace(tzinfo=None), "2024-03-04 05:06:07"),
        (["a", "b"], "a; b"),
        ([], EMPTY),
        ([{"raw_start": 1}], '[{"raw_start": 1}]'),
        ("two\n lines", "two lines"),
        ("\x1b[31m", "\ufffd[31m"),
        ("a\u202eb", "a\ufffdb"),
        ("co\u00adop", "co\u00adop"),
        (b"bytes", "bytes"),
        ("[bold]", "[bold]"),
    ],
)
def test_cells(value: object, shown: str) -> None:
    assert format_cell(value) == shown


def test_long_values_say_how_much_is_left_out() -> None:
    assert format_cell("x" * (LONGEST_CELL + 1_000)).endswith("… (1,000 characters more)")


def test_brackets_are_no_markup(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert "[red]a[/red]" in show(monkeypatch, capsys, ["text"], [("[red]a[/red]",)])
