"""Exit codes, and the base of all errors whose message is written for the user."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """Exit codes of every command; scripts and schedulers may rely on them."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    HELD_BY_CHECK = 3
    HELD_BY_RUN = 4
    INTERRUPTED = 130


class QuotehouseError(Exception):
    """The message says what is wrong, where, and what to do about it. `exit_code` is how a command ends with it."""

    exit_code: ClassVar[ExitCode] = ExitCode.FAULT
