"""Group things by the scores of their pairs, without chaining unlike things through one link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from articles.resolution.joining import Groups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

SURE, SURE_SHARE = 0.7, 0.1  # chosen with the linked shares by cross-validation on labelled events
VERY_SURE = 0.8  # a pair that joins two groups of several members although others between them are unlike


def group_pairs(
    count: int,
    pairs: Iterable[tuple[int, int, float]],
    threshold: float,
    linked_share: float,
    may_join: Callable[[set[int], set[int]], bool] | None = None,
    *,
    decided: Iterable[tuple[int, int]] = (),
    sure_share: float = SURE_SHARE,
    several_share: float = 0.0,
) -> list[int]:
    """The root (smallest place) of each place's group, from scored pairs of places (0 to 1).

    Pairs of at least `threshold` are tried in falling order of score. Two groups are joined if the mean score of all
    pairs between them is at least `linked_share` (average linkage, Sokal and Michener 1958), or at least `sure_share`
    if the tried pair scores SURE or more. Two groups of several members each need a mean of at least `several_share`
    unless the tried pair scores VERY_SURE: one middling pair would chain two statements. A missing pair counts 0.
    Ties are broken by place, so the result depends on the pairs alone. Pairs of `decided` are joined first, whatever
    their score. No join happens that `may_join` rejects.
    """
    groups = Groups(count)
    members = {place: {place} for place in range(count)}
    scores: dict[int, dict[int, float]] = {place: {} for place in range(count)}
    tried = sorted((-score, one, other) for one, other, score in pairs)
    for score, one, other in tried:
        scores[one][other] = scores[other][one] = -score

    def join(kept: int, taken: int) -> None:
        groups.join(kept, taken)
        members[kept] |= members.pop(taken)
        scores[kept].pop(taken, None)
        scores[taken].pop(kept, None)
        for neighbour, total in sorted(scores.pop(taken).items()):
            united = scores[kept].get(neighbour, 0.0) + total
            scores[kept][neighbour] = scores[neighbour][kept] = united
            del scores[neighbour][taken]

    for one, other in sorted(decided):
        kept, taken = sorted((groups.find(one), groups.find(other)))
        if kept != taken and (may_join is None or may_join(members[kept], members[taken])):
            join(kept, taken)
    for score, one, other in tried:
        if -score < threshold:
            break
        kept, taken = sorted((groups.find(one), groups.find(other)))
        if kept == taken or (may_join and not may_join(members[kept], members[taken])):
            continue
        needed = sure_share if -score >= SURE else linked_share
        if -score < VERY_SURE and min(len(members[kept]), len(members[taken])) > 1:
            needed = max(needed, several_share)
        if round(scores[kept][taken], 4) >= needed * len(members[kept]) * len(members[taken]):
            join(kept, taken)
    return [groups.find(place) for place in range(count)]


def limit_days(days: Sequence[date | None], span: int) -> Callable[[set[int], set[int]], bool]:
    """Whether two groups of places may join: all their known days lie within `span` of each other."""

    def may_join(one: set[int], other: set[int]) -> bool:
        told = [day for place in one | other if (day := days[place])]
        return not told or (max(told) - min(told)).days <= span

    return may_join


def place_pairs(keys: pl.Series, pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs with the places of their keys: `one` and `other`, the smaller first.

    The first two columns of `pairs` are the two keys; the rest are kept. Pairs of other keys are left out.
    """
    first, second, *rest = pairs.columns
    places = pl.DataFrame({first: keys, "one_place": pl.int_range(len(keys), dtype=pl.Int64, eager=True)})
    return (
        pairs.join(places, on=first)
        .join(places.rename({first: second, "one_place": "other_place"}), on=second)
        .select(
            *rest,
            one=pl.min_horizontal("one_place", "other_place"),
            other=pl.max_horizontal("one_place", "other_place"),
        )
    )
