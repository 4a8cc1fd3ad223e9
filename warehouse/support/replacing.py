"""A file that appears whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def draft_file(file: Path) -> Iterator[Path]:
    """A draft next to `file` that replaces it if the block ends well, and is removed otherwise.

    Raises WarehouseError if the file cannot be written.
    """
    if file.is_dir():
        raise WarehouseError(f"{file} is a folder. Name a file to write to.")
    if not file.parent.is_dir():
        raise WarehouseError(f"{file} cannot be written: there is no folder {file.parent}. Make it first.")
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        yield draft
        draft.replace(file)
    except OSError as error:
        raise WarehouseError(
            f"{file} cannot be written: {error.strerror or error}. Make room, mend the rights or choose another place."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
