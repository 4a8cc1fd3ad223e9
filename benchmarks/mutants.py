"""Change the code so that it breaks a promise, and see whether the tests in docs/promises.md for it fail.

    python -m benchmarks.mutants [NAME...]    those that are listed here, each in a copy of the project
    make mutants                              these, and every small change of warehouse/ and the stages: many hours

Each mutant removes or changes one line. A mutant that survives is a promise that no test checks.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import print_table
from benchmarks.results import PROJECT

LEFT_OUT = (".venv", ".git", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__", "data")


@dataclass(frozen=True, slots=True)
class Mutant:
    """`found` in `file` becomes `changed`; one of `tests` has to fail."""

    name: str
    file: str
    found: str
    changed: str
    tests: tuple[str, ...]


MUTANTS = (
    Mutant(
        "the copy is not synced before it is published",
        "warehouse/support/copying.py",
        "        _flush(part)\n",
        "",
        ("tests/warehouse/test_power_loss.py::test_whatever_power_loss_leaves_the_published_file_is_whole",),
    ),
    Mutant(
        "publication copies over the target",
        "warehouse/support/copying.py",
        "part.replace(target)",
        "shutil.copyfile(part, target)",
        ("tests/warehouse/test_power_loss.py::test_whatever_power_loss_leaves_the_published_file_is_whole",),
    ),
    Mutant(
        "the log of a load that is undone stays",
        "warehouse/loading/slices.py",
        'home.build.with_name(home.build.name + ".wal").unlink(missing_ok=True)',
        "pass",
        ("tests/warehouse/loading/test_undone_slices.py::test_the_log_of_a_load_that_is_undone_goes_with_it",),
    ),
    Mutant(
        "staged files are not compared with their manifest",
        "articles/execution/staged_files.py",
        "if any(_hash_file(",
        "if False and any(_hash_file(",
        ("tests/articles/execution/test_staged_files.py::test_damaged_batch_is_not_found_and_is_replaced",),
    ),
    Mutant(
        "what discovery rejects is not counted",
        "pipeline/stages/read.py",
        'self._reject(rejected.root_path or "", rejected.source_path, rejected)',
        "pass",
        ("tests/pipeline/test_run.py::TestPublishing::test_what_cannot_be_taken_is_said_in_a_run_that_opens_nothing",),
    ),
    Mutant(
        "lost articles hold no run",
        "pipeline/stages/load.py",
        "    hold_losses(context)\n",
        "",
        (
            "tests/pipeline/test_run.py::TestEndings::"
            "test_published_articles_that_are_lost_without_a_reason_hold_the_run",
        ),
    ),
)


def main(*names: str) -> int:
    """Try mutants and print which were seen; the exit code is the number of those that lived."""
    chosen = [mutant for mutant in MUTANTS if not names or mutant.name in names]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "project")
        shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        outcomes = [(mutant.name, is_seen(copy, mutant)) for mutant in chosen]
    print_table(["mutant", "seen"], [[name, "yes" if seen else "NO"] for name, seen in outcomes])
    return sum(not seen for _, seen in outcomes)


def is_seen(copy: Path, mutant: Mutant) -> bool:
    """Whether a test fails in a copy of the project with the change. Raises ValueError where the code is not there."""
    path = copy / mutant.file
    text = path.read_text("utf-8")
    if text.count(mutant.found) != 1:
        raise ValueError(f"{mutant.file} holds {mutant.found!r} {text.count(mutant.found)} times; correct the mutant.")
    path.write_text(text.replace(mutant.found, mutant.changed), "utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutant.tests],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        path.write_text(text, "utf-8")
    if done.returncode not in {0, 1}:
        raise ValueError(f"the tests of {mutant.name!r} could not be run:\n{done.stdout[-2_000:]}{done.stderr}")
    return done.returncode == 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
