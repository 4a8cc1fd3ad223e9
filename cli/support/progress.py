"""Progress of a run on stderr: bars on a terminal, elsewhere a plain line for each stage and each half minute."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from cli.support.console import open_console

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import Task, TaskID

LINE_SECONDS = 30  # between the lines of a run that nobody watches
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

    def advance(self, stage: str, count: int = 1, words: int = 0) -> None:
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

    def advance(self, stage: str, count: int = 1, words: int = 0) -> None:
        """Move the bar."""
        del words
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


@dataclass(slots=True)
class RunningStage:
    """A stage that is under way: when it began (time.monotonic), and what of it is done."""

    began: float
    total: int | None = None
    done: int = 0
    words: int = 0


class LineProgress:
    """One line a stage, when it is over, and one each half minute: for logs, pipes and schedulers."""

    def __init__(self, console: Console, line_seconds: float = LINE_SECONDS) -> None:
        self._console, self._line_seconds = console, line_seconds
        self._stages: dict[str, RunningStage] = {}
        self._is_over = threading.Event()
        self._teller = threading.Thread(target=self._tell_on, name="progress", daemon=True)

    def __enter__(self) -> LineProgress:
        """Begin to tell."""
        self._teller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tell no more."""
        self._is_over.set()
        self._teller.join()

    def start(self, stage: str, total: int | None) -> None:
        """Remember when, and how much there is to do."""
        if stage != STARTING:
            self.finish(STARTING)
        running = self._stages.setdefault(stage, RunningStage(time.monotonic()))
        running.total = total if total is not None else running.total

    def advance(self, stage: str, count: int = 1, words: int = 0) -> None:
        """Count."""
        if running := self._stages.get(stage):
            running.done += count
            running.words += words

    def finish(self, stage: str) -> None:
        """Write the line."""
        if running := self._stages.pop(stage, None):
            seconds = time.monotonic() - running.began
            title, unit = STAGES.get(stage, (stage, ""))
            counted = f" {running.done:,} {unit}," if running.done and unit else ""
            self._console.print(f"{title}:{counted} {seconds:.1f} s", soft_wrap=True)

    def say(self, message: str) -> None:
        """Print a line."""
        self._console.print(message, soft_wrap=True, markup=False, highlight=False)

    def tell(self) -> None:
        """Write how far the stages are that are under way: the one that works through articles, else the last."""
        now, stages = time.monotonic(), dict(self._stages)
        if stages:
            stage = next((name for name, running in stages.items() if running.words), list(stages)[-1])
            self._console.print(describe_stage(stage, stages[stage], now), soft_wrap=True)

    def _tell_on(self) -> None:
        while not self._is_over.wait(self._line_seconds):
            self.tell()


def describe_stage(stage: str, running: RunningStage, now: float) -> str:
    """How far a stage is at a moment (time.monotonic): what is done and left, how fast, and how long it may still take.

    How much there is in all is known once everything is read.
    """
    title, unit = STAGES.get(stage, (stage, ""))
    seconds = max(now - running.began, 0.001)
    if not unit or not running.done:
        return f"{title}: {seconds:,.0f} s so far"
    parts = [f"{running.done:,} {unit}" if running.total is None else f"{running.done:,} of {running.total:,} {unit}"]
    if running.words:
        parts.append(f"{running.words / seconds:,.0f} words/s")
    if running.total is not None:
        left = max(running.total - running.done, 0)
        parts.append(f"{left:,} left, about {_describe_time(left * seconds / running.done)}")
    return f"{title}: {', '.join(parts)}"


def _describe_time(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds < 100 else f"{seconds / 60:,.0f} min"
