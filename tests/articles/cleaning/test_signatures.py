"""Signatures stand in for bodies when near copies are looked for."""

from __future__ import annotations

import random

import pytest

from articles.cleaning.signatures import FEWEST_SHINGLES, SIGNATURE_LENGTH, make_signature

HEADS, TAILS = ("har", "mol", "tram", "quay", "ferry", "gull"), ("bo", "den", "li", "st")
WORDS = [head + tail for head in HEADS for tail in TAILS]


def write_body(seed: int, count: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=count)


def compare(one: list[str], other: list[str]) -> float:
    first, second = (make_signature(" ".join(words))[1] for words in (one, other))
    assert first is not None
    assert second is not None
    return sum(a == b for a, b in zip(first, second, strict=True)) / SIGNATURE_LENGTH


@pytest.mark.parametrize(("kept", "added"), [(400, 0), (300, 0), (300, 100), (200, 0), (100, 300)])
def test_signatures_agree_as_much_as_the_bodies(kept: int, added: int) -> None:
    body = write_body(1, 400)
    shared = (kept - 4) / (400 + added - 4)  # runs of five words in both bodies, of all of both
    assert compare(body, body[:kept] + write_body(2, added)) == pytest.approx(shared, abs=0.13)  # three standard errors


def test_form_does_not_count() -> None:
    words = write_body(3, 100)
    assert make_signature(" ".join(words)) == make_signature(f"“{', '.join(words).upper()}!”\n\n")


def test_a_short_body_has_no_signature() -> None:
    words = [f"word{number}" for number in range(FEWEST_SHINGLES + 4)]
    assert make_signature(" ".join(words))[1] is not None
    assert make_signature(" ".join(words[1:])) == (FEWEST_SHINGLES - 1, None)
    assert make_signature("") == (0, None)
