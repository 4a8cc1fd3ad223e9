"""`quotehouse maintain`: upkeep of a home, by hand or by cron."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.support.console import print_json, print_line
from cli.support.homes import find_home, read_settings
from cli.support.options import DebugOption, HomeOption, JsonOption


def maintain_warehouse(
    context: typer.Context,
    compact: Annotated[
        bool, typer.Option("--compact", help="Compact the files even if little space is free in them.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Close runs that a kill left open, delete what is old, and compact files where that is worth it.

    It does not disturb readers, and waits for a run in progress as `quotehouse ingest` does. The settings
    keep_staged_days, keep_log_days and, for a lake, keep_snapshot_days say what is old.
    """
    from warehouse.backends.find import require_warehouse

    chosen = find_home(context, home)
    require_warehouse(chosen)  # a mistyped home is told, not made
    from pipeline.maintain import maintain_home

    upkeep = maintain_home(read_settings(chosen.path), is_compaction_forced=compact)
    if as_json:
        print_json(upkeep.to_dict())
        return
    print_line(f"{upkeep.closed_run_count} runs closed that a kill had left open")
    print_line(f"{upkeep.pruned_batch_count} staged batches and {upkeep.pruned_log_count} logs pruned")
    if chosen.lake is not None:
        print_line(
            f"{upkeep.expired_snapshot_count} past states of the lake let go, {upkeep.deleted_file_count} files deleted"
        )
    before, after = upkeep.bytes_before / 1e6, upkeep.bytes_after / 1e6
    if upkeep.bytes_after != upkeep.bytes_before:
        print_line(f"Made compact: {before:,.1f} MB to {after:,.1f} MB, and published")
    else:
        print_line(f"{before:,.1f} MB, {upkeep.free_share:.0%} of it free: left as it is")
    for name in upkeep.set_aside:
        print_line(f"Set aside earlier because it was damaged: {name}. Delete it when nobody needs it any more.")
