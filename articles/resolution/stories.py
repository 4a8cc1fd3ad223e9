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
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from articles.resolution.joining import Groups
from articles.resolution.statements import hash_words, read_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

STORY_LIKENESS = 0.33  # articles at least this much alike tell one story; set on the labelled articles
DETAIL_SHARE = 0.3  # of the likeness of two articles, that must come from more than two things
GROUP_LIKENESS = 0.25  # two groups of articles must be this much alike on the whole before they become one
STORY_DAYS = 5  # days between articles on one event
COMMON_SHARE = 0.05  # a name that this share of all articles bears says little of what an article is about
BACKGROUND = 300  # articles added to each count, so that few articles do not make common names look rare

RARE_NAMES = 10
BLOCK_LIMIT = 60

# How much a name of a type tells of the event. Countries and nationalities are in every article.
_TYPE_WEIGHTS = {"PERSON": 1.0, "EVENT": 1.0, "LAW": 1.0, "PRODUCT": 0.8, "WORK_OF_ART": 0.8, "ORG": 0.7, "FAC": 0.7}
_TYPE_WEIGHTS |= {"GPE": 0.4, "LOC": 0.4, "NORP": 0.2}
_STATEMENT_WEIGHT = 1.5
_HEADLINE_WEIGHT = 0.7


@dataclass(slots=True)
class _Article:
    key: int
    identity: str
    headline: str | None
    path: str
    day: date | None
    counts: dict[str, float] = field(default_factory=dict)  # feature -> weight before rarity
    vector: dict[str, float] = field(default_factory=dict)


def resolve_stories(articles: pl.DataFrame, quotes: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Give every article its story; an article alone on its event is its own.

    `articles` has article_key, article_id, headline, published_on, source_path; `quotes` article_key, statement_id;
    `entities` article_key, entity_key, entity_type, mention_count. Returns article_key, story_id, story_name, sorted by
    article_key. story_id is the article_id of the story's first article, story_name its headline.
    """
    rows = articles.sort(pl.col("article_id").cast(pl.String), "source_path", "article_key").iter_rows(named=True)
    table = [
        _Article(
            row["article_key"], str(row["article_id"]), row["headline"], row["source_path"] or "", row["published_on"]
        )
        for row in rows
    ]
    _read_features(table, quotes, entities)
    _weigh_features(table)
    edges = []
    for one, other in _pair_candidates(table):
        likeness = _compare(table[one], table[other])
        if likeness >= STORY_LIKENESS:
            edges.append((-round(likeness, 9), one, other))
    groups = _join_groups(table, sorted(edges))
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


def _read_features(table: Sequence[_Article], quotes: pl.DataFrame, entities: pl.DataFrame) -> None:
    by_key = {article.key: article for article in table}
    for key, entity, kind, count in (
        entities.select("article_key", "entity_key", "entity_type", "mention_count").drop_nulls().iter_rows()
    ):
        weight = _TYPE_WEIGHTS.get(kind)
        if weight is not None and key in by_key:
            by_key[key].counts[f"entity {entity}"] = weight * (1.0 + math.log(count))
    for key, statement in quotes.select("article_key", "statement_id").drop_nulls().unique().iter_rows():
        if key in by_key:
            by_key[key].counts[f"statement {statement}"] = _STATEMENT_WEIGHT
    for article in table:
        for stem in read_words(re.sub(r"[|–—-]\s.{0,40}$", "", article.headline or ""))[0]:
            article.counts[f"word {stem}"] = _HEADLINE_WEIGHT


def _weigh_features(table: Sequence[_Article]) -> None:
    counts = Counter(feature for article in table for feature in article.counts)
    total = len(table) + BACKGROUND
    for article in table:
        # a statement of one article alone tells nothing of others
        weighed = {
            feature: count * math.log(total / (counts[feature] + BACKGROUND * COMMON_SHARE / 10))
            for feature, count in article.counts.items()
            if counts[feature] > 1 or not feature.startswith("statement")
        }
        norm = math.sqrt(math.fsum(weight * weight for weight in weighed.values())) or 1.0
        article.vector = {feature: weight / norm for feature, weight in sorted(weighed.items())}


def _compare(one: _Article, other: _Article) -> float:
    """Cosine of two articles; 0 where their days lie too far apart."""
    if one.day and other.day and abs((one.day - other.day).days) > STORY_DAYS:
        return 0.0
    small, large = sorted((one.vector, other.vector), key=len)
    shared = sorted((weight * large[feature] for feature, weight in small.items() if feature in large), reverse=True)
    likeness = math.fsum(shared)
    # two people who are in every article of a campaign do not make its articles one story
    return likeness if math.fsum(shared[2:]) >= DETAIL_SHARE * likeness else 0.0


def _pair_candidates(table: Sequence[_Article]) -> Iterator[tuple[int, int]]:
    blocks: dict[int, list[int]] = {}
    for place, article in enumerate(table):
        features = sorted(article.vector, key=lambda feature: (-article.vector[feature], feature))
        strongest = [feature for feature in features if not feature.startswith("statement")][:RARE_NAMES]
        keys = {hash_words(pair) for pair in combinations(sorted(strongest), 2)}
        keys |= {hash_words((feature,)) for feature in features if feature.startswith("statement")}
        for key in keys:
            blocks.setdefault(key, []).append(place)
    seen: set[tuple[int, int]] = set()
    for key in sorted(blocks):
        members = blocks[key]
        if len(members) > BLOCK_LIMIT:  # a block of one long-running subject: neighbours in time are enough
            members = sorted(members, key=lambda place: (table[place].day is None, table[place].day, place))
            pairs = [
                (one, other) for at, one in enumerate(members) for other in members[at + 1 : at + 1 + BLOCK_LIMIT // 2]
            ]
        else:
            pairs = list(combinations(members, 2))
        for pair in pairs:
            one, other = sorted(pair)
            if (one, other) not in seen:
                seen.add((one, other))
                yield one, other


def _join_groups(table: Sequence[_Article], edges: Sequence[tuple[float, int, int]]) -> Groups:
    """Join articles, likest first, as long as their groups agree as a whole: no chains from one event to the next.

    What a group has in common with its neighbours is measured anew whenever it grows, so that an article goes to the
    story it agrees with rather than to the one other article it resembles most.
    """
    groups = Groups(len(table))
    centres = {place: dict(article.vector) for place, article in enumerate(table)}
    days = {place: {article.day} - {None} for place, article in enumerate(table)}
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
        features = sorted(merged[0].keys() | merged[1].keys())
        centres[root] = {feature: merged[0].get(feature, 0.0) + merged[1].get(feature, 0.0) for feature in features}
        days[root] = days[first] | days[second]
        neighbours[root], grown[root] = near, steps
        for place in sorted(near):
            neighbours[place] = (neighbours[place] - {first, second}) | {root}
            one, other = sorted((root, place))
            likeness = round(_find_cosine(centres[one], centres[other]), 9)
            heapq.heappush(heap, (-likeness, one, other, grown[one], grown[other]))
    return groups


def _find_cosine(one: dict[str, float], other: dict[str, float]) -> float:
    small, large = sorted((one, other), key=len)
    product = math.fsum(weight * large[feature] for feature, weight in small.items() if feature in large)
    norms = math.fsum(weight * weight for weight in one.values()) * math.fsum(
        weight * weight for weight in other.values()
    )
    return product / math.sqrt(norms) if norms else 0.0
