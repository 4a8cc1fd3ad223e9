"""What can go wrong with the warehouse, in words for the person who runs it."""


class WarehouseError(Exception):
    """The message says what is wrong, where, and what to do about it."""


class WarehouseHeld(WarehouseError):
    """Another run holds the warehouse."""


class QueryError(WarehouseError):
    """A query that cannot be run: unknown, wrong, or not read-only."""
