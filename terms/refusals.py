"""Why pydantic refuses a value, in the words of people who set it on a command line or in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = {
    "greater_than_equal": "it must be at least {ge}",
    "greater_than": "it must be more than {gt}",
    "less_than_equal": "it must be at most {le}",
    "less_than": "it must be less than {lt}",
    "int_from_float": "it must be a whole number",
    "enum": "it must be {expected}",
    "literal_error": "it must be {expected}",
    "date_from_datetime_parsing": "it must be a day such as 2024-05-01",
    "extra_forbidden": "there is no such setting",
}
_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "a text",
    "list": "a list",
    "tuple": "a list",
    "dict": "a table of names and values",
    "path": "a path",
    "date": "a day such as 2024-05-01",
}


def describe_refusal(fault: Mapping[str, Any]) -> str:
    """One fault of a pydantic ValidationError as a clause, such as "it must be at least 1"."""
    kind, context = str(fault["type"]), fault.get("ctx", {})
    if kind in _WORDS:
        return _WORDS[kind].format(**context)
    if kind == "value_error":
        return str(context["error"]).rstrip(".")
    wanted = _KINDS.get(kind.removesuffix("_parsing").removesuffix("_type"))
    return f"it must be {wanted}" if wanted else str(fault["msg"]).rstrip(".")
