"""Upkeep of a home: runs that a kill left open are closed, what nobody will read again goes, files get compact."""

from __future__ import annotations

import dataclasses
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.staged import prune_staging
from flows.logs import list_logs
from flows.session import make_options
from flows.settings import make_home
from warehouse.building import open_build
from warehouse.catalog import read_schemas
from warehouse.compacting import compact_build, is_worthwhile, measure_free_share
from warehouse.errors import WarehouseError
from warehouse.home import open_home
from warehouse.locking import hold_warehouse
from warehouse.publishing import publish
from warehouse.runs import close_stale_runs

if TYPE_CHECKING:
    from pathlib import Path

    from flows.settings import Settings


@dataclass(slots=True)
class Upkeep:
    """What maintenance did. Sizes are bytes of the build database; equal ones mean that it was not worth a copy."""

    closed_run_count: int = 0
    pruned_batch_count: int = 0
    pruned_log_count: int = 0
    free_share: float = 0.0
    bytes_before: int = 0
    bytes_after: int = 0
    set_aside: list[str] = dataclasses.field(default_factory=list)  # damaged files that somebody has to look at

    def to_dict(self) -> dict[str, Any]:
        """The figures as plain values, ready for JSON."""
        return dataclasses.asdict(self)


def maintain_home(settings: Settings, *, is_compaction_forced: bool = False) -> Upkeep:
    """Maintain the home of `settings` under the warehouse's lock, and publish anew what was made smaller.

    The build database is copied where at least a fifth of it, and 16 MB, is free, or if told to. Raises
    warehouse.errors.WarehouseHeld where a run holds the home for longer than the settings wait, WarehouseError where
    something cannot be written or a half-done load waits to be carried on.
    """
    chosen = make_home(settings)
    if chosen.lake is not None:
        raise WarehouseError(
            f"The warehouse lives in {chosen.lake.address}, which is maintained with DuckLake's own statements: see "
            "'Keep a lake in order' in docs/how-to.md."
        )
    home = open_home(chosen.path)
    upkeep = Upkeep(set_aside=sorted(path.name for path in home.path.glob("build.damaged-*")))
    with hold_warehouse(home, "maintenance", settings.wait_seconds):
        if home.base.exists():
            raise WarehouseError(
                f"A run in {home.path} was cut off while it loaded. Run `quotehouse ingest` on the same paths first: "
                "it carries on where that one stopped."
            )
        with closing(open_build(home)) as con:
            upkeep.closed_run_count = close_stale_runs(con)
            con.execute("checkpoint")
            upkeep.free_share = measure_free_share(con)
        version = make_options(settings, read_schemas()).extractor_version
        upkeep.pruned_batch_count = prune_staging(home.staging, version, settings.keep_staged_days)
        upkeep.pruned_log_count = prune_logs(home.logs, settings.keep_log_days)
        upkeep.bytes_before = upkeep.bytes_after = home.build.stat().st_size
        if is_compaction_forced or is_worthwhile(upkeep.free_share, upkeep.bytes_before):
            upkeep.bytes_before, upkeep.bytes_after = compact_build(home)
            publish(open_build(home), home)
    return upkeep


def prune_logs(folder: Path, keep_days: float) -> int:
    """Delete logs of runs that ended more than `keep_days` days ago, and count them. The latest always stays."""
    oldest = time.time() - keep_days * 86_400
    old = [path for path in list_logs(folder)[:-1] if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
