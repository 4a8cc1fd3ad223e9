"""`quotehouse compare`: two outlets on the stories both tell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Answer
    from warehouse.home import Home

EXPECTED = """\
Harbour

Mira Talvik: worded differently (1.00 sure)
    The Harbour Courier, 1, said: The port will close on Friday, Nobody has to leave.
    Inland Post, 1, told: the port of Quessel would close on Friday

Jonas Wehr: The Harbour Courier alone
    The Harbour Courier, 2, denied: the cranes were unsafe

A dock worker: The Harbour Courier alone
    The Harbour Courier, 3, said: wages were late

Mira Talvik: Inland Post alone
    Inland Post, 2, claimed: the fish would return
"""


def test_shows_shared_statements_first_then_those_of_one_alone(
    call: Callable[..., Answer], published_home: Home
) -> None:
    answer = call("compare", "courier", "Inland Post", "--home", published_home.path)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == EXPECTED


def test_gives_the_rows_of_the_desk_as_json(call: Callable[..., Answer], published_home: Home) -> None:
    answer = call("compare", "courier", "inland", "--story", "harb", "--json", "--home", published_home.path)
    told = [(row["told_by"], row["one_cue_class"], row["other_order"]) for row in json.loads(answer.out)]
    assert told == [
        ("differently", "neutral", 1),
        ("one", "denial", None),
        ("one", "neutral", None),
        ("other", None, 2),
    ]


def test_what_is_cut_is_said(call: Callable[..., Answer], published_home: Home) -> None:
    words = ("compare", "courier", "inland", "--json", "--home", published_home.path)
    answer = call(*words, "--limit", "2")
    assert len(answer.data) == 2
    assert answer.err == "Showing the first 2 rows; --limit 0 gives all.\n"
    answer = call(*words, "--limit", "0")
    assert (len(answer.data), answer.err) == (4, "")


def test_says_where_no_story_is_shared(call: Callable[..., Answer], published_home: Home) -> None:
    answer = call("compare", "courier", "inland", "--story", "herring", "--home", published_home.path)
    assert (answer.code, answer.out) == (0, "")
    assert "share no story" in answer.err


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("tribune", "inland"), "No outlet is called 'tribune'"),
        (("inland", "INLAND POST"), "Name two different outlets"),
    ],
)
def test_refuses_outlets_it_cannot_tell(
    call: Callable[..., Answer], published_home: Home, names: tuple[str, str], told: str
) -> None:
    answer = call("compare", *names, "--home", published_home.path)
    assert answer.code == 2
    assert told in answer.err
