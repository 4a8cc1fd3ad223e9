"""Make a larger warehouse by SQL from a published one, to measure its readers: the same articles several times.

Copies have their own keys, paths and days, and their own versions, quotes, statements and stories. They share people,
bodies and outlets, as real articles do. Resolution does not run again, so only readers can be measured with the result.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home

# Columns with keys that every copy has of its own; negative ones stand for "none" and "unknown".
OWN_KEYS = (
    *("article_key", "original_article_key", "other_article_key", "earlier_article_key", "quote_key"),
    *("parent_quote_key", "other_quote_key", "mention_key", "statement_key", "story_key", "removed_span_key"),
    *("embedded_post_key", "entity_role_key", "repeated_span_key"),
)
NAME_KEYS = ("name_key", "speaker_name_key", "addressee_name_key", "organization_name_key")
OWN_TEXTS = ("article_id", "source_path", "statement_id", "story_id")
DAY_COLUMNS = ("published_on", "published_at")
DAYS_APART = 11  # a copy is this much older than the one before it
STEP = 1_000_003 * 4_000_037  # between the keys of copies
TABLES = (
    *("dim_article", "fact_article", "fact_quote", "fact_mention", "fact_removed_span", "fact_embedded_post"),
    *("fact_entity_role", "article_text", "bridge_article_author", "bridge_quote_speaker", "dim_statement"),
    *("dim_story", "article_copy", "repeated_span", "cut_text"),
)


def multiply(home: Home, target: Path, times: int) -> Path:
    """Write the published warehouse of `home`, `times` over, as the warehouse of a home at `target`."""
    target.mkdir(parents=True, exist_ok=True)
    published = target / "warehouse.duckdb"
    shutil.copy(home.published, published)
    with duckdb.connect(str(published)) as con:
        con.execute("set preserve_insertion_order = false")
        con.execute("create temp table own_name as select name_key from core.resolution where article_key is not null")
        con.execute(f"create temp table copy as select unnest(range(1, {times:d})) as number")
        for table in TABLES:
            key = f"{table.removeprefix('dim_')}_key"
            where = f"where t.{key} >= 0" if table.startswith("dim_") else ""  # "none" and "unknown" there is one of
            con.execute(_write_copies(con, f"core.{table}", where))
        con.execute(_write_copies(con, "core.resolution", "where t.article_key is not null"))
    return published


def _write_copies(con: duckdb.DuckDBPyConnection, table: str, where: str = "") -> str:
    columns = [str(row[0]) for row in con.execute(f"describe {table}").fetchall()]
    values = ", ".join(_write_value(column) for column in columns)
    return f"insert into {table} select {values} from {table} as t cross join copy {where}"


def _write_value(column: str) -> str:
    shifted = f"((t.{column}::hugeint + copy.number * {STEP}) % {2**62})::bigint"
    if column in OWN_KEYS:
        return f"if(t.{column} < 0, t.{column}, {shifted})"
    if column in NAME_KEYS:
        return f"if(t.{column} in (select name_key from own_name), {shifted}, t.{column})"
    if column in OWN_TEXTS:
        return f"t.{column} || '~' || copy.number"
    if column in DAY_COLUMNS:
        return f"t.{column} - to_days(({DAYS_APART} * copy.number)::integer)"
    return f"t.{column}"
