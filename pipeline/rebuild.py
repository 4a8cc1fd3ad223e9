"""A rebuild: everything extracted again from the recorded files into a fresh database, which then takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.reading.discovery import survey_known
from pipeline.jobs import rebuild_recorded
from pipeline.run import conduct_job, tell_end
from pipeline.runner import DirectRunner, interrupt_on_termination
from pipeline.settings import make_home
from pipeline.summary import SilentProgress
from warehouse.backends.find import require_warehouse
from warehouse.build import open_build
from warehouse.errors import WarehouseError
from warehouse.home import open_home
from warehouse.lock import hold_warehouse
from warehouse.recorded_files import RebuildHome, carry_back_run_log, carry_over, list_recorded_files

if TYPE_CHECKING:
    from pipeline.runner import Runner
    from pipeline.settings import Settings
    from pipeline.summary import Progress, RunSummary


def run_rebuild(
    settings: Settings, progress: Progress | None = None, runner: Runner | None = None, *, has_history: bool = True
) -> RunSummary:
    """Extract every recorded file again into a fresh database, audit it, and let it replace the current one.

    What no file can tell is carried over: people's decisions, the run log, quarantine, and with `has_history` the
    identities and earlier versions of articles. The current database stays in use until the new one has passed its
    audits. Staged batches are reused, so a rebuild that was killed resumes where it stopped.

    Raises what pipeline.run.run_job raises; WarehouseError where there is no warehouse.
    """
    chosen = make_home(settings)
    require_warehouse(chosen)
    progress, runner = progress or SilentProgress(), runner or DirectRunner()
    if chosen.lake is not None:
        raise WarehouseError(
            "A lake is shared and is not rebuilt in place: ingest into a new one and swap the addresses."
        )
    home = open_home(chosen.path, access=chosen.access)
    fresh = RebuildHome(home.path)
    with (
        tell_end(settings, runner) as begun,
        interrupt_on_termination(),
        hold_warehouse(home, "rebuild", settings.wait_seconds),
    ):
        with open_build(home) as con:  # brings it to this release's schema, so that rows can be carried over
            recorded = list_recorded_files(con)
            con.execute("checkpoint")
        fresh.discard()
        found = {(file.root_path, file.source_path) for file in survey_known(recorded).files}
        with open_build(fresh) as con:
            carry_over(con, home.build, set(recorded) - found, has_history=has_history)
        try:
            summary = conduct_job(settings, fresh, rebuild_recorded(recorded), progress, begun)
        except BaseException:
            carry_back_run_log(home, fresh.build)
            fresh.discard()
            raise
        fresh.take_over(home)
        summary.warehouse_path = str(home.published)
        return summary
