"""Too little memory, too few files: one sentence that says what to raise, before anything is begun."""

from __future__ import annotations

import errno
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.support.faults import explain_error
from terms.shortages import FILES, MEMORY, describe_shortage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("limit", "told"), [("ulimit -n 40", FILES), ("ulimit -v 700000", MEMORY)])
@pytest.mark.parametrize("options", ["--direct", ""], ids=["direct", "prefect"])
def test_a_run_with_too_little_begins_nothing_and_says_what_to_raise(
    tmp_path: Path, limit: str, told: str, options: str
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text("The ferry left at noon.", "utf-8")
    command = [sys.executable, "-c", "from cli import main; main()", "--home", str(tmp_path / "home"), "ingest"]
    done = subprocess.run(
        ["/bin/sh", "-c", f'{limit}; exec "$@"', "sh", *command, str(tmp_path / "articles"), *options.split()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") <= 6  # wrapped for the terminal
    assert " ".join(done.stderr.split()).startswith(f"Error: {told}")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists()


def raise_from(cause: BaseException) -> RuntimeError:
    error = RuntimeError("a library gave up")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), MEMORY),
        (OSError(errno.EMFILE, "Too many open files"), FILES),
        (RuntimeError("IO Error: Cannot open file: Too many open files"), FILES),
        (ImportError("libfoo.so: failed to map segment from shared object"), MEMORY),
        (RuntimeError("std::bad_alloc"), MEMORY),
        (RuntimeError("Out of Memory Error: failed to allocate data of size 1.0 MiB"), MEMORY),
        (RuntimeError("can't start new thread"), MEMORY),
        (raise_from(OSError(errno.ENOMEM, "Cannot allocate memory")), MEMORY),
        (ValueError("no such column"), None),
        (OSError(errno.ENOENT, "No such file or directory"), None),
    ],
)
def test_what_libraries_say_of_it_is_one_sentence_of_ours(error: Exception, told: str | None) -> None:
    assert describe_shortage(error) == told
    if told is not None:
        _, message = explain_error(error)
        assert message.startswith(told)
        assert "run the same command again" in message
