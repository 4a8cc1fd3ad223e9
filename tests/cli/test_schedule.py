"""`quotehouse schedule`: what it accepts and what it hands to the deployment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cli.schedule import parse_interval
from flows.schedules import Rhythm

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = []

    def serve(settings: Any, paths: list[str], rhythm: Rhythm, **how: Any) -> None:
        calls.append({"home": settings.home, "paths": paths, "rhythm": rhythm, **how})

    monkeypatch.setattr("flows.deployments.serve_ingest", serve)
    return calls


def test_cron(call: Callable[..., Answer], served: list[dict[str, Any]], tmp_path: Path) -> None:
    answer = call(
        *("schedule", tmp_path, "--cron", "0 6 * * *", "--timezone", "Europe/Berlin", "--home", tmp_path / "home")
    )
    assert answer.code == 0
    assert "Stop with Ctrl-C" in answer.err
    assert served == [
        {
            "home": tmp_path / "home",
            "paths": [str(tmp_path.resolve())],
            "rhythm": Rhythm(cron="0 6 * * *", timezone="Europe/Berlin"),
            "overlap": "skip",
            "settle_seconds": None,
        }
    ]


def test_interval(call: Callable[..., Answer], served: list[dict[str, Any]], tmp_path: Path) -> None:
    assert call("schedule", tmp_path, "--interval", "1h30m").code == 0
    assert served[0]["rhythm"] == Rhythm(every=timedelta(minutes=90))


def test_arrivals_alone_queue_and_settle(
    call: Callable[..., Answer], served: list[dict[str, Any]], tmp_path: Path
) -> None:
    answer = call("schedule", tmp_path, "--watch", "--settle", "10s", "--overlap", "skip")
    assert answer.code == 0
    assert "when files arrive" in answer.err
    assert served[0]["rhythm"] == Rhythm()
    assert served[0]["settle_seconds"] == 10
    assert served[0]["overlap"] == "queue"  # else files that arrive during a run would wait for the next arrival


def test_arrivals_beside_a_clock(call: Callable[..., Answer], served: list[dict[str, Any]], tmp_path: Path) -> None:
    answer = call("schedule", tmp_path, "--watch", "--interval", "1h")
    assert "every 1h and when files arrive" in answer.err
    assert served[0]["rhythm"] == Rhythm(every=timedelta(hours=1))


def test_overlapping_runs_may_queue(call: Callable[..., Answer], served: list[dict[str, Any]], tmp_path: Path) -> None:
    assert call("schedule", tmp_path, "--interval", "1h", "--overlap", "queue").code == 0
    assert served[0]["overlap"] == "queue"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "Say when to run"),
        (["--cron", "* * * * *", "--interval", "1h"], "either"),
        (["--cron", "* * *"], "five fields"),
        (["--cron", "99 * * * *"], "99"),
        (["--cron", "0 0 31 2 *"], "five fields"),
        (["--interval", "soon"], "30m"),
        (["--interval", "0m"], "never pause"),
        (["--interval", "1h", "--overlap", "never"], "skip or queue"),
        (["--watch", "--settle", "long"], "30m"),
        (["--cron", "* * * * *", "--timezone", "Mars/North"], "Europe/Berlin"),
    ],
)
def test_wrong_usage(
    call: Callable[..., Answer], served: list[dict[str, Any]], tmp_path: Path, words: list[str], message: str
) -> None:
    answer = call("schedule", tmp_path, *words)
    assert answer.code == 2
    assert message in answer.err
    assert not served


def test_missing_folder(call: Callable[..., Answer], served: list[dict[str, Any]], tmp_path: Path) -> None:
    answer = call("schedule", tmp_path / "nowhere", "--interval", "1h")
    assert answer.code == 2
    assert str(tmp_path / "nowhere") in answer.err
    assert not served


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("30m", 1_800), ("1h30m", 5_400), ("2d", 172_800), ("1H", 3_600)]
)
def test_intervals(text: str, seconds: int) -> None:
    assert parse_interval(text).total_seconds() == seconds
