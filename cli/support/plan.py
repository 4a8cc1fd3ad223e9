"""The plan of an ingest on the screen."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from cli.support.console import print_json, print_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.dry_run import IngestPlan
    from pipeline.settings import Settings


def print_plan(settings: Settings, paths: Sequence[str], *, as_json: bool) -> None:
    """Print what an ingest of `paths` would do."""
    from articles.reading.discovery import find_local_path
    from articles.reading.remote import is_address
    from pipeline.dry_run import plan_ingest
    from pipeline.next_steps import tell_command

    plan = plan_ingest(settings, paths)
    if as_json:
        print_json(plan.to_dict())
        return
    for line in describe_plan(plan):
        print_line(line)
    places = [path if is_address(path) else str(find_local_path(path).absolute()) for path in paths]
    print_line(f"Next: {tell_command(settings.home, shlex.join(['ingest', *places]))}", is_whole=True)


def describe_plan(plan: IngestPlan) -> list[str]:
    """A plan in lines."""
    from articles.reading.found_files import describe_unread

    lines = [
        f"{plan.file_count:,} files found: {plan.new_file_count:,} new, {plan.changed_file_count:,} changed, "
        f"{plan.outdated_file_count:,} to read for a new extractor, {plan.unchanged_file_count:,} unchanged, "
        f"{plan.rejected_file_count:,} that cannot be taken"
    ]
    if plan.missing_file_count:
        lines.append(f"{plan.missing_file_count:,} known files are gone; --retire-missing would close their articles")
    if plan.unread_file_count:
        lines.append(describe_unread(plan.unread_file_count, plan.unread_file_names))
    lines.append(f"{plan.extract_count:,} articles to extract, {plan.known_record_count:,} known")
    for row in plan.outdated:
        changed = " and ".join(row["changed"]) or "settings"
        lines.append(
            f"  of these up to {row['record_count']:,} again, for other {changed} than {row['extractor_version']}"
        )
    lines.append(f"{plan.batch_count:,} batches, {plan.reused_batch_count:,} of them staged by an earlier run")
    if plan.estimated_seconds is None:
        lines.append("How long that takes is not known: no run has loaded anything yet")
    else:
        lines.append(f"About {plan.estimated_seconds:,.0f} s, going by the last runs")
    lines.append("Nothing was done.")
    return lines
