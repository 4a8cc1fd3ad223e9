"""Frames as the report's queries give them, of an invented warehouse."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

_CHECKS = (
    ("articles", "content_hash_is_unique", "block", "Two rows for one article would load all its facts twice."),
    ("articles", "word_count_is_usual", "warn", "Very short and very long texts are often a failed extraction."),
    ("mentions", "mention_is_unique", "quarantine", "The same words mentioned twice would be counted twice."),
    ("quotes", "direct_quotes_have_a_speaker", "warn", "A direct quote nearly always has a source."),
    ("quotes", "quote_text_stands_at_its_fragments", "quarantine", "The words must stand where the quote says."),
)
_SPEAKERS = ("Mara Lindqvist", "Tomas Okafor", "Ines Varga", "Jonas Aldén-Whitfield of Upper Marlow")
_OUTLETS = ("The Harbour Post", "Evening Ledger", None)
HASH = "0123456789abcdef" * 2
_SAID = (
    "The bridge will open in spring, and nobody who has waited nine years for it will mind another two weeks.",
    "We were never asked whether the ferry should stop.",
    "It is a good bridge on a bad road.",
)


def make_inputs(
    run_number: int = 12, state: str = "published", message: str | None = None, payload: str = ""
) -> dict[str, pl.DataFrame]:
    """The report's frames. `payload` is put into every field that comes from an article."""
    runs = [_make_run(number, "published", None) for number in range(run_number, 0, -1)]
    runs[0] |= {"state": state, "message": message}
    checks = [_make_check(place, check, state, payload) for place, check in enumerate(_CHECKS)]
    failed = sum(not check["is_passed"] for check in checks)
    quarantine = [_make_quarantined(place, payload) for place in range(4)]
    return {
        "last_change": pl.DataFrame([{"run_number": run_number, "resolved_at": None, "decision_count": 0}]),
        "run": pl.DataFrame([_make_run(run_number, state, message)]),
        "runs": pl.DataFrame([run | {"check_count": len(checks), "failed_check_count": failed} for run in runs]),
        "checks": pl.DataFrame(checks, infer_schema_length=None),
        "check_history": pl.DataFrame(
            [
                {
                    "run_number": number,
                    "table_name": check["table_name"],
                    "check_name": check["check_name"],
                    "severity": check["severity"],
                    "is_passed": check["is_passed"] or number % 3 == 0,
                    "checked_count": 400,
                    "failed_count": 0 if number % 3 == 0 else number % 5 + 1,
                }
                for check in checks
                if not check["is_passed"]
                for number in range(run_number, 0, -1)
            ]
        ),
        "quarantine_reasons": pl.DataFrame(
            [
                _make_reason("read", "not_text", "records", True, 2),
                _make_reason("validate", "published_on_is_a_possible_day", "articles", True, 1),
                _make_reason("validate", "mention_is_unique", "mentions", False, 1),
            ]
        ),
        "quarantine": pl.DataFrame(quarantine, infer_schema_length=None),
        "failing_contexts": pl.DataFrame(
            [
                {
                    "table_name": "mentions",
                    "reason_code": "mention_is_unique",
                    "source_path": f"day/bridge-3.txt{payload}",
                    "content_hash": HASH,
                    "raw_start": 140,
                    "raw_end": 154,
                    "text_before": f"{payload}will open in spring,” ",
                    "span_text": f"Mara Lindqvist{payload}",
                    "text_after": f" said on the bank of the river.{payload}",
                }
            ]
        ),
        "totals": pl.DataFrame(
            {
                "article_count": [1234],
                "outlet_count": [3],
                "quote_count": [5678],
                "mention_count": [43210],
                "entity_count": [987],
                "statement_count": [4321],
                "story_count": [876],
                "first_published_on": [date(2023, 1, 5)],
                "last_published_on": [date(2024, 5, 30)],
            }
        ),
        "top_speakers": pl.DataFrame(
            [
                {
                    "speaker_name": f"{name}{payload}",
                    "quote_count": 90 // (place + 1),
                    "direct_count": 40 // (place + 1),
                    "mixed_count": 20 // (place + 1),
                    "article_count": 30 // (place + 1),
                    "outlet_count": 3,
                    "last_quoted_on": date(2024, 5, 30),
                }
                for place, name in enumerate(_SPEAKERS)
            ]
        ),
        "newest_quotes": pl.DataFrame(
            [
                {
                    "speaker_name": f"{_SPEAKERS[place]}{payload}",
                    "quote_type": "direct",
                    "quote_text": f"{text}{payload}",
                    "outlet_name": _OUTLETS[place],
                    "published_on": date(2024, 5, 30),
                    "headline": f"Bridge nears its end{payload}",
                    "source_path": f"day/bridge-{place}.txt{payload}",
                    "content_hash": HASH,
                }
                for place, text in enumerate(_SAID)
            ]
        ),
        "freshness": pl.DataFrame(
            [
                {
                    "outlet_name": None if outlet is None else f"{outlet}{payload}",
                    "article_count": 400,
                    "newest_published_on": date(2024, 5, 30),
                    "last_loaded_at": _moment(12),
                    "last_run_number": 12,
                }
                for outlet in _OUTLETS
            ]
        ),
        "coverage": pl.DataFrame(
            [
                {
                    "outlet_name": None if outlet is None else f"{outlet}{payload}",
                    "article_count": 400,
                    "headline_count": 400,
                    "published_on_count": 399,
                    "authors_count": 210,
                    "section_count": 1,
                    "dateline_place_count": 0,
                    "url_count": 0,
                    "mean_removed_share": 0.13,
                    "mean_quote_count": 6.2,
                    "mean_word_count": 712.5,
                }
                for outlet in _OUTLETS
            ]
        ),
        "quotes_by_week": pl.DataFrame(
            [
                {
                    "week_start_on": date(2024, 3, 4) + timedelta(weeks=week),
                    "outlet_name": f"{outlet or 'Outlet not stated'}{payload}",
                    "series_number": place,
                    "quote_count": 10 + week * place,
                }
                for week in (0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12)
                for place, outlet in enumerate(_OUTLETS, start=1)
            ]
        ),
        "cue_classes": pl.DataFrame(
            [
                {
                    "outlet_name": None if outlet is None else f"{outlet}{payload}",
                    "cue_class": cue_class,
                    "quote_count": 200 // place,
                    "outlet_quote_count": 366,
                }
                for outlet in _OUTLETS
                for place, cue_class in enumerate(("neutral", "none", "assertive"), start=1)
            ]
        ),
        "checked_quotes": pl.DataFrame(
            [
                {
                    "month": month,
                    "method": f"marks{payload}",
                    "source_kind": kind,
                    "checked_count": 12,
                    "right_count": 8,
                    "wrong_speaker_count": 2,
                    "wrong_words_count": 1,
                    "rejected_count": 1,
                }
                for month in ("2024-04", "2024-05")
                for kind in ("person", "none")
            ]
        ),
        "genders": pl.DataFrame(
            [
                {
                    "outlet_name": None if outlet is None else f"{outlet}{payload}",
                    "gender": gender,
                    "quote_count": 120.5 / place,
                    "word_count": 1200.0 / place,
                    "outlet_quote_count": 220.9,
                }
                for outlet in _OUTLETS
                for place, gender in enumerate(("male", "female", "open"), start=1)
            ]
        ),
        "lineage": pl.DataFrame([_make_lineage(payload)], infer_schema_length=None),
        "stories": pl.DataFrame(
            [
                {
                    "story_key": 1,
                    "story_name": f"Bridge nears its end{payload}",
                    "article_count": 3,
                    "outlet_count": 2,
                    "statement_key": 7,
                    "outlet_name": outlet,
                    "speaker_name": f"Mara Lindqvist{payload}",
                    "quote_type": "direct",
                    "cue": cue,
                    "quote_text": f"{text}{payload}",
                    "source_path": "day/bridge-1.txt",
                    "content_hash": HASH,
                    "published_on": date(2024, 5, 30),
                    "wording_count": 40,
                    "statement_count": 11,
                    "telling_outlet_count": 2,
                    "telling_article_count": 2,
                }
                for outlet, cue, text in (
                    ("The Harbour Post", "said", "The bridge will open in spring"),
                    ("Evening Ledger", "claimed", "the bridge would perhaps open in the spring"),
                )
            ]
        ),
    }


