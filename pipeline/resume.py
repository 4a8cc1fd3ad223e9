"""Finish a run that was cut off between two slices of its load, before anything new is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.run_context import reopen_run_context
from pipeline.stages.load import carry_on
from pipeline.stages.publish import publish_run, record_run

if TYPE_CHECKING:
    from pipeline.runner import Runner
    from pipeline.settings import Settings
    from pipeline.summary import Progress
    from warehouse.home import Home


def carry_on_where_cut_off(settings: Settings, home: Home, progress: Progress, runner: Runner) -> list[str]:
    """Finish and publish such a run under its own name, if there is one; returns notes for the user. Raises what
    pipeline.run.run_job raises.
    """
    notes: list[str] = []
    found = reopen_run_context(settings, home, progress, runner, notes)
    if found is None:
        return notes
    context, plan = found
    name, left = context.run.run_name, plan.slice_count - plan.loaded_count
    runner.say(f"{name} was cut off while it loaded: {left} of {plan.slice_count} slices are left to load")
    with record_run(context):
        context.heartbeat.stop()
        carry_on(context, plan)
        publish_run(context)
    count = context.summary.counts["loaded_count"]
    return [
        *notes,
        f"{name} had been cut off while it loaded. It was carried on and published first: {count:,} articles.",
    ]
