"""The Prefect flow, on a temporary server in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from flows.direct import run_ingest
from flows.logs import list_logs, read_events
from flows.settings import Settings
from tests.flows.runs import export_core, export_views, read_row
from tests.flows.webhooks import open_webhook

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import json, sys
from pathlib import Path
from flows.launching import run_ingest
from flows.settings import Settings
from flows.summary import RunHeld
settings = Settings(home=Path(sys.argv[1]), workers=2, batch_articles=3)
try:
    summary = run_ingest(settings, [Path(sys.argv[2])])
except RunHeld as held:
    summary = held.summary
print(json.dumps(summary.to_dict()))
"""


def make_environment(user_home: Path) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {**environment, "HOME": str(user_home)}


def run_flow(home: Path, paths: Path, prefect_home: Path, **variables: str) -> tuple[dict[str, object], str]:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(home), str(paths)],
        capture_output=True,
        text=True,
        env={**make_environment(prefect_home), **variables},
        check=False,
        timeout=280,
    )
    assert ended.returncode == 0, ended.stderr
    summary = json.loads(ended.stdout)
    assert isinstance(summary, dict)
    return summary, ended.stderr


def read_prefect(home: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "prefect" / "prefect.db") as con:
        return con.execute(query).fetchall()


@pytest.mark.prefect
def test_flow_publishes_what_the_direct_run_does(samples_path: Path, tmp_path: Path) -> None:
    user_home = tmp_path / "user"
    user_home.mkdir()
    home = tmp_path / "flow"
    summary, errors = run_flow(home, samples_path, user_home)
    assert errors == ""  # nothing of the temporary server reaches the screen
    assert summary["state"] == "published"
    assert list(user_home.iterdir()) == []  # Prefect keeps its files in our home

    run_ingest(Settings(home=tmp_path / "direct", workers=1), [samples_path])
    assert export_views(home / "warehouse.duckdb") == export_views(tmp_path / "direct" / "warehouse.duckdb")
    assert read_row(home / "warehouse.duckdb", "select runner from meta.run") == ("prefect",)

    names = [str(name) for (name,) in read_prefect(home, "select name from task_run")]
    assert sum(name.startswith("batch ") for name in names) == 4
    assert {"discover", "validate", "load", "resolve", "audit", "publish", "report"} <= set(names)
    assert read_prefect(home, "select state_type from flow_run") == [("COMPLETED",)]
    rows = read_prefect(home, "select key, data from artifact where key is not null")
    artifacts = {str(key): str(content) for key, content in rows}
    assert f"{summary['run_name']}: published" in artifacts["ingest-summary"]
    assert "find_orphan_keys" in artifacts["ingest-quality"]

    # Prefect's files hold nothing that a run needs.
    before = export_core(home / "warehouse.duckdb")
    for path in (home / "prefect").iterdir():
        path.unlink()
    assert run_ingest(Settings(home=home, workers=1), [samples_path]).state == "unchanged"
    assert export_core(home / "warehouse.duckdb") == before


@pytest.mark.prefect
def test_held_run_is_a_failed_flow_run_that_names_the_check(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    with open_webhook() as webhook:
        summary, errors = run_flow(tmp_path / "home", folder, tmp_path, QUOTEHOUSE_NOTIFY__WEBHOOK=webhook.url)
    assert errors == ""
    ((event, told),) = [(received.pop("event"), received) for received in webhook.received]
    assert event == "held"  # told by Prefect's hook on the failed state, with the run's own summary
    assert told == summary
    assert summary["state"] == "held"
    assert summary["failed_checks"] == ["max_quarantine_share"]
    ((state, message),) = read_prefect(
        tmp_path / "home",
        "select state_type, state_name || ': ' || (select message from flow_run_state s where s.id = r.state_id) "
        "from flow_run r",
    )
    assert state == "FAILED"
    assert "max_quarantine_share" in str(message)


@pytest.mark.prefect
def test_flow_run_that_a_kill_left_running_is_closed_by_the_next(samples_path: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_webhook() as webhook:
        with subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(home), str(samples_path)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Whom the lost run was to tell is told of it: its own settings say whom.
            env={**make_environment(tmp_path), "QUOTEHOUSE_NOTIFY__WEBHOOK": webhook.url},
        ) as killed:
            wait_for_log(home, "run started")
            killed.kill()
        assert read_prefect(home, "select state_type from flow_run") == [("RUNNING",)]
        assert find_servers(home)  # Prefect's server outlives whoever started it
        summary, _ = run_flow(home, samples_path, tmp_path, QUOTEHOUSE_NOTIFY__WEBHOOK=webhook.url)
    assert [told["event"] for told in webhook.received] == ["crashed", "warned"]
    assert webhook.received[0]["input_paths"] == [str(samples_path)]
    assert not find_servers(home)
    assert summary["state"] == "published"
    states = read_prefect(home, "select state_type from flow_run order by created")
    assert states == [("CRASHED",), ("COMPLETED",)]
    assert read_row(home / "warehouse.duckdb", "select list(state order by run_number) from mart.runs") == (
        ["interrupted", "published"],
    )


def find_servers(home: Path) -> list[int]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if "uvicorn" in process.cmdline() and process.environ().get("PREFECT_HOME") == str(home / "prefect"):
                found.append(process.pid)
    return found


def wait_for_log(home: Path, message: str) -> None:
    deadline = time.monotonic() + 200
    while time.monotonic() < deadline:
        for path in list_logs(home / "logs"):
            if any(event["message"] == message for event in read_events(path)):
                return
        time.sleep(0.1)
    raise AssertionError(f"no run logged {message!r}")
