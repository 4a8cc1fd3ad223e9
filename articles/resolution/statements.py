"""Statements: quotes of the same utterance, in whichever article and wording."""

from __future__ import annotations

import re
from hashlib import blake2b

import polars as pl

_LETTERS = re.compile(r"[^\W_]+")


def resolve_statements(quotes: pl.DataFrame) -> pl.DataFrame:
    """Give every quote its statement.

    `quotes` has one row a quote: quote_key, article_key, quote_type, quote_text, speaker_entity_key, speaker_name,
    published_on, source_path. Returns quote_key, statement_id, statement_text; the result does not depend on row order.
    """
    keys = [_make_id(text) for text in quotes["quote_text"].to_list()]
    return (
        quotes.select("quote_key", "quote_text")
        .with_columns(pl.Series("statement_id", keys, dtype=pl.String))
        .sort("statement_id", "quote_text")
        .with_columns(pl.col("quote_text").first().over("statement_id").alias("statement_text"))
        .select("quote_key", "statement_id", "statement_text")
        .sort("quote_key")
    )


def _make_id(text: str) -> str:
    return blake2b(" ".join(_LETTERS.findall(text.casefold())).encode(), digest_size=8).hexdigest()
