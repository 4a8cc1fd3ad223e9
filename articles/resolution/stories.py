"""Stories: articles on the same event.

Articles of about the same days are compared by their strongest words (profiles.py). Groups are joined by the mean score
of their pairs, so that one similar pair does not chain two events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from articles.resolution.grouping import group_pairs, limit_days, place_pairs
from articles.resolution.model import read_model

if TYPE_CHECKING:
    from datetime import date

    from articles.resolution.model import Values

STORY_DAYS = 7  # between the first and the last article of a story
LINKED_SHARE = 0.3  # mean score between two groups that become one story, however sure one pair of them is


_COLUMNS = ("article_key", "other_article_key")


class _Article(NamedTuple):
    article_key: int
    article_id: str
    headline: str | None
    source_path: str
    published_on: date | None


def judge_articles(pairs: pl.DataFrame) -> pl.DataFrame:
    """Judge pairs of articles: article_key, other_article_key, similarity, lead_similarity, headline_share (0 to 1),
    day_count (empty where unknown).

    Returns them with story_score, the probability that both tell one event. Unknown days count as the same day.
    """
    return pairs.with_columns(story_score=read_model("story").score(measure_articles(pairs)))


def measure_articles(pairs: pl.DataFrame) -> dict[str, Values]:
    """The features of pairs of articles."""
    return {
        "similarity": np.log(pairs["similarity"].to_numpy() + 0.02),
        "lead": np.log(pairs["lead_similarity"].to_numpy() + 0.02),
        "headline": pairs["headline_share"].to_numpy(),
        "days": pairs["day_count"].fill_null(0).cast(pl.Float64).to_numpy(),
    }


def group_stories(articles: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Group articles into stories. Both frames hold whole components: all articles that pairs connect.

    `articles`: article_key, article_id, headline, published_on, source_path; `pairs`: article_key, other_article_key,
    similarity, story_score. Returns article_key, story_id, story_name, sorted by article_key. story_id is the
    article_id of the story's first article, story_name the headline of the article nearest to all others.
    """
    articles = articles.sort(pl.col("article_id").cast(pl.String), "source_path", "article_key")
    columns = (*_COLUMNS, "similarity", "story_score")
    linked = place_pairs(articles["article_key"], pairs.select(columns))
    scored = linked.select("one", "other", "story_score").iter_rows()
    table = [_Article(*row) for row in articles.select(_Article._fields).iter_rows()]
    may_join = limit_days([article.published_on for article in table], STORY_DAYS)
    threshold = read_model("story").threshold
    roots = group_pairs(len(table), scored, threshold, LINKED_SHARE, may_join, sure_share=LINKED_SHARE)
    centrality: dict[int, float] = dict.fromkeys(range(len(table)), 0.0)
    for one, other, similarity in linked.select("one", "other", "similarity").sort("one", "other").iter_rows():
        if roots[one] == roots[other]:
            centrality[one] += similarity
            centrality[other] += similarity
    members: dict[int, list[int]] = {}
    for place, root in enumerate(roots):
        members.setdefault(root, []).append(place)
    stories: list[tuple[int, str, str]] = []
    for places in members.values():
        group = [table[place] for place in places]
        first = min(
            group, key=lambda one: (one.published_on is None, one.published_on, one.article_id, one.source_path)
        )
        named = [place for place in places if table[place].headline]
        nearest = max(named, key=lambda place: (round(centrality[place], 6), -place), default=None)
        name = first.source_path if nearest is None else str(table[nearest].headline)
        stories += [(article.article_key, first.article_id, name) for article in group]
    schema = {"article_key": pl.Int64, "story_id": pl.String, "story_name": pl.String}
    return pl.DataFrame(stories, schema=schema, orient="row").sort("article_key")
