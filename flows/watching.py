"""New files in the watched folders, reported once they stop changing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from threading import Event

    from watchfiles import Change

# A steady stream of files is ingested this often even if it never pauses.
LONGEST_WAIT_SECONDS = 60.0


def watch_arrivals(
    paths: Sequence[str], home: Path, *, settle_seconds: float, stopping: Event | None = None
) -> Iterator[int]:
    """Wait for files to appear or change under `paths`; returns how many, once nothing changed for `settle_seconds`.

    Changes within `home` are a run's own and hidden files are unfinished, so neither counts; nor do files that
    disappear. Folders on network drives that send no events are polled (set WATCHFILES_FORCE_POLLING).
    """
    from watchfiles import Change, watch

    def is_arrival(change: Change, path: str) -> bool:
        place = Path(path)
        return change != Change.deleted and not place.name.startswith(".") and not place.is_relative_to(home)

    for changes in watch(
        *paths,
        watch_filter=is_arrival,
        debounce=round(LONGEST_WAIT_SECONDS * 1_000),
        step=round(settle_seconds * 1_000),
        stop_event=stopping,
        rust_timeout=1_000,
    ):
        yield len({path for _, path in changes})
