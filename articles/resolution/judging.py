"""The records of entity resolution: names with their counts, and the judgements on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

Node: TypeAlias = tuple[str, str]  # entity type and name
Apart: TypeAlias = frozenset[frozenset[Node]]  # pairs of names that are not the same


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a type with its counts in the corpus."""

    text: str
    entity_type: str
    mention_count: int
    article_count: int

    @property
    def node(self) -> Node:
        """Type and name."""
        return self.entity_type, self.text


@dataclass(frozen=True, slots=True)
class Judgement:
    """The entity that a name was judged to be, with score (0 to 1), rule, evidence and who decided."""

    name: str
    entity_type: str
    score: float
    method: str
    evidence: str | None = None
    decided_by: str = "rule"
    decided_at: datetime | None = None
    article: int | None = None  # the article version of a description, if it differs from that of the judged name

    @property
    def node(self) -> Node:
        """Type and name of the entity."""
        return self.entity_type, self.name
