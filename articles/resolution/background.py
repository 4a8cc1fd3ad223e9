"""How rare a word is in news: counts over a corpus, shipped with the resolver.

The rarer a shared word is, the more it says about two quotes or articles. Rarity comes from here and not from the
warehouse, so a pair of texts gets the same score in any warehouse.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files

import polars as pl

UNIT = 1000  # of a weight: sums of whole numbers do not depend on their order


def weigh_stems(stems: pl.Series) -> pl.Series:
    """The weight of each stem: its inverse document frequency, in thousandths."""
    return pl.Series([_weigh(stem) for stem in stems], dtype=pl.Int64)


def _weigh(stem: str) -> int:
    count, stems = _read_background()
    return round(UNIT * math.log((count + 1) / (stems.get(stem, 0) + 1)))


@cache
def _read_background() -> tuple[int, dict[str, int]]:
    """The number of articles counted, and how many of them contain each stem."""
    text = files("articles.resolution").joinpath("background.toml").read_text("utf-8")
    read = tomllib.loads(text)
    return read["article_count"], {stem: int(n) for n, stems in read["stems"].items() for stem in stems.split()}
