"""Folders for what the desk keeps outside the home, and the removal of those that a killed process left."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path

PREFIXES = ("quotehouse-desk-", "quotehouse-search-")
LOCK = "lock"
LEFT_SECONDS = 86_400  # after which a folder without a lock, as an earlier release made them, counts as left


class TemporaryFolder:
    """A folder in the system's place for temporary files, locked as long as this process uses it.

    It is removed by `cleanup`, or when the process ends in order.
    """

    def __init__(self, prefix: str) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        draft = self.path / f"{LOCK}.new"
        lock = os.open(draft, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        draft.rename(self.path / LOCK)  # whoever sees the lock sees it held
        self._finish = weakref.finalize(self, _remove, self.path, lock)

    def cleanup(self) -> None:
        """Remove the folder."""
        self._finish()


def clear_left() -> None:
    """Remove folders of this user whose process was killed; those in use, and what others made, stay."""
    for prefix in PREFIXES:
        for path in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
            with suppress(OSError):
                status = path.lstat()
                if stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and _is_left(path, status.st_mtime):
                    shutil.rmtree(path, ignore_errors=True)


def _is_left(path: Path, modified_at: float) -> bool:
    try:
        lock = os.open(path / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        return time.time() - modified_at > LEFT_SECONDS
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True


def _remove(path: Path, lock: int) -> None:
    shutil.rmtree(path, ignore_errors=True)
    os.close(lock)
