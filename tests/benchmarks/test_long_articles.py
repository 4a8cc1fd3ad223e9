"""No text of a kind that no article has costs more than its length."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from articles.parsing import tokens
from benchmarks.long_articles import GENERATORS, extract_in_steps

if TYPE_CHECKING:
    from types import FrameType

    from spacy.language import Language

LENGTH = 1_000  # characters: more than the bound on sentences reaches, as it is here
BOUND = 100  # tokens of a sentence: a third of the real bound needs a third of the text to be reached
FACTOR = 8
MOST = 14  # times as many steps for eight times the text; quadratic work takes 64 times
FEW = 20_000  # steps that are nothing, whatever they grew from
STEPS = ("read tokens", "mentions", "references", "quotes", "rows")


class Counter:
    """Counts the lines that Python carries out in articles/, loops and comprehensions included."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Counter | None:
        del argument
        if event == "line":
            self.count += 1
        return self if "/articles/" in frame.f_code.co_filename else None


@pytest.mark.parametrize("name", GENERATORS)
def test_eight_times_the_text_takes_about_eight_times_the_steps(
    nlp: Language, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "LONGEST_SENTENCE", BOUND)
    first, last = (count_steps(nlp, GENERATORS[name](LENGTH * factor)) for factor in (1, FACTOR))
    grown = {step: (first[step], last[step]) for step in STEPS if last[step] > max(first[step] * MOST, FEW)}
    assert not grown


def count_steps(nlp: Language, text: str) -> dict[str, int]:
    """Lines that each step carries out. What the model does is not Python's; benchmarks.long_articles times it."""
    counts = dict.fromkeys(STEPS, 0)
    counter = Counter()
    before = sys.gettrace()
    steps = extract_in_steps(nlp, text)
    try:
        for step in steps:
            counts[step] = counter.count
            counter.count = 0
            sys.settrace(counter if step == "parse" else sys.gettrace())
    finally:
        sys.settrace(before)
    return counts
