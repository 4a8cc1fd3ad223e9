"""Retire articles whose files no longer exist: only where the user asks for it and the listing can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.stages.gates import MANY_QUARANTINED, make_held
from pipeline.stages.read import PASSING
from warehouse.ledger import count_retired

if TYPE_CHECKING:
    from pipeline.run_context import RunContext
    from pipeline.stages.read import Intake

RETIRE_MISSING = "retire_missing"


class _Settings(NamedTuple):
    max_missing_share: float


def check_listing(context: RunContext, intake: Intake) -> None:
    """Raise RunHeld where files may only be out of sight: their folder cannot be listed, or is empty all at once."""
    gone = [f"{root}/{path}" for root, path in intake.make_gone_sources().iter_rows()]
    closed = sorted(reject.source_path for reject in intake.survey.rejected if reject.reason_code in PASSING)
    if closed:
        message = f"{closed[0]} cannot be listed or read, so nothing can be said to be missing (--retire-missing)."
        raise make_held(
            context, f"{message} Correct the permissions, or run without --retire-missing.", [RETIRE_MISSING]
        )
    for folder in context.retire_folders:
        below = folder.rstrip("/") + "/"
        is_empty = not any(f"{file.root_path}/{file.source_path}".startswith(below) for file in intake.survey.files)
        if is_empty and any(path.startswith(below) for path in gone):
            message = f"{folder} holds no article file any more. Is it mounted? Nothing was retired (--retire-missing)."
            raise make_held(context, f"{message} Leave the folder out to go on without it.", [RETIRE_MISSING])


def hold_mass_retirement(context: RunContext) -> None:
    """Raise RunHeld where a run retired a larger share of the articles below its folders than the settings allow."""
    retired, current = count_retired(context.con)
    limit = context.take(_Settings).max_missing_share
    is_many = retired >= MANY_QUARANTINED or not current
    if retired and is_many and retired / (retired + current) > limit:
        message = (
            f"{retired:,} of {retired + current:,} articles have no file any more, more than max_missing_share allows "
            f"({limit:.0%}). If they are meant to be gone, run again with --max-missing-share 1."
        )
        raise make_held(context, message, ["max_missing_share"])
