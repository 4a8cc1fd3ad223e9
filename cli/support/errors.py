"""Errors of the command line itself."""

from __future__ import annotations

from terms.errors import ExitCode, QuotehouseError


class CommandError(QuotehouseError):
    """A command cannot do what it was asked."""


class UsageError(CommandError):
    """The command was called with arguments that it cannot use."""

    exit_code = ExitCode.USAGE


class Interrupted(CommandError):
    """The user, or the system, asked the command to stop."""

    exit_code = ExitCode.INTERRUPTED


class HeldByCheck(CommandError):
    """A quality check held a run back: nothing was published."""

    exit_code = ExitCode.HELD_BY_CHECK
