"""What the system refuses (a full disk, a folder without write permission), in words for the user."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.home import Home

REMEDIES = {
    errno.ENOSPC: "Make room there",
    errno.EDQUOT: "Make room there",
    errno.EROFS: "Mount it for writing",
}


@contextmanager
def explain_refusals(home: Home) -> Iterator[None]:
    """Turn a refusal raised anywhere in a run, including a worker or the database, into WarehouseError."""
    try:
        yield
    except WarehouseError:
        raise
    except Exception as error:
        number = find_refusal(error)
        if number is None:
            raise
        raise WarehouseError(
            f"Cannot write to {home.path}: {os.strerror(number)}. What was published before is untouched. "
            f"{REMEDIES[number]} and run the same command again: what was extracted is reused."
        ) from error


def find_refusal(error: Exception) -> int | None:
    """The error number of a refusal; other libraries put it only into their messages."""
    if isinstance(error, OSError) and error.errno in REMEDIES:
        return error.errno
    return next((number for number in REMEDIES if os.strerror(number) in str(error)), None)
