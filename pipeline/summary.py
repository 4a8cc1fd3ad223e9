"""What a run reports while it runs (`Progress`) and when it ends (`RunSummary`, `RunHeld`)."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Protocol

from terms.errors import ExitCode, QuotehouseError
from terms.states import RunState  # noqa: TC001 -- fields of a dataclass

STAGES = ("open", "discover", "read", "extract", "validate", "resolve", "load", "audit", "publish", "report")


class Progress(Protocol):
    """Shows how far a run is. Called from the thread that runs the stages."""

    def start(self, stage: str, total: int | None) -> None:
        """A stage begins; `total` steps are ahead, None while that is unknown. Called again when it becomes known."""

    def advance(self, stage: str, count: int = 1, words: int = 0) -> None:
        """`count` more steps of a stage are done: files for "read", articles for the next, of so many `words`."""

    def finish(self, stage: str) -> None:
        """A stage is over."""

    def say(self, message: str) -> None:
        """Tell the user something, before the work begins or in the middle of it."""


class SilentProgress:
    """Progress that shows nothing."""

    def start(self, stage: str, total: int | None) -> None:
        """Ignore it."""

    def advance(self, stage: str, count: int = 1, words: int = 0) -> None:
        """Ignore it."""

    def finish(self, stage: str) -> None:
        """Ignore it."""

    def say(self, message: str) -> None:
        """Ignore it."""


@dataclass(slots=True)
class RunSummary:
    """One run in figures: what the command line prints and `--json` dumps.

    `counts` has the columns of meta.run that end in _count. `quarantined` counts by "stage: reason_code". `checks` are
    (table, check, severity, rows checked, rows failed). `seconds` are wall-clock seconds a stage; stages of one run
    overlap, so they add up to more than `total_seconds`.
    """

    run_name: str
    run_number: int
    runner: str  # "direct" or "prefect"
    state: RunState
    input_paths: list[str]
    warehouse_path: str
    message: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    quarantined: dict[str, int] = field(default_factory=dict)
    failed_checks: list[str] = field(default_factory=list)  # those that held the run
    warned_checks: list[str] = field(default_factory=list)  # those that failed without holding it
    checks: list[tuple[str, str, str, int | None, int]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    total_seconds: float = 0.0
    words_per_second: float = 0.0
    report_path: str | None = None
    advice: str = ""  # what to do now, in words
    next_step: str = ""  # a command that does it

    def to_dict(self) -> dict[str, Any]:
        """The summary as plain values, ready for JSON."""
        return dataclasses.asdict(self)


class RunHeld(QuotehouseError):
    """A quality check held a run back: nothing was published. `summary` says which check and where the report is."""

    exit_code = ExitCode.HELD_BY_CHECK

    def __init__(self, message: str, summary: RunSummary | None = None) -> None:
        super().__init__(message)
        self.summary = summary
