"""Stories: articles on the same event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable


def resolve_stories(articles: pl.DataFrame, quotes: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Give every article its story: articles that share statements are one story, every other article is its own.

    `articles` has article_key, article_id, headline, published_on, source_path; `quotes` article_key, statement_id;
    `entities` article_key, entity_key, entity_type, mention_count. Returns article_key, story_id, story_name.
    """
    del entities
    keys = articles["article_key"].to_list()
    shared = quotes.drop_nulls().unique().filter(pl.len().over("statement_id") > 1).sort("statement_id", "article_key")
    parent = {key: key for key in keys}
    for _, members in shared.group_by("statement_id", maintain_order=True):
        _join(parent, [key for key in members["article_key"].to_list() if key in parent])
    roots = [_find_root(parent, key) for key in keys]
    return (
        articles.select("article_key", "article_id", "headline", "source_path")
        .with_columns(pl.Series("root", roots, dtype=articles.schema["article_key"]))
        .sort("article_id", "source_path", "article_key")
        .with_columns(
            pl.col("article_id").cast(pl.String).first().over("root").alias("story_id"),
            pl.coalesce("headline", "source_path").first().over("root").alias("story_name"),
        )
        .select("article_key", "story_id", "story_name")
        .sort("article_key")
    )


def _join(parent: dict[int, int], members: Iterable[int]) -> None:
    roots = sorted({_find_root(parent, member) for member in members})
    for root in roots[1:]:
        parent[root] = roots[0]


def _find_root(parent: dict[int, int], key: int) -> int:
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key
