"""Maintain a home: close runs that a kill left open, delete what nobody needs, compact files."""

from __future__ import annotations

import dataclasses
import shutil
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.execution.staged_files import prune_staging
from pipeline.run_context import make_options
from pipeline.run_log import list_logs
from pipeline.settings import make_home
from warehouse.backends import ducklake
from warehouse.backends.find import find_backend
from warehouse.build import open_build
from warehouse.errors import WarehouseError
from warehouse.home import open_home
from warehouse.lock import hold_warehouse
from warehouse.publish import publish
from warehouse.runs import close_stale_runs
from warehouse.schema.catalog import read_schemas
from warehouse.support.compacting import compact_build, is_worthwhile, measure_free_share

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.settings import Settings
    from warehouse.home import Home


@dataclass(slots=True)
class Upkeep:
    """What maintenance did. Sizes are bytes of the build database, or of a lake's newest state; equal sizes mean that
    nothing was worth rewriting. Only a lake has snapshots and files of snapshots.
    """

    closed_run_count: int = 0
    pruned_batch_count: int = 0
    pruned_log_count: int = 0
    free_share: float = 0.0
    bytes_before: int = 0
    bytes_after: int = 0
    expired_snapshot_count: int = 0
    deleted_file_count: int = 0
    set_aside: list[str] = dataclasses.field(default_factory=list)  # damaged files that somebody has to look at

    def to_dict(self) -> dict[str, Any]:
        """The figures as plain values, ready for JSON."""
        return dataclasses.asdict(self)


def maintain_home(settings: Settings, *, is_compaction_forced: bool = False) -> Upkeep:
    """Maintain the home of `settings` under the warehouse's lock, and publish again what became smaller.

    The build database is copied where at least a fifth of it, and 16 MB, is free, or if `force` says so; a lake's files
    are rewritten under the same condition.

    Raises warehouse.errors.WarehouseHeld where a run holds the home, or another loader the lake, for longer than the
    settings wait, and WarehouseError where something cannot be written or an unfinished load waits to be resumed.
    """
    chosen = make_home(settings)
    home = open_home(chosen.path, chosen.lake, chosen.access)
    upkeep = Upkeep(set_aside=sorted(path.name for path in home.path.glob("build.damaged-*")))
    with hold_warehouse(home, "maintenance", settings.wait_seconds):
        if home.lake is None:
            _maintain_file(home, upkeep, is_compaction_forced=is_compaction_forced)
        else:
            _maintain_lake(home, settings, upkeep, is_compaction_forced=is_compaction_forced)
        version = make_options(settings, read_schemas()).extractor_version
        upkeep.pruned_batch_count = prune_staging(home.staging, version, settings.keep_staged_days)
        upkeep.pruned_log_count = prune_logs(home.logs, settings.keep_log_days)
        drop_old_caches(home)
    return upkeep


def _maintain_file(home: Home, upkeep: Upkeep, *, is_compaction_forced: bool) -> None:
    if home.base.exists():
        raise WarehouseError(
            f"A run in {home.path} was cut off while it loaded. Run `quotehouse ingest` on the same paths first: "
            "it carries on where that one stopped."
        )
    with closing(open_build(home)) as con:
        upkeep.closed_run_count = close_stale_runs(con)
        con.execute("checkpoint")
        upkeep.free_share = measure_free_share(con)
    upkeep.bytes_before = upkeep.bytes_after = home.build.stat().st_size
    if is_compaction_forced or is_worthwhile(upkeep.free_share, upkeep.bytes_before):
        upkeep.bytes_before, upkeep.bytes_after = compact_build(home)
        if home.published.exists():
            publish(open_build(home), home)


def _maintain_lake(home: Home, settings: Settings, upkeep: Upkeep, *, is_compaction_forced: bool) -> None:
    backend = find_backend(home)
    con = open_build(home)
    try:
        with backend.hold_writing(con):
            with backend.write(con, lambda: "maintenance: runs closed"):
                upkeep.closed_run_count = close_stale_runs(con, lambda number: backend.is_alive(con, number))
            upkeep.bytes_before, _ = ducklake.measure_snapshot(con)
            for step in ducklake.list_rewrites(is_forced=is_compaction_forced):
                with backend.write(con, lambda: "maintenance: files written anew"):
                    con.execute(step)
            upkeep.expired_snapshot_count = ducklake.expire_snapshots(con, settings.keep_snapshot_days)
            upkeep.deleted_file_count = ducklake.delete_old_files(con)
            upkeep.bytes_after, _ = ducklake.measure_snapshot(con)
    finally:
        backend.publish(con)


def drop_old_caches(home: Home) -> None:
    """Delete what earlier releases kept for themselves among the reports."""
    for name in ("frames", "templates"):
        shutil.rmtree(home.reports / name, ignore_errors=True)
    (home.reports / "pictures.json").unlink(missing_ok=True)


def prune_logs(folder: Path, keep_days: float) -> int:
    """Delete logs of runs that ended more than `keep_days` days ago, and count them. The latest is always kept."""
    oldest = time.time() - keep_days * 86_400
    old = [path for path in list_logs(folder)[:-1] if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
