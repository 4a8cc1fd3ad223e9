"""Statements: the same utterance in other words, and what keeps utterances apart."""

import os
import subprocess
import sys
from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.resolution.statements import resolve_statements

LIND, BRANDT = (7, "Anna Lind"), (8, "Karl Brandt")


def make_quotes(rows: list[tuple[str, tuple[int | None, str | None]]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "quote_key": number,
                "article_key": number,
                "quote_type": "indirect",
                "quote_text": text,
                "speaker_entity_key": key,
                "speaker_name": name,
                "published_on": date(2031, 5, 3),
                "source_path": f"{number}.txt",
            }
            for number, (text, (key, name)) in enumerate(rows)
        ],
        infer_schema_length=None,
    )


def are_one(
    one: str, other: str, first: tuple[int | None, str | None] = LIND, second: tuple[int | None, str | None] = LIND
) -> bool:
    return resolve_statements(make_quotes([(one, first), (other, second)]))["statement_id"].n_unique() == 1


def test_trimmed_and_shifted_wordings_are_one() -> None:
    assert are_one(
        "We will rebuild the old bridge over the river by March,", "she would rebuild the bridge over the river"
    )
    assert are_one("The dam has leaked for years.", "“The dam has leaked for years. Nobody in the ministry listened.”")


def test_numbers_negation_and_speakers_keep_apart() -> None:
    assert not are_one("the flood destroyed 40 houses in the valley", "the flood destroyed 60 houses in the valley")
    assert not are_one("the old dam is safe for the valley", "the old dam is not safe for the valley")
    assert not are_one("the old dam is safe for the valley", "the old dam is safe for the valley", LIND, BRANDT)


def test_other_utterances_of_a_speaker_stay_apart() -> None:
    assert not are_one("the bridge will reopen in March", "the council must raise taxes on fuel")


def test_unnamed_source_may_be_the_named_one() -> None:
    text = "the ministry ignored three letters about the leaking dam"
    assert are_one(text, text, LIND, (None, "a person familiar with the matter"))


def test_unnamed_source_does_not_tie_two_named_ones() -> None:
    text = "the ministry ignored three letters about the leaking dam"
    frame = resolve_statements(make_quotes([(text, LIND), (text, BRANDT), (text, (None, None))]))
    assert frame["statement_id"].n_unique() == 2


def test_no_quotes() -> None:
    assert resolve_statements(make_quotes([("x", LIND)]).clear()).columns == [
        "quote_key",
        "statement_id",
        "statement_text",
    ]


TEXTS = [
    "We will rebuild the old bridge over the river by March,",
    "she would rebuild the bridge over the river",
    "the bridge over the river would not be rebuilt",
    "the dam leaked for 3 years before the flood",
    "the dam leaked for 5 years before the flood",
    "No",
    "",
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(TEXTS), st.sampled_from([LIND, BRANDT, (None, None), (9, "a guard")])), max_size=8
    ),
    st.integers(),
)
def test_order_does_not_matter(rows: list[tuple[str, tuple[int | None, str | None]]], seed: int) -> None:
    if not rows:
        return
    quotes = make_quotes(rows)
    shuffled = quotes.sample(fraction=1.0, shuffle=True, seed=seed % 2**31)
    assert resolve_statements(shuffled).equals(resolve_statements(quotes))
    assert resolve_statements(quotes)["quote_key"].to_list() == list(range(len(rows)))


LIKENESSES = """
import random
from itertools import combinations
from articles.resolution import statements
from tests.articles.resolution.test_statements import LIND, make_quotes

drawn = random.Random(7)
words = ["".join(drawn.choices("bdfgklmnprtv", k=6)) for _ in range(60)]
texts = [" ".join(drawn.choices(words, k=14)) for _ in range(40)]
read = [statements._read_statement(row) for row in make_quotes([(text, LIND) for text in texts]).iter_rows(named=True)]
weights = statements._weigh_words(read)
print([statements.compare_statements(one, other, weights) for one, other in combinations(read, 2)])
"""


def test_likeness_is_the_same_in_every_process() -> None:
    # Python seeds the hashes of strings, and so the order of sets, anew in every process.
    printed = [
        subprocess.run(
            [sys.executable, "-c", LIKENESSES],
            env=os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in (1, 2)
    ]
    assert printed[0] == printed[1]
