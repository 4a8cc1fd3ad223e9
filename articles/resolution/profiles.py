"""What an article is about: its strongest words, weighed by how rare they are in news."""

from __future__ import annotations

import polars as pl

from articles.resolution.background import UNIT, weigh_stems
from articles.text.words import NEGATION, split_texts

PROFILE_STEMS = 100  # of an article; on 50 labelled events, 60 stems and all stems separate stories less well
KEY_STEMS = 16  # the strongest, of which two articles must share two to be compared
LEAD_LETTERS = 900  # an article opens with its event; background comes later
WEIGHT_UNIT = 10_000


def profile_articles(articles: pl.DataFrame) -> pl.DataFrame:
    """The strongest stems of each article. `articles`: article_key, headline, clean_text (which begins with it).

    Returns article_key, stem, weight, stem_rank (from 1), lead_weight (in the first LEAD_LETTERS, 0 where it is not
    there) and headline_weight (its share of what the headline's stems weigh). Weights are tf-idf of the logarithmic
    kind (Salton and Buckley 1988), scaled so that their squares sum to WEIGHT_UNIT squared, those of the headline so
    that they sum to WEIGHT_UNIT; whole numbers, so that their sums and products do not depend on an order.
    """
    headlines = articles["headline"].fill_null("")
    texts = headlines + "\n" + articles["clean_text"].fill_null("")
    keys = articles.select("article_key", text_number=pl.int_range(pl.len()))
    order = (-pl.col("strength")).rank("ordinal").over("text_number")
    strongest = (
        _weigh_texts(texts)
        .sort("text_number", "strength", "stem", descending=[False, True, False])
        .with_columns(stem_rank=order.cast(pl.Int32))
        .filter(pl.col("stem_rank") <= PROFILE_STEMS)
    )
    lead = _scale(_weigh_texts(texts.str.slice(0, LEAD_LETTERS))).rename({"weight": "lead_weight"})
    return (
        _scale(strongest)
        .join(lead.select("text_number", "stem", "lead_weight"), on=["text_number", "stem"], how="left")
        .join(_share_headlines(headlines), on=["text_number", "stem"], how="left")
        .join(keys, on="text_number")
        .select(
            "article_key",
            "stem",
            "weight",
            "stem_rank",
            pl.col("lead_weight").fill_null(0),
            pl.col("headline_weight").fill_null(0),
        )
        .sort("article_key", "stem_rank")
    )


def _weigh_texts(texts: pl.Series) -> pl.DataFrame:
    """Stems of texts with their strength: text_number, stem, strength."""
    counted = split_texts(texts).filter(pl.col("stem") != NEGATION).group_by("text_number", "stem").len("stem_count")
    stems = counted["stem"].unique().sort()
    return counted.join(pl.DataFrame({"stem": stems, "rarity": weigh_stems(stems)}), on="stem").with_columns(
        strength=(pl.col("rarity") / UNIT * (1 + pl.col("stem_count").log())).round(6)
    )


def _scale(weighed: pl.DataFrame) -> pl.DataFrame:
    length = (pl.col("strength") * 1000).round().cast(pl.Int64).pow(2).sum().over("text_number").sqrt() / 1000
    return weighed.with_columns(
        weight=(pl.col("strength") / length.clip(1e-9) * WEIGHT_UNIT).round().fill_nan(0).cast(pl.Int32)
    )


def _share_headlines(headlines: pl.Series) -> pl.DataFrame:
    rarity = pl.col("rarity").cast(pl.Int64)
    return _weigh_texts(headlines).select(
        "text_number",
        "stem",
        headline_weight=(rarity * WEIGHT_UNIT // rarity.sum().over("text_number").clip(1)).cast(pl.Int32),
    )
