"""Backfill and rebuild as Prefect flows: tasks as in the ingest, around the stages that both runners share."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.ingest import RUN_OPTIONS, PrefectConductor, show_outcome
from flows.launch import find_progress
from pipeline.jobs import Slice, backfill_slice
from pipeline.rebuild import rebuild_warehouse
from pipeline.run import run_job
from pipeline.settings import load_settings


@flow(name="backfill", description="A slice of the articles extracted again from their files.", **RUN_OPTIONS)
def backfill(slice_: dict[str, Any] | None = None, settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """Extract a slice again for the present extractor.

    `slice_` has the fields of pipeline.jobs.Slice, days as YYYY-MM-DD; left out is everything. `settings` as for the
    ingest. Gives the run's summary as plain values. A run that a check held back fails with the check's name.
    """
    chosen = load_settings(**(settings or {}))
    job = backfill_slice(Slice(**(slice_ or {})))
    return show_outcome(lambda: run_job(chosen, job, find_progress(), PrefectConductor()))


@flow(name="rebuild", description="The warehouse built anew from the files it was made of.", **RUN_OPTIONS)
def rebuild(has_history: bool = True, settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """Extract every recorded file again into a fresh database that takes over once it passes its audits.

    `has_history` carries over earlier versions of articles. `settings` and result as for the ingest.
    """
    chosen = load_settings(**(settings or {}))
    return show_outcome(lambda: rebuild_warehouse(chosen, find_progress(), PrefectConductor(), has_history=has_history))
