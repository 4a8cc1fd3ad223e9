"""The command line `quotehouse`, one module a command.

Nothing heavy is imported before a command needs it: `quotehouse --help` answers at once.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

from cli.support.signals import stop_on_termination
from terms.interruption import find_interruption, read_interrupted_code

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code (`ExitCode`)."""
    stop_on_termination()
    try:
        from cli.application import run  # half a second, in which Ctrl-C may come too
    except BaseException as error:
        if find_interruption(error) is None:
            raise
        sys.stderr.write("Error: Interrupted.\n")
        sys.exit(read_interrupted_code())
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))
