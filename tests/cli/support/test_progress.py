"""How far a run is, on a terminal and elsewhere."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from cli.support import progress
from cli.support.progress import BarProgress, LineProgress, RunningStage, describe_stage, show_progress
from pipeline.summary import STAGES, Progress


def go_through(shown: Progress) -> None:
    shown.start("read", None)
    shown.start("extract", None)
    shown.advance("extract", 16)
    shown.advance("read", 20)
    shown.finish("read")
    shown.start("extract", 20)
    shown.advance("extract", 4)
    shown.finish("extract")
    shown.start("load", None)
    shown.finish("load")


def test_every_stage_has_words() -> None:
    assert set(progress.STAGES) == {progress.STARTING, *STAGES}


def test_a_line_a_stage_where_nobody_watches() -> None:
    out = io.StringIO()
    with LineProgress(Console(file=out, width=80)) as shown:
        go_through(shown)
    lines = [line.rsplit(" ", 2)[0] for line in out.getvalue().splitlines()]
    assert lines == ["Reading: 20 files,", "Extracting quotes: 20 articles,", "Loading:"]


def test_how_far_a_stage_is() -> None:
    running = RunningStage(began=100.0)
    assert describe_stage("load", running, 142.0) == "Loading: 42 s so far"
    assert describe_stage("extract", running, 130.0) == "Extracting quotes: 30 s so far"
    running.done, running.words = 50, 30_000
    assert describe_stage("extract", running, 130.0) == "Extracting quotes: 50 articles, 1,000 words/s"
    running.total = 1_250
    assert describe_stage("extract", running, 130.0) == (
        "Extracting quotes: 50 of 1,250 articles, 1,000 words/s, 1,200 left, about 12 min"
    )


def test_lines_are_told_while_a_stage_lasts() -> None:
    out = io.StringIO()
    with LineProgress(Console(file=out, width=80), line_seconds=0.01) as shown:
        shown.start("extract", 20)
        shown.advance("extract", 4, 900)
        while "4 of 20 articles" not in out.getvalue():
            pass
    assert "words/s, 16 left, about" in out.getvalue()


def test_bars_on_a_terminal() -> None:
    out = io.StringIO()
    with BarProgress(Console(file=out, width=80, force_terminal=True, color_system=None)) as shown:
        go_through(shown)
    screen = out.getvalue()
    assert "Extracting quotes" in screen
    assert "20/20 articles" in screen
    assert "20 files" in screen


def test_bars_leave_the_screen_tidy_after_a_fault() -> None:
    out = io.StringIO()
    shown = BarProgress(Console(file=out, width=80, force_terminal=True, color_system=None))

    def fail() -> None:
        with shown:
            shown.start("read", 3)
            raise ValueError("boom")

    with pytest.raises(ValueError, match="boom"):
        fail()
    assert out.getvalue().endswith("\x1b[?25h")  # the cursor is shown again


def test_stages_nobody_announced_do_no_harm() -> None:
    for shown in (
        LineProgress(Console(file=io.StringIO())),
        BarProgress(Console(file=io.StringIO(), force_terminal=True)),
    ):
        with shown:
            shown.advance("read")
            shown.finish("audit")
            shown.start("a new stage", 2)
            shown.advance("a new stage", 2)
            shown.finish("a new stage")


def test_a_pipe_gets_lines() -> None:
    assert isinstance(show_progress(), LineProgress)
