"""Articles that were published and that a run no longer has: they hold the run unless something says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.stages.gates import make_held
from warehouse.ledger import count_lost
from warehouse.query import open_published

if TYPE_CHECKING:
    from pipeline.run_context import RunContext

LOST_ARTICLES = "lost_articles"


def hold_losses(context: RunContext) -> None:
    """Raise RunHeld where the run would publish fewer current articles than are published, and nothing says why.

    Retired articles, and those that became versions of another, are no loss. A lake has no second copy to compare with.
    """
    if context.home.lake is not None or not context.home.published.exists():
        return
    with open_published(context.home) as published:
        lost = count_lost(context.con, published)
    if lost:
        message = (
            f"{lost:,} articles that are published are no longer in {context.home.build.name}, and nothing says why: "
            "no run retired them, nobody discarded them. If that file was changed by hand, move it away and run again: "
            "it is made anew from what is published. If they are meant to be gone, run `quotehouse rebuild`."
        )
        raise make_held(context, message, [LOST_ARTICLES])
