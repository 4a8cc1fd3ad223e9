"""Prefect's environment variables, set before Prefect is imported."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

# Environment variable of a server of ours: the process that owns it.
OWNER = "_QUOTEHOUSE_SERVER_OWNER"

# A server that we start writes hundreds of events of task runs. One by one, the events of a batch take longer than the
# batch itself, and the server is stopped before it has written the last events of a run.
EVENT_WRITING = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",  # whole seconds, and how late the page may be
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
}

# Its database would only grow: Prefect by itself forgets events after a week, but no run.
PRUNING = {"PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs"}
RETENTION = "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"  # seconds, more than an hour
LEAST_RETENTION = 3_601

USUAL_PREFECT_HOME = Path("~/.prefect")


_SECRET = re.compile(r"\S+:\S{16,}")


def prepare_prefect(home: Path, *, keep_days: float = 90, console_level: str = "CRITICAL") -> None:
    """Set what Prefect reads when it is imported, unless the user has set it.

    Without a server or profile of the user's own, Prefect's files go into `home`, and runs that ended more than
    `keep_days` days ago are deleted from its database. This program reports itself what
    Prefect would print: only messages of `console_level` and above reach the screen, and the temporary server, which
    complains when it is stopped in the middle of its work, is silent.
    """
    surroundings = {
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": console_level,
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # the usual 20 are too few on a busy machine
    }
    if not uses_own_server():
        surroundings |= EVENT_WRITING | PRUNING
        surroundings[RETENTION] = str(max(LEAST_RETENTION, round(keep_days * 86_400)))
        surroundings["PREFECT_HOME"] = str(home / "prefect")
        secret = read_secret(home / "prefect")
        os.environ.update(PREFECT_SERVER_API_AUTH_STRING=secret, PREFECT_API_AUTH_STRING=secret)
        stop_orphaned_servers(home / "prefect")
        os.environ[OWNER] = str(os.getpid())
    for name, value in surroundings.items():
        os.environ.setdefault(name, value)


def read_secret(prefect_home: Path) -> str:
    """What our server asks for and our clients send ("user:password"), made where there is none.

    A server that is given nothing asks for nothing. So a file without a whole secret, as a full disk leaves one, is
    replaced, and one appears only when it is whole.
    """
    path = prefect_home / "secret"
    prefect_home.mkdir(parents=True, exist_ok=True)
    if path.is_file() and not _SECRET.fullmatch(path.read_text("utf-8", "replace")):
        path.unlink()
    part = prefect_home / f"secret.{secrets.token_hex(8)}.part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"quotehouse:{secrets.token_urlsafe(24)}")
        with suppress(FileExistsError):
            path.hardlink_to(part)  # the first of two that start at once makes it
    finally:
        part.unlink(missing_ok=True)
    path.chmod(0o600)
    return path.read_text("utf-8")


def stop_orphaned_servers(prefect_home: Path) -> list[int]:
    """Stop servers over `prefect_home` whose owner, a run of ours, was killed; returns their process ids.

    Prefect never stops such a server. Two of them over one database would both create the runs of a schedule.
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
