"""Bounds of the checks of a run as a whole: the table [checks] of quotehouse.toml."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (read at run time, when settings are)
from dataclasses import dataclass, field
from typing import Annotated

from annotated_types import Ge, Gt, Le

Share = Annotated[float, Ge(0), Le(1)]


@dataclass(frozen=True, slots=True)
class RunThresholds:
    """Bounds of the checks of a run. A breach of a minimum blocks, a breach of a maximum or a drift warns.

    The defaults were chosen so that a news source's ordinary weeks pass: the volume of a weekday and a Sunday differ
    about threefold, so a fifth of the usual or five times as much is beyond any calendar. Half of a run's records in
    quarantine (`max_quarantine_share`) hold it before it is loaded; here a smaller share warns.
    """

    fewest_runs: Annotated[int, Ge(1)] = field(
        default=5, metadata={"description": "earlier runs that a bound is learned from; a median of fewer is a guess"}
    )
    fewest_articles: Annotated[int, Ge(1)] = field(
        default=20, metadata={"description": "articles below which shares and means swing by chance and are not judged"}
    )
    fewest_values: Annotated[int, Ge(1)] = field(
        default=200, metadata={"description": "values below which distributions differ by chance and are not judged"}
    )
    volume_low: Share = field(
        default=0.2, metadata={"description": "share of the usual number of new records below which a run is too small"}
    )
    volume_blocks: bool = field(
        default=True,
        metadata={"description": "whether a run that is too small blocks where all runs before it were of steady size"},
    )
    volume_high: Annotated[float, Gt(1)] = field(
        default=5.0, metadata={"description": "multiple of the usual number of new records above which a run warns"}
    )
    quarantine_high: Share = field(
        default=0.05, metadata={"description": "share of the new records in quarantine above which a run warns"}
    )
    level_high: Annotated[float, Gt(1)] = field(
        default=2.0, metadata={"description": "factor by which a mean may differ from the usual before a run warns"}
    )
    drift_bits: Share = field(
        default=0.05,  # 50:50 turning into 75:25 gives 0.049
        metadata={
            "description": "Jensen-Shannon divergence, in bits, from the ten runs before, above which a run warns"
        },
    )
    fill_drop: Share = field(
        default=0.5, metadata={"description": "part of its share of articles with a value to which an outlet may fall"}
    )
    stale_days: Annotated[int, Ge(0)] = field(
        default=30, metadata={"description": "age in days of a run's newest article above which it warns"}
    )
    fill_least: Mapping[str, Share] = field(
        default_factory=dict,
        metadata={"description": "by column, share of a run's articles with a value below which the run is held"},
    )
    missing_high: Mapping[str, Share] = field(
        default_factory=lambda: {"published_on": 0.5, "author_names": 0.8, "outlet_name": 0.5},
        metadata={"description": "by column, share of a run's articles without a value above which the run warns"},
    )
