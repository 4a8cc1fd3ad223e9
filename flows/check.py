"""The check of the published warehouse as a Prefect flow, for a schedule of its own between runs."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.artifacts import create_table_artifact

from flows.ingest import notify_ended
from flows.run_settings import settle_settings
from pipeline.check import check_warehouse
from pipeline.settings import make_home
from pipeline.stages.gates import find_blocking, find_warning
from pipeline.summary import RunHeld


@flow(
    on_failure=[notify_ended],
    on_crashed=[notify_ended],
    on_cancellation=[notify_ended],
    name="check",
    description="Every expectation, audit and run check over the published warehouse; nothing is written.",
    persist_result=False,
)
def check(settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """Check what is published; `settings` as for the ingest.

    The results are an artifact. Fails with the names of the checks where any of severity block failed.
    """
    chosen = settle_settings(settings)
    checked = check_warehouse(make_home(chosen), chosen.checks, chosen.validate_articles)
    shown = ("table_name", "check_name", "severity", "is_passed", "checked_count", "failed_count", "observed_value")
    create_table_artifact(
        checked.results.select(shown).sort("is_passed", maintain_order=True).to_dicts(),
        key="warehouse-quality",
        description=f"{checked.article_count:,} current articles, as run {checked.run_number} left them",
    )
    blocking, warned = find_blocking(checked.results), find_warning(checked.results)
    if blocking:
        raise RunHeld(f"Checks of the published warehouse failed: {', '.join(blocking)}.")
    return {"article_count": checked.article_count, "run_number": checked.run_number, "warned_checks": warned}
