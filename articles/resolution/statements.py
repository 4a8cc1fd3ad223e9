"""Statements: quotes of the same utterance, across articles, wordings and outlets.

Outlets trim an utterance, quote it directly or paraphrase it, and shift tense and person. A model that is trained on
labelled events scores each pair of quotes (weights.toml), across articles and inside one. Then linked pairs are
grouped. Quotes are compared inside an article and with similar articles of about the same days, because a statement is
made on one occasion. An article without a date may be of any day.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from articles.resolution.grouping import group_pairs, limit_days, place_pairs
from articles.resolution.model import read_model
from articles.resolution.quote_pairs import measure_pairs, read_quotes
from articles.text.words import NEGATION, split_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from articles.resolution.model import Values
    from articles.resolution.sets import Numbers

    Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

SCORE_FLOOR = 0.1  # pairs below are dropped; they count 0 when groups are joined
LINKED_SHARE = 0.29  # mean score of the pairs between two groups that become one
SEVERAL_SHARE = 0.5  # the same where both groups have several quotes and no pair of them is very sure
OCCASION_DAYS = 3  # after that, the same content is a new utterance, unless the words are the same:
OCCASION_SPAN = 7  # between the first and the last report of one statement
VERBATIM_SHARE, VERBATIM_RUNS = 0.8, 3  # share of the shorter quote, and runs of seven content words

_PAIR_SCHEMA = {
    "quote_key": pl.Int64,
    "article_key": pl.Int64,
    "other_quote_key": pl.Int64,
    "other_article_key": pl.Int64,
    "match_score": pl.Float64,
    "is_repeat": pl.Boolean,
}


def judge_quotes(quotes: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Judge the quotes of pairs of articles. `pairs`: article_key, other_article_key (may be the same), similarity.

    `quotes` holds all quotes of these articles (see `quote_pairs.read_quotes`). Returns quote_key, article_key,
    other_quote_key, other_article_key, match_score (probability), is_repeat (see `score_pairs`) of the pairs of at
    least SCORE_FLOOR, sorted.
    """
    quotes = quotes.sort("quote_key")
    one, other, similarity = pair_quotes(quotes, pairs)
    if not len(one):
        return pl.DataFrame(schema=_PAIR_SCHEMA)
    measured = measure_pairs(read_quotes(quotes), one, other, similarity)
    scores, is_repeat = score_pairs(measured, measured["is_within"] > 0)
    keys, articles = quotes["quote_key"], quotes["article_key"]
    return (
        pl.DataFrame(
            {
                "quote_key": keys.gather(one),
                "article_key": articles.gather(one),
                "other_quote_key": keys.gather(other),
                "other_article_key": articles.gather(other),
                "match_score": scores,
                "is_repeat": is_repeat,
            },
            schema=_PAIR_SCHEMA,
        )
        .filter(pl.col("match_score") >= SCORE_FLOOR)
        .sort("quote_key", "other_quote_key")
    )


def pair_quotes(quotes: pl.DataFrame, pairs: pl.DataFrame) -> tuple[Numbers, Numbers, Values]:
    """All pairs of quotes of pairs of articles: two places in `quotes`, the smaller first, and their similarity."""
    placed = quotes.select("article_key", place=pl.int_range(pl.len(), dtype=pl.Int64))
    crossed = (
        pairs.join(placed, on="article_key")
        .join(placed.rename({"article_key": "other_article_key", "place": "other"}), on="other_article_key")
        .filter((pl.col("article_key") != pl.col("other_article_key")) | (pl.col("place") < pl.col("other")))
        .select(
            one=pl.min_horizontal("place", "other"), other=pl.max_horizontal("place", "other"), similarity="similarity"
        )
        .sort("one", "other")
    )
    return crossed["one"].to_numpy(), crossed["other"].to_numpy(), crossed["similarity"].to_numpy()


def score_pairs(measured: dict[str, Values], is_within: Flags) -> tuple[Values, Flags]:
    """The probability that each pair reports one utterance, and whether it is a repeat.

    Two different speakers score 0 unless one relays the other or the words are the same. A repeat says the same on
    another occasion: it links two statements and does not join them. Its score says how alike the words are.
    """
    scores = np.select(
        [measured["nested"] > 0, is_within],
        [read_model("nested").score(measured), read_model("within").score(measured)],
        read_model("across").score(measured),
    )
    is_barred, is_later = bar_pairs(measured)
    is_repeat = is_later & (measured["same_speaker"] > 0) & (scores >= read_threshold())
    kept: Values = np.where(is_barred | (is_later & ~is_repeat), 0.0, scores)
    return kept, is_repeat


def bar_pairs(measured: dict[str, Values]) -> tuple[Flags, Flags]:
    """Pairs that two people said, and pairs of two occasions."""
    is_verbatim = (measured["contain"] >= VERBATIM_SHARE) & (np.expm1(measured["sevens"]) >= VERBATIM_RUNS)
    is_relayed = (measured["relay"] > 0) | (measured["nested"] > 0)
    is_barred = (measured["other_person"] > 0) & ~is_relayed & ~is_verbatim
    return is_barred, (measured["days"] > OCCASION_DAYS) & ~is_verbatim


