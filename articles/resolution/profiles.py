"""What an article is about: its strongest words, weighed by how rare they are in news."""

from __future__ import annotations

import polars as pl

from articles.resolution.background import UNIT, weigh_stems
from articles.text.words import NEGATION, split_texts

PROFILE_STEMS = 100  # of an article; among 50 labelled events 60 or all tell stories apart less well
KEY_STEMS = 12  # the strongest, of which two articles must share two to be compared
WEIGHT_UNIT = 10_000


def profile_articles(articles: pl.DataFrame) -> pl.DataFrame:
    """The strongest stems of each article. `articles`: article_key, headline, clean_text (which begins with it).

    Returns article_key, stem, weight, stem_rank (from 1). Weights are tf-idf of the logarithmic kind (Salton and
    Buckley 1988), scaled so that their squares sum to WEIGHT_UNIT squared; whole numbers, so that their products sum to
    the same in any order.
    """
    texts = articles.select(pl.concat_str(pl.col("headline", "clean_text").fill_null(""), separator="\n")).to_series()
    counted = split_texts(texts).filter(pl.col("stem") != NEGATION).group_by("text_number", "stem").len("stem_count")
    stems = counted["stem"].unique().sort()
    weights = pl.DataFrame({"stem": stems, "rarity": weigh_stems(stems)})
    order = (-pl.col("strength")).rank("ordinal").over("text_number")
    strongest = (
        counted.join(weights, on="stem")
        .with_columns(strength=(pl.col("rarity") / UNIT * (1 + pl.col("stem_count").log())).round(6))
        .sort("text_number", "strength", "stem", descending=[False, True, False])
        .with_columns(stem_rank=order.cast(pl.Int32))
        .filter(pl.col("stem_rank") <= PROFILE_STEMS)
    )
    length = (pl.col("strength") * 1000).round().cast(pl.Int64).pow(2).sum().over("text_number").sqrt() / 1000
    keys = articles.select("article_key", text_number=pl.int_range(pl.len()))
    return (
        strongest.with_columns(weight=(pl.col("strength") / length * WEIGHT_UNIT).round().cast(pl.Int32))
        .join(keys, on="text_number")
        .select("article_key", "stem", "weight", "stem_rank")
        .sort("article_key", "stem_rank")
    )
