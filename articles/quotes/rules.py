"""Ordered rules: each is small and named, they are tried in order, and the first result counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Context = TypeVar("Context")
Result = TypeVar("Result")


class RuleId(StrEnum):
    """The rules that find quotes, as `Quote.method` names them. `confidence.toml` says how often each is right."""

    # words in marks
    TURN = "turn"
    COLON = "colon"
    LABEL = "label"
    BLOCK = "block"
    LEADING = "leading"
    TRAILING = "trailing"
    SIGNATURE = "signature"
    SENTENCE = "sentence"
    FOLLOW_ON = "follow-on"
    UNATTRIBUTED = "unattributed"
    # reported words
    CLAUSE = "clause"
    INVERTED = "inverted"
    PARENTHESIS = "parenthesis"
    DISTANT = "distant"
    AS = "as"
    NAMING = "naming"
    INFINITIVE = "infinitive"
    GERUND = "gerund"
    PREPOSITION = "preposition"
    OBJECT = "object"
    ACCORDING_TO = "according to"
    NOUN = "noun"


class Answer(Enum):
    """The result of a rule that knows there is nothing to find: later rules are not tried."""

    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Rule(Generic[Context, Result]):
    """A named rule. `read` returns None if the rule does not apply."""

    name: str
    why: str
    read: Callable[[Context], Result | Answer | None]


def try_rules(rules: Sequence[Rule[Context, Result]], context: Context) -> Result | None:
    """The result of the first rule that applies; None if none does."""
    for rule in rules:
        answer = rule.read(context)
        if answer is not None:
            return None if isinstance(answer, Answer) else answer
    return None
