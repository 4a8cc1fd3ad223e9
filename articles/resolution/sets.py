"""Many sets of numbers in flat arrays, and the members that pairs of sets share: millions of pairs without a loop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PAIRS_AT_ONCE = 1 << 17  # compared in one step; bounds the memory

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class NumberSets:
    """The set of place p is members[starts[p]:starts[p + 1]], rising; all are below `size`."""

    starts: Numbers
    members: Numbers
    size: int
    codes: Numbers  # place * size + member, rising

    @property
    def counts(self) -> Numbers:
        """How many members each set has."""
        return np.diff(self.starts)

    @property
    def owners(self) -> Numbers:
        """The place of the set that each member is in."""
        return np.repeat(np.arange(len(self.starts) - 1), self.counts)

    def get(self, place: int) -> frozenset[int]:
        """The set of one place."""
        return frozenset(self.members[self.starts[place] : self.starts[place + 1]].tolist())


def make_sets(owners: Numbers, members: Numbers, count: int) -> NumberSets:
    """Sets of the places 0 to `count` - 1, from one row for each member: its owner and the number."""
    size = int(members.max(initial=0)) + 1
    codes = sort_unique(owners * size + members)
    own, kept = np.divmod(codes, size)
    return NumberSets(np.searchsorted(own, np.arange(count + 1)), kept, size, codes)


def find_shared(sets: NumberSets, one: Numbers, other: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The shared members of pairs of sets, a row for each: the pair, and the index into `members` in both sets.

    Rows are in the order of the pairs. Pairs sorted by `one` are fastest, because their look-ups are close together.
    """
    lengths = sets.counts[other]
    pairs = np.repeat(np.arange(len(other)), lengths)
    second = np.arange(len(pairs)) - np.repeat(np.cumsum(lengths) - lengths - sets.starts[other], lengths)
    asked = one[pairs] * sets.size + sets.members[second]
    first = np.searchsorted(sets.codes, asked)
    is_shared = sets.codes[np.minimum(first, len(sets.codes) - 1)] == asked
    return pairs[is_shared], first[is_shared], second[is_shared]


def count_shared(sets: NumberSets, one: Numbers, other: Numbers) -> Numbers:
    """How many numbers the sets of pairs of places share."""
    return np.bincount(find_shared(sets, one, other)[0], minlength=len(one))


def pair_members(
    blocks: Numbers, places: Numbers, count: int, limit: int, neighbours: int = 0
) -> tuple[Numbers, Numbers]:
    """Pairs of different places that share a block: the smaller place first, sorted, without repeats.

    `blocks` and `places` have a row for each place (0 to `count` - 1) of a block. In a block of more than `limit`
    members each place is paired only with the next `neighbours` places.
    """
    order = np.argsort(blocks)
    blocks, places = blocks[order], places[order]
    starts = np.flatnonzero(np.diff(blocks, prepend=-1))
    sizes = np.diff(starts, append=len(blocks))
    codes = [np.zeros(0, dtype=np.int64)]
    for length in range(2, limit + 1):
        members = places[starts[sizes == length][:, None] + np.arange(length)]
        first, second = np.triu_indices(length, 1)
        one, other = members[:, first].ravel(), members[:, second].ravel()
        codes.append(np.minimum(one, other) * count + np.maximum(one, other))
    is_large = np.repeat(sizes > limit, sizes)
    order = np.lexsort((places[is_large], blocks[is_large]))
    blocks, places = blocks[is_large][order], places[is_large][order]
    codes += [
        (places[:-step] * count + places[step:])[blocks[:-step] == blocks[step:]] for step in range(1, neighbours + 1)
    ]
    one, other = np.divmod(sort_unique(np.concatenate(codes)), max(count, 1))
    return one[one != other], other[one != other]


def sort_unique(numbers: Numbers) -> Numbers:
    """The distinct numbers, sorted. np.unique of numpy 2.4 hashes first: a hundred times slower for 3 million."""
    rising = np.sort(numbers)
    return rising[np.flatnonzero(np.diff(rising, prepend=rising[:1] - 1))]
