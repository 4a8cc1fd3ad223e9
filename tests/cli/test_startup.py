"""The command line answers at once: what is heavy is imported where it is needed."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer
    from warehouse.home import Home

HEAVY = {"prefect", "spacy", "great_expectations", "polars", "pandas", "numpy", "pyarrow", "sqlalchemy"}
CODE = """
import sys
from cli.application import run
code = run(sys.argv[1:])
sys.stderr.write("\\nloaded " + " ".join(sorted({name.partition(".")[0] for name in sys.modules})))
sys.exit(code)
"""


def load(project: Path, *words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", CODE, *words], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.rsplit("\nloaded ", 1)[1].split())


def test_help_loads_nothing_but_typer(project_path: Path) -> None:
    assert not load(project_path, "--help") & (HEAVY | {"duckdb", "rich", "pydantic"})


@pytest.mark.parametrize("words", [["--version"], ["ingest", "--help"], ["query", "--help"]])
def test_help_of_commands_loads_nothing_heavy(project_path: Path, words: list[str]) -> None:
    assert not load(project_path, *words) & (HEAVY | {"duckdb"})


def test_query_loads_duckdb_and_little_else(project_path: Path, published_home: Home) -> None:
    loaded = load(project_path, "query", "rank_speakers", "--home", str(published_home.path))
    assert "duckdb" in loaded
    assert not loaded & HEAVY
    assert not load(project_path, "status", "--home", str(published_home.path)) & HEAVY


def test_a_run_with_nothing_to_do_loads_nothing_that_works(
    project_path: Path, own_home: Home, call: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "empty.txt").touch()
    words = ["--home", str(own_home.path), "ingest", "--direct", str(folder)]
    monkeypatch.setenv("QUOTEHOUSE_MAX_QUARANTINE_SHARE", "1")
    assert call(*words).code == 0  # puts the file into quarantine
    assert not (own_home.path / "logs" / "workers.log").exists()  # and no worker loads the model for it
    assert call(*words).code == 0  # draws the charts without what that run brought
    loaded = load(project_path, *words)
    assert not loaded & (HEAVY - {"polars"} | {"vl_convert", "trafilatura"})


def test_help_is_quick(project_path: Path) -> None:
    # 0.25 s of processor time, which is all of the time where nothing else runs; tests share the machine.
    def measure() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", CODE, "--help"], cwd=project_path, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert any(measure() < 0.5 for _ in range(20))


STOPPED = """
import os, signal, sys
class StopsTyper:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            os.kill(os.getpid(), signal.{signal})
sys.meta_path.insert(0, StopsTyper())
from cli import main
main(["status"])
"""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_command_that_is_stopped_while_it_is_imported_says_one_line(project_path: Path, name: str, code: int) -> None:
    command = [sys.executable, "-c", STOPPED.format(signal=name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=project_path)
    assert (done.returncode, done.stderr) == (code, "Error: Interrupted.\n")
