"""Which home a command works on, found without the weight of the settings where that is possible."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cli.support.options import choose_home

if TYPE_CHECKING:
    import typer

    from pipeline.settings import Settings
    from warehouse.home import Home

# Where these are set, or a settings file lies here, the settings say what is read.
SETTING_VARIABLES = ("QUOTEHOUSE_CONFIG", "QUOTEHOUSE_WAREHOUSE")


def find_home(context: typer.Context, home: Path | None) -> Home:
    """The home by option, environment, quotehouse.toml and default, in falling order, and where its warehouse lives.

    The settings module says the same at a third of a second, and is asked only where there are settings to read.
    Raises pipeline.settings.SettingsError where a settings file is wrong.
    """
    from warehouse.home import Home

    given = choose_home(context, home)
    if any(name in os.environ for name in SETTING_VARIABLES) or Path("quotehouse.toml").is_file():
        from pipeline.settings import make_home

        found = make_home(read_settings(given))
        return Home(found.path.absolute(), found.lake)
    return Home(Path(given or os.environ.get("QUOTEHOUSE_HOME") or "data").expanduser().absolute())


def read_settings(home: Path | None, config_path: Path | None = None, **options: object) -> Settings:
    """The settings with the options given, those that are None left out. Raises pipeline.settings.SettingsError."""
    from pipeline.settings import load_settings

    return load_settings(config_path, home=home, **options)
