"""Prefect's surroundings, set before Prefect is imported, and the flows run in this process."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.reading.discovery import check_paths
from pipeline.settings import make_home
from pipeline.summary import RunSummary, SilentProgress
from warehouse.backends.backend import check_warehouse
from warehouse.home import open_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.jobs import Slice
    from pipeline.settings import Settings
    from pipeline.summary import Progress

# What the flow shows its progress on. A flow's parameters are kept by Prefect, and this is none to keep.
SHOWN_PROGRESS: ContextVar[Progress | None] = ContextVar("shown_progress", default=None)

# Names, in the surroundings of a server of ours, the process that it belongs to.
OWNER = "_QUOTEHOUSE_SERVER_OWNER"

# A server that we start writes the events of task runs by the hundred. One by one, as it would, it takes longer for a
# batch than many a batch for itself, and stops before it has written what it still had to when the run ends.
EVENT_WRITING = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",  # whole seconds, and how late the page may be
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
}

USUAL_PREFECT_HOME = Path("~/.prefect")


def run_ingest(settings: Settings, paths: Sequence[Path | str], progress: Progress | None = None) -> RunSummary:
    """Ingest articles as a run of the Prefect flow; raises what pipeline.run.run_stages raises.

    Uses the server of PREFECT_API_URL or of the user's Prefect profile; without either a temporary one that lives as
    long as this process, with its files in the home.
    """
    if not settings.home.exists():
        check_paths(paths)
    with _prepared(settings, progress) as plain_settings:
        from flows.ingest import ingest

        return RunSummary(**ingest([str(path) for path in paths], plain_settings))


def run_backfill(settings: Settings, chosen: Slice, progress: Progress | None = None) -> RunSummary:
    """Extract a slice of the articles again as a run of the Prefect flow; raises what run_stages raises."""
    check_warehouse(make_home(settings))
    with _prepared(settings, progress) as plain_settings:
        from flows.reprocess import backfill

        said = {name: value for name, value in asdict(chosen).items() if value}
        return RunSummary(**backfill(said, plain_settings))


def run_rebuild(settings: Settings, progress: Progress | None = None, *, has_history: bool = True) -> RunSummary:
    """Build the warehouse anew as a run of the Prefect flow; raises what pipeline.rebuild.rebuild_warehouse raises."""
    check_warehouse(make_home(settings))
    with _prepared(settings, progress) as plain_settings:
        from flows.reprocess import rebuild

        return RunSummary(**rebuild(has_history, plain_settings))


@contextmanager
def _prepared(settings: Settings, progress: Progress | None) -> Iterator[dict[str, Any]]:
    """Prefect's surroundings, and what the flow shows its progress on; gives the settings as a flow takes them."""
    home = open_home(settings.home)
    prepare_prefect(home.path)
    if uses_own_server():
        await_server = None
    else:
        from flows.server import start_temporary_server

        await_server = start_temporary_server(home.logs / "prefect-server.log")

    import flows.ingest  # noqa: F401 -- takes as long as the server does, which comes up beside it
    from pipeline.settings import describe_settings

    if await_server is not None:
        await_server()
    token = SHOWN_PROGRESS.set(progress or SilentProgress())
    try:
        yield describe_settings(settings)
    finally:
        SHOWN_PROGRESS.reset(token)


def find_progress() -> Progress:
    """What the run at hand shows its progress on."""
    return SHOWN_PROGRESS.get() or SilentProgress()


def prepare_prefect(home: Path, *, console_level: str = "CRITICAL") -> None:
    """Set what Prefect reads when it is imported, unless the user has set it.

    Without a server or profile of the user's own, Prefect's files go into `home`. What Prefect
    would print, this program says itself: only messages of `console_level` and above reach the screen, and the
    temporary server, which complains when it is stopped in mid-sentence, says nothing.
    """
    surroundings = {
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": console_level,
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # the usual 20 are too few on a busy machine
    }
    if not uses_own_server():
        surroundings |= EVENT_WRITING
        surroundings["PREFECT_HOME"] = str(home / "prefect")
        stop_orphaned_servers(home / "prefect")
        os.environ[OWNER] = str(os.getpid())
    for name, value in surroundings.items():
        os.environ.setdefault(name, value)


def stop_orphaned_servers(prefect_home: Path) -> list[int]:
    """Stop servers over `prefect_home` whose owner, a run of ours, was killed; gives their process ids.

    Prefect leaves such a server running for good. Two of them over one database would both make the runs of a schedule.
    """
    import psutil

    stopped = []
    for process in psutil.process_iter():
        try:
            command = process.cmdline()
            if not {"server", "uvicorn"} & set(command):
                continue
            environment = process.environ()
            owner = int(environment.get(OWNER, 0))
            if environment.get("PREFECT_HOME") == str(prefect_home) and owner and not psutil.pid_exists(owner):
                process.terminate()
                stopped.append(process.pid)
        except (psutil.Error, OSError, ValueError):
            continue
    return stopped


def uses_own_server() -> bool:
    """Whether the user has a Prefect server or profile of their own."""
    return bool(os.environ.get("PREFECT_API_URL")) or (USUAL_PREFECT_HOME.expanduser() / "profiles.toml").is_file()