def _make_lineage(payload: str) -> dict[str, Any]:
    return {
        "article_key": 4711,
        "article_id": f"day/bridge-3.txt{payload}",
        "identity_rule": "path",
        "version": 2,
        "content_hash": HASH,
        "source_path": f"day/bridge-3.txt{payload}",
        "source_format": "text",
        "headline": f"Bridge nears its end{payload}",
        "outlet_name": f"The Harbour Post{payload}",
        "published_on": date(2024, 5, 30),
        "published_source": "line",
        "word_count": 712,
        "removed_share": 0.13,
        "extractor_version": "0.1.0 test",
        "run_number": 12,
        "started_at": _moment(12),
        "model_name": "test 1",
        "files": [
            {
                "root_path": f"/data/{payload}",
                "file_path": f"day/bridge-3.txt{payload}",
                "record_path": f"day/bridge-3.txt{payload}",
                "outcome": "loaded",
                "byte_count": 4_321,
                "modified_at": _moment(11),
            }
        ],
        "removed": [{"kind": "credit", "rule_id": "byline", "span_count": 2, "char_count": 41}],
        "mentioned": [{"entity_type": "PERSON", "model_label": "ORG", "mention_count": 3}],
        "quoted": [
            {
                "quote_key": 1,
                "quote_text": f"{_SAID[2]}{payload}",
                "quote_type": "direct",
                "speaker_name": f"{_SPEAKERS[0]}{payload}",
                "cue": f"said{payload}",
                "method": "marks",
                "confidence": 0.93,
                "raw_start": 140,
                "raw_end": 180,
            }
        ],
    }


