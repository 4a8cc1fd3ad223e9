"""`quotehouse schedule`: what it accepts and what it hands to the deployment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from flows.commands.schedule import parse_interval

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.flows.commands.conftest import Answer


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = []

    def serve(settings: Any, paths: list[str], **rhythm: Any) -> None:
        calls.append({"home": settings.home, "paths": paths, **rhythm})

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
            "cron": "0 6 * * *",
            "interval": None,
            "timezone": "Europe/Berlin",
        }
    ]


def test_interval(call: Callable[..., Answer], served: list[dict[str, Any]], tmp_path: Path) -> None:
    assert call("schedule", tmp_path, "--interval", "1h30m").code == 0
    assert served[0]["interval"] == timedelta(minutes=90)
    assert served[0]["cron"] is None


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
