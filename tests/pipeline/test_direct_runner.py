"""Runs with real worker processes: killed in the middle and taken up again, and with other numbers of workers."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import psutil

from pipeline.run import run_ingest
from pipeline.settings import Settings
from tests.pipeline.runs import NAMES, export_views, read_row, save_small_model, write_article
from tests.processes import list_fork_servers

if TYPE_CHECKING:
    import pytest

PROGRAM = """
import sys
from pathlib import Path
from pipeline.run import run_ingest
from pipeline.settings import Settings
run_ingest(Settings(home=Path(sys.argv[1]), workers=1, batch_articles=1), [Path(sys.argv[2])])
"""


def test_samples_come_out_with_speakers_and_what_they_said(samples_home: Path) -> None:
    with duckdb.connect(str(samples_home / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("select count(*) from mart.quarantine").fetchone() == (0,)
        rows = con.execute("select speaker_name, quote_text, source_path from mart.quotes").fetchall()
    assert len(rows) > 40
    assert sum(speaker is not None for speaker, *_ in rows) > len(rows) / 2
    assert {Path(path.partition("#")[0]).suffix for *_, path in rows} >= {".txt", ".html", ".jsonl"}


def test_killed_run_is_taken_up_and_equals_an_uninterrupted_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, folder = tmp_path / "home", tmp_path / "articles"
    folder.mkdir()
    for number in range(12):
        write_article(folder / f"{number}.txt", NAMES[number % len(NAMES)], number)
    monkeypatch.setenv("QUOTEHOUSE_MODEL", save_small_model(tmp_path / "model"))
    run = subprocess.Popen([sys.executable, "-c", PROGRAM, str(home), str(folder)])
    children: list[psutil.Process] = []
    deadline = time.monotonic() + 600
    while len(list(home.glob("staging/*/*/manifest.json"))) < 3:
        assert run.poll() is None, "the run ended before it could be killed"
        assert time.monotonic() < deadline
        children = psutil.Process(run.pid).children(recursive=True)
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait(120)
    _, alive = psutil.wait_procs(children, timeout=120)
    assert alive == []
    assert not (home / "warehouse.duckdb").exists()
    staged = {path.parent: path.stat().st_mtime_ns for path in home.glob("staging/*/*/manifest.json")}

    summary = run_ingest(Settings(home=home, workers=1, batch_articles=1), [folder])
    assert summary.state == "published"
    uninterrupted = tmp_path / "uninterrupted"
    run_ingest(Settings(home=uninterrupted, workers=2, batch_articles=3), [folder])
    assert export_views(home / "warehouse.duckdb") == export_views(uninterrupted / "warehouse.duckdb")
    for folder, moment in staged.items():
        assert (folder / "manifest.json").stat().st_mtime_ns == moment
    states = "select list(state order by run_number) from meta.run"
    assert read_row(home / "warehouse.duckdb", states) == (["interrupted", "published"],)


def test_terminated_run_closes_its_books(samples_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("QUOTEHOUSE_MODEL", save_small_model(tmp_path / "model"))
    run = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home), str(samples_path)], stderr=subprocess.PIPE, text=True
    )
    while not list(home.glob("staging/*")) and run.poll() is None:
        time.sleep(0.05)
        if (home / "logs" / "workers.log").exists():
            break
    children = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(signal.SIGTERM)
    _, errors = run.communicate(timeout=600)
    assert run.returncode not in (0, None)
    assert "KeyboardInterrupt" in errors
    assert psutil.wait_procs(children, timeout=120)[1] == []
    assert read_row(home / "build.duckdb", "select state from meta.run") == ("interrupted",)


class _Told:
    """A progress that notes what is said."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def start(self, stage: str, total: int | None) -> None:
        del stage, total

    def advance(self, stage: str, count: int = 1, words: int = 0) -> None:
        """Kill the worker of the first batch that is done."""
        del count, words
        if stage == "extract":
            for server in list_fork_servers():
                with suppress(psutil.Error):
                    for worker in server.children() if not self.messages else ():
                        worker.kill()

    def finish(self, stage: str) -> None:
        del stage

    def say(self, message: str) -> None:
        self.messages.append(message)


def test_a_worker_that_the_system_shot_is_told_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, folder, told = tmp_path / "home", tmp_path / "articles", _Told()
    folder.mkdir()
    for number in range(12):
        write_article(folder / f"{number}.txt", NAMES[number % len(NAMES)], number)
    monkeypatch.setenv("QUOTEHOUSE_MODEL", save_small_model(tmp_path / "model"))
    summary = run_ingest(Settings(home=home, workers=1, batch_articles=1), [folder], progress=told)
    assert (summary.state, summary.counts["loaded_count"]) == ("published", 12)
    (first, *_) = [message for message in told.messages if "SIGKILL" in message]
    assert "too little memory" in first
    assert "--workers 1" in first
    (log,) = (home / "logs").glob("*.jsonl")
    assert "a worker process was ended by SIGKILL" in log.read_text("utf-8")
