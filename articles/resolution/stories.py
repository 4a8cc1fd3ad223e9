"""Stories: articles on the same event.

An article is known by the names in it, the words of its headline and the statements it reports; each counts the more,
the fewer articles have it. Two articles of about the same day tell one story where these agree enough (weighted
cosine, the measure of Allan (ed.), "Topic Detection and Tracking", 2002). Articles are compared only where they share
a statement or two of their rarest names, so the work grows near linearly. The outcome depends on the set of articles
alone, not on their order.
"""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from articles.resolution.joining import Groups
from articles.resolution.sets import PAIRS_AT_ONCE, find_shared, make_sets, pair_members
from articles.text.words import NEGATION, split_texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from articles.resolution.sets import Numbers

STORY_LIKENESS = 0.33  # articles at least this much alike tell one story; set on the labelled articles
DETAIL_SHARE = 0.3  # of the likeness of two articles, that must come from more than two things
GROUP_LIKENESS = 0.25  # two groups of articles must be this much alike on the whole before they become one
STORY_DAYS = 5  # days between articles on one event
COMMON_SHARE = 0.05  # a name that this share of all articles bears says little of what an article is about
BACKGROUND = 300  # articles added to each count, so that few articles do not make common names look rare

RARE_NAMES = 10
BLOCK_LIMIT = 60  # articles that share a block; of a larger one neighbours in time are enough

# How much a name of a type tells of the event. Countries and nationalities are in every article.
_TYPE_WEIGHTS = {"PERSON": 1.0, "EVENT": 1.0, "LAW": 1.0, "PRODUCT": 0.8, "WORK_OF_ART": 0.8, "ORG": 0.7, "FAC": 0.7}
_TYPE_WEIGHTS |= {"GPE": 0.4, "LOC": 0.4, "NORP": 0.2}
_STATEMENT_WEIGHT = 1.5
_HEADLINE_WEIGHT = 0.7
_OUTLET_TAIL = r"[|–—-]\s.{0,40}$"  # of a headline


_COLUMNS = (
    pl.col("article_key"),
    pl.col("article_id").cast(pl.String),
    pl.col("headline"),
    pl.col("source_path").fill_null(""),
    pl.col("published_on"),
)


class _Article(NamedTuple):
    key: int
    identity: str
    headline: str | None
    path: str
    day: date | None