def _moment(number: int) -> datetime:
    return datetime.fromisoformat("2024-05-19T17:05:00") + timedelta(days=number)


def _make_run(number: int, state: str, message: str | None) -> dict[str, Any]:
    return {
        "run_number": number,
        "run_name": f"run-{number}",
        "state": state,
        "message": message,
        "runner": "direct",
        "host_name": "desk",
        "started_at": _moment(number),
        "finished_at": _moment(number) + timedelta(seconds=83),
        "duration_s": 83.2,
        "input_paths": ["day"],
        "file_count": 60 + number,
        "seen_count": 110 + 3 * number,
        "loaded_count": 80 + 3 * number,
        "unchanged_count": 20,
        "duplicate_count": 7,
        "quarantined_count": 3,
        "word_count": 81_000,
        "mention_count": 4_100,
        "quote_count": 660,
        "code_version": "0.1.0",
        "extractor_version": "0.1.0 test",
        "model_name": "test 1",
    }


def _make_check(place: int, check: tuple[str, str, str, str], state: str, payload: str) -> dict[str, Any]:
    table, check_name, severity, reason = check
    is_passed = place in (1, 4) or (severity == "block" and state != "held")
    row = {
        "content_hash": HASH,
        "source_path": f"day/bridge-3.txt{payload}",
        "raw_start": 140,
        "mention_text": f"Mara Lindqvist{payload}",
    }
    return {
        "table_name": table,
        "check_name": check_name,
        "check_kind": "expectation",
        "column_name": "content_hash, raw_start",
        "severity": severity,
        "reason": reason,
        "is_passed": is_passed,
        "checked_count": 400,
        "failed_count": 0 if is_passed else 2,
        "observed_value": None,
        "failing_rows": None if is_passed else json.dumps([row, row | {"raw_start": None}]),
    }


def _make_reason(stage: str, code: str, table: str, is_record: bool, count: int) -> dict[str, Any]:
    return {
        "stage": stage,
        "reason_code": code,
        "table_name": table,
        "is_record": is_record,
        "quarantined_count": count,
        "example_message": "What is wrong and what to do.",
    }


def _make_quarantined(place: int, payload: str) -> dict[str, Any]:
    is_row = place == 3
    return {
        "stage": "validate" if place > 1 else "read",
        "reason_code": ("not_text", "not_text", "published_on_is_a_possible_day", "mention_is_unique")[place],
        "message": f"What is wrong with it, and what to do. {payload}",
        "source_path": f"day/bridge-{place}.txt{payload}",
        "content_hash": (None, None, "f" * 32, HASH)[place],
        "table_name": (None, None, "articles", "mentions")[place],
        "byte_count": None if is_row else 2_345,
        "row_json": json.dumps({"raw_start": 140, "raw_end": 154, "text": payload}) if is_row else None,
        "raw_excerpt": None if is_row else f"\x00\x1bBinary {payload} and more".encode() + b"\xff\xfe",
    }
