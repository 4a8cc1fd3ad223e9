"""Rules are tried in order, have names of their own, and those that find quotes are measured."""

from collections.abc import Sequence
from typing import Any

import pytest

from articles.quotes.descriptions import DESCRIPTION_RULES
from articles.quotes.direct import MARKED_RULES
from articles.quotes.leading import LABEL_RULES, LEADING_RULES
from articles.quotes.nesting import read_confidence
from articles.quotes.rules import Answer, Rule, RuleId, try_rules
from articles.quotes.source_rules import PRONOUN_RULES, SOURCE_RULES
from articles.quotes.subjects import SUBJECT_RULES
from articles.quotes.trailing import TRAILING_RULES
from articles.quotes.verb_frames import VERB_RULES

TABLES: dict[str, Sequence[Rule[Any, Any]]] = {
    "marked": MARKED_RULES,
    "leading": LEADING_RULES,
    "label": LABEL_RULES,
    "trailing": TRAILING_RULES,
    "verb": VERB_RULES,
    "subject": SUBJECT_RULES,
    "source": SOURCE_RULES,
    "pronoun": PRONOUN_RULES,
    "description": DESCRIPTION_RULES,
}


def test_the_first_rule_that_answers_is_right() -> None:
    rules: tuple[Rule[int, str], ...] = (
        Rule("even", "two divides it", lambda number: "even" if number % 2 == 0 else None),
        Rule("nine", "nobody asks further", lambda number: Answer.NOTHING if number == 9 else None),
        Rule("odd", "all that is left", lambda _: "odd"),
    )
    assert [try_rules(rules, number) for number in (4, 9, 7)] == ["even", None, "odd"]
    assert try_rules(rules[:1], 7) is None


def test_each_rule_that_finds_quotes_is_measured() -> None:
    """Keys are "type, rule" and "type, rule, nested"."""
    measured = {key.split(", ")[1] for key in read_confidence() if not key.startswith("any other")}
    assert measured == set(RuleId)


@pytest.mark.parametrize("table", TABLES)
def test_rules_of_a_table_have_names_and_reasons(table: str) -> None:
    rules = TABLES[table]
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.why for rule in rules)
