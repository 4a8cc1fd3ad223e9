"""When a schedule is due: the rhythm of runs, and whether one was missed while nobody was there to run it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often to run: on a cron expression in a time zone, or every `every`; neither where only arrivals count."""

    cron: str | None = None
    every: timedelta | None = None
    timezone: str = "UTC"


def find_last_slot(rhythm: Rhythm, now: datetime) -> datetime | None:
    """The last moment before `now` (with a zone) at which a run was due; None where the rhythm has no clock.

    An hour that the clocks skip in spring has no run of its own; one that they repeat in autumn has one.
    """
    if rhythm.cron is not None:
        from cronsim import CronSim

        return next(CronSim(rhythm.cron, now.astimezone(ZoneInfo(rhythm.timezone)), reverse=True))
    return now - rhythm.every if rhythm.every is not None else None


def is_slot_missed(rhythm: Rhythm, last_start: datetime | None, now: datetime) -> bool:
    """Whether a run was due since the last one started. One run makes up for all that were missed.

    Where none ever started, none was missed: the schedule is new.
    """
    slot = find_last_slot(rhythm, now)
    return slot is not None and last_start is not None and last_start < slot
