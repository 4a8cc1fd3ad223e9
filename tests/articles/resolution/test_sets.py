"""What pairs of sets share, and who shares a block: the same as loops would find."""

from itertools import chain, combinations, pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.resolution.sets import count_shared, find_shared, make_sets, pair_members

SETS = st.lists(st.lists(st.integers(0, 9), max_size=6), min_size=1, max_size=6)
LIMIT = 3
# which places are in each block; one may be in it twice
BLOCKS = st.lists(st.lists(st.integers(0, 5), max_size=6), max_size=4)


@settings(deadline=None)
@given(SETS)
def test_what_two_sets_share_is_found(told: list[list[int]]) -> None:
    owners = np.repeat(np.arange(len(told)), [len(members) for members in told])
    sets = make_sets(owners, np.array([*chain(*told)], dtype=np.int64), len(told))
    places = [*combinations(range(len(told)), 2), (0, 0)]
    one, other = np.array(places).T
    expected = [set(told[first]) & set(told[second]) for first, second in places]
    pairs, first, second = find_shared(sets, one, other)
    assert [*zip(pairs.tolist(), sets.members[first].tolist(), strict=True)] == [
        (pair, number) for pair, numbers in enumerate(expected) for number in sorted(numbers)
    ]
    assert (sets.members[first] == sets.members[second]).all()
    assert (sets.owners[first] == one[pairs]).all()
    assert (sets.owners[second] == other[pairs]).all()
    assert count_shared(sets, one, other).tolist() == [len(numbers) for numbers in expected]
    assert [sets.get(place) for place in range(len(told))] == [frozenset(members) for members in told]


@settings(deadline=None)
@given(BLOCKS)
def test_members_of_a_block_are_paired(told: list[list[int]]) -> None:
    blocks = np.repeat(np.arange(len(told)), [len(members) for members in told])
    places = np.array([*chain(*told)], dtype=np.int64)
    small = [pair for members in told if len(members) <= LIMIT for pair in combinations(sorted(members), 2)]
    near = [pair for members in told if len(members) > LIMIT for pair in pairwise(sorted(members))]
    one, other = pair_members(blocks, places, 6, LIMIT, neighbours=1)
    assert [*zip(one.tolist(), other.tolist(), strict=True)] == sorted({(a, b) for a, b in small + near if a != b})
    one, other = pair_members(blocks, places, 6, LIMIT)
    assert [*zip(one.tolist(), other.tolist(), strict=True)] == sorted({(a, b) for a, b in small if a != b})
