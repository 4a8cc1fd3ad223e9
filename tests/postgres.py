"""A PostgreSQL server of the tests' own, from Debian's package, on a free port of this machine."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

USER = "quotehouse"
SETTINGS = ("-c fsync=off", "-c full_page_writes=off", "-c max_connections=60")  # nothing here has to outlive a crash


def find_programs() -> Path | None:
    """Folder of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return Path(program).parent if program else None


@contextmanager
def serve_postgres() -> Iterator[Callable[[], str]]:
    """A server for the length of the block; what is given makes a new database and gives its libpq address."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    # The server refuses to run as root; another user must reach its folder, which pytest's own are closed to.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="quotehouse-postgres-"))
    try:
        if user:
            shutil.chown(folder, user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [str(programs / program), *arguments],
                user=user,
                cwd=folder,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )

        run("initdb", "-D", "data", "-U", USER, "-A", "trust", "-E", "UTF8")
        options = f"-k {folder} -h 127.0.0.1 -p {port} {' '.join(SETTINGS)}"
        run("pg_ctl", "-D", "data", "-l", "server.log", "-o", options, "-w", "-t", "120", "start")
        try:
            numbers = itertools.count(1)

            def create_database() -> str:
                name = f"lake{next(numbers)}"
                run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", USER, name)
                return f"dbname={name} host=127.0.0.1 port={port} user={USER}"

            yield create_database
        finally:
            run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
