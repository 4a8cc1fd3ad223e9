"""Copies of whole files that appear whole or not at all, even after a crash or on a full disk."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def replace_whole(source: Path, target: Path) -> None:
    """Copy `source` beside `target`, sync it to disk and move it into place. Raises OSError and keeps `target`."""
    part = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(source, part)
        _flush(part)
        part.replace(target)
        _flush(target.parent)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
