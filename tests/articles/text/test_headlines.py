"""What sites write around headlines is taken off."""

from __future__ import annotations

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
