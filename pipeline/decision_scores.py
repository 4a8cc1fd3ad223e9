"""How often the extractor is right on what people checked: a gold set that grows as a newsroom works.

Quotes that people verified, corrected or rejected (mart.checked_quotes) are counted by rule, kind of source, type and
month. Who checks what looks odd finds more faults than there are, so the share for the whole warehouse is told from
strata of confidence, each with the weight that it has among all quotes; it is fair where the quotes checked were drawn
by chance (`quotehouse decisions sample`).
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

import polars as pl

from warehouse.support.rows import fetch_row
from warehouse.support.values import read_frame

if TYPE_CHECKING:
    import duckdb

Z = 1.96  # of a normal distribution, for intervals of 95 %
EDGES = (0.5, 0.7, 0.8, 0.9)  # of confidence; between them are the strata
GROUPS = ("method", "source_kind", "quote_type", "month", "outlet_name", "reviewed_by")
SHOWN_GROUPS = ("method", "source_kind", "month")
ASPECTS = ("is_quote", "is_speaker_right", "is_text_right", "is_type_right", "is_right")
_GONE = """
    select count(*) filter (not is_rejected), count(*) filter (is_rejected)
    from (
        select subject_article, subject_hash, subject_number, bool_or(kind = 'quote_rejected') as is_rejected
        from mart.decisions
        where kind like 'quote%' and state = 'lapsed' and quote_key is null and article_key is not null
        group by all
    )
"""


def read_scores(con: duckdb.DuckDBPyConnection) -> dict[str, Any] | None:
    """What the decisions of a warehouse tell of the extractor; None where nobody checked a quote.

    `all` is `estimate_share`; by_method, by_source_kind and by_month are rows of `score_groups`; `gone` counts quotes
    that were checked and are not found now: those that are right (verified, corrected), and those that were rejected.
    """
    checked = read_frame(con.sql("from mart.checked_quotes"))
    gone = fetch_row(con.execute(_GONE)) or (0, 0)
    if checked.is_empty() and not any(gone):
        return None
    found = read_frame(
        con.sql("select confidence from mart.quotes union all select confidence from mart.rejected_quotes")
    )
    return {
        "all": estimate_share(checked, found["confidence"]),
        **{f"by_{name}": score_groups(checked, name).to_dicts() for name in SHOWN_GROUPS},
        "gone": dict(zip(("right_count", "rejected_count"), gone, strict=True)),
    }


def find_interval(right: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson's score (1927). From 0 to 1 where nothing was counted."""
    if not count:
        return 0.0, 1.0
    share, pull = right / count, Z * Z / count
    middle = (share + pull / 2) / (1 + pull)
    reach = Z * sqrt(share * (1 - share) / count + pull / (4 * count)) / (1 + pull)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def score_groups(checked: pl.DataFrame, group: str) -> pl.DataFrame:
    """Shares of the quotes checked (columns of mart.checked_quotes) that are right, by a column of GROUPS.

    Columns: the group, checked_count, a count for each of ASPECTS (of is_right: right_count), right_share, low and high
    (the 95 % interval), those most checked first.
    """
    told = checked.with_columns(month=pl.col("reviewed_at").dt.strftime("%Y-%m"))
    counted = told.group_by(group).agg(
        checked_count=pl.len(),
        quote_count=pl.col("is_quote").sum(),
        right_speaker_count=pl.col("is_speaker_right").sum(),
        right_text_count=pl.col("is_text_right").sum(),
        right_type_count=pl.col("is_type_right").sum(),
        right_count=pl.col("is_right").sum(),
    )
    order = [group] if group == "month" else ["checked_count", group]
    counted = counted.sort(order, descending=[False] if group == "month" else [True, False])
    spans = [find_interval(right, count) for right, count in counted.select("right_count", "checked_count").iter_rows()]
    return counted.with_columns(
        right_share=pl.col("right_count") / pl.col("checked_count"),
        low=pl.Series([low for low, _ in spans], dtype=pl.Float64),
        high=pl.Series([high for _, high in spans], dtype=pl.Float64),
    )


def estimate_share(checked: pl.DataFrame, confidences: pl.Series) -> dict[str, float | int]:
    """The share of all quotes that are right, from the strata of confidence that were checked.

    `confidences` are those of all quotes. Returns checked_count, right_count, right_share, low, high (95 %, from shares
    of each stratum after Agresti and Coull 1998) and covered_share: the part of all quotes whose stratum was checked.
    """
    weights = _count_strata(confidences)
    rows = (
        checked.select(stratum=_place(checked["confidence"]), is_right="is_right")
        .group_by("stratum")
        .agg(count=pl.len(), right=pl.col("is_right").sum())
        .sort("stratum")
    )
    covered = sum(weights[stratum] for stratum in rows["stratum"])
    share = variance = middle = 0.0
    for stratum, count, right in rows.select("stratum", "count", "right").iter_rows():
        weight = weights[stratum] / covered if covered else 0.0
        share += weight * right / count
        softened = (right + Z * Z / 2) / (count + Z * Z)
        middle += weight * softened
        variance += weight * weight * softened * (1 - softened) / (count + Z * Z)
    reach = Z * sqrt(variance)
    return {
        "checked_count": int(rows["count"].sum()),
        "right_count": int(rows["right"].sum()),
        "right_share": share,
        "low": max(0.0, middle - reach) if covered else 0.0,
        "high": min(1.0, middle + reach) if covered else 1.0,
        "covered_share": covered / max(sum(weights), 1),
    }


def _place(confidences: pl.Series) -> pl.Series:
    """The stratum of each quote, counted from 0."""
    placed = pl.zeros(len(confidences), pl.Int64, eager=True)
    for edge in EDGES:
        placed += (confidences >= edge).cast(pl.Int64)
    return placed.alias("stratum")


def _count_strata(confidences: pl.Series) -> list[int]:
    places = _place(confidences)
    return [int((places == stratum).sum()) for stratum in range(len(EDGES) + 1)]
