"""An installed wheel brings all its data and runs outside the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
ROOMS = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"][
    "packages"
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the checkout, built without network."""
    pytest.importorskip("hatchling", reason="hatchling (requirements-dev.txt) builds the wheel")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_wheel_holds_all_code_and_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    there = {
        path.relative_to(PROJECT).as_posix()
        for room in ROOMS
        for path in (PROJECT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == there
    assert any(name.endswith(".toml") for name in packed)
    assert any(name.startswith("sql/schema/") for name in packed)


def test_wheel_runs_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    code = (
        f"import sys, {', '.join(ROOMS)}\n"
        f"print(*(room.__file__ for room in ({', '.join(ROOMS)})))\n"
        "from warehouse.schema.catalog import read_schemas\n"
        "print(len(read_schemas()['quotes']))\n"
        "from cli import main\n"
        "sys.argv = ['quotehouse', '--version']\n"
        "main()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(site), "QUOTEHOUSE_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rooms, columns, version = done.stdout.strip().splitlines()
    assert all(Path(room).is_relative_to(site) for room in rooms.split())
    assert int(columns) > 20
    stated = re.search(r'^version = "(.+)"', (PROJECT / "pyproject.toml").read_text("utf-8"), re.M)
    assert stated
    assert stated[1] in version
