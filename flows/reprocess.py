"""Backfill and rebuild as Prefect flows: tasks as in the ingest, around the stages that both runners share."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.ingest import RUN_OPTIONS, PrefectRunner, show_outcome
from flows.progress import find_progress
from flows.run_settings import settle_settings
from pipeline.rebuild import run_rebuild
from pipeline.run import run_backfill
from warehouse.recorded_files import Selection


@flow(name="backfill", description="Selected articles extracted again from their files.", **RUN_OPTIONS)
def backfill(selection: dict[str, Any] | None = None, settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """Extract selected articles again with the current extractor.

    `selection` has the fields of warehouse.recorded_files.Selection, days as YYYY-MM-DD; without it, everything is
    extracted. `settings` as for the ingest. Returns the run's summary as plain values. A run that a check held back
    fails with the check's name.
    """
    chosen = settle_settings(settings)
    selected = Selection(**(selection or {}))
    return show_outcome(lambda: run_backfill(chosen, selected, find_progress(), PrefectRunner()))


@flow(name="rebuild", description="The warehouse built anew from the files it was made of.", **RUN_OPTIONS)
def rebuild(has_history: bool = True, settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """Extract every recorded file again into a fresh database that takes over once it passes its audits.

    `has_history` carries over earlier versions of articles. `settings` and result as for the ingest.
    """
    chosen = settle_settings(settings)
    return show_outcome(lambda: run_rebuild(chosen, find_progress(), PrefectRunner(), has_history=has_history))
