"""Files of the report, each written in one step."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """Replace the file `path` with `text`, so that a reader sees the old whole or the new whole.

    Raises OSError where it cannot be written.
    """
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(8)}.part")
    try:
        with temporary.open("x", encoding="utf-8") as file:  # unlike those of tempfile with the rights of the home
            file.write(text)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
