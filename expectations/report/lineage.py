"""The way of an article from its file to the rows made of it: which articles have a page, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.report.formats import parse_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from expectations.rows import Row

# A page for each article that another page mentions; nobody follows more than these from one report.
PAGES_KEPT = 100
# Frames whose rows name an article by its content_hash, those an editor follows first.
_NAMING = ("failing_contexts", "quarantine", "newest_quotes", "stories")


def find_articles(inputs: Mapping[str, pl.DataFrame]) -> list[str]:
    """Hashes of the articles that the pages mention: those of failing rows first, then those of quotes and stories."""
    hashes = [row.get("content_hash") for check in _list(inputs, "checks") for row in parse_rows(check["failing_rows"])]
    hashes += [row["content_hash"] for name in _NAMING for row in _list(inputs, name)]
    return list(dict.fromkeys(text for text in hashes if text))[:PAGES_KEPT]


def name_pages(lineage: Iterable[Row]) -> dict[str, str]:
    """Page of each article by its content hash."""
    return {row["content_hash"]: f"article-{row['content_hash']}.html" for row in lineage}


def describe_article(row: Row, quarantine: Sequence[Row]) -> Row:
    """One article's lineage with what this run held back of it; missing parts are empty lists."""
    lists = {name: row[name] or [] for name in ("files", "removed", "mentioned", "quoted")}
    held = [entry for entry in quarantine if entry["content_hash"] == row["content_hash"]]
    return row | lists | {"held": held}


def _list(inputs: Mapping[str, pl.DataFrame], name: str) -> list[Row]:
    frame = inputs.get(name)
    return [] if frame is None else frame.to_dicts()
