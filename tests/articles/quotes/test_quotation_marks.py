"""Quotation marks of every kind, and what they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.quotes.quotation_marks import find_marked_spans, find_paragraphs


def list_marked(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_marked_spans(text, find_paragraphs(text))]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("“", "”"), ('"', '"'), ("''", "''"), ("``", "''"), ("«", "»"), ("‘", "’"), ("“", '"'), ("‚", "‘"), ("‹", "›")],
)
def test_marks_of_each_kind(opening: str, closing: str) -> None:
    assert list_marked(f"He said, {opening}We are done here,{closing} and left.") == ["We are done here,"]


def test_apostrophes_and_measures_are_no_marks() -> None:
    assert list_marked("It's the voters' choice, he's 6'2\" tall and it was the '90s.") == []


def test_marks_inside_marks() -> None:
    assert list_marked("“They call me a “hero”, and I am none,” she said.") == ["They call me a “hero”, and I am none,"]
    assert list_marked("“He said ‘go’ twice,” she said.") == ["He said ‘go’ twice,"]


def test_a_forgotten_mark_does_not_reach_the_next_paragraph() -> None:
    text = 'She wrote: "It is over.\n\nThe town "Rus" lies north.'
    assert list_marked(text) == ["It is over.", "Rus"]


def test_closing_mark_behind_a_space() -> None:
    assert list_marked("“We stay, ”the mayor said.") == ["We stay,"]


def test_lost_opening_mark() -> None:
    assert list_marked("Nobody came,” Anna Lind said. “It rained.”") == ["Nobody came,", "It rained."]
    assert list_marked('Anna Lind said: Nobody came."') == ["Nobody came."]
    assert list_marked("They met on the quay” and left.") == []


def test_each_mark_twice() -> None:
    assert list_marked("““Nobody came,”” she said.") == ["Nobody came,"]
    assert list_marked('"“Nobody came,”" she said.') == ["Nobody came,"]
    assert list_marked("““Nobody” came, “they” said,” she said.") != ["Nobody” came, “they” said,"]


def test_backtick_and_apostrophe() -> None:
    assert list_marked("`Nobody came,' she said. `It rained.'") == ["Nobody came,", "It rained."]


@given(st.text(alphabet="ab .,!\n'\"“”‘’«»`—", max_size=80))
def test_spans_are_ordered_inside_the_text_and_apart(text: str) -> None:
    paragraphs = find_paragraphs(text)
    spans = find_marked_spans(text, paragraphs)
    end = 0
    for span in spans:
        assert end <= span.outer_start <= span.start < span.end <= span.outer_end <= len(text)
        start, stop = paragraphs[span.paragraph]
        assert start <= span.outer_start
        assert span.outer_end <= stop
        end = span.outer_end
