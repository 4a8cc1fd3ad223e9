"""What a fault looks like to the user: an exit code and one message that says what, where and what to do."""

from __future__ import annotations

import typer

from cli.support.exit_codes import CommandError, ExitCode

PROGRAM = "quotehouse"

# Errors whose messages are written for the user, by module and name: to import the modules only to compare classes
# would cost more than most commands do.
EXPECTED = {
    ("articles.errors", "ArticlesError"): ExitCode.FAULT,
    ("articles.errors", "InputError"): ExitCode.USAGE,
    ("articles.parsing.language_model", "ModelError"): ExitCode.FAULT,
    ("flows.server", "ServerError"): ExitCode.FAULT,
    ("pipeline.settings", "SettingsError"): ExitCode.USAGE,
    ("pipeline.summary", "RunHeld"): ExitCode.HELD_BY_CHECK,
    ("warehouse.errors", "QueryError"): ExitCode.USAGE,
    ("warehouse.errors", "WarehouseError"): ExitCode.FAULT,
    ("warehouse.errors", "WarehouseHeld"): ExitCode.HELD_BY_RUN,
}


def explain_error(error: BaseException) -> tuple[int, str]:
    """Exit code and message for `error`. What is no fault of the user's says so and asks for a report."""
    if isinstance(error, CommandError):
        return error.exit_code, str(error)
    if isinstance(error, typer.TyperException):
        return _explain_usage(error)
    for kind in type(error).__mro__:
        if (kind.__module__, kind.__qualname__) in EXPECTED:
            return EXPECTED[kind.__module__, kind.__qualname__], str(error)
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return ExitCode.FAULT, f"The system refused{where}: {error.strerror or error}. Mend that, then run it again."
    if isinstance(error, ModuleNotFoundError):
        return ExitCode.FAULT, f"{error}. `quotehouse doctor` says what is missing and how to install it."
    return (
        ExitCode.FAULT,
        f"Something unforeseen went wrong: {type(error).__name__}: {error}\n"
        "What was published before is untouched. Run the command again with --debug to see where it arose, and report "
        "it.",
    )


def _explain_usage(error: typer.TyperException) -> tuple[int, str]:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message(), err=True)
        return ExitCode.USAGE, ""
    command = context.command_path if context is not None else PROGRAM
    code = getattr(error, "exit_code", ExitCode.USAGE)
    return code, f"{error.format_message().rstrip('.')}. See `{command} --help`."
