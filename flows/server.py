"""A Prefect server where there is none: started beside this process and stopped with it."""

from __future__ import annotations

import atexit
import logging
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from flows.environment import uses_own_server
from flows.guarded_server import ADDRESS_VARIABLE, OPENING_PATH
from terms.errors import QuotehouseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psutil

USUAL_PORT = 4200
START_SECONDS = 180  # a busy machine takes minutes to import the server
STOP_SECONDS = 20  # to write the run's remaining events

# Prefect's own settings for the temporary server that it starts for a flow. A server without a page does not need the
# types of blocks either, for which it would import every integration that is installed.
TEMPORARY = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
}


class ServerError(QuotehouseError):
    """Prefect's server could not be started; the message says why and what to do."""


@contextmanager
def provide_server(home: Path, log_path: Path) -> Iterator[None]:
    """A Prefect server during the block: the user's own, or one of ours that keeps its files in `home`.

    Raises ServerError where it cannot be started.
    """
    if uses_own_server():
        yield
        return
    port = _find_port(USUAL_PORT, 0)
    url = f"http://127.0.0.1:{port}"
    # The page asks the address that it is given, and the default is wrong on any other than the usual port.
    os.environ.update(PREFECT_API_URL=f"{url}/api", PREFECT_SERVER_UI_API_URL=f"{url}/api")
    server = _start(port, log_path, {"PREFECT__SERVER_FINAL": "1", "PREFECT_SERVER_LOGGING_LEVEL": "WARNING"}, cwd=home)
    try:
        _wait_for_server(server, url, log_path)
        secret = quote(os.environ["PREFECT_SERVER_API_AUTH_STRING"])
        sys.stderr.write(f"Prefect's page: {url}{OPENING_PATH}#{secret}\n")
        yield
    finally:
        # The runner's threads still ask the server for a moment, and would complain at length.
        logging.disable(logging.CRITICAL)
        warnings.simplefilter("ignore")
        with divert_output(log_path):
            _send_last_logs()
            _stop(server, 10)


def _send_last_logs() -> None:
    """Send what Prefect would otherwise send at the end of this process, when the server is gone."""
    if handlers := sys.modules.get("prefect.logging.handlers"):
        handlers.APILogWorker.drain_all(timeout=5)


@contextmanager
def divert_output(log_path: Path) -> Iterator[None]:
    """Append what this process and its children write during the block to a log: how Prefect stops is not for users."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(number) for number in (1, 2)]
    try:
        with log_path.open("ab") as log:
            for number in (1, 2):
                os.dup2(log.fileno(), number)
        yield
    finally:
        for number, before in zip((1, 2), kept, strict=True):
            os.dup2(before, number)
            os.close(before)


def start_temporary_server(log_path: Path) -> Callable[[], None]:
    """Start a server without a page that lives as long as this process; returns what waits until it answers.

    Prefect would do the same when a flow begins, after importing the whole server into this process too. Started before
    Prefect is imported, it costs half the time. Prefect must be imported after this, which tells it the server's
    address. The returned function raises ServerError where the server does not come up.
    """
    port = _find_port(0)
    url = f"http://127.0.0.1:{port}"
    server = _start(port, log_path, TEMPORARY)
    os.environ["PREFECT_API_URL"] = f"{url}/api"
    atexit.register(
        _stop, server, STOP_SECONDS
    )  # registered before Prefect's own, so called after them, when all is sent
    return lambda: _wait_for_server(server, url, log_path)


def _start(port: int, log_path: Path, surroundings: dict[str, str], cwd: Path | None = None) -> subprocess.Popen[bytes]:
    """Start a server on the loopback address, with flows.guarded_server around it."""
    app = ["--app-dir", str(Path(__file__).parents[1]), "--factory", "flows.guarded_server:create_app"]
    address = ["--host", "127.0.0.1", "--port", str(port)]
    own = {
        ADDRESS_VARIABLE: f"127.0.0.1:{port}",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{port}",
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
    }
    with log_path.open("ab") as log:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "uvicorn", *app, *address, "--log-level", "error", "--lifespan", "on"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=cwd,
            start_new_session=True,  # Ctrl-C is for us; what we then tell the server about the run must still reach it
            env={**os.environ, **surroundings, **own},
        )


def stop_children(seconds: float) -> None:
    """Ask every process that this one started, except servers, to stop, and wait; kill what remains."""
    import psutil

    children = [child for child in psutil.Process().children() if ADDRESS_VARIABLE not in _read_environment(child)]
    below = [process for child in children for process in child.children(recursive=True)]
    for child in children:
        with suppress(psutil.Error):
            child.terminate()
    _, alive = psutil.wait_procs(children, timeout=seconds)
    for process in (*alive, *below):
        with suppress(psutil.Error):
            process.kill()


def _read_environment(process: psutil.Process) -> dict[str, str]:
    import psutil

    try:
        return process.environ()
    except psutil.Error:
        return {}


def _stop(server: subprocess.Popen[bytes], seconds: float) -> None:
    server.terminate()
    try:
        server.wait(seconds)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _find_port(*preferred: int) -> int:
    """The first of the preferred ports that is free; 0 stands for any."""
    for port in preferred:
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
            time.sleep(0.05)
    why = (
        f"ended with code {server.returncode}" if server.poll() is not None else f"did not answer in {START_SECONDS} s"
    )
    raise ServerError(
        f"Prefect's server {why}; its log is {log_path}. Set PREFECT_API_URL to a server that runs, or fix the cause."
    )
