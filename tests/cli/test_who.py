"""`quotehouse who`: what a person said, where, and how other outlets worded it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer
    from warehouse.home import Home

CLOSING = "The port will close on Friday, Nobody has to leave."
CLOSED = "the port of Quessel would close on Friday"
EXPECTED = f"""\
Mira Talvik (PERSON), 3 quotes

2024-03-05  Inland Post: indirect, told, to Jonas Wehr
    {CLOSED}
      = 2024-03-04  The Harbour Courier: direct, said: {CLOSING}

2024-03-05  Inland Post: indirect, claimed
    the fish would return

2024-03-04  The Harbour Courier: direct, said
    {CLOSING}
      = 2024-03-05  Inland Post: indirect, told: {CLOSED}
"""


@pytest.mark.parametrize("name", ["Mira Talvik", "mira talvik", "TALVIK", " talv "])
def test_shows_quotes_and_their_variants(call: Callable[..., Answer], published_home: Home, name: str) -> None:
    answer = call("who", name, "--home", published_home.path)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == EXPECTED


def test_limits_the_quotes(call: Callable[..., Answer], published_home: Home) -> None:
    answer = call("who", "talvik", "--home", published_home.path, "--limit", "1")
    assert answer.out == EXPECTED[: EXPECTED.index("\n2024-03-05  Inland Post: indirect, claimed")]
    assert answer.err.strip() == "Showing the first 1 of 3 rows; --limit 0 gives all."


def test_lists_all_that_match(call: Callable[..., Answer], published_home: Home) -> None:
    answer = call("who", "a", "--home", published_home.path)
    lines = answer.out.splitlines()
    assert lines[0] == "4 match 'a':"
    assert lines[1].split() == ["name", "type", "quotes", "mentions"]
    rows = [re.split(r"\s{2,}", line.strip()) for line in lines[3:7]]
    # "A dock worker" holds the letter as a word.
    assert rows == [
        ["A dock worker", "DESCRIPTION", "1", "0"],
        ["Mira Talvik", "PERSON", "3", "2"],
        ["Jonas Wehr", "PERSON", "1", "2"],
        ["Ida Brenn", "PERSON", "0", "1"],
    ]
    assert "A dock worker (DESCRIPTION), 1 quote" in lines
    assert max(map(len, lines)) <= 80


def test_fits_a_terminal(call: Callable[..., Answer], published_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = call("who", "talvik", "--home", published_home.path).out
    assert "\x1b[" in out
    plain = re.sub(r"\x1b\[[\d;]*m", "", out)
    assert max(map(len, plain.splitlines())) <= 80
    assert all(line.startswith("      ") for line in plain.splitlines() if line.strip().startswith("Friday, Nobody"))


def test_writes_rows(call: Callable[..., Answer], published_home: Home) -> None:
    data = call("who", "talvik", "--home", published_home.path, "--json").data
    assert [row["quote_text"] for row in data] == [CLOSED, "the fish would return", CLOSING]
    assert data[0]["variants"] == [
        {
            "published_on": "2024-03-04",
            "outlet_name": "The Harbour Courier",
            "quote_type": "direct",
            "cue": "said",
            "quote_text": CLOSING,
            "source_path": "courier.txt",
        }
    ]
    assert data[0]["source_path"] == "inland.txt"
    rows = call("who", "talvik", "--home", published_home.path, "--format", "csv").out
    assert [row["cue"] for row in csv.DictReader(io.StringIO(rows))] == ["told", "claimed", "said"]
    several = call("who", "a", "--home", published_home.path, "--format", "jsonl")
    assert [json.loads(line)["speaker_name"] for line in several.out.splitlines()] == ["A dock worker"]
    assert several.err.strip() == "4 match 'a'; this is A dock worker (DESCRIPTION)."


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["Nobody Else"], "Nobody in the warehouse is called 'Nobody Else'. Try a part of the name;"),
        (["Ida Brenn"], "Ida Brenn (PERSON) stands in 1 article, but is not quoted."),
        (["Quessel"], "Quessel (GPE) stands in 3 articles, but is not quoted."),
        (["x' or 'a' = 'a"], "Nobody in the warehouse is called"),
        (["%"], "Nobody in the warehouse is called '%'."),
        ([" "], "The name is empty."),
        (["talvik", "--format", "parquet"], "Invalid value for '--format' / '-f': 'parquet' is not one of 'table',"),
        (["talvik", "--json", "--format", "csv"], "--json and --format contradict each other."),
        (["talvik", "--limit", "-1"], "Invalid value for '--limit'"),
    ],
)
def test_says_what_is_wrong(call: Callable[..., Answer], published_home: Home, words: list[str], message: str) -> None:
    answer = call("who", *words, "--home", published_home.path)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"Error: {message}")


def test_needs_a_warehouse(call: Callable[..., Answer], tmp_path: Path) -> None:
    answer = call("who", "talvik", "--home", tmp_path)
    assert (answer.code, answer.out) == (1, "")
    assert "There is no published warehouse in" in answer.err


def test_says_that_a_warehouse_is_of_another_release(call: Callable[..., Answer], own_home: Home) -> None:
    with duckdb.connect(str(own_home.published)) as con:
        con.execute("drop view mart.statement_variants")
    answer = call("who", "talvik", "--home", own_home.path)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Error: The warehouse was published by another release and lacks a view")
    assert "`quotehouse ingest`" in answer.err


def test_what_an_article_holds_stays_text(call: Callable[..., Answer], odd_home: Home) -> None:
    assert call("who", "brandt", "--home", odd_home.path).out == (
        "Ola Brandt (PERSON), 1 quote\n\nno date  odd.txt: indirect, said\n"
        "    the \ufffd[31mred\ufffd[0m [bold]boat[/bold] <script>sank</script>\n"
    )


@pytest.mark.slow
def test_finds_what_somebody_said_together_with_others(call: Callable[..., Answer], tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    text = "Pier to close\n\nMira Talvik and Jonas Wehr said on Monday that the old pier would be closed to visitors.\n"
    (articles / "pier.txt").write_text(text, encoding="utf-8")
    home = tmp_path / "home"
    answer = call("--home", home, "ingest", "--direct", "--workers", "1", articles)
    assert answer.code == 0, answer.err
    for name in ("Mira Talvik", "Jonas Wehr"):
        answer = call("who", name, "--home", home, "--json")
        assert answer.code == 0, answer.err
        quotes = json.loads(answer.out)
        assert [quote["quote_text"] for quote in quotes] == ["the old pier would be closed to visitors"]
        assert quotes[0]["speaker_name"] == "Mira Talvik and Jonas Wehr"
