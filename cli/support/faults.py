"""Faults as the user sees them: an exit code and one message that says what, where and what to do."""

from __future__ import annotations

from typing import Any

import typer

from terms.errors import ExitCode, QuotehouseError
from terms.refusals import describe_refusal
from terms.shortages import describe_shortage

PROGRAM = "quotehouse"


def explain_error(error: BaseException) -> tuple[int, str]:
    """Exit code and message for `error`. A fault of the program is marked as one, with a request for a report."""
    if isinstance(error, QuotehouseError):
        return error.exit_code, str(error)
    if isinstance(error, typer.TyperException):
        return _explain_usage(error)
    if (told := describe_shortage(error)) is not None:
        return (
            ExitCode.FAULT,
            f"{told} What was published before is untouched; run the same command again: what was extracted is reused.",
        )
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return ExitCode.FAULT, f"The system refused{where}: {error.strerror or error}. Solve that, then run it again."
    if isinstance(error, ModuleNotFoundError):
        return ExitCode.FAULT, f"{error}. `quotehouse doctor` says what is missing and how to install it."
    return (
        ExitCode.FAULT,
        f"Something unforeseen went wrong: {type(error).__name__}: {error}\n"
        "What was published before is untouched. Run the command again with --debug to see where it arose, and report "
        "it.",
    )


def end_sentence(text: str) -> str:
    """Text with one mark at its end."""
    kept = text.rstrip(" .")
    return kept if kept.endswith(("?", "!")) else f"{kept}."


def _explain_usage(error: typer.TyperException) -> tuple[int, str]:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message(), err=True)
        return ExitCode.USAGE, ""
    command = context.command_path if context is not None else PROGRAM
    code = getattr(error, "exit_code", ExitCode.USAGE)
    refused: Any = error.__cause__
    if type(refused).__name__ == "ValidationError":  # pydantic's, by which typer reads values
        (fault, *_) = refused.errors()
        error.message = describe_refusal(fault)
        if fault["type"] != "value_error":
            error.message += f", not {fault['input']!r}"
    return code, f"{end_sentence(error.format_message())} See `{command} --help`."
