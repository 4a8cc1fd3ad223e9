"""The words of a quote as they are printed."""

from __future__ import annotations

from articles.quotes.printing import cut_links, write_quote


def test_fragments_are_joined_by_an_omission_without_the_commas_of_the_attribution() -> None:
    assert write_quote(["We lost the bridge,", "It was old."]) == "We lost the bridge […] It was old."
    assert write_quote(["the bridge is a “danger to all,”"]) == "the bridge is a “danger to all”"
    assert write_quote(["old, cold, and wet"]) == "old, cold, and wet"


def test_links_are_no_part_of_a_quote() -> None:
    text = "The bridge is closed. https://example.org/a Walk! pic.twitter.com/xyz"
    assert [text[start:end] for start, end in cut_links(text, [(0, len(text))])] == ["The bridge is closed.", "Walk!"]
    assert cut_links("https://example.org/a", [(0, 21)]) == []
