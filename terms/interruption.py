"""What Ctrl-C and SIGTERM leave behind: the signals this process received, and the errors that follow from them."""

from __future__ import annotations

import signal

received: list[int] = []


def find_interruption(error: BaseException | None) -> BaseException | None:
    """The interruption that caused an error, if one did: what it breaks off may fail in turn and raise that error.

    A library may swallow the interruption altogether, as DuckDB does where it imports another one, and fail later for
    what is half done. So any error after a signal counts as its consequence.
    """
    while error is not None:
        if not isinstance(error, Exception):  # KeyboardInterrupt, or Prefect's TerminationSignal
            return error
        error = error.__cause__ or error.__context__
    return KeyboardInterrupt() if received else None


def read_interrupted_code() -> int:
    """The exit code of a command that a signal ended: 128 and the number of the first one."""
    return 128 + (received[0] if received else signal.SIGINT)


def check_interruption() -> None:
    """Raise KeyboardInterrupt where a signal came that a library swallowed, so that it ends the run after all."""
    if received:
        raise KeyboardInterrupt
