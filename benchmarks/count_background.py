"""Count in how many articles each word stands: python -m benchmarks.count_background CORPUS.jsonl.gz

CORPUS holds one article a line, with `title` and `text`. Writes articles/resolution/background.toml: counts of stems,
no texts. Counts are kept to about a tenth, and stems of fewer than MIN_COUNT articles are left out: they are all rare.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import polars as pl

from articles.text.words import NEGATION, split_texts

MIN_COUNT = 4
_HEAD = """\
# In how many news articles each stem stands (articles/text/words.py cuts words to stems). Made by
# `python -m benchmarks.count_background` from a corpus of US political news, 2012 to 2020. Counts alone, no texts.
# A stem that is not listed stands in fewer than {least} articles.
"""


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.count_background", description=__doc__.split("\n", 1)[0]
    )
    parser.add_argument("corpus", type=Path)
    given = parser.parse_args()
    with gzip.open(given.corpus, "rt", encoding="utf-8") as lines:
        texts = [f"{record['title']}\n{record['text']}" for record in map(json.loads, lines)]
    counted = (
        split_texts(pl.Series(texts))
        .filter(pl.col("stem") != NEGATION)
        .unique()
        .group_by("stem")
        .len("count")
        .filter(pl.col("count") >= MIN_COUNT)
        .with_columns(pl.col("count").map_elements(round_count, return_dtype=pl.Int64))
        .group_by("count")
        .agg(pl.col("stem").sort().str.join(" "))
        .sort("count")
    )
    rows = [f'{count} = "{stems}"' for count, stems in counted.iter_rows()]
    head = [_HEAD.format(least=MIN_COUNT) + f"article_count = {len(texts)}", "", "[stems]"]
    path = Path(__file__).parents[1] / "articles" / "resolution" / "background.toml"
    path.write_text("\n".join([*head, *rows, ""]), encoding="utf-8")


def round_count(count: int) -> int:
    """A count with one digit and a half: 4 to 20 as they are, then in steps of about a tenth."""
    step = 1
    while count // step > 20:
        step *= 2
    return count // step * step


if __name__ == "__main__":
    main()
