"""Separate the rows that passed from those that go to quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.helper_columns import ROW_NUMBER
from expectations.rows import cut_bytes, dump_row
from expectations.suite_files import list_columns
from terms.states import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from expectations.running import Outcome

_QUARANTINE_SCHEMA = pl.Schema(
    {
        "stage": pl.String,
        "reason_code": pl.String,
        "message": pl.String,
        "source_path": pl.String,
        "content_hash": pl.String,
        "byte_count": pl.Int64,
        "table_name": pl.String,
        "row_json": pl.String,
        "raw_excerpt": pl.Binary,
    }
)


def part_frames(
    frames: Mapping[str, pl.DataFrame],
    prepared: Mapping[str, pl.DataFrame],
    outcomes: Mapping[str, list[Outcome]],
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame, dict[str, int]]:
    """The frames without the rows held back, those rows with columns of quarantine.record, and how many rows of each
    other table left with their article.

    `prepared` are the frames with their helper columns, with the same rows in the same order.
    """
    broken = {table: _collect_broken_rows(outcomes.get(table, [])) for table in prepared}
    held = pl.Series("content_hash", [], pl.String)
    if "articles" in broken:
        held = prepared["articles"][list(broken["articles"])]["content_hash"].drop_nulls()
    kept: dict[str, pl.DataFrame] = {}
    followed: dict[str, pl.DataFrame] = {}
    quarantined: list[dict[str, Any]] = []
    for table, frame in frames.items():
        if table not in prepared:
            kept[table] = frame
            continue
        rows = prepared[table].select(ROW_NUMBER, "content_hash")
        leaves = pl.col(ROW_NUMBER).is_in(list(broken[table]))
        if table != "articles":
            leaves = leaves | pl.col("content_hash").is_in(held.implode())
            gone = rows.filter(pl.col("content_hash").is_in(held.implode()))
            followed[table] = gone.group_by("content_hash").len("count")
            gone_rows = set(gone[ROW_NUMBER])
            broken[table] = {row: by for row, by in broken[table].items() if row not in gone_rows}
        kept[table] = frame.filter(~rows.select(leaves.fill_null(False)).to_series())
    for table in prepared:
        quarantined += _describe_broken_rows(table, prepared[table], broken[table], followed)
    return (
        _follow_lost_rows(kept, frames),
        pl.DataFrame(quarantined, schema=_QUARANTINE_SCHEMA),
        {table: int(counts["count"].sum()) for table, counts in followed.items()},
    )


def _collect_broken_rows(outcomes: Sequence[Outcome]) -> dict[int, list[dict[str, Any]]]:
    """The expectations of severity quarantine that each row broke, in the suite's order, by row number.

    A check that lets a share of rows fail holds none of them back as long as it passes.
    """
    broken: dict[int, list[dict[str, Any]]] = {}
    for outcome in outcomes:
        if outcome.severity == Severity.QUARANTINE and not outcome.is_passed:
            for row in outcome.failing:
                broken.setdefault(row, []).append(outcome.expectation)
    return dict(sorted(broken.items()))


def _describe_broken_rows(
    table: str,
    frame: pl.DataFrame,
    broken: Mapping[int, list[dict[str, Any]]],
    followed: Mapping[str, pl.DataFrame],
) -> list[dict[str, Any]]:
    own_columns = [name for name in frame.columns if name not in {ROW_NUMBER, "raw_text", "clean_text", "offset_map"}]
    counts = {name: dict(counted.iter_rows()) for name, counted in followed.items()}
    rows: list[dict[str, Any]] = []
    for row, expectations in zip(frame[list(broken)].iter_rows(named=True), broken.values(), strict=True):
        is_article = table == "articles"
        gone = (
            ", ".join(f"{by.get(row['content_hash'], 0)} {name}" for name, by in counts.items()) if is_article else ""
        )
        rows.append(
            {
                "stage": "validate",
                "reason_code": expectations[0]["meta"]["name"],
                "message": _word_message(table, row, expectations, gone),
                "source_path": row["source_path"] if is_article else row["article_source_path"],
                "content_hash": row["content_hash"],
                "byte_count": None,
                "table_name": table,
                "row_json": dump_row({name: row[name] for name in own_columns}),
                "raw_excerpt": cut_bytes(row["raw_text"]) if is_article else None,
            }
        )
    return rows


def _word_message(table: str, row: Mapping[str, Any], expectations: Sequence[dict[str, Any]], gone: str) -> str:
    first = expectations[0]
    found = ", ".join(f"{name} is {_word_value(row.get(name))}" for name in list_columns(first))
    also = ", ".join(entry["meta"]["name"] for entry in expectations[1:])
    parts = [f"{first['meta']['reason']} Here {found}."]
    if also:
        parts.append(f"It also breaks {also}.")
    if gone:
        parts.append(f"The whole article is held back, with its {gone}.")
        parts.append("Fix the source file, or the reader that read it, and ingest it again.")
    else:
        parts.append("The row is held back and the rest of its article loaded.")
        parts.append(
            f"If the row is right, the expectation in suites/{table}.json is wrong; else fix what made the row."
        )
    return " ".join(parts)


def _word_value(value: Any) -> str:
    if value is None:
        return "empty"
    text = str(value)
    return repr(text if len(text) <= 80 else text[:79] + "…") if isinstance(value, str) else text


def _follow_lost_rows(kept: dict[str, pl.DataFrame], frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Correct the counts of articles and the parents of quotes for the rows that remain."""
    for table, column in (("mentions", "mention_count"), ("quotes", "quote_count")):
        if "articles" not in kept or table not in kept or kept[table].height == frames[table].height:
            continue
        counts = kept[table].group_by("content_hash").agg(pl.len().alias("_count"))
        articles = kept["articles"].join(counts, on="content_hash", how="left", maintain_order="left")
        dtype = kept["articles"].schema[column]
        kept["articles"] = articles.with_columns(pl.col("_count").fill_null(0).cast(dtype).alias(column)).drop("_count")
    if "quotes" in kept and kept["quotes"].height != frames["quotes"].height:
        quotes = kept["quotes"]
        numbers = quotes.select("content_hash", pl.col("quote_number").alias("parent_quote_number"), _found=True)
        joined = quotes.join(
            numbers, on=["content_hash", "parent_quote_number"], how="left", maintain_order="left"
        ).with_columns(parent_quote_number=pl.when(pl.col("_found")).then(pl.col("parent_quote_number")))
        kept["quotes"] = joined.select(quotes.columns)
    return kept
