"""Tells a command or a webhook how a run ended: the table [notify] of quotehouse.toml."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from annotated_types import Gt

from terms.states import RunState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.summary import RunSummary


class Event(StrEnum):
    """How a run ended, as far as somebody may want to know."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    WARNED = "warned"  # published though a check failed or records went to quarantine
    HELD = "held"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    CRASHED = "crashed"  # Prefect reports this of a flow run whose process is gone


@dataclass(frozen=True, slots=True)
class Notification:
    """Whom to notify of how a run ended."""

    command: tuple[str, ...] = field(
        default=(), metadata={"description": "program and its arguments; it gets the run's summary as JSON on stdin"}
    )
    webhook: str = field(
        default="", metadata={"description": "http or https address that gets the run's summary as JSON in a POST"}
    )
    on_states: tuple[Event, ...] = field(
        default=(Event.WARNED, Event.HELD, Event.FAILED, Event.INTERRUPTED, Event.CRASHED),
        metadata={"description": "ends of a run to tell of; warned: published though a check failed or input was held"},
    )
    timeout_seconds: Annotated[float, Gt(0)] = field(
        default=10, metadata={"description": "seconds to wait for the command, and for the webhook"}
    )

    def __post_init__(self) -> None:
        if self.webhook and not self.webhook.startswith(("http://", "https://")):
            raise ValueError("the webhook's address has to begin with http:// or https://")


def name_event(summary: RunSummary) -> Event:
    """How a run ended, in the words of `on_states`."""
    if summary.state == RunState.PUBLISHED and (summary.warned_checks or summary.quarantined):
        return Event.WARNED
    return Event(summary.state)


def send_notification(notification: Notification, event: Event, summary: Mapping[str, Any]) -> list[str]:
    """Notify of the end of a run; returns what went wrong with that, in words. `summary` is a RunSummary as plain
    values.

    Nothing is raised: a failed notification does not change the run.
    """
    if event not in notification.on_states:
        return []
    text = json.dumps({"event": event, **summary}, ensure_ascii=False, default=str)
    faults = []
    if notification.command:
        faults.append(_run_command(notification, text))
    if notification.webhook:
        faults.append(_call_webhook(notification, text))
    return [f"Nobody was notified of this run: {fault}" for fault in faults if fault]


def _run_command(notification: Notification, text: str) -> str | None:
    name = notification.command[0]
    try:
        done = subprocess.run(  # noqa: S603  (the user's own command)
            list(notification.command),
            input=text.encode(),
            capture_output=True,
            timeout=notification.timeout_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{name} did not end within {notification.timeout_seconds:g} s and was stopped."
    except OSError as error:
        return f"{name} could not be started: {error.strerror}. Check notify.command."
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        return f"{name} ended with code {done.returncode}. {' '.join(said)}".rstrip()
    return None


def _call_webhook(notification: Notification, text: str) -> str | None:
    import httpx

    address = httpx.URL(notification.webhook)
    host = address.host  # the rest of the address is often a secret
    try:
        answer = httpx.post(
            address,
            content=text.encode(),
            headers={"Content-Type": "application/json"},
            timeout=notification.timeout_seconds,
        )
    except httpx.TimeoutException:
        return f"{host} did not answer within {notification.timeout_seconds:g} s."
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        return f"{host} could not be reached: {type(error).__name__}. Check notify.webhook."
    return None if answer.is_success else f"{host} answered {answer.status_code}. Check notify.webhook."
