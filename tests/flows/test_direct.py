"""Runs with real worker processes: killed in the middle and taken up again, and with other numbers of workers."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import psutil
import pytest

from flows.direct import run_ingest
from flows.settings import Settings
from tests.flows.runs import export_views, read_row

PROGRAM = """
import sys
from pathlib import Path
from flows.direct import run_ingest
from flows.settings import Settings
run_ingest(Settings(home=Path(sys.argv[1]), workers=1, batch_articles=1), [Path(sys.argv[2])])
"""


@pytest.fixture(scope="module")
def published(samples_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of an uninterrupted run over the samples, with two workers."""
    home = tmp_path_factory.mktemp("uninterrupted") / "home"
    summary = run_ingest(Settings(home=home, workers=2, batch_articles=3), [samples_path])
    assert summary.state == "published"
    assert summary.quarantined == {}
    return home / "warehouse.duckdb"


def test_samples_come_out_with_speakers_and_what_they_said(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as con:
        rows = con.execute("select speaker_name, quote_text, source_path from mart.quotes").fetchall()
    assert len(rows) > 40
    assert sum(speaker is not None for speaker, *_ in rows) > len(rows) / 2
    assert {Path(path.partition("#")[0]).suffix for *_, path in rows} >= {".txt", ".html", ".jsonl"}


def test_killed_run_is_taken_up_and_equals_an_uninterrupted_one(
    published: Path, samples_path: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    run = subprocess.Popen([sys.executable, "-c", PROGRAM, str(home), str(samples_path)])
    children: list[psutil.Process] = []
    deadline = time.monotonic() + 200
    while len(list(home.glob("staging/*/*/manifest.json"))) < 3:
        assert run.poll() is None, "the run ended before it could be killed"
        assert time.monotonic() < deadline
        children = psutil.Process(run.pid).children(recursive=True)
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait(10)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    assert not (home / "warehouse.duckdb").exists()
    staged = {path.parent: path.stat().st_mtime_ns for path in home.glob("staging/*/*/manifest.json")}

    summary = run_ingest(Settings(home=home, workers=1, batch_articles=1), [samples_path])
    assert summary.state == "published"
    assert export_views(home / "warehouse.duckdb") == export_views(published)
    for folder, moment in staged.items():
        assert (folder / "manifest.json").stat().st_mtime_ns == moment
    states = "select list(state order by run_number) from meta.run"
    assert read_row(home / "warehouse.duckdb", states) == (["interrupted", "published"],)


def test_terminated_run_closes_its_books(samples_path: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    run = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home), str(samples_path)], stderr=subprocess.PIPE, text=True
    )
    while not list(home.glob("staging/*")) and run.poll() is None:
        time.sleep(0.05)
        if (home / "logs" / "workers.log").exists():
            break
    children = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(signal.SIGTERM)
    _, errors = run.communicate(timeout=60)
    assert run.returncode not in (0, None)
    assert "KeyboardInterrupt" in errors
    assert psutil.wait_procs(children, timeout=10)[1] == []
    assert read_row(home / "build.duckdb", "select state from meta.run") == ("interrupted",)
