"""A Prefect server where there is none: started beside this process, stopped with it."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flows.launching import uses_own_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

USUAL_PORT = 4200
START_SECONDS = 180  # a busy machine takes minutes to import the server


class ServerError(Exception):
    """Prefect's server could not be started; the message says why and what to do."""


@contextmanager
def provide_server(home: Path, log_path: Path) -> Iterator[None]:
    """A Prefect server for the length of the block: the user's own, or one of ours that keeps its files in `home`.

    Raises ServerError where it cannot be started.
    """
    if uses_own_server():
        yield
        return
    port = _find_port()
    url = f"http://127.0.0.1:{port}"
    # The page asks the address it is told, which on another port than the usual one is the wrong one by default.
    os.environ.update(PREFECT_API_URL=f"{url}/api", PREFECT_SERVER_UI_API_URL=f"{url}/api")
    with log_path.open("ab") as log:
        server = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home,
            start_new_session=True,  # Ctrl-C is for us; the server is stopped when the runner has said good-bye to it
            env={**os.environ, "PREFECT_SERVER_LOGGING_LEVEL": "WARNING"},
        )
        try:
            _wait_for_server(server, url, log_path)
            sys.stderr.write(f"Prefect's page: {url}\n")
            yield
        finally:
            # The runner's threads go on asking the server for a moment, and would complain at length.
            logging.disable(logging.CRITICAL)
            warnings.simplefilter("ignore")
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _find_port() -> int:
    """The usual port if it is free, else any."""
    for port in (USUAL_PORT, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ServerError("There is no free port for Prefect's server. Set PREFECT_API_URL to a server that runs.")


def _wait_for_server(server: subprocess.Popen[bytes], url: str, log_path: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/api/health", timeout=2):  # noqa: S310 -- our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    why = (
        f"ended with code {server.returncode}" if server.poll() is not None else f"did not answer in {START_SECONDS} s"
    )
    raise ServerError(
        f"Prefect's server {why}; its log is {log_path}. Set PREFECT_API_URL to a server that runs, or mend the cause."
    )
