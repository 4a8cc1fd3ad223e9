"""What people decided, and what the authority file states, laid over what the rules make of the names.

Both are said of pairs of names: they are the same entity, or they are not. "Not the same" is never overruled, neither
by a rule nor through a chain of others that are the same.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from articles.resolution.judging import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    import polars as pl

    from articles.resolution.judging import Apart, Node

SAME, DIFFERENT = "same", "different"
HUMAN, AUTHORITY = "human", "authority file"


class Row(NamedTuple):
    """What is judged: a type and name, in one article where the name is bound to it."""

    entity_type: str
    name: str
    article: int | None

    @property
    def node(self) -> Node:
        """Type and name."""
        return self.entity_type, self.name


@dataclass(frozen=True, slots=True)
class Decision:
    """Two names are the same entity, or are not; of the same, the first gives the entity its name."""

    is_same: bool
    one: Node
    other: Node
    method: str
    decided_by: str
    decided_at: datetime | None = None


def read_decisions(judgements: pl.DataFrame) -> list[Decision]:
    """Decisions of people from the columns of core.judgement, the earliest first; the last on two names stands."""
    rows = judgements.sort("decided_at", "entity_type", "entity_name", "other_entity_type", "other_entity_name")
    decisions = [
        Decision(
            row["verdict"] == SAME,
            (row["entity_type"], row["entity_name"]),
            (row["other_entity_type"], row["other_entity_name"]),
            HUMAN,
            row["decided_by"],
            row["decided_at"],
        )
        for row in rows.iter_rows(named=True)
    ]
    last = {frozenset((decision.one, decision.other)): decision for decision in decisions}
    return [decision for decision in decisions if last[frozenset((decision.one, decision.other))] is decision]


def list_apart(decisions: Iterable[Decision]) -> Apart:
    """Pairs of names that are not the same."""
    return frozenset(frozenset((decision.one, decision.other)) for decision in decisions if not decision.is_same)


def apply_decisions(judged: dict[Row, Judgement], decisions: Sequence[Decision]) -> dict[Row, Judgement]:
    """Judgements of rules, decisions laid over them: first all that part, then, in order, those that join."""
    if not decisions:
        return judged
    entities = _Entities(judged)
    for decision in decisions:
        if not decision.is_same:
            entities.part(decision)
    apart = list_apart(decisions)
    for decision in decisions:
        if decision.is_same:
            entities.join(decision, apart)
    return entities.judged


class _Entities:
    """Entities as the rows that were judged to be them."""

    def __init__(self, judged: dict[Row, Judgement]) -> None:
        self.judged = dict(judged)
        self.rows: dict[Node, set[Row]] = defaultdict(set)  # by type and name of the entity
        self.of_name: dict[Node, list[Row]] = defaultdict(list)
        for row, judgement in judged.items():
            self.rows[judgement.node].add(row)
            self.of_name[row.node].append(row)

    def part(self, decision: Decision) -> None:
        """Take a name out of the entity of another. The other keeps the rest, under its own name if need be."""
        for entity in self._list_entities(decision.one):
            leaving = [row for row in self.of_name[decision.other] if self.judged[row].node == entity]
            if not leaving or not any(row.node != decision.other for row in self.rows[entity]):
                continue
            if entity == decision.other:
                staying = [row for row in self.rows[entity] if row.node != decision.other]
                self._move(staying, _decide(decision, decision.one, f"not {decision.other[1]}"))
            else:
                self._move(leaving, _decide(decision, decision.other, f"not {decision.one[1]}"))
        own = [row for row in self.of_name[decision.other] if self.judged[row].node == decision.other]
        self._move(own, _decide(decision, decision.other, f"not {decision.one[1]}"))

    def join(self, decision: Decision, apart: Apart) -> None:
        """Make the entities of two names one, unless names of theirs are known to be apart."""
        ones, others = self._find_entities(decision.one), self._find_entities(decision.other)
        if len(ones) != 1 or len(others) != 1 or ones == others:
            return
        one, other = ones[0], others[0]
        if any(frozenset((mine.node, theirs.node)) in apart for mine in self.rows[one] for theirs in self.rows[other]):
            return
        self._move([*self.rows[other]], _decide(decision, one, f"same as {decision.one[1]}"))

    def _list_entities(self, name: Node) -> list[Node]:
        """All that a name was judged to be, by article if need be, and the one called so."""
        return sorted({self.judged[row].node for row in self.of_name.get(name, ())} | {name})

    def _find_entities(self, name: Node) -> list[Node]:
        """The entity a name was judged to be; its own where articles differ; the one called so where none bears it."""
        found = sorted({self.judged[row].node for row in self.of_name.get(name, ())})
        if len(found) > 1:
            return [name] if name in found else []
        return found or ([name] if name in self.rows else [])

    def _move(self, rows: Iterable[Row], judgement: Judgement) -> None:
        for row in rows:
            self.rows[self.judged[row].node].discard(row)
            self.rows[judgement.node].add(row)
            self.judged[row] = judgement


def _decide(decision: Decision, entity: Node, evidence: str) -> Judgement:
    by, at = decision.decided_by, decision.decided_at
    return Judgement(entity[1], entity[0], 1.0, decision.method, evidence, by, at)
