"""Every SQL statement of the house, one a file: schema/, load/, audits/, mart/, queries/ and migrations/."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def list_statements(folder: str) -> list[str]:
    """Names of the SQL files under `folder` (such as "schema/core"), deep, sorted by path, relative to this package."""
    return sorted(_walk(files(__name__).joinpath(*folder.split("/")), folder))


@cache
def read_statement(name: str) -> str:
    """Text of the SQL file `name` (such as "load/merge_articles.sql").

    Raises FileNotFoundError where there is no such file.
    """
    return files(__name__).joinpath(*name.split("/")).read_text("utf-8")


def read_header(name: str) -> dict[str, str]:
    """The `-- key: value` lines at the top of the SQL file `name`.

    A line `--   more` that has no key of its own carries on the value before it.
    """
    header: dict[str, str] = {}
    key = ""
    for line in read_statement(name).splitlines():
        if not line.startswith("--"):
            break
        text = line.removeprefix("--")
        head, colon, rest = text.partition(":")
        if colon and not text.startswith("   ") and head.strip().isidentifier():
            key = head.strip()
            header[key] = rest.strip()
        elif key:
            header[key] += " " + text.strip()
    return header


def _walk(folder: Traversable, prefix: str) -> list[str]:
    names: list[str] = []
    for entry in folder.iterdir():
        path = f"{prefix}/{entry.name}"
        if entry.is_dir():
            names += _walk(entry, path)
        elif entry.name.endswith(".sql"):
            names.append(path)
    return names