def read_threshold() -> float:
    """The lowest score that links two quotes."""
    return min(read_model(name).threshold for name in ("across", "within", "nested"))


def group_statements(quotes: pl.DataFrame, pairs: pl.DataFrame, decided: pl.DataFrame | None = None) -> pl.DataFrame:
    """Group quotes into statements. Both frames hold whole components: all quotes that pairs connect.

    `quotes`: quote_key, article_key, quote_type, quote_text, speaker_name, published_on, raw_start; `pairs`: quote_key,
    other_quote_key, match_score, without repeats. A statement spans at most OCCASION_SPAN days, so an article without
    a date never joins two occasions. `decided` are pairs that people decided on: quote_key, other_quote_key, is_same;
    a pair that is not the same never shares a statement. Returns quote_key, statement_id, statement_text, match_score,
    sorted by quote_key. match_score is the highest score of the quote inside its statement; it is null where the quote
    is alone or only a person's decision puts it there.
    """
    quotes = quotes.sort("quote_key").with_columns(pl.col("quote_text", "speaker_name").fill_null(""))
    linked = place_pairs(quotes["quote_key"], pairs.select("quote_key", "other_quote_key", "match_score"))
    linked = linked.select("one", "other", score="match_score")
    same, apart = _place_decided(quotes["quote_key"], decided)
    tied = {place for pair in same for place in pair}  # people's decisions overrule the span of days
    days = [None if place in tied else day for place, day in enumerate(quotes["published_on"])]
    rules = [limit_days(days, OCCASION_SPAN), *([_keep_apart(apart)] if apart else [])]
    found = group_pairs(
        quotes.height,
        linked.iter_rows(),
        read_threshold(),
        LINKED_SHARE,
        lambda one, other: all(may_join(one, other) for may_join in rules),
        decided=same,
        several_share=SEVERAL_SHARE,
    )
    roots = pl.Series("root", found, dtype=pl.Int64)
    inside = linked.filter(roots.gather(linked["one"]) == roots.gather(linked["other"]))
    ends = pl.concat([inside.select("score", place=side) for side in ("one", "other")])
    surest = ends.group_by("place").agg(match_score=pl.col("score").max())
    return (
        _name_statements(quotes.with_columns(roots, place=pl.int_range(pl.len(), dtype=pl.Int64)))
        .join(surest, on="place", how="left")
        .select("quote_key", "statement_id", "statement_text", "match_score")
        .sort("quote_key")
    )


def _place_decided(
    keys: pl.Series, decided: pl.DataFrame | None
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of places that people decided are the same, and pairs that they decided are not."""
    if decided is None or decided.is_empty():
        return [], []
    rows = place_pairs(keys, decided.select("quote_key", "other_quote_key", "is_same")).sort("one", "other")
    pairs = rows.select("one", "other", "is_same").rows()
    return [(one, other) for one, other, same in pairs if same], [
        (one, other) for one, other, same in pairs if not same
    ]


def _keep_apart(apart: list[tuple[int, int]]) -> Callable[[set[int], set[int]], bool]:
    def may_join(one: set[int], other: set[int]) -> bool:
        return not any((a in one and b in other) or (a in other and b in one) for a, b in apart)

    return may_join


def _name_statements(quotes: pl.DataFrame) -> pl.DataFrame:
    """Give each statement its id, from the quote published first, and its text, from the fullest quote.

    A direct quote comes before others, and one by the speaker of most quotes before one that somebody else relays.
    """
    words = split_texts(quotes["quote_text"]).filter(pl.col("stem") != NEGATION)
    stems = words.group_by("text_number", maintain_order=True).agg(pl.col("stem").str.join(" "))
    told = (
        quotes.join(stems, left_on="place", right_on="text_number", how="left")
        .with_columns(speaker_count=pl.len().over("root", "speaker_name"))
        .sort("published_on", "quote_key", nulls_last=True)
    )
    parts = (
        pl.col(part).cast(pl.String).fill_null("")
        for part in ("stem", "speaker_name", "published_on", "article_key", "raw_start")
    )
    first = told.unique("root", keep="first").select("root", parts=pl.concat_str(*parts, separator="\0"))
    identities = [blake2b(key.encode(), digest_size=8).hexdigest() for key in first["parts"]]
    fullest = told.sort(
        pl.col("quote_type") == "direct",
        pl.col("speaker_count"),
        pl.col("quote_text").str.len_chars(),
        -pl.col("quote_key"),
        descending=True,
    ).unique("root", keep="first")
    named = first.with_columns(statement_id=pl.Series(identities, dtype=pl.String)).join(fullest, on="root")
    return quotes.select("place", "root", "quote_key").join(
        named.select("root", "statement_id", statement_text="quote_text"), on="root"
    )
