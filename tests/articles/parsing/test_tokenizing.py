"""The bounded tokenizer gives spaCy's tokens, at a cost in proportion to the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.parsing.tokenizing import LONGEST_WORD, BoundedTokenizer, search_end

if TYPE_CHECKING:
    from spacy.language import Language

MARKS = [
    "'s",
    "n't",
    ".",
    "..",
    "…",
    '"',
    "'",
    ")",
    "]",
    "km",
    "5",
    "°C.",
    "U.S",
    "%",
    "-",
    "--",
    ",",
    "a",
    "B",
    "$",
    "?",
]


@pytest.fixture(scope="module")
def blank() -> Language:
    """A pipeline of English rules alone."""
    import spacy

    return spacy.blank("en")


@settings(deadline=None)
@given(parts=st.lists(st.tuples(st.sampled_from(MARKS), st.integers(1, 90)), max_size=6))
@example(parts=[("a", 1), (".", 200)])
@example(parts=[(".", 60), ("5", 80), ("km", 1)])
def test_what_ends_a_word_is_what_spacy_finds(parts: list[tuple[str, int]]) -> None:
    word = "".join(part * count for part, count in parts)
    search = _read_rules().suffix_search
    expected, found = search(word), search_end(search)(word)
    assert (found and found[0]) == (expected and expected[0])


@settings(deadline=None)
@given(words=st.lists(st.lists(st.sampled_from(MARKS), min_size=1, max_size=40).map("".join), max_size=12))
def test_tokens_are_those_of_spacy(words: list[str]) -> None:
    text = " ".join(words)
    tokenizer = _read_rules()
    plain = [token.text_with_ws for token in tokenizer(text)]
    assert [token.text_with_ws for token in BoundedTokenizer(tokenizer)(text)] == plain


@pytest.mark.parametrize("unit", ["a", '"', "(a", "a.", "\u0301", "&"])
def test_a_word_that_is_none_is_taken_in_pieces(blank: Language, unit: str) -> None:
    text = f"It says {unit * 4_000} and no more.\n\n{unit * LONGEST_WORD}"
    doc = BoundedTokenizer(blank.tokenizer)(text)
    assert doc.text == text
    assert max(map(len, (token.text for token in doc))) <= LONGEST_WORD
    assert [token.text for token in doc][:2] == ["It", "says"]


def test_the_end_alone_is_looked_through() -> None:
    """Eight times the word is no more to look through for each mark at its end."""
    looked: list[int] = []

    def search(word: str) -> re.Match[str] | None:
        looked.append(len(word))
        return re.search(r"[.)]$", word)

    for length in (1_000, 8_000):
        search_end(search)("a" * length + ")")
    assert looked[0] == looked[1]
    assert len(looked) == 2


_RULES: list[Any] = []


def _read_rules() -> Any:
    if not _RULES:
        import spacy

        _RULES.append(spacy.blank("en").tokenizer)
    return _RULES[0]
