"""Apply the decisions of people and of the authority file to the judgements of the rules.

A decision is about a pair of names: they are the same entity, or they are not. "Not the same" always holds: neither a
rule nor a chain of "same" decisions overrules it. A decision can be limited to one article, in all its versions: a
description such as "the mayor" is one person here and another there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from articles.resolution.judging import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    import polars as pl

    from articles.resolution.judging import Apart, Node

SAME, DIFFERENT = "same", "different"
HUMAN, AUTHORITY = "human", "authority file"
DESCRIPTION = "DESCRIPTION"


class Row(NamedTuple):
    """What is judged: a type and a name, and the article if the name is bound to one."""

    entity_type: str
    name: str
    article: int | None

    @property
    def node(self) -> Node:
        """Type and name."""
        return self.entity_type, self.name


Entity = Row  # the result of a judgement; a description keeps the article version that has it


class Side(NamedTuple):
    """One name of a decision; `articles` are the versions of the article to which the decision is limited, if any."""

    node: Node
    articles: frozenset[int] | None = None

    def holds(self, row: Row) -> bool:
        """Whether a row has this name, in an article of this side."""
        return row.node == self.node and (self.articles is None or row.article is None or row.article in self.articles)


@dataclass(frozen=True, slots=True)
class Decision:
    """Two names are the same entity, or they are not. The same entity takes the first name."""

    is_same: bool
    one: Side
    other: Side
    method: str
    decided_by: str
    decided_at: datetime | None = None

    @property
    def pair(self) -> frozenset[Side]:
        """Both sides."""
        return frozenset((self.one, self.other))

    @property
    def nodes(self) -> frozenset[Node]:
        """The names of both sides."""
        return frozenset((self.one.node, self.other.node))


def read_decisions(judgements: pl.DataFrame) -> list[Decision]:
    """Decisions of people, the earliest first. Only the latest decision on a pair of names counts.

    `judgements`: verdict, entity_type, entity_name, other_entity_type, other_entity_name, decided_by, decided_at and,
    for decisions limited to one article, article_keys and other_article_keys (its versions).
    """
    rows = judgements.sort("decided_at", "entity_type", "entity_name", "other_entity_type", "other_entity_name")
    decisions = [
        Decision(
            row["verdict"] == SAME,
            _read_side(row["entity_type"], row["entity_name"], row.get("article_keys")),
            _read_side(row["other_entity_type"], row["other_entity_name"], row.get("other_article_keys")),
            HUMAN,
            row["decided_by"],
            row["decided_at"],
        )
        for row in rows.iter_rows(named=True)
    ]
    last = {decision.pair: decision for decision in decisions}
    return [decision for decision in decisions if last[decision.pair] is decision]


def list_apart(decisions: Iterable[Decision]) -> Apart:
    """Cannot-link pairs: names that are not the same entity in any article."""
    return frozenset(
        decision.nodes
        for decision in decisions
        if not decision.is_same and decision.one.articles is None and decision.other.articles is None
    )


def apply_decisions(judged: dict[Row, Judgement], decisions: Sequence[Decision]) -> dict[Row, Judgement]:
    """Apply decisions to the judgements of rules: first those that separate, then, in order, those that join."""
    if not decisions:
        return judged
    entities = _Entities(judged)
    apart: dict[frozenset[Node], list[Decision]] = defaultdict(list)
    for decision in decisions:
        if not decision.is_same:
            apart[decision.nodes].append(decision)
            entities.part(decision)
    for decision in decisions:
        if decision.is_same:
            entities.join(decision, apart)
    return entities.judged


class _Entities:
    """Entities, each with the rows that were judged to be it."""

    def __init__(self, judged: dict[Row, Judgement]) -> None:
        self.judged = dict(judged)
        self.rows: dict[Entity, set[Row]] = defaultdict(set)
        self.of_name: dict[Node, list[Row]] = defaultdict(list)
        for row, judgement in judged.items():
            self.rows[_find_entity(row, judgement)].add(row)
            self.of_name[row.node].append(row)

    def part(self, decision: Decision) -> None:
        """Take the second name out of the entity of the first, which keeps the other rows (renamed if needed)."""
        one, other = decision.one, decision.other
        for entity in self._list_entities(one):
            leaving = [row for row in self._list_rows(other) if self._find(row) == entity]
            if not leaving or not any(not other.holds(row) for row in self.rows[entity]):
                continue
            if entity.node == other.node:
                staying = [row for row in self.rows[entity] if not other.holds(row)]
                self._move(staying, _decide(decision, one.node, f"not {other.node[1]}"))
            else:
                self._move(leaving, _decide(decision, other.node, f"not {one.node[1]}"))
        own = [row for row in self._list_rows(other) if self.judged[row].node == other.node]
        self._move(own, _decide(decision, other.node, f"not {one.node[1]}"))

    def join(self, decision: Decision, apart: Mapping[frozenset[Node], Sequence[Decision]]) -> None:
        """Join the entities of two names, unless a cannot-link separates any of their names."""
        ones, others = self._find_entities(decision.one), self._find_entities(decision.other)
        if len(ones) != 1:
            return
        (one,) = ones
        is_everywhere = decision.other.node[0] == DESCRIPTION and decision.other.articles is None
        for other in others if is_everywhere or len(others) == 1 else ():
            if other != one and not self._is_apart(one, other, apart):
                evidence = f"same as {decision.one.node[1]}"
                self._move([*self.rows[other]], _decide(decision, one.node, evidence, one.article))

    def _is_apart(self, one: Entity, other: Entity, apart: Mapping[frozenset[Node], Sequence[Decision]]) -> bool:
        return bool(apart) and any(
            (decision.one.holds(mine) and decision.other.holds(theirs))
            or (decision.one.holds(theirs) and decision.other.holds(mine))
            for mine in self.rows[one]
            for theirs in self.rows[other]
            for decision in apart.get(frozenset((mine.node, theirs.node)), ())
        )

    def _list_rows(self, side: Side) -> list[Row]:
        return [row for row in self.of_name.get(side.node, ()) if side.holds(row)]

    def _find(self, row: Row) -> Entity:
        return _find_entity(row, self.judged[row])

    def _list_entities(self, side: Side) -> list[Entity]:
        """All entities that a name was judged to be, and the entity of that very name."""
        found = {self._find(row) for row in self._list_rows(side)}
        return sorted(found | {Entity(*side.node, None)}, key=_order_entity)

    def _find_entities(self, side: Side) -> list[Entity]:
        """The entity that a name was judged to be.

        Where articles differ it is the entity of that very name, and so it is where no row has the name.
        """
        own = Entity(*side.node, None)
        found = sorted({self._find(row) for row in self._list_rows(side)}, key=_order_entity)
        if len(found) > 1 and side.node[0] != DESCRIPTION and side.articles is None:
            return [own] if own in found else []
        return found or ([own] if own in self.rows else [])

    def _move(self, rows: Iterable[Row], judgement: Judgement) -> None:
        for row in rows:
            self.rows[self._find(row)].discard(row)
            self.judged[row] = judgement
            self.rows[self._find(row)].add(row)


def _read_side(entity_type: str, name: str, articles: Sequence[int] | None) -> Side:
    return Side((entity_type, name), None if articles is None else frozenset(articles))


def _find_entity(row: Row, judgement: Judgement) -> Entity:
    if judgement.entity_type != DESCRIPTION:
        return Entity(judgement.entity_type, judgement.name, None)
    article = row.article if judgement.article is None else judgement.article
    return Entity(judgement.entity_type, judgement.name, article)


def _order_entity(entity: Entity) -> tuple[str, str, int]:
    return entity.entity_type, entity.name, -1 if entity.article is None else entity.article


def _decide(decision: Decision, entity: Node, evidence: str, article: int | None = None) -> Judgement:
    by, at = decision.decided_by, decision.decided_at
    return Judgement(entity[1], entity[0], 1.0, decision.method, evidence, by, at, article)
