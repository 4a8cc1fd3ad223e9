"""Find the home of a command, without loading the settings if possible."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cli.support.options import choose_home

if TYPE_CHECKING:
    import typer

    from pipeline.settings import Settings
    from warehouse.home import Home

WAREHOUSE_VARIABLE = "QUOTEHOUSE_WAREHOUSE"


def find_home(context: typer.Context, home: Path | None) -> Home:
    """The home by option, environment, quotehouse.toml and default, in falling order, and where its warehouse lives.

    The settings module says the same at a third of a second, and is asked only where there are settings to read.
    Raises pipeline.settings_file.SettingsError where a settings file is wrong.
    """
    from pipeline.settings_file import find_settings_file
    from warehouse.home import Home

    given = choose_home(context, home)
    if WAREHOUSE_VARIABLE in os.environ or find_settings_file(home=given) is not None:
        from pipeline.settings import make_home

        found = make_home(read_settings(given))
        return Home(found.path.absolute(), found.lake, found.access)
    return Home(Path(given or os.environ.get("QUOTEHOUSE_HOME") or "data").expanduser().absolute())


def read_settings(home: Path | None, config_path: Path | None = None, **options: object) -> Settings:
    """The settings with the options given, those that are None left out. Raises SettingsError of pipeline."""
    from pipeline.settings import load_settings

    return load_settings(config_path, home=home, **options)


def find_settings(home: Home) -> Path | None:
    """The settings file that counts for a home, as find_home found it; None where there is none."""
    from pipeline.settings_file import find_settings_file

    path = find_settings_file(home=home.path)
    return path.absolute() if path is not None else None
