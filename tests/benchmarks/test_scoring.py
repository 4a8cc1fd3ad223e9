"""The scores are what their names say."""

from __future__ import annotations

from benchmarks import scoring
from benchmarks.scoring import Tally, fold_name

RAW = 'Ada said: "We sail at dawn, whatever the weather." Ben said the boats would stay.'


def test_f1_is_the_harmonic_mean() -> None:
    tally = Tally()
    tally.add({1, 2, 3, 4}, {3, 4, 5})
    precision, recall = 2 / 3, 2 / 4
    assert abs(tally.f1 - 2 * precision * recall / (precision + recall)) < 1e-12
    assert Tally().f1 == 1.0


def test_names_fold_case_and_articles() -> None:
    assert fold_name("The Daily Span") == fold_name("daily  span")
    assert fold_name(None) == ""


def test_quotes_pair_one_to_one_above_the_threshold() -> None:
    first, second = RAW.index("We sail"), RAW.index("the boats")
    gold = [
        {"fragments": [[first, first + len("We sail at dawn, whatever the weather.")]]},
        {"fragments": [[second, second + len("the boats would stay")]]},
    ]

    def make_row(key: int, start: int, end: int) -> scoring.Row:
        return {"quote_key": key, "fragments": [{"raw_start": start, "raw_end": end}]}

    whole = make_row(1, first - 1, first + len("We sail at dawn, whatever the weather.") + 1)
    again = make_row(2, first, first + len("We sail at dawn, whatever the weath"))
    half = make_row(3, second, second + len("the boats"))
    pairs = scoring._pair_quotes(RAW, gold, [again, whole, half])
    assert [(quote is gold[0], row["quote_key"]) for quote, row in pairs] == [(True, 1)]


def test_offsets_are_checked_against_the_raw_text() -> None:
    good = {"mention_text": "Ada", "raw_start": 0, "raw_end": 3}
    bad = {"mention_text": "Ben", "raw_start": 0, "raw_end": 3}
    broken = {
        "quote_text": "We sail the weather.",
        "fragments": [{"raw_start": 11, "raw_end": 18}, {"raw_start": 37, "raw_end": 49}],
    }
    assert RAW[11:18] == "We sail"
    assert RAW[37:49] == "the weather."
    assert scoring._check_offsets({"a": RAW}, {"a": [good, bad]}, {"a": [broken]}) == [True, False, True]
