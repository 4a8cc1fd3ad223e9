"""Who is who across articles."""

from __future__ import annotations

import polars as pl


def resolve_names(names: pl.DataFrame) -> pl.DataFrame:
    """Judge which names of a type are one entity.

    `names` has a row for each entity_name and entity_type, with mention_count and article_count. The result has the
    columns of staging.names and a row for each row of `names`, whatever their order.
    """
    return names.select(
        "entity_name",
        "entity_type",
        resolved_name=pl.col("entity_name"),
        resolved_type=pl.col("entity_type"),
        country_code=pl.lit(None, pl.String),
        score=pl.lit(1.0),
        method=pl.lit("same name"),
    ).sort("entity_type", "entity_name")
