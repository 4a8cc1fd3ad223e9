"""A run that was cut off between two slices of its load, carried on before anything new is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.committing import carry_on
from flows.ending import keep_books, publish_run
from flows.session import reopen_session

if TYPE_CHECKING:
    from flows.conducting import Conductor
    from flows.settings import Settings
    from flows.summary import Progress
    from warehouse.home import Home


def carry_on_where_cut_off(settings: Settings, home: Home, progress: Progress, conductor: Conductor) -> list[str]:
    """Finish and publish such a run under its own name, if there is one; gives what the user has to know of it.

    Raises what flows.stages.run_stages raises.
    """
    notes: list[str] = []
    found = reopen_session(settings, home, progress, conductor, notes)
    if found is None:
        return notes
    session, plan = found
    name, left = session.run.run_name, plan.slice_count - plan.loaded_count
    conductor.say(f"{name} was cut off while it loaded: {left} of {plan.slice_count} slices are left to load")
    with keep_books(session):
        session.pulse.stop()
        carry_on(session, plan)
        publish_run(session)
    count = session.summary.counts["loaded_count"]
    return [
        *notes,
        f"{name} had been cut off while it loaded. It was carried on and published first: {count:,} articles.",
    ]
