"""What sites write around headlines is taken off."""

from __future__ import annotations

import time

import pytest

from articles.text.headlines import strip_site_names

NAMES = ["The Fenwold Post", "www.fenwoldpost.example", "Jane Doe", "Politics"]


@pytest.mark.parametrize(
    "headline",
    [
        "Bridge to reopen | The Fenwold Post",
        "Bridge to reopen - Fenwold Post",
        "Bridge to reopen | The Fenwold Post | by Jane Doe",
        "The Fenwold Post: Bridge to reopen",
        "Bridge to reopen — Politics — fenwoldpost.example",
        "Politics » Bridge to reopen",
        "Bridge to reopen (The Fenwold Post)",
        "Bridge to reopen [Fenwold Post]",
        "Bridge to reopen",
    ],
)
def test_takes_off_outlet_section_and_author(headline: str) -> None:
    assert strip_site_names(headline, NAMES) == "Bridge to reopen"


@pytest.mark.parametrize(
    "headline",
    ["The Fenwold Post", "Bridge: what now?", "Covid-19 and politics", "A post - mortem", "Bridge to reopen (in May)"],
)
def test_leaves_what_belongs_to_the_headline(headline: str) -> None:
    assert strip_site_names(headline, NAMES) == headline


@pytest.mark.parametrize("piece", ["a - ", "(a) ", "|", ": "])
def test_what_is_too_long_for_a_headline_takes_no_time(piece: str) -> None:
    """150 kB of marks took minutes."""
    headline = (piece * (150_000 // len(piece))).strip()
    began = time.process_time()
    assert strip_site_names(headline, [*NAMES, headline]) == headline
    assert strip_site_names(f"Bridge to reopen | {NAMES[0]}", [*NAMES, headline]) == "Bridge to reopen"
    assert time.process_time() - began < 1
