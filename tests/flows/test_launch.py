"""What Prefect is given before it is imported."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import pytest

from flows import environment
from flows.environment import EVENT_WRITING, RETENTION, prepare_prefect

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a user without anything of Prefect's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    monkeypatch.setattr(os, "environ", kept)
    monkeypatch.setattr(environment, "USUAL_PREFECT_HOME", tmp_path / "none")
    return kept


def test_a_server_of_ours_keeps_its_files_in_the_home_and_writes_by_the_hundred(
    surroundings: dict[str, str], tmp_path: Path
) -> None:
    name, *_ = EVENT_WRITING
    surroundings[name] = "7"
    prepare_prefect(tmp_path, keep_days=2)
    assert surroundings[RETENTION] == "172800"
    assert surroundings["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert {**EVENT_WRITING, name: "7"}.items() <= surroundings.items()  # what the user has set stands


def test_a_server_of_the_users_own_is_left_as_it_is(surroundings: dict[str, str], tmp_path: Path) -> None:
    surroundings["PREFECT_API_URL"] = "http://prefect.example.org/api"
    prepare_prefect(tmp_path)
    assert "PREFECT_HOME" not in surroundings
    assert not EVENT_WRITING.keys() & surroundings.keys()


@pytest.mark.prefect
@pytest.mark.parametrize(
    ("task", "level", "message", "is_kept"),
    [
        ("extract batch", logging.INFO, "Finished in state Completed()", False),
        ("extract batch", logging.ERROR, "Finished in state Failed()", True),
        ("extract batch", logging.INFO, "Task run failed with exception: %r - Retry 1/2 will start", True),
        ("publish", logging.INFO, "Finished in state Completed()", True),
    ],
)
def test_of_a_batch_the_log_tells_what_its_state_does_not(task: str, level: int, message: str, is_kept: bool) -> None:
    from flows.batch_tasks import is_worth_a_line

    record = logging.makeLogRecord({"levelno": level, "msg": message, "task_name": task})
    assert is_worth_a_line(record) is is_kept
