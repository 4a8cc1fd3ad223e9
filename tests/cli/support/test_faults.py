"""What a fault looks like to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typer

from articles.errors import InputError, UnreadableRecord
from articles.parsing.language_model import ModelError
from cli.application import app
from cli.support.errors import Interrupted
from cli.support.faults import explain_error
from cli.support.homes import find_home
from pipeline.settings import load_settings
from pipeline.settings_file import SettingsError
from pipeline.summary import RunHeld
from terms.errors import ExitCode
from warehouse.errors import QueryError, WarehouseError, WarehouseHeld

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from terms.errors import QuotehouseError
    from tests.cli.conftest import Answer


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("no such path"), ExitCode.USAGE),
        (ModelError("no such model"), ExitCode.FAULT),
        (UnreadableRecord("denied", "not readable"), ExitCode.FAULT),
        (SettingsError("no such setting"), ExitCode.USAGE),
        (RunHeld("too much in quarantine"), ExitCode.HELD_BY_CHECK),
        (WarehouseError("damaged"), ExitCode.FAULT),
        (Interrupted("stopped"), ExitCode.INTERRUPTED),
    ],
)
def test_an_error_carries_its_exit_code(error: QuotehouseError, code: ExitCode) -> None:
    assert explain_error(error) == (code, str(error))


def test_the_nearest_kind_decides() -> None:
    assert explain_error(WarehouseHeld("held")) == (ExitCode.HELD_BY_RUN, "held")
    assert explain_error(QueryError("wrong")) == (ExitCode.USAGE, "wrong")


def test_a_missing_package_points_to_the_doctor() -> None:
    code, message = explain_error(ModuleNotFoundError("No module named 'prefect'"))
    assert code == ExitCode.FAULT
    assert "quotehouse doctor" in message


def test_without_a_word_the_help_is_shown(call: Callable[..., Answer]) -> None:
    answer = call()
    assert answer.code == 2
    assert "Usage: quotehouse" in answer.err
    assert "Error" not in answer.err


def test_version(call: Callable[..., Answer]) -> None:
    answer = call("--version")
    assert answer.code == 0
    assert answer.out.startswith("quotehouse ")


def test_every_command_and_option_is_described() -> None:
    root = typer.main.get_command(app)
    groups = [root]
    while groups:
        group = groups.pop()
        for command in getattr(group, "commands", {}).values():
            assert command.help, command.name
            groups.append(command)
        for parameter in group.params:
            if parameter.name != "help":
                assert getattr(parameter, "help", None), f"{group.name} {parameter.name}"


@pytest.mark.parametrize("with_file", [False, True])
@pytest.mark.parametrize("variable", [None, "from_variable"])
@pytest.mark.parametrize("option", [None, "from_option"])
def test_home_is_the_one_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, with_file: bool, variable: str | None, option: str | None
) -> None:
    # Commands that only read find the home without the settings' weight: both must say the same.
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUOTEHOUSE_HOME", raising=False)
    if with_file:
        (tmp_path / "quotehouse.toml").write_text('home = "from_file"\n', "utf-8")
    if variable:
        monkeypatch.setenv("QUOTEHOUSE_HOME", variable)
    given = tmp_path / option if option else None
    context = typer.Context(typer.main.get_command(app))
    assert find_home(context, given).path == load_settings(home=given).home.absolute()
