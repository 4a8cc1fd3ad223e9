"""Failures that the input causes. Each message says what is wrong, where, and what to do about it."""

from __future__ import annotations

from terms.errors import ExitCode, QuotehouseError


class ArticlesError(QuotehouseError):
    """Any failure in reading, cleaning or extracting articles."""


class InputError(ArticlesError):
    """The paths given as input cannot be used: one is missing, or there is no article under them."""

    exit_code = ExitCode.USAGE


class UnreadableRecord(ArticlesError):
    """One file or record cannot be read. `reason_code` is a single word, by which counts and quarantine group."""

    def __init__(self, reason_code: str, message: str) -> None:
        super().__init__(message)
        self.reason_code = reason_code
        self.message = message

    def __reduce__(self) -> tuple[type[UnreadableRecord], tuple[str, str]]:
        # Exceptions are pickled by their args, and worker processes send this one to the parent.
        return type(self), (self.reason_code, self.message)
