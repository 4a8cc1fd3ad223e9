"""`quotehouse logs`."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from pipeline.run_log import keep_log, log_event
from warehouse.home import Home, open_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer


@pytest.fixture
def logged_home(tmp_path: Path) -> Home:
    home = open_home(tmp_path / "home")
    for name in ("run-000001", "run-000002"):
        with keep_log(home.logs, name):
            log_event("open", "run started", runner="direct")
            log_event("read", "The file is \x1b[31mempty.", level=logging.WARNING, source_path=f"{name}.txt")
            log_event("end", "run published", seconds=1.5)
    return home


def test_latest_run_is_shown(call: Callable[..., Answer], logged_home: Home) -> None:
    answer = call("logs", "--home", logged_home.path)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert len(lines) == 3
    assert "open      run started  runner=direct" in lines[0]
    assert "source_path=run-000002.txt" in lines[1]
    assert "\x1b" not in answer.out


@pytest.mark.parametrize("run", ["1", "run-000001"])
def test_run_is_found_by_number_and_name(call: Callable[..., Answer], logged_home: Home, run: str) -> None:
    assert "source_path=run-000001.txt" in call("logs", run, "--home", logged_home.path).out


def test_events_are_chosen_by_level_and_stage(call: Callable[..., Answer], logged_home: Home) -> None:
    warnings = call("logs", "--home", logged_home.path, "--level", "warning", "--json").data
    assert [event["stage"] for event in warnings] == ["read"]
    ended = call("logs", "--home", logged_home.path, "--stage", "end", "--json").data
    assert [(event["message"], event["run"], event["seconds"]) for event in ended] == [
        ("run published", "run-000002", 1.5)
    ]


def test_follow_ends_with_the_run(call: Callable[..., Answer], logged_home: Home) -> None:
    assert call("logs", "--home", logged_home.path, "--follow").out.count("run published") == 1


def test_unknown_run_is_wrong_usage(call: Callable[..., Answer], logged_home: Home) -> None:
    answer = call("logs", "77", "--home", logged_home.path)
    assert answer.code == 2
    assert "no log of '77'" in answer.err
    assert "run-000002" in answer.err


def test_home_without_logs_says_what_to_do(call: Callable[..., Answer], tmp_path: Path) -> None:
    answer = call("logs", "--home", tmp_path / "new")
    assert answer.code == 1
    assert "quotehouse ingest" in answer.err
