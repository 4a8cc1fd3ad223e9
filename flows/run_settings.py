"""What the parameters of a flow run may set, and the settings that it runs with.

Whoever reaches a Prefect server can start a run with parameters of their own. So anything that reaches beyond a run
(commands, webhooks, models, homes, addresses of storage) comes from the process that executes it: what `schedule` or
`ingest` was started with, or the environment and settings file of a worker.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.reading.discovery import show_path
from pipeline.settings import describe_settings, load_settings
from pipeline.settings_file import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.settings import Settings

RUN_SETTINGS = (
    "workers",
    "batch_articles",
    "batch_bytes",
    "article_seconds",
    "batch_seconds",
    "worker_batches",
    "validate_articles",
    "load_articles",
    "max_quarantine_share",
    "retire_missing",
    "max_missing_share",
    "wait_seconds",
    "lake_wait_seconds",
    "checks",
)
# Paths whose shown form leaves a secret out, for the runs of this process and those it starts: JSON, by what is shown.
PATHS_VARIABLE = "_QUOTEHOUSE_PATHS"
# Settings of the process that starts runs, for those that it starts: JSON.
SETTINGS_VARIABLE = "_QUOTEHOUSE_SETTINGS"


@contextmanager
def hand_over(settings: Settings) -> Iterator[dict[str, Any]]:
    """Let flow runs of this process, and of those it starts, use `settings`; yields the settings as their parameters.

    The home in these parameters only says whose run it is.
    """
    values = describe_settings(settings)
    values["home"] = str(settings.home.expanduser().resolve())
    before = os.environ.get(SETTINGS_VARIABLE)
    os.environ[SETTINGS_VARIABLE] = json.dumps(values)
    try:
        yield {name: values[name] for name in ("home", *RUN_SETTINGS)}
    finally:
        del os.environ[SETTINGS_VARIABLE]
        if before is not None:
            os.environ[SETTINGS_VARIABLE] = before


@contextmanager
def hand_over_paths(paths: Sequence[Path | str]) -> Iterator[list[str]]:
    """Have flow runs of this process and of those it starts read `paths`; yields how their parameters name them.

    Prefect keeps parameters and shows them, so no secret of an address is among them.
    """
    whole: dict[str, str] = {}
    for path in paths:
        shown = base = show_path(path)
        for number in count(2):
            if whole.setdefault(shown, str(path)) == str(path):
                break
            shown = f"{base} ({number})"
    secret = {shown: path for shown, path in whole.items() if shown != path}
    before = os.environ.get(PATHS_VARIABLE)
    os.environ[PATHS_VARIABLE] = json.dumps(secret)
    try:
        yield list(whole)
    finally:
        del os.environ[PATHS_VARIABLE]
        if before is not None:
            os.environ[PATHS_VARIABLE] = before


def settle_paths(paths: Sequence[str]) -> list[str]:
    """The paths that a flow run's parameter names, with what its shown form leaves out."""
    whole = json.loads(os.environ.get(PATHS_VARIABLE, "{}"))
    return [whole.get(path, path) for path in paths]


def settle_settings(parameters: Mapping[str, Any] | None) -> Settings:
    """The settings of a flow run with the parameter `settings`.

    Raises SettingsError where the parameter sets what a run may not set, or what is no setting.
    """
    given = dict(parameters or {})
    own = json.loads(os.environ.get(SETTINGS_VARIABLE, "{}"))
    base = load_settings(**own)
    home = given.pop("home", None)
    refused = sorted(set(given) - set(RUN_SETTINGS))
    if home is not None and Path(str(home)).expanduser().resolve() != base.home.expanduser().resolve():
        refused.append("home")
    if refused:
        raise SettingsError(
            f"The parameters of a run cannot set {', '.join(refused)}. They can set {', '.join(RUN_SETTINGS)}. The "
            "rest belongs into the environment (QUOTEHOUSE_HOME and the like) or the settings file of the process that "
            "carries runs out."
        )
    return load_settings(**{**own, **given})
