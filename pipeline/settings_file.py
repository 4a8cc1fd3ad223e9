"""Which settings file counts. Reads it no further than that takes, so that a command that only reads starts at once."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path
from typing import Any

from terms.errors import ExitCode, QuotehouseError

ENV_PREFIX = "QUOTEHOUSE_"
CONFIG_NAME = "quotehouse.toml"
CONFIG_VARIABLE = f"{ENV_PREFIX}CONFIG"
HOME_VARIABLE = f"{ENV_PREFIX}HOME"
DEFAULT_HOME = "data"


class SettingsError(QuotehouseError):
    """A setting that does not exist or has a value it cannot have; the message says which, where and what to do."""

    exit_code = ExitCode.USAGE


def find_settings_file(config_path: Path | None = None, home: Path | str | None = None) -> Path | None:
    """The settings file that counts; None where there is none.

    That is `config_path`, else $QUOTEHOUSE_CONFIG, else quotehouse.toml in the home, else in the working folder. The
    home is `home`, else $QUOTEHOUSE_HOME, else what the file in the working folder says, else ./data. Raises
    SettingsError where a file that is named is not there, that of a home names another home, or others may write one
    that nobody named.
    """
    named = config_path or (Path(os.environ[CONFIG_VARIABLE]) if os.environ.get(CONFIG_VARIABLE) else None)
    if named is None:
        usual = Path(CONFIG_NAME)
        found = find_in_home(home) or (usual if usual.is_file() else None)
        if found is not None:
            _refuse_foreign(found)
        return found
    if not named.is_file():
        raise SettingsError(f"There is no settings file {str(named)!r}. Name one that exists, or leave it out.")
    return named


def _refuse_foreign(path: Path) -> None:
    """Settings name commands to run, so a file that only lies there must be the user's own. Raises SettingsError."""
    found = path.stat()
    me = os.geteuid() if hasattr(os, "geteuid") else 0
    if os.name == "posix" and (found.st_mode & stat.S_IWOTH or (me and found.st_uid not in {me, 0})):
        raise SettingsError(
            f"Others can write the settings file {str(path)!r}, and it may name commands. If it is yours, close it "
            f"(chmod o-w, chown), or name it in {CONFIG_VARIABLE}."
        )


def place_beside(file: Path, place: str) -> str:
    """A path that a file names, seen from where the file lies. Addresses and absolute paths stay as they are."""
    if "://" in place or Path(place).expanduser().is_absolute():
        return place
    return str(file.absolute().parent / place)


def find_in_home(home: Path | str | None) -> Path | None:
    """quotehouse.toml in the home (see find_settings_file); None where none lies there. Raises SettingsError."""
    usual = Path(CONFIG_NAME)
    place = home or os.environ.get(HOME_VARIABLE)
    if not place and usual.is_file() and isinstance(told := read_keys(usual).get("home"), str):
        place = place_beside(usual, told)
    path = Path(place or DEFAULT_HOME).expanduser() / CONFIG_NAME
    if not path.is_file():
        return None
    told = read_keys(path).get("home")
    if isinstance(told, str) and Path(place_beside(path, told)).expanduser().resolve() != path.parent.resolve():
        raise SettingsError(
            f"In {str(path)!r}: home cannot be {told!r}, as a settings file that lies in a home is that home's. Take "
            "the key out, or move the file to where you give your commands."
        )
    return path


def read_keys(path: Path) -> dict[str, Any]:
    """What a settings file says, as it stands there. Raises SettingsError where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The settings file {str(path)!r} is not valid TOML: {error}. Correct that line."
        ) from error
    except OSError as error:
        raise SettingsError(f"The settings file {str(path)!r} cannot be read: {error.strerror}.") from error
