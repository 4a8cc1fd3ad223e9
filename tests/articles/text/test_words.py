"""Content words of texts: what counts, what it counts as, and where denials stand."""

import polars as pl
import pytest

from articles.text.words import NEGATION, read_word, split_texts


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("Bridges", "bridg"),
        ("meeting", "meet"),
        ("cities", "city"),
        ("amorality", "amoral"),
        ("class", "class"),
        ("1,400.", "1400"),
        ("2.5", "2.5"),
        ("won’t", NEGATION),
        ("Never", NEGATION),
        ("She’ll", ""),
        ("mayor’s", "mayor"),
        ("said", ""),
        ("x", ""),
    ],
)
def test_words_count_as_their_stems(word: str, stem: str) -> None:
    assert read_word(word) == stem


def test_texts_are_split_in_order() -> None:
    texts = pl.Series(["The Dam didn't hold 1,400 days", "", "she said so", "a dam", None])
    assert split_texts(texts).with_columns(pl.col("stem").cast(pl.String)).rows() == [
        *((0, stem) for stem in ("dam", NEGATION, "hold", "1400", "day")),
        (3, "dam"),
    ]
