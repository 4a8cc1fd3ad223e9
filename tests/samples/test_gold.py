"""The labels of the sample articles stand where they say, and use the agreed words."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "ad", "bio", "byline", "caption", "chrome", "comments", "contact", "contribution", "copyright", "credit",
    "duplicate", "headline", "legal", "links", "markup", "media", "newsletter", "promo", "related", "section",
    "share", "syndication", "timestamp", "tweet",
}  # fmt: skip
TYPES = {
    "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "DATE", "MONEY",
}  # fmt: skip


@pytest.fixture(scope="module")
def labelled(samples_path: Path, samples_gold_path: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    """Raw text and labels by stem."""
    return {
        path.stem: (
            (samples_path / f"{path.stem}.txt").read_bytes().decode("utf-8"),
            json.loads(path.read_text("utf-8")),
        )
        for path in samples_gold_path.glob("*.json")
        if path.stem != "stories"
    }


def test_every_text_sample_is_labelled(labelled: dict[str, Any], samples_path: Path, samples_gold_path: Path) -> None:
    assert {path.stem for path in samples_path.glob("*.txt")} == set(labelled)
    stories = json.loads((samples_gold_path / "stories.json").read_text("utf-8"))
    assert sorted(stem for group in stories.values() for stem in group) == sorted(labelled)


def test_spans_stand_where_they_say(labelled: dict[str, tuple[str, dict[str, Any]]]) -> None:
    for stem, (raw, gold) in labelled.items():
        for span in [*gold["boilerplate"], *gold["entities"]]:
            assert raw[span["start"] : span["end"]] == span["text"], (stem, span)
            assert span["text"].strip() == span["text"], (stem, span)
        for quote in gold["quotes"]:
            pieces = quote["fragments"]
            assert " ".join(raw[start:end] for start, end in pieces) == quote["text"], (stem, quote)
            assert [quote["start"], quote["end"]] == [pieces[0][0], pieces[-1][1]], (stem, quote)
            assert raw[quote["speaker_start"] : quote["speaker_end"]] == quote["speaker_text"], (stem, quote)


def test_labels_use_the_agreed_words(labelled: dict[str, tuple[str, dict[str, Any]]]) -> None:
    for stem, (raw, gold) in labelled.items():
        assert {span["kind"] for span in gold["boilerplate"]} <= KINDS, stem
        assert {span["label"] for span in gold["entities"]} <= TYPES, stem
        assert all(span["canonical"] for span in gold["entities"]), stem
        for quote in gold["quotes"]:
            assert quote["type"] in {"direct", "mixed", "indirect"}, (stem, quote)
            assert quote["speaker"], (stem, quote)
            assert quote["statement"], (stem, quote)
            assert quote["cue"].casefold() in " ".join(raw.split()).casefold(), (stem, quote)
            marks = set('"“”') & set(quote["text"])
            assert bool(marks) == (quote["type"] == "mixed"), (stem, quote)


def test_labels_do_not_overlap(labelled: dict[str, tuple[str, dict[str, Any]]]) -> None:
    for stem, (_, gold) in labelled.items():
        for spans in (gold["boilerplate"], gold["entities"]):
            for before, after in pairwise(spans):
                assert before["end"] <= after["start"], (stem, before, after)


def test_a_statement_is_told_in_several_ways(labelled: dict[str, tuple[str, dict[str, Any]]]) -> None:
    told: dict[str, set[tuple[str, str]]] = {}
    for stem, (_, gold) in labelled.items():
        for quote in gold["quotes"]:
            told.setdefault(quote["statement"], set()).add((stem, quote["type"]))
    shared = [ways for ways in told.values() if len({stem for stem, _ in ways}) > 1]
    assert len(shared) >= 8
    assert sum({"direct", "indirect"} <= {kind for _, kind in ways} for ways in shared) >= 5
