"""The log of a run: JSON lines in the home's logs/, one file a run, for people and for whatever collects logs."""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOGGER = logging.getLogger("quotehouse")
# The packages whose log messages go into the log of a run.
PACKAGES = ("quotehouse", "articles", "expectations", "flows", "warehouse")
LEVELS = ("debug", "info", "warning", "error", "critical")


@contextmanager
def keep_log(folder: Path, run_name: str) -> Iterator[Path]:
    """Write what is logged in the block to `folder`/`run_name`.jsonl, and give that path.

    A line has at (UTC, ISO 8601), level, run, stage, message and the facts of the event.
    """
    from pythonjsonlogger.json import JsonFormatter

    path = folder / f"{run_name}.jsonl"
    handler = _FileHandler(path, encoding="utf-8")
    handler.setFormatter(JsonFormatter(["at", "level", "run", "stage", "message"], json_ensure_ascii=False))
    handler.addFilter(lambda record: _complete_record(record, run_name))
    loggers = [logging.getLogger(name) for name in PACKAGES]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    try:
        yield path
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
        with suppress(OSError):
            handler.close()


class _FileHandler(logging.FileHandler):
    """Writes what it can: a full disk must end a run with the run's own message, not with the log's."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- logging's name
        """Skip the line."""


def log_event(stage: str, message: str, *, level: int = logging.INFO, is_fault: bool = False, **facts: Any) -> None:
    """Log an event of a stage with its facts. `is_fault` adds the traceback of the error being handled.

    Outside a run's log nothing is written, as is right for a library.
    """
    LOGGER.log(level, message, extra={"stage": stage, **facts}, exc_info=is_fault)


def list_logs(folder: Path) -> list[Path]:
    """Logs of runs, the oldest first."""
    return sorted(folder.glob("run-*.jsonl"))


def read_events(path: Path) -> Iterator[dict[str, Any]]:
    """The events of a log. An incomplete last line, cut off by a kill or still being written, is left out."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict):
                yield event


def _complete_record(record: logging.LogRecord, run_name: str) -> bool:
    record.run = run_name
    record.stage = getattr(record, "stage", None)
    record.at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    record.level = record.levelname.lower()
    return True


LOGGER.addHandler(logging.NullHandler())
LOGGER.propagate = False  # Prefect prints its own messages about a run
