"""Prefect's surroundings, set before Prefect is imported, and the ingest flow run in this process."""

from __future__ import annotations

import os
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from articles.reading.discovery import check_paths
from flows.summary import RunSummary, SilentProgress
from warehouse.home import open_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.settings import Settings
    from flows.summary import Progress

# What the flow shows its progress on. A flow's parameters are kept by Prefect, and this is none to keep.
SHOWN_PROGRESS: ContextVar[Progress | None] = ContextVar("shown_progress", default=None)

# Names, in the surroundings of a server of ours, the process that it belongs to.
OWNER = "_QUOTEHOUSE_SERVER_OWNER"

USUAL_PREFECT_HOME = Path("~/.prefect")


def run_ingest(settings: Settings, paths: Sequence[Path | str], progress: Progress | None = None) -> RunSummary:
    """Ingest articles as a run of the Prefect flow; raises what flows.stages.run_stages raises.

    Uses the server of PREFECT_API_URL or of the user's Prefect profile; without either a temporary one that lives as
    long as this process, with its files in the home.
    """
    if not settings.home.exists():
        check_paths(paths)
    prepare_prefect(open_home(settings.home).path)

    from flows.ingest import ingest
    from flows.settings import describe_settings

    token = SHOWN_PROGRESS.set(progress or SilentProgress())
    try:
        return RunSummary(**ingest([str(path) for path in paths], describe_settings(settings)))
    finally:
        SHOWN_PROGRESS.reset(token)


def find_progress() -> Progress:
    """What the run at hand shows its progress on."""
    return SHOWN_PROGRESS.get() or SilentProgress()


def prepare_prefect(home: Path, *, console_level: str = "CRITICAL") -> None:
    """Set what Prefect reads when it is imported, unless the user has set it.

    Nothing phones home. Without a server or profile of the user's own, Prefect's files go into `home`. What Prefect
    would print, this program says itself: only messages of `console_level` and above reach the screen, and the
    temporary server, which complains when it is stopped in mid-sentence, says nothing.
    """
    surroundings = {
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": console_level,
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # the usual 20 are too few on a busy machine
    }
    if not uses_own_server():
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
