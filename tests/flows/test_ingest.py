"""The Prefect flow, on a temporary server in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil
import pytest

from pipeline.run import run_ingest
from pipeline.run_log import list_logs, read_events
from pipeline.settings import Settings
from tests.pipeline.runs import NAMES, export_core, export_views, read_row, save_small_model, write_article
from tests.pipeline.webhooks import open_webhook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROGRAM = """
import json, sys
from pathlib import Path
from flows.launch import run_ingest
from pipeline.settings import Settings
from pipeline.summary import RunHeld
for home, path in zip(sys.argv[1::2], sys.argv[2::2]):
    try:
        summary = run_ingest(Settings(home=Path(home), workers=2, batch_articles=3), [Path(path)])
    except RunHeld as held:
        summary = held.summary
    print(json.dumps(summary.to_dict()))
"""

Summary = dict[str, object]


def make_environment(user_home: Path) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {**environment, "HOME": str(user_home)}


def run_flows(*places: Path, user_home: Path, **variables: str) -> tuple[list[Summary], str]:
    """Summaries of the flow runs of one process, and its messages. `places` are homes, each before what it ingests."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, places)],
        capture_output=True,
        text=True,
        env={**make_environment(user_home), **variables},
        check=False,
        timeout=900,
    )
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()], ended.stderr


def read_prefect(home: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "prefect" / "prefect.db") as con:
        return con.execute(query).fetchall()


@dataclass
class Ended:
    """A flow run over the samples, one that was held, both on one temporary server, and what they left behind."""

    home: Path
    user_home: Path
    published: Summary
    held: Summary
    errors: str
    received: list[Summary]  # by a webhook


@pytest.fixture(scope="module")
def ended(samples_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    root = tmp_path_factory.mktemp("flows")
    for name in ("user", "articles"):
        (root / name).mkdir()
    (root / "articles" / "empty.txt").write_bytes(b"")
    places = (root / "home", samples_path, root / "held", root / "articles")
    with open_webhook() as webhook:
        hook = {"QUOTEHOUSE_NOTIFY__WEBHOOK": webhook.url}
        (published, held), errors = run_flows(*places, user_home=root / "user", **hook)
    return Ended(root / "home", root / "user", published, held, errors, webhook.received)


@pytest.mark.prefect
def test_flow_publishes_what_the_direct_run_does(
    ended: Ended, samples_home: Path, samples_path: Path, tmp_path: Path
) -> None:
    assert ended.errors == ""  # nothing of the temporary server reaches the screen
    assert ended.published["state"] == "published"
    assert list(ended.user_home.iterdir()) == []  # Prefect keeps its files in our home

    assert export_views(ended.home / "warehouse.duckdb") == export_views(samples_home / "warehouse.duckdb")
    assert read_row(ended.home / "warehouse.duckdb", "select runner from meta.run") == ("prefect",)

    completed = "(select id from flow_run where state_type = 'COMPLETED')"
    rows = read_prefect(ended.home, f"select name from task_run where flow_run_id = {completed}")
    names = [str(name) for (name,) in rows]
    assert sum(name.startswith("batch ") for name in names) == 4
    assert {"discover", "validate", "load", "resolve", "audit", "publish", "report"} <= set(names)
    rows = read_prefect(
        ended.home, f"select state_name, count(*) from task_run where flow_run_id = {completed} group by 1"
    )
    assert rows == [("Completed", len(names))]  # its server wrote all of it before it was stopped
    batches = "(select id from task_run where name like 'batch %')"
    rows = read_prefect(
        ended.home, f"select distinct message from task_run_state where type = 'COMPLETED' and task_run_id in {batches}"
    )
    assert rows
    assert all(re.match(r"\d+ articles, \d+ words", str(message)) for (message,) in rows)
    assert read_prefect(ended.home, f"select * from log where task_run_id in {batches}") == []
    told = [
        str(message) for (message,) in read_prefect(ended.home, "select message from log where task_run_id is null")
    ]
    assert any("of them to be read" in message for message in told)
    rows = read_prefect(
        ended.home, f"select key, data from artifact where key is not null and flow_run_id = {completed}"
    )
    artifacts = {str(key): str(content) for key, content in rows}
    assert f"{ended.published['run_name']}: published" in artifacts["ingest-summary"]
    assert "find_orphan_keys" in artifacts["ingest-quality"]

    # Prefect's files hold nothing that a run needs.
    home = tmp_path / "home"
    shutil.copytree(ended.home, home, ignore=shutil.ignore_patterns("prefect"))
    before = export_core(home / "warehouse.duckdb")
    assert run_ingest(Settings(home=home, workers=1), [samples_path]).state == "unchanged"
    assert export_core(home / "warehouse.duckdb") == before


@pytest.mark.prefect
def test_held_run_is_a_failed_flow_run_that_names_the_check(ended: Ended) -> None:
    *_, told = ended.received
    # Told by Prefect's hook on the failed state, with the run's own summary.
    assert told == {**ended.held, "event": "held"}
    assert ended.held["state"] == "held"
    assert ended.held["failed_checks"] == ["max_quarantine_share"]
    _, (state, message) = read_prefect(
        ended.home,
        "select state_type, state_name || ': ' || (select message from flow_run_state s where s.id = r.state_id) "
        "from flow_run r order by r.created",
    )
    assert state == "FAILED"
    assert "max_quarantine_share" in str(message)


@pytest.mark.prefect
def test_flow_run_that_a_kill_left_running_is_closed_by_the_next(
    tmp_path: Path, place_prefect: Callable[[Path], None]
) -> None:
    home, folder = tmp_path / "home", tmp_path / "articles"
    folder.mkdir()
    place_prefect(home)
    for number, name in enumerate(NAMES):
        write_article(folder / f"{number}.txt", name, number)
    with open_webhook() as webhook:
        # Whom the lost run was to tell is told of it: its own settings say whom.
        variables = {
            "QUOTEHOUSE_NOTIFY": json.dumps({"on_states": ["crashed"], "webhook": webhook.url}),
            "QUOTEHOUSE_MODEL": save_small_model(tmp_path / "model"),
        }
        with subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(home), str(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**make_environment(tmp_path), **variables},
        ) as killed:
            wait_for_log(home, "run started")
            killed.kill()
        assert read_prefect(home, "select state_type from flow_run") == [("RUNNING",)]
        assert find_servers(home)  # Prefect's server outlives whoever started it
        (summary,), _ = run_flows(home, folder, user_home=tmp_path, **variables)
    assert [told["event"] for told in webhook.received] == ["crashed"]
    assert webhook.received[0]["input_paths"] == [str(folder)]
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
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        for path in list_logs(home / "logs"):
            if any(event["message"] == message for event in read_events(path)):
                return
        time.sleep(0.1)
    raise AssertionError(f"no run logged {message!r}")