def resolve_stories(articles: pl.DataFrame, quotes: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Give every article its story; an article alone on its event is its own.

    `articles` has article_key, article_id, headline, published_on, source_path; `quotes` article_key, statement_id;
    `entities` article_key, entity_key, entity_type, mention_count. Returns article_key, story_id, story_name, sorted by
    article_key. story_id is the article_id of the story's first article, story_name its headline.
    """
    articles = articles.sort(pl.col("article_id").cast(pl.String), "source_path", "article_key")
    features = _weigh_features(_list_features(articles, quotes, entities), articles.height)
    table = [_Article(*row) for row in articles.select(_COLUMNS).iter_rows()]
    groups = _join_groups(table, features, _find_alike(articles, features))
    stories: list[tuple[int, str, str]] = []
    for members in groups.list_members():
        group = [table[place] for place in members]
        first = min(group, key=lambda article: (article.day is None, article.day, article.identity, article.path))
        name = first.headline or next((article.headline for article in group if article.headline), first.path)
        stories += [(article.key, first.identity, name) for article in group]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "article_key": articles.schema["article_key"],
        "story_id": pl.String,
        "story_name": pl.String,
    }
    return pl.DataFrame(stories, schema=schema, orient="row").sort("article_key")


def _list_features(articles: pl.DataFrame, quotes: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """What each article is known by: place (in the order of `articles`), feature, weight (before rarity)."""
    places = articles.select("article_key", place=pl.int_range(pl.len()))
    weight = pl.col("entity_type").replace_strict(_TYPE_WEIGHTS, default=None, return_dtype=pl.Float64)
    named = (
        entities.select("article_key", "entity_key", "entity_type", "mention_count")
        .with_columns(weight=weight * (1.0 + pl.col("mention_count").log()))
        .drop_nulls()
        .sort("entity_type")
        .unique(["article_key", "entity_key"], keep="last")
        .select("article_key", feature=pl.format("entity {}", "entity_key"), weight="weight")
    )
    said = (
        quotes.select("article_key", "statement_id")
        .drop_nulls()
        .unique()
        .select("article_key", feature=pl.format("statement {}", "statement_id"), weight=pl.lit(_STATEMENT_WEIGHT))
    )
    headlines = articles["headline"].fill_null("").str.replace(_OUTLET_TAIL, "")
    words = split_texts(headlines).filter(pl.col("stem") != NEGATION).unique()
    headed = words.select(
        place="text_number",
        feature=pl.format("word {}", pl.col("stem").cast(pl.String)),
        weight=pl.lit(_HEADLINE_WEIGHT),
    )
    kept = pl.concat([named, said]).join(places, on="article_key").select("place", "feature", "weight")
    return pl.concat([kept, headed])


def _weigh_features(features: pl.DataFrame, article_count: int) -> pl.DataFrame:
    """Features as numbers, weighed by rarity, so that an article's squares sum to 1: place, feature, weight,
    is_statement. Sorted, so that sums do not depend on the order of rows.
    """
    count, total = pl.len().over("feature"), article_count + BACKGROUND
    is_statement = pl.col("feature").str.starts_with("statement")
    return (
        features.with_columns(
            weight=pl.col("weight") * (total / (count + BACKGROUND * COMMON_SHARE / 10)).log(),
            is_shared=count > 1,
            is_statement=is_statement,
        )
        .filter(pl.col("is_shared") | ~is_statement)  # a statement of one article alone tells nothing of others
        .with_columns(feature=pl.col("feature").rank("dense").cast(pl.Int64))
        .sort("place", "feature")
        .with_columns(weight=pl.col("weight") / pl.col("weight").pow(2).sum().sqrt().over("place"))
        .select("place", "feature", "weight", "is_statement")
    )


def _find_alike(articles: pl.DataFrame, features: pl.DataFrame) -> list[tuple[float, int, int]]:
    """Pairs of articles that tell one story, likest first: unlikeness, and two places, the smaller first."""
    one, other = _pair_candidates(articles, features)
    days = articles["published_on"].cast(pl.Int32).cast(pl.Float64).to_numpy()  # NaN where unknown
    is_near = ~(np.abs(days[one] - days[other]) > STORY_DAYS)
    one, other = one[is_near], other[is_near]
    weights = features["weight"].to_numpy()
    sets = make_sets(features["place"].to_numpy(), features["feature"].to_numpy(), articles.height)
    likeness = np.zeros(len(one))
    for at in range(0, len(one), PAIRS_AT_ONCE):
        chunk = slice(at, at + PAIRS_AT_ONCE)
        pairs, first, second = find_shared(sets, one[chunk], other[chunk])
        likeness[chunk] = np.bincount(pairs, weights[first] * weights[second], len(one[chunk]))
    is_alike = likeness >= STORY_LIKENESS
    one, other, likeness = one[is_alike], other[is_alike], likeness[is_alike]
    pairs, first, second = find_shared(sets, one, other)
    shared = weights[first] * weights[second]
    order = np.lexsort((-shared, pairs))
    is_detail = np.arange(len(pairs)) - np.searchsorted(pairs, pairs[order]) >= 2
    details = np.bincount(pairs[order], shared[order] * is_detail, len(one))
    # two people who are in every article of a campaign do not make its articles one story
    is_alike = details >= DETAIL_SHARE * likeness
    edges = ((-likeness[is_alike]).round(9).tolist(), one[is_alike].tolist(), other[is_alike].tolist())
    return sorted(zip(*edges, strict=True))


def _pair_candidates(articles: pl.DataFrame, features: pl.DataFrame) -> tuple[Numbers, Numbers]:
    """Pairs of places worth comparing, the smaller first: articles that share a statement, or two of their strongest
    names and words. Of a large block, one long-running subject, only neighbours in time are compared.
    """
    size = features["feature"].n_unique() + 1  # they are numbered from 1 without a gap
    strongest = (
        features.filter(~pl.col("is_statement"))
        .sort("place", -pl.col("weight"), "feature")
        .group_by("place", maintain_order=True)
        .head(RARE_NAMES)
        .sort("place", "feature")
        .select("place", "feature", at=pl.int_range(pl.len()).over("place"))
    )
    two = strongest.join(strongest, on="place", suffix="_other").filter(pl.col("at") < pl.col("at_other"))
    blocks = pl.concat(
        [
            two.select("place", block=pl.col("feature") * size + pl.col("feature_other")),
            features.filter("is_statement").select("place", block="feature"),
        ]
    )
    by_day = articles.select("published_on", place=pl.int_range(pl.len())).sort(
        "published_on", "place", nulls_last=True
    )
    order = by_day["place"].to_numpy()
    moments = np.argsort(order)[blocks["place"].to_numpy()]
    one, other = pair_members(
        blocks["block"].to_numpy(), moments, articles.height, BLOCK_LIMIT, neighbours=BLOCK_LIMIT // 2
    )
    return np.minimum(order[one], order[other]), np.maximum(order[one], order[other])


def _join_groups(table: Sequence[_Article], features: pl.DataFrame, edges: Sequence[tuple[float, int, int]]) -> Groups:
    """Join articles, likest first, as long as their groups agree as a whole: no chains from one event to the next.

    What a group has in common with its neighbours is measured anew whenever it grows, so that an article goes to the
    story it agrees with rather than to the one other article it resembles most.
    """
    groups = Groups(len(table))
    centres: dict[int, dict[int, float]] = {place: {} for _, *pair in edges for place in pair}
    for place, feature, weight in features.select("place", "feature", "weight").iter_rows():
        if place in centres:
            centres[place][feature] = weight
    squares = {place: _sum_products(centre, centre) for place, centre in centres.items()}
    days = {place: {table[place].day} - {None} for place in centres}
    neighbours: dict[int, set[int]] = {place: set() for place in centres}
    for _, one, other in edges:
        neighbours[one].add(other)
        neighbours[other].add(one)
    grown = dict.fromkeys(centres, 0)  # an entry of the heap counts while neither of its groups has grown since
    heap = [(unlikeness, one, other, 0, 0) for unlikeness, one, other in edges]
    heapq.heapify(heap)
    while heap:
        unlikeness, first, second, first_grown, second_grown = heapq.heappop(heap)
        if (grown.get(first), grown.get(second)) != (first_grown, second_grown) or -unlikeness < GROUP_LIKENESS:
            continue
        span = {day for day in days[first] | days[second] if day is not None}
        if span and (max(span) - min(span)).days > 2 * STORY_DAYS:
            continue
        merged = centres.pop(first), centres.pop(second)
        near = (neighbours.pop(first) | neighbours.pop(second)) - {first, second}
        steps = grown.pop(first) + grown.pop(second) + 1
        root = groups.join(first, second)
        united = merged[0].keys() | merged[1].keys()
        centres[root] = {feature: merged[0].get(feature, 0.0) + merged[1].get(feature, 0.0) for feature in united}
        squares[root] = _sum_products(centres[root], centres[root])
        days[root] = days[first] | days[second]
        neighbours[root], grown[root] = near, steps
        for place in sorted(near):
            neighbours[place] = (neighbours[place] - {first, second}) | {root}
            one, other = sorted((root, place))
            likeness = round(_sum_products(centres[one], centres[other]) / math.sqrt(squares[one] * squares[other]), 9)
            heapq.heappush(heap, (-likeness, one, other, grown[one], grown[other]))
    return groups


def _sum_products(one: dict[int, float], other: dict[int, float]) -> float:
    small, large = sorted((one, other), key=len)
    return math.fsum(weight * large[feature] for feature, weight in small.items() if feature in large)
