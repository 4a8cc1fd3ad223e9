"""What the pages show, computed from the frames: plain values that the templates only lay out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.report.formats import (
    format_count,
    format_day,
    format_duration,
    format_plural,
    format_words,
    parse_rows,
    show_bytes,
)
from expectations.report.pictures import OUTCOMES, draw_outcomes
from terms.states import RunState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from expectations.rows import Row

_KINDS = {
    "articles": "A whole article",
    "mentions": "A mention",
    "entity_roles": "A role",
    "quotes": "A quote",
    "removed_spans": "A removed span",
    "embedded_posts": "An embedded post",
}
_COVERAGE = (
    ("Headline", "headline_count"),
    ("Date", "published_on_count"),
    ("Authors", "authors_count"),
    ("Section", "section_count"),
    ("Dateline", "dateline_place_count"),
    ("Address", "url_count"),
)


def list_rows(inputs: Mapping[str, pl.DataFrame], name: str) -> list[Row]:
    """Rows of the frame `name`; none where it is missing, as after a run that ended early."""
    frame = inputs.get(name)
    return [] if frame is None else frame.to_dicts()


def list_tiles(run: Row) -> list[Row]:
    """The run in six figures."""
    duration, words = run.get("duration_s"), run.get("word_count")
    speed = f"{words / duration:,.0f} words a second" if duration and words else ""
    articles = run.get("loaded_count") or 0

    unpublished = (
        "not published"
        if run.get("state") in {RunState.HELD, RunState.FAILED, RunState.INTERRUPTED} and articles
        else ""
    )

    def spread(count: int | None) -> str:
        return f"{count / articles:,.1f} an article" if count and articles else ""

    return [
        {"label": "Records seen", "value": format_count(run.get("seen_count")), "note": _count_files(run)},
        {"label": "Articles loaded", "value": format_count(run.get("loaded_count")), "note": unpublished},
        {"label": "Words", "value": format_count(words), "note": spread(words)},
        {
            "label": "Mentions",
            "value": format_count(run.get("mention_count")),
            "note": spread(run.get("mention_count")),
        },
        {"label": "Quotes", "value": format_count(run.get("quote_count")), "note": spread(run.get("quote_count"))},
        {"label": "Time", "value": format_duration(duration), "note": speed},
    ]


def _count_files(run: Row) -> str:
    count = run.get("file_count")
    return "" if count is None else f"in {format_plural(count, 'file')}"


def list_totals(totals: Sequence[Row]) -> list[Row]:
    """The warehouse in figures; nothing where it holds no article."""
    if not totals or not totals[0]["article_count"]:
        return []
    row = totals[0]
    return [
        {"label": "Articles", "value": format_count(row["article_count"]), "note": ""},
        {"label": "Outlets", "value": format_count(row["outlet_count"]), "note": ""},
        {"label": "Quotes", "value": format_count(row["quote_count"]), "note": ""},
        {"label": "Mentions", "value": format_count(row["mention_count"]), "note": ""},
        {"label": "Entities", "value": format_count(row["entity_count"]), "note": ""},
        {"label": "Statements", "value": format_count(row["statement_count"]), "note": ""},
        {"label": "Stories", "value": format_count(row["story_count"]), "note": ""},
    ]


def describe_span(totals: Sequence[Row]) -> str:
    """From when to when the articles were published; empty where no day is known."""
    if not totals or totals[0]["first_published_on"] is None:
        return ""
    first, last = totals[0]["first_published_on"], totals[0]["last_published_on"]
    return f"on {format_day(first)}" if first == last else f"from {format_day(first)} to {format_day(last)}"


def describe_outcomes(run: Row, reasons: Sequence[Row]) -> Row:
    """Records by outcome, quarantined ones by stage and reason, and what is not accounted for."""
    parts: list[Row] = [{"label": label, "count": run.get(column), "css": css} for label, column, css in OUTCOMES]
    by_reason = [reason for reason in reasons if reason["is_record"]]
    rows = [{"outcome": part["label"], "reason": "", "count": part["count"]} for part in parts[:3]]
    for reason in by_reason:
        words = f"{reason['stage']}: {format_words(reason['reason_code'])}"
        rows.append({"outcome": "Quarantined", "reason": words, "count": reason["quarantined_count"]})
    if parts[3]["count"] is not None:
        unnamed = parts[3]["count"] - sum(reason["quarantined_count"] for reason in by_reason)
        if unnamed > 0 or not by_reason:
            rows.append({"outcome": "Quarantined", "reason": "no reason recorded" if unnamed else "", "count": unnamed})
    total = sum(part["count"] or 0 for part in parts)
    missing = max((run.get("seen_count") or 0) - total, 0)
    if missing:
        rows.append({"outcome": "Not loaded", "reason": "the run ended early", "count": missing})
    return {
        "parts": parts,
        "rows": rows,
        "is_counted": run.get("seen_count") is not None,
        "missing": missing,
        "chart": draw_outcomes(run),
    }


def describe_quarantine(rows: Sequence[Row], reasons: Sequence[Row], contexts: Sequence[Row]) -> Row:
    """Quarantined records and rows with their excerpts, and how many there are in all."""
    places = {(row["table_name"], row["source_path"], row["raw_start"], row["raw_end"]): row for row in contexts}
    shown = []
    for row in rows:
        values = next(iter(parse_rows(f"[{row['row_json'] or ''}]")), {})
        place = (row["table_name"], row["source_path"], values.get("raw_start"), values.get("raw_end"))
        shown.append(
            row
            | {
                "kind": _KINDS.get(row["table_name"] or "", "A whole record"),
                "excerpt": show_bytes(row["raw_excerpt"]),
                "context": places.get(place),
            }
        )
    total = sum(reason["quarantined_count"] for reason in reasons)
    summary = f"{format_plural(total, 'record or row', 'records and rows')} in all"
    if total > len(shown):
        summary += f", the first {len(shown)} of them below"
    return {"rows": shown, "summary": summary + "."}


def rank_speakers(speakers: Sequence[Row]) -> list[Row]:
    """Speakers with the width of their bar in per cent of the first."""
    most = max((row["quote_count"] for row in speakers), default=1)
    return [row | {"width": round(row["quote_count"] / most * 100, 1)} for row in speakers]


def share_coverage(rows: Sequence[Row]) -> tuple[list[str], list[Row]]:
    """Names of the columns covered, and rows with the share of articles that have each."""
    names = [label for label, _ in _COVERAGE]
    return names, [row | {"shares": [row[column] / row["article_count"] for _, column in _COVERAGE]} for row in rows]
