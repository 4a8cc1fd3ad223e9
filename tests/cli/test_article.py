"""`quotehouse article`: one article of the warehouse, its quotes marked by speaker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.article import Span, colour_text, find_spans, list_legend, mark_text
from tests.cli.conftest import COURIER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer
    from warehouse.home import Home

MARKED = (
    '"[1: The port will close on Friday,]" Mira Talvik said. "[1: Nobody has to leave.]" Jonas Wehr denied that '
    "[2: the cranes were unsafe]. A dock worker said [3: wages were late]."
)
LEGEND = """
Speakers
[1] Mira Talvik, 1 quote
[2] Jonas Wehr, 1 quote
[3] A dock worker, 1 quote
"""


def test_marks_quotes_by_speaker(call: Callable[..., Answer], published_home: Home) -> None:
    answer = call("article", "courier.txt", "--home", published_home.path)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[:4] == [
        "Quessel port to close",
        "outlet_name: The Harbour Courier",
        "author_names: Ann Writer",
        "published_on: 2024-03-04",
    ]
    assert re.fullmatch(r"courier\.txt \(key \d+\), \d+ words, 3 quotes", lines[4])
    assert answer.out.endswith(f"\n\n{MARKED}\n{LEGEND}")
    assert COURIER.tail not in answer.out, "the clean text is shown"


def test_colours_quotes_on_a_terminal(
    call: Callable[..., Answer], published_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = call("article", "courier", "--home", published_home.path).out
    assert "\x1b[36mNobody has to leave.\x1b[0m\x1b[2;36m[1]\x1b[0m" in out
    assert "\x1b[35m[2] Jonas Wehr, 1 quote\x1b[0m" in out
    plain = re.sub(r"\x1b\[[\d;]*m", "", out)
    assert "[1: " not in plain
    assert max(map(len, plain.splitlines())) <= 80
    monkeypatch.setenv("NO_COLOR", "1")
    assert "[1: Nobody" in " ".join(call("article", "courier", "--home", published_home.path).out.split())


def test_finds_an_article_in_many_ways(call: Callable[..., Answer], published_home: Home) -> None:
    home = ("--home", published_home.path)
    data = call("article", "rain.txt", *home, "--json").data
    assert data["headline"] == "Heavy rain", "the current version is shown"
    for place in (str(data["article_key"]), "https://example.org/rain", "/invented/rain.txt", "RAIN"):
        assert call("article", place, *home, "--json").data["article_key"] == data["article_key"]
    quoted = call("article", "inland", *home, "--json").data
    assert [quote["cue"] for quote in quoted["quotes"]] == ["told", "claimed"]
    assert "offset_map" not in quoted


def test_an_article_without_quotes_has_no_legend(call: Callable[..., Answer], published_home: Home) -> None:
    out = call("article", "rain.txt", "--home", published_home.path).out
    assert out.endswith("words, 0 quotes\n\nIt rained in Quessel.\n")


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("gone.txt", "No article of the warehouse has the path, address or key 'gone.txt'."),
        ("%", "No article of the warehouse has the path, address or key '%'."),
        ("", "No article of the warehouse has the path, address or key ''."),
        ("' or true --", "No article of the warehouse has the path"),
        (
            ".txt",
            "Several articles match '.txt': courier.txt, inland.txt, rain.txt. Give more of the path, or the key.",
        ),
    ],
)
def test_says_what_is_wrong(call: Callable[..., Answer], published_home: Home, place: str, message: str) -> None:
    answer = call("article", place, "--home", published_home.path)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"Error: {message}")


def test_needs_a_warehouse(call: Callable[..., Answer], tmp_path: Path) -> None:
    answer = call("article", "a.txt", "--home", tmp_path)
    assert (answer.code, answer.out) == (1, "")
    assert "There is no published warehouse in" in answer.err


@pytest.mark.parametrize("colour", [False, True])
def test_what_an_article_holds_stays_text(
    call: Callable[..., Answer], odd_home: Home, monkeypatch: pytest.MonkeyPatch, colour: bool
) -> None:
    if colour:
        monkeypatch.setenv("FORCE_COLOR", "1")
    out = call("article", "odd.txt", "--home", odd_home.path).out
    words = "the \ufffd[31mred\ufffd[0m [bold]boat[/bold] <script>sank</script>"
    assert "Odd [red]news[/red]" in out
    assert "\x1b[31m" not in out
    flat = " ".join(re.sub(r"\x1b\[[\d;]*m", "", out).split())
    assert (f"said {words}[1]." if colour else f"said [1: {words}].") in flat


def make_quote(speaker: int | None, *fragments: tuple[int, int]) -> dict[str, Any]:
    pieces = [{"raw_start": start, "raw_end": end} for start, end in fragments]
    return {"speaker_entity_key": speaker, "speaker_name": speaker and f"S{speaker}", "fragments": pieces}


def test_maps_raw_to_clean_offsets() -> None:
    runs = [
        {"clean_start": 0, "raw_start": 5, "char_count": 10},
        {"clean_start": 11, "raw_start": 16, "char_count": 4},
        {"clean_start": 15, "raw_start": 40, "char_count": 10},
    ]
    quotes = [make_quote(7, (7, 18), (42, 44)), make_quote(None, (5, 6)), make_quote(8, (25, 30))]
    assert find_spans(quotes, runs) == [Span(0, 1, 0), Span(2, 13, 1), Span(17, 19, 1)]


def test_counts_quotes_by_speaker_those_of_nobody_last() -> None:
    quotes = [make_quote(None), make_quote(7), make_quote(9), make_quote(7)]
    assert list_legend(quotes) == [(1, "S7", 2), (2, "S9", 1), (0, "no source named", 1)]


def test_marks_a_quote_within_a_quote() -> None:
    text = "she said he lied"
    spans = [Span(0, 16, 1), Span(9, 16, 2), Span(9, 11, 0)]
    assert mark_text(text, spans) == "[1: she said [2: [?: he] lied]]"
    shown = colour_text(text, spans)
    assert shown.plain == "she said he[?] lied[2][1]"


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20), st.integers(0, 9)), max_size=6))
def test_marks_change_no_character(text: str, places: list[tuple[int, int, int]]) -> None:
    text = text.replace("[", "(").replace("]", ")").replace("\r", "")
    spans = [
        Span(start, min(start + length, len(text)), number) for start, length, number in places if start < len(text)
    ]
    assert re.sub(r"\[(?:\d|\?)\]", "", colour_text(text, spans).plain) == colour_text(text, []).plain
