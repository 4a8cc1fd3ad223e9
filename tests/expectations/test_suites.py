"""The suites as data: complete, named, explained, and about columns that exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import sql
from expectations.helper_columns import ROW_NUMBER, add_helper_columns
from expectations.suite_files import list_columns, list_condition_columns, read_suite
from terms.states import STAGED_TABLES, Severity
from warehouse.schema.catalog import read_schemas

if TYPE_CHECKING:
    from tests.expectations.conftest import FrameMaker

ROW_LEVEL = (
    "expect_column_values_",
    "expect_column_value_lengths_",
    "expect_column_pair_",
    "expect_compound_columns_",
    "expect_spans_",
)


@pytest.mark.parametrize("table", STAGED_TABLES)
def test_every_expectation_says_what_why_and_how_chosen(table: str) -> None:
    suite = read_suite(table)
    assert suite["name"] == table
    names = [entry["meta"]["name"] for entry in suite["expectations"]]
    assert len(set(names)) == len(names)
    for entry in suite["expectations"]:
        meta = entry["meta"]
        assert meta["severity"] in set(Severity)
        assert meta["name"].isidentifier()
        assert meta["name"].islower()
        for text in (meta["reason"], meta["chosen"]):
            assert text.endswith("."), text
            assert "\n" not in text


@pytest.mark.parametrize("table", STAGED_TABLES)
def test_only_row_level_checks_quarantine_and_they_tolerate_nothing(table: str) -> None:
    for entry in read_suite(table)["expectations"]:
        if entry["meta"]["severity"] == "quarantine":
            assert entry["type"].startswith(ROW_LEVEL), entry["meta"]["name"]
            assert "mostly" not in entry["kwargs"], entry["meta"]["name"]
        if "mostly" in entry["kwargs"]:
            assert entry["meta"]["severity"] == "warn", entry["meta"]["name"]


def test_suites_look_at_columns_that_exist(make_frames: FrameMaker) -> None:
    prepared = add_helper_columns(make_frames(1))
    for table in STAGED_TABLES:
        for entry in read_suite(table)["expectations"]:
            wanted = list_columns(entry) + list_condition_columns(entry["kwargs"].get("row_condition"))
            assert wanted
            assert set(wanted) <= set(prepared[table].columns), entry["meta"]["name"]


def test_every_column_of_a_staged_table_that_can_be_checked_is_checked() -> None:
    # Free texts that may be missing and may hold anything; lists, which are checked through helper columns.
    free = {"subtitle", "section", "addressee_text", "speaker_rule", "medium", "link_urls", "agency_names"}
    free |= {"anonymity_text", "anonymity_reason", "url_id"}  # made of the url, which is checked
    free |= {
        "photo_credits",
        "author_names",
        "offset_map",
        "sentence_starts",
        "signature",
        "fragments",
        "speaker_members",
        "cue_lemma",
        "parent_quote_number",
    }
    for table in STAGED_TABLES:
        checked = {name for entry in read_suite(table)["expectations"] for name in list_columns(entry)}
        assert set(read_schemas()[table]) - checked - free == set(), table


def test_helper_columns_keep_the_rows_in_order(make_frames: FrameMaker) -> None:
    frames = make_frames(3)
    prepared = add_helper_columns(frames)
    for table, frame in frames.items():
        assert prepared[table].select(frame.columns).equals(frame)
        assert prepared[table][ROW_NUMBER].to_list() == list(range(frame.height))


def test_sets_are_those_the_schema_names() -> None:
    with_comments = {
        ("mentions", "entity_type_is_known"): "core/fact_mention.sql",
        ("removed_spans", "kind_is_known"): "core/fact_removed_span.sql",
        ("quotes", "quote_type_is_known"): "core/fact_quote.sql",
    }
    for (table, name), statement in with_comments.items():
        (entry,) = [entry for entry in read_suite(table)["expectations"] if entry["meta"]["name"] == name]
        column = entry["kwargs"]["column"]
        (comment,) = [
            line for line in sql.read_statement(f"schema/{statement}").splitlines() if f".{column} is" in line
        ]
        for value in entry["kwargs"]["value_set"]:
            assert value in comment, value


@pytest.mark.parametrize("table", STAGED_TABLES)
def test_no_pattern_has_a_group_to_catch(table: str) -> None:
    """pandas warns of them on the screen of whoever does not silence it, as a scheduled run."""
    patterns = [entry["kwargs"]["regex"] for entry in read_suite(table)["expectations"] if "regex" in entry["kwargs"]]
    assert [pattern for pattern in patterns if re.search(r"(?<!\\)\((?!\?)", pattern)] == []
