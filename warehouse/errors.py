"""What can go wrong with the warehouse."""

from __future__ import annotations

from terms.errors import ExitCode, QuotehouseError


class WarehouseError(QuotehouseError):
    """The warehouse cannot be opened, read or written."""


class WarehouseHeld(WarehouseError):
    """Another run holds the warehouse."""

    exit_code = ExitCode.HELD_BY_RUN


class QueryError(WarehouseError):
    """A query that cannot be run: unknown, wrong, or not read-only."""

    exit_code = ExitCode.USAGE
