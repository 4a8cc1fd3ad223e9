"""What resolving names across articles deals in: names with their counts, and judgements on them."""

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
    """What a name was judged to be, how surely (0 to 1), by which rule, on what grounds, and by whom."""

    name: str
    entity_type: str
    score: float
    method: str
    evidence: str | None = None
    decided_by: str = "rule"
    decided_at: datetime | None = None
    article: int | None = None  # version that a description is of, where it is not that of the name judged

    @property
    def node(self) -> Node:
        """Type and name of the entity."""
        return self.entity_type, self.name
