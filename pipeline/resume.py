"""A run that was cut off between two slices of its load, carried on before anything new is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.run_context import reopen_session
from pipeline.stages.load import carry_on
from pipeline.stages.publish import keep_books, publish_run

if TYPE_CHECKING:
    from pipeline.runner import Conductor
    from pipeline.settings import Settings
    from pipeline.summary import Progress
    from warehouse.home import Home


def carry_on_where_cut_off(settings: Settings, home: Home, progress: Progress, conductor: Conductor) -> list[str]:
    """Finish and publish such a run under its own name, if there is one; gives what the user has to know of it.

    Raises what pipeline.run.run_stages raises.
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
