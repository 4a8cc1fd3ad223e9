"""The command line `quotehouse`, one module a command.

Nothing heavy is imported before a command needs it: `quotehouse --help` answers at once.
"""

from __future__ import annotations

from cli.application import app, main

__all__ = ["app", "main"]
