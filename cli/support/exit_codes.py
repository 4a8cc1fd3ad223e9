"""What the command line leaves behind: exit codes, and the errors that carry one."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command; scripts and schedulers may rely on them."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    HELD_BY_CHECK = 3
    HELD_BY_RUN = 4
    INTERRUPTED = 130


class CommandError(Exception):
    """A fault to tell the user in one message: what is wrong, where, and what to do about it."""

    exit_code = ExitCode.FAULT


class UsageError(CommandError):
    """The command was called in a way it cannot follow."""

    exit_code = ExitCode.USAGE


class Interrupted(CommandError):
    """The user, or the system, asked the command to stop."""

    exit_code = ExitCode.INTERRUPTED


class HeldByCheck(CommandError):
    """A quality check held a run back: nothing was published."""

    exit_code = ExitCode.HELD_BY_CHECK
