"""Groups of things that belong together, built by joining pairs (union-find)."""

from __future__ import annotations


class Groups:
    """Disjoint groups of the places 0 to `count` - 1. A group's root is its smallest place."""

    def __init__(self, count: int) -> None:
        self.parents = list(range(count))

    def find(self, place: int) -> int:
        """Root of the group of a place."""
        parents = self.parents
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    def join(self, one: int, other: int) -> int:
        """Join two groups, and return the root of the joined group."""
        first, second = sorted((self.find(one), self.find(other)))
        self.parents[second] = first
        return first

    def list_members(self) -> list[list[int]]:
        """Members of each group, in order; groups in the order of their roots."""
        members: dict[int, list[int]] = {}
        for place in range(len(self.parents)):
            members.setdefault(self.find(place), []).append(place)
        return [members[root] for root in sorted(members)]
