from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from pipeline.run_log import keep_log, list_logs, log_event, read_events

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_event_is_a_json_line_with_run_level_stage_and_facts(tmp_path: Path) -> None:
    with keep_log(tmp_path, "run-000007") as path:
        log_event("extract", "batch extracted – «done»", article_count=16)
    (line,) = path.read_text("utf-8").splitlines()
    event = json.loads(line)
    assert event.pop("at").endswith("+00:00")
    assert event == {
        "level": "info",
        "run": "run-000007",
        "stage": "extract",
        "message": "batch extracted – «done»",
        "article_count": 16,
    }


def test_fault_brings_its_traceback(tmp_path: Path) -> None:
    with keep_log(tmp_path, "run-000001") as path:
        try:
            raise ValueError("broken")
        except ValueError:
            log_event("load", "it failed", level=logging.ERROR, is_fault=True)
    (event,) = read_events(path)
    assert event["level"] == "error"
    assert "ValueError: broken" in event["exc_info"]


def test_messages_of_our_packages_go_along_and_others_do_not(tmp_path: Path) -> None:
    with keep_log(tmp_path, "run-000001") as path:
        logging.getLogger("warehouse.publish").warning("copied slowly")
        logging.getLogger("elsewhere").warning("not ours")
    assert [(event["message"], event["stage"]) for event in read_events(path)] == [("copied slowly", None)]


def test_nothing_is_logged_outside_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with keep_log(tmp_path, "run-000001") as path:
        pass
    log_event("open", "nobody listens", level=logging.ERROR)
    assert path.read_text() == ""
    assert capsys.readouterr().err == ""


def test_line_cut_off_by_a_kill_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "run-000002.jsonl"
    path.write_text('{"message": "whole"}\n{"message": "cut o')
    assert [event["message"] for event in read_events(path)] == ["whole"]


def test_logs_are_listed_by_run(tmp_path: Path) -> None:
    for name in ("run-000010", "run-000009", "workers"):
        (tmp_path / f"{name}.jsonl").touch()
    assert [path.stem for path in list_logs(tmp_path)] == ["run-000009", "run-000010"]
