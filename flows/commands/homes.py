"""Which home a command works on, found without the weight of the settings where that is possible."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands.options import choose_home

if TYPE_CHECKING:
    import typer

    from flows.settings import Settings


def find_home(context: typer.Context, home: Path | None) -> Path:
    """The home folder by option, environment, quotehouse.toml and default, in falling order.

    The settings module says the same at a third of a second; reading commands need no more than this one value.
    Raises flows.settings.SettingsError where a settings file is wrong.
    """
    given = choose_home(context, home)
    if given is not None:
        return given.expanduser().absolute()
    if os.environ.get("QUOTEHOUSE_CONFIG") or Path("quotehouse.toml").is_file():
        return read_settings(None).home.absolute()
    return Path(os.environ.get("QUOTEHOUSE_HOME") or "data").expanduser().absolute()


def read_settings(home: Path | None, config_path: Path | None = None, **options: object) -> Settings:
    """The settings with the options given, those that are None left out. Raises flows.settings.SettingsError."""
    from flows.settings import load_settings

    return load_settings(config_path, home=home, **options)
