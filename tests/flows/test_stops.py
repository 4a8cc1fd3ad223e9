"""Real signals to real schedules: what they leave behind, and what their server answers meanwhile."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import psutil
import pytest

from pipeline.run_log import list_logs, read_events
from tests.pipeline.runs import save_small_model, write_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# An exit code is taken from sys.exit, as the installed command has it.
PROGRAM = "import sys; from cli import main; main(sys.argv[1:])"


@contextmanager
def schedule(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """`quotehouse schedule` over three articles; whatever it started is ended with the block."""
    folder, home, errors = tmp_path / "articles", tmp_path / "home", tmp_path / "errors"
    folder.mkdir()
    for number, name in enumerate(["Ida Quist", "Tobias Lorne", "Mara Voss"]):
        write_article(folder / f"{number}.txt", name, number)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"HOME": str(tmp_path), "QUOTEHOUSE_MODEL": save_small_model(tmp_path / "model")}
    command = [sys.executable, "-c", PROGRAM, "--home", str(home), "schedule", str(folder), "--interval", "1h"]
    with errors.open("w") as file:
        process = subprocess.Popen(command, stderr=file, stdout=subprocess.DEVNULL, env=environment, text=True)
    try:
        yield process, home
    finally:
        process.kill()
        for left in _find_left(home):
            with contextlib.suppress(psutil.Error):
                left.kill()
        process.wait()


def _find_left(home: Path) -> list[psutil.Process]:
    """Processes whose surroundings name the home's Prefect."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("PREFECT_HOME") == str(home / "prefect"):
                found.append(process)
    return found


def _wait_for(find: Any, seconds: float = 240) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := find():
            return found
        time.sleep(0.1)
    raise AssertionError("it never came")


@pytest.mark.prefect
@pytest.mark.parametrize(("number", "seconds"), [(signal.SIGTERM, 1.5), (signal.SIGTERM, 5), (signal.SIGINT, 3)])
def test_a_schedule_stopped_in_its_first_seconds_leaves_nothing(tmp_path: Path, number: int, seconds: float) -> None:
    with schedule(tmp_path) as (process, home):
        time.sleep(seconds)
        process.send_signal(number)
        assert process.wait(240) == 128 + number
        assert _find_left(home) == []
    errors = (tmp_path / "errors").read_text("utf-8")
    assert "Traceback" not in errors
    assert errors.splitlines()[-1] == "Error: Interrupted."


@pytest.mark.prefect
def test_a_server_answers_its_own_page_alone_and_a_stop_in_mid_run_closes_the_books(
    tmp_path: Path, place_prefect: Callable[[Path], None]
) -> None:
    place_prefect(tmp_path / "home")
    with schedule(tmp_path) as (process, home):
        errors = tmp_path / "errors"
        link = _wait_for(lambda: re.search(r"(http://127\.0\.0\.1:\d+)/open#(\S+)", errors.read_text("utf-8")))
        secret = (home / "prefect" / "secret").read_text("utf-8")
        own = httpx.Client(base_url=link[1], auth=(secret.partition(":")[0], secret.partition(":")[2]), timeout=240)
        run = {"name": "scheduled"}
        assert httpx.post(f"{link[1]}/api/deployments/filter", json=run).status_code == 401
        assert own.post("/api/deployments/filter", headers={"Origin": "https://evil.example"}).status_code == 403
        assert "access-control-allow-origin" not in own.get("/api/health").headers
        (deployment,) = _wait_for(lambda: own.post("/api/deployments/filter", json={}).json())

        planted = tmp_path / "planted"
        for settings in ({"notify": {"command": ["touch", str(planted)]}}, {}):
            parameters = {**deployment["parameters"], "settings": settings}
            created = _create_run(own, deployment["id"], parameters)
            assert created.status_code == 201
            if settings:
                run_id = created.json()["id"]
                state = _wait_for(lambda run_id=run_id: _read_ended(own, run_id))
                assert state["type"] == "FAILED"
                assert "cannot set notify" in state["message"]
                assert not planted.exists()
        _wait_for(lambda: _has_logged(home, "run started"))
        said = len(errors.read_text("utf-8"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(240) == 128 + signal.SIGTERM
        assert _find_left(home) == []
    assert errors.read_text("utf-8")[said:].splitlines()[-1] == "Error: Interrupted."
    assert "paused" not in errors.read_text("utf-8")[said:]  # what Prefect says while it stops is in the log
    with sqlite3.connect(home / "prefect" / "prefect.db") as con:
        states = {state for (state,) in con.execute("select state_type from flow_run where state_type != 'SCHEDULED'")}
    assert "RUNNING" not in states
    last = [event for path in list_logs(home / "logs") for event in read_events(path)][-1]
    assert last["message"] == "run interrupted"
    assert secret not in "".join(path.read_text("utf-8") for path in (home / "logs").iterdir())


def _create_run(client: httpx.Client, deployment_id: str, parameters: dict[str, Any]) -> httpx.Response:
    """Ask for a run, again while the server says 503: its database is busy, and Prefect's own client asks again too."""
    path = f"/api/deployments/{deployment_id}/create_flow_run"
    asked = {"parameters": parameters, "state": {"type": "SCHEDULED"}}

    def ask() -> httpx.Response | None:
        answer = client.post(path, json=asked)
        return None if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else answer

    found: httpx.Response = _wait_for(ask)
    return found


def _read_ended(client: httpx.Client, run_id: str) -> Any:
    state = client.get(f"/api/flow_runs/{run_id}").json()["state"]
    return state if state["type"] in {"FAILED", "COMPLETED", "CRASHED", "CANCELLED"} else None


def _has_logged(home: Path, message: str) -> bool:
    return any(event["message"] == message for path in list_logs(home / "logs") for event in read_events(path))
