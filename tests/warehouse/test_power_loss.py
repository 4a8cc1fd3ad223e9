"""Power is cut while a run publishes: whatever the disk forgets, the published file is the old or the new whole.

What the run writes is recorded in its order (record_writes.c). After every prefix of it a file holds what was synced
last, or what was written since then too. Names are the newest, or only those that were synced with their folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPILER = shutil.which("gcc") or shutil.which("cc")
HEAD = struct.Struct("<cQQQ")
PUBLISH = """
import sys
from pathlib import Path
from warehouse.build import open_build
from warehouse.home import open_home
from warehouse.publish import publish
import warehouse.support.copying as copying
exec(sys.argv[3])
home = open_home(Path(sys.argv[1]))
con = open_build(home)
con.execute(f"insert into core.dim_outlet (outlet_key, outlet_name) values ({sys.argv[2]}, 'Outlet {sys.argv[2]}')")
publish(con, home)
"""
# What is wrong with a publication, as code that is run before it: each must be seen.
MUTANTS = {
    "nothing is synced": "copying._flush = lambda path: None",
    "the folder alone is synced": "flush = copying._flush; copying._flush = lambda path: path.is_dir() and flush(path)",
    "copied over the target": "copying.replace_whole = lambda source, target: copying.shutil.copyfile(source, target);"
    " import warehouse.backends.files as files; files.replace_whole = copying.replace_whole",
}


@dataclass(slots=True)
class Content:
    """What a file holds, and what of it is on disk for certain."""

    now: bytearray = field(default_factory=bytearray)
    synced: bytes = b""


@dataclass(slots=True)
class Disk:
    """A folder as a file system sees it that forgets what was not synced."""

    folder: Path
    files: dict[int, Content]
    names: dict[str, int]  # as they stand
    synced_names: dict[str, int]
    folder_inode: int

    def carry_out(self, operation: bytes, inode: int, offset: int, content: bytes) -> None:
        """One recorded operation."""
        if operation == b"W":
            now = self.files[inode].now
            now.extend(bytes(max(offset - len(now), 0)))
            now[offset : offset + len(content)] = content
        elif operation == b"T":
            now = self.files[inode].now
            del now[offset:]
            now.extend(bytes(offset - len(now)))
        elif operation == b"O":
            if content.decode() not in self.names:
                self.files[inode] = Content()  # a number may come back
            self.names[content.decode()] = inode
        elif operation == b"R":
            old, new = content.decode().split("\n")
            self.names[new] = self.names.pop(old)
        elif operation == b"U":
            self.names.pop(content.decode(), None)
        elif inode == self.folder_inode:
            self.synced_names = dict(self.names)
        else:
            self.files[inode].synced = bytes(self.files[inode].now)

    def list_outcomes(self, path: Path) -> set[bytes | None]:
        """What a file may hold after a loss of power now."""
        found = [self.files[inode] if inode is not None else None for inode in self.list_inodes(path)]
        return {each for file in found for each in ((file.synced, bytes(file.now)) if file else (None,))}

    def list_inodes(self, path: Path) -> set[int | None]:
        """The files that may bear a name after a loss of power now."""
        return {names.get(str(path)) for names in (self.names, self.synced_names)}


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that records writes. Skips where there is no compiler."""
    if COMPILER is None or not sys.platform.startswith("linux"):
        pytest.skip("there is no C compiler that makes the recorder")
    library = tmp_path_factory.mktemp("recorder") / "record_writes.so"
    source = Path(__file__).with_name("record_writes.c")
    subprocess.run([COMPILER, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def test_whatever_power_loss_leaves_the_published_file_is_whole(recorder: Path, tmp_path: Path) -> None:
    old, new, outcomes = publish_twice(recorder, tmp_path)
    assert old != new
    assert outcomes == {old, new}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_publication_that_does_not_hold_is_seen(recorder: Path, tmp_path: Path, mutant: str) -> None:
    old, new, outcomes = publish_twice(recorder, tmp_path, MUTANTS[mutant])
    assert outcomes - {old, new}


def publish_twice(recorder: Path, tmp_path: Path, change: str = "") -> tuple[str, str, set[str | None]]:
    """Digests of the published file before and after a recorded publication, and of all that a loss of power leaves."""
    home, record = tmp_path / "home", tmp_path / "record"
    run_publication(home, 1)
    published = home / "warehouse.duckdb"
    old = _digest(published.read_bytes())
    disk = read_disk(home)
    run_publication(home, 2, change, LD_PRELOAD=str(recorder), RECORD=str(record), RECORDED_FOLDER=str(home))
    operations = [*read_record(record)]
    assert {operation for operation, *_ in operations} >= {b"W", b"O"}
    outcomes = {_digest(each) for each in disk.list_outcomes(published)}
    for operation in operations:
        disk.carry_out(*operation)
        if operation[0] != b"W" or operation[1] in disk.list_inodes(published):
            outcomes |= {_digest(each) for each in disk.list_outcomes(published)}
    assert bytes(disk.files[disk.names[str(published)]].now) == published.read_bytes()  # nothing went unrecorded
    return str(old), str(_digest(published.read_bytes())), outcomes


def run_publication(home: Path, number: int, change: str = "", **variables: str) -> None:
    """A run that adds an outlet and publishes."""
    command = [sys.executable, "-c", PUBLISH, str(home), str(number), change]
    done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def read_disk(home: Path) -> Disk:
    """A home as it lies there, all of it synced."""
    files: dict[int, Content] = defaultdict(Content)
    names = {}
    for path in home.rglob("*"):
        if path.is_file():
            inode = path.stat().st_ino
            files[inode] = Content(bytearray(path.read_bytes()), path.read_bytes())
            names[str(path)] = inode
    return Disk(home, files, names, dict(names), home.stat().st_ino)


def read_record(record: Path) -> Iterator[tuple[bytes, int, int, bytes]]:
    """What was recorded: operation, inode, offset, bytes."""
    content, at = record.read_bytes(), 0
    while at < len(content):
        operation, inode, offset, length = HEAD.unpack_from(content, at)
        at += HEAD.size
        yield operation, inode, offset, content[at : at + length]
        at += length


def _digest(content: bytes | None) -> str | None:
    return hashlib.sha256(content).hexdigest() if content is not None else None
