"""`quotehouse formats`: what can be read, from the one registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.reading.formats import FORMATS, SOURCE_FORMATS, FileFormat, find_format
from expectations.suite_files import read_suite

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Answer


def test_lists_every_format(call: Callable[..., Answer]) -> None:
    rows = call("formats", "--json").data
    assert [row["name"] for row in rows] == [each.name for each in FORMATS]
    assert {row["name"] for row in rows if row["is_source_format"]} == set(SOURCE_FORMATS)
    printed = call("formats").out
    assert all(each.name in printed for each in FORMATS)


def test_a_suffix_belongs_to_one_format_whose_functions_are_there() -> None:
    suffixes = [suffix for each in FORMATS for suffix in each.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    for each in FORMATS:
        assert each.read or each.split
        assert all(find_format(f"a{suffix.upper()}") == FileFormat(each.name, None) for suffix in each.suffixes)
        if each.read:
            assert callable(each.get_reader())
        if each.split:
            assert callable(each.get_splitter())


def test_the_checks_know_every_format() -> None:
    (known,) = (
        each for each in read_suite("articles")["expectations"] if each["meta"]["name"] == "source_format_is_known"
    )
    assert known["kwargs"]["value_set"] == list(SOURCE_FORMATS)
