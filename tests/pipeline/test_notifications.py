"""Whoever the settings name is told how a run ended, and that nobody could be told changes nothing."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline.notifications import Event, Notification, name_event, send_notification
from pipeline.run import run_ingest
from pipeline.settings import Settings, load_settings
from pipeline.settings_file import SettingsError
from pipeline.summary import RunHeld, RunSummary
from terms.states import RunState
from tests.pipeline.webhooks import open_webhook

if TYPE_CHECKING:
    from pathlib import Path

    from articles.execution.grouping import Batch

ARTICLE = "Tram to reach the harbour\n\nMarta Quill, the mayor of Port Ansel, said on Monday that the tram will come.\n"
SUMMARY = {"run_name": "run-000007", "state": "held", "message": "Too much. Nothing was published."}
KEEP = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "articles"
    path.mkdir()
    (path / "tram.txt").write_text(ARTICLE)
    return path


def test_command_gets_the_summary_on_stdin(tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    command = (sys.executable, "-c", KEEP, str(told))
    assert send_notification(Notification(command=command), Event.HELD, SUMMARY) == []
    assert json.loads(told.read_text("utf-8")) == {"event": "held", **SUMMARY}


def test_webhook_gets_the_summary_in_a_post() -> None:
    with open_webhook() as webhook:
        assert send_notification(Notification(webhook=webhook.url), Event.HELD, SUMMARY) == []
    assert webhook.received == [{"event": "held", **SUMMARY}]


def test_only_the_ends_that_were_asked_for_are_told() -> None:
    with open_webhook() as webhook:
        only_failed = Notification(webhook=webhook.url, on_states=(Event.FAILED,))
        for event in (Event.PUBLISHED, Event.UNCHANGED, Event.FAILED):
            assert send_notification(only_failed, event, SUMMARY) == []
    assert [received["event"] for received in webhook.received] == ["failed"]


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (("no-such-program",), "no-such-program could not be started: No such file or directory"),
        ((sys.executable, "-c", "raise SystemExit('no line')"), "ended with code 1. no line"),
        ((sys.executable, "-c", "import time; time.sleep(60)"), "did not end within 0.5 s"),
    ],
)
def test_command_that_fails_is_told_in_words(command: tuple[str, ...], fault: str) -> None:
    (said,) = send_notification(
        Notification(command=command, timeout_seconds=0.5 if "sleep" in command[-1] else 30), Event.FAILED, SUMMARY
    )
    assert said.startswith("Nobody was notified of this run: ")
    assert fault in said


def test_webhook_that_fails_is_told_in_words_and_its_address_kept_secret() -> None:
    with open_webhook(status=500) as webhook:
        said = send_notification(Notification(webhook=webhook.url), Event.FAILED, SUMMARY)
    with open_webhook(delay=3) as slow:
        said += send_notification(Notification(webhook=slow.url, timeout_seconds=0.3), Event.FAILED, SUMMARY)
    said += send_notification(Notification(webhook=webhook.url), Event.FAILED, SUMMARY)  # it is gone by now
    assert [fault.partition("127.0.0.1 ")[2] for fault in said] == [
        "answered 500. Check notify.webhook.",
        "did not answer within 0.3 s.",
        "could not be reached: ConnectError. Check notify.webhook.",
    ]
    assert "a-secret" not in "".join(said)


@pytest.mark.parametrize(
    ("state", "warned", "quarantined", "event"),
    [
        (RunState.PUBLISHED, [], {}, "published"),
        (RunState.PUBLISHED, ["run.volume_is_usual"], {}, "warned"),
        (RunState.PUBLISHED, [], {"read: not_text": 1}, "warned"),
        (RunState.HELD, ["run.volume_is_usual"], {}, "held"),
        (RunState.UNCHANGED, [], {}, "unchanged"),
    ],
)
def test_a_published_run_with_remarks_is_a_warning(
    state: RunState, warned: list[str], quarantined: dict[str, int], event: Event
) -> None:
    summary = RunSummary("run-000001", 1, "direct", state, [], "", warned_checks=warned, quarantined=quarantined)
    assert name_event(summary) == event


def test_runs_tell_of_warnings_and_of_being_held(tmp_path: Path, folder: Path, extracted: list[Batch]) -> None:
    with open_webhook() as webhook:
        settings = Settings(home=tmp_path / "home", notify=Notification(webhook=webhook.url))
        (folder / "empty.txt").write_bytes(b"")
        assert run_ingest(settings, [folder]).state == "published"
        assert run_ingest(settings, [folder]).state == "unchanged"
        (only := tmp_path / "only").mkdir()
        (only / "other.txt").write_bytes(b" ")
        with pytest.raises(RunHeld):
            run_ingest(settings, [only])
    warned, held = webhook.received
    assert (warned["event"], warned["state"], warned["counts"]["loaded_count"]) == ("warned", "published", 1)
    assert warned["report_path"].endswith("run-000001.html")
    assert (held["event"], held["failed_checks"]) == ("held", ["max_quarantine_share"])
    assert len(extracted) == 1


def test_run_whose_notification_fails_is_what_it_would_have_been(
    tmp_path: Path, folder: Path, extracted: list[Batch], capsys: pytest.CaptureFixture[str]
) -> None:
    told = Notification(command=("no-such-program",), on_states=(Event.PUBLISHED, Event.WARNED))
    summary = run_ingest(Settings(home=tmp_path / "home", notify=told), [folder])
    assert summary.state == "published"
    assert (tmp_path / "home" / "warehouse.duckdb").exists()
    assert "Nobody was notified of this run: no-such-program could not be started" in capsys.readouterr().err


def test_settings_name_whom_to_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "told.toml"
    path.write_text('[notify]\ncommand = ["mail", "-s", "news"]\non_states = ["held"]\n')
    assert load_settings(path).notify == Notification(command=("mail", "-s", "news"), on_states=(Event.HELD,))
    path.write_text('[notify]\nwebhook = "file:///etc/passwd"\n')
    with pytest.raises(SettingsError, match="begin with http"):
        load_settings(path)
    path.write_text('[notify]\non_states = ["exploded"]\n')
    with pytest.raises(SettingsError, match=r"notify\.on_states.*'exploded'"):
        load_settings(path)
