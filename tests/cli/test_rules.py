"""`quotehouse rules`: what cleaning cuts by, and how often each rule did."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import sql
from articles.cleaning import rules as cleaning_rules
from articles.cleaning.site_lines import read_evidence
from cli.rules import UNKNOWN, WRITTEN, read_rules
from cli.support.kind_colours import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer
    from warehouse.home import Home


def test_lists_rules_with_their_counts(call: Callable[..., Answer], published_home: Home) -> None:
    rows = call("rules", "--home", published_home.path, "--json").data
    by_id = {row["rule_id"]: row for row in rows}
    assert set(by_id) == {rule.id for rule in read_rules()} | {"embedded_tweet"}
    assert by_id["embedded_tweet"] == {
        "kind": "tweet",
        "rule_id": "embedded_tweet",
        "span_count": 1,
        "article_count": 1,
        "purpose": UNKNOWN,
    }
    assert by_id["byline.by"]["span_count"] == 0
    assert [(row["kind"], row["rule_id"]) for row in rows] == sorted((row["kind"], row["rule_id"]) for row in rows)


def test_lists_one_kind_within_80_columns(call: Callable[..., Answer], published_home: Home) -> None:
    answer = call("rules", "--home", published_home.path, "--kind", "tweet")
    assert (answer.code, answer.err) == (0, "")
    assert max(map(len, answer.out.splitlines())) <= 80
    assert "\x1b" not in answer.out
    rules = [line.split()[:4] for line in answer.out.splitlines() if line.startswith("tweet")]
    assert ["tweet", "embedded_tweet", "1", "1"] in rules
    assert ["tweet", "post.twitter", "0", "0"] in rules
    assert {line[0] for line in rules} == {"tweet"}


def test_lists_rules_without_a_warehouse(call: Callable[..., Answer], tmp_path: Path) -> None:
    answer = call("rules", "--home", tmp_path / "none", "-k", "ad")
    assert answer.code == 0
    assert "ad.marker" in answer.out
    assert "cuts" not in answer.out
    assert "Nothing is published yet" in answer.err
    assert not (tmp_path / "none").exists()
    rows = call("rules", "--home", tmp_path / "none", "-k", "ad", "--json").data
    assert {row["span_count"] for row in rows} == {None}


def test_refuses_an_unknown_kind(call: Callable[..., Answer], tmp_path: Path) -> None:
    answer = call("rules", "--home", tmp_path, "--kind", "pop-up")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Error: 'pop-up' is not a kind. Kinds are: ad, bio, byline,")


def test_names_every_rule_that_cuts(project_path: Path) -> None:
    lines = {(line.kind, line.id) for line in read_evidence().lines}
    assert {(rule.kind, rule.id) for rule in cleaning_rules.read_rules()} | lines | {
        (kind, rule_id) for kind, rule_id, _ in WRITTEN
    } == {(rule.kind, rule.id) for rule in read_rules()}
    code = "\n".join(path.read_text("utf-8") for path in (project_path / "articles" / "cleaning").glob("*.py"))
    cut = set(re.findall(r'Cut\([^\n]*"(\w+)", "(\w+\.\w+)"\)', code))
    assert len(cut) > 8
    elsewhere = ("post.", "repeat.learned")  # found with posts; learned in the warehouse
    assert cut == {(kind, rule_id) for kind, rule_id, _ in WRITTEN if not rule_id.startswith(elsewhere)}
    assert all(rule.kind in {kind for kinds in STYLES.values() for kind in kinds} for rule in read_rules())


@pytest.mark.parametrize("name", sql.list_statements("queries/reading"))
def test_queries_say_what_they_answer_and_read_the_mart_alone(name: str) -> None:
    header, text = sql.read_header(name), sql.read_statement(name)
    assert header["question"].endswith("?")
    assert set(re.findall(r"\$(\w+)", text)) == set(re.findall(r"(\w+)(?:=\S+)?", header["parameters"]))
    assert not re.search(r"\b(core|staging|meta|quarantine)\.", text)


def test_compiles_no_pattern(project_path: Path, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom cli.application import run\nrun(sys.argv[1:])\n"
        "sys.stderr.write(' '.join({'re2', 'spacy', 'polars', 'articles.cleaning'} & set(sys.modules)))"
    )
    words = [sys.executable, "-c", code, "rules", "--json", "--home", str(tmp_path)]
    done = subprocess.run(words, cwd=project_path, capture_output=True, text=True, check=True)
    assert done.stderr == ""
