"""How far a run is, on stderr: bars on a terminal, a plain line a stage elsewhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from cli.support.console import open_console

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import Task, TaskID

# What a stage does, in words, and what its steps count.
STARTING = "prefect"  # what comes before the stages and takes seconds; over when the first of them begins
STAGES = {
    STARTING: ("Starting Prefect", ""),
    "open": ("Opening the warehouse", ""),
    "discover": ("Looking for articles", "files"),
    "read": ("Reading", "files"),
    "extract": ("Extracting quotes", "articles"),
    "validate": ("Validating", "articles"),
    "resolve": ("Resolving names", ""),
    "load": ("Loading", ""),
    "audit": ("Auditing", "audits"),
    "publish": ("Publishing", ""),
    "report": ("Writing the report", ""),
}


class ShownProgress(Protocol):
    """Progress (pipeline.summary.Progress) that is on the screen while its block lasts."""

    def __enter__(self) -> ShownProgress:
        """Begin to show."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the screen tidy, whatever ended the block."""

    def start(self, stage: str, total: int | None) -> None:
        """A stage begins, or its total gets known."""

    def advance(self, stage: str, count: int = 1) -> None:
        """Steps of a stage are done."""

    def finish(self, stage: str) -> None:
        """A stage is over."""

    def say(self, message: str) -> None:
        """Print a line."""


def show_progress() -> ShownProgress:
    """Bars where stderr is a terminal, else lines."""
    console = open_console(stderr=True)
    return BarProgress(console) if console.is_terminal else LineProgress(console)


class BarProgress:
    """One bar a stage. A stage without a known total pulses until it is over."""

    def __init__(self, console: Console) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._tasks: dict[str, TaskID] = {}
        self._bars: Bars = Progress(
            TextColumn("{task.description:<22}", markup=False),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[steps]:>20}", markup=False),
            TimeElapsedColumn(),
            console=console,
            refresh_per_second=5,  # workers need the processor more than the eye does
        )

    def __enter__(self) -> BarProgress:
        """Begin to show."""
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the bars where they are."""
        self._bars.stop()

    def start(self, stage: str, total: int | None) -> None:
        """Add a bar, or tell the one there is its total."""
        if stage != STARTING:
            self.finish(STARTING)
        if stage in self._tasks:
            self._bars.update(self._tasks[stage], total=total)
        else:
            words, _ = STAGES.get(stage, (stage, ""))
            self._tasks[stage] = self._bars.add_task(words, total=total, steps="")
        self._describe(stage)

    def advance(self, stage: str, count: int = 1) -> None:
        """Move the bar."""
        if stage in self._tasks:
            self._bars.advance(self._tasks[stage], count)
            self._describe(stage)

    def finish(self, stage: str) -> None:
        """Fill the bar and stop its clock."""
        if stage in self._tasks:
            task = self._find(stage)
            total = task.total if task.total is not None else max(task.completed, 1)
            self._bars.update(self._tasks[stage], total=total, completed=total)

    def say(self, message: str) -> None:
        """Print a line above the bars."""
        self._bars.console.print(message, markup=False, highlight=False)

    def _find(self, stage: str) -> Task:
        return next(task for task in self._bars.tasks if task.id == self._tasks[stage])

    def _describe(self, stage: str) -> None:
        task = self._find(stage)
        _, unit = STAGES.get(stage, (stage, ""))
        if unit and (task.completed or task.total):
            of = f"/{task.total:,.0f}" if task.total is not None else ""
            self._bars.update(self._tasks[stage], steps=f"{task.completed:,.0f}{of} {unit}")


class LineProgress:
    """One line a stage, when it is over: for logs, pipes and schedulers."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began: dict[str, float] = {}
        self._done: dict[str, int] = {}

    def __enter__(self) -> LineProgress:
        """Nothing to begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to tidy."""

    def start(self, stage: str, total: int | None) -> None:
        """Remember when."""
        del total
        if stage != STARTING:
            self.finish(STARTING)
        self._began.setdefault(stage, time.monotonic())

    def advance(self, stage: str, count: int = 1) -> None:
        """Count."""
        self._done[stage] = self._done.get(stage, 0) + count

    def finish(self, stage: str) -> None:
        """Write the line."""
        if stage not in self._began:
            return
        seconds = time.monotonic() - self._began.pop(stage)
        words, unit = STAGES.get(stage, (stage, ""))
        done = self._done.pop(stage, 0)
        counted = f" {done:,} {unit}," if done and unit else ""
        self._console.print(f"{words}:{counted} {seconds:.1f} s", soft_wrap=True)

    def say(self, message: str) -> None:
        """Print a line."""
        self._console.print(message, soft_wrap=True, markup=False, highlight=False)
