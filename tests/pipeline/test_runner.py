"""What SIGTERM and SIGINT do to a run."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING

import pytest

from pipeline.runner import DirectRunner, interrupt_on_termination
from terms.interruption import find_interruption, received

if TYPE_CHECKING:
    from collections.abc import Iterator


class Terminated(BaseException):
    """What another handler raises, as Prefect's does."""


@pytest.fixture(autouse=True)
def _usual_signals() -> Iterator[None]:
    """Signals as a process in the foreground has them: a shell lets those in the background ignore SIGINT."""
    before = (
        (signal.SIGTERM, signal.signal(signal.SIGTERM, signal.SIG_DFL)),
        (signal.SIGINT, signal.signal(signal.SIGINT, signal.default_int_handler)),
    )
    yield
    for number, handler in before:
        signal.signal(number, handler)


def test_termination_ends_the_block_as_ctrl_c_does() -> None:
    with pytest.raises(KeyboardInterrupt), interrupt_on_termination():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_a_handler_that_stands_is_left() -> None:
    def terminate(*_: object) -> None:
        raise Terminated

    signal.signal(signal.SIGTERM, terminate)
    with pytest.raises(Terminated), interrupt_on_termination():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is terminate


def test_what_a_library_makes_of_a_signal_is_an_interruption() -> None:
    with pytest.raises(KeyboardInterrupt):
        _wrap_the_signal()


def _wrap_the_signal() -> None:
    with interrupt_on_termination():
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt as error:  # as DuckDB does in the middle of a statement
            raise RuntimeError("Query interrupted") from error


def test_an_error_after_a_signal_that_a_library_swallowed_is_an_interruption() -> None:
    with pytest.raises(KeyboardInterrupt):
        _swallow_the_signal()
    assert not received, "later errors are no consequence"


def _swallow_the_signal() -> None:
    with interrupt_on_termination():
        with contextlib.suppress(BaseException):
            os.kill(os.getpid(), signal.SIGINT)
        raise AttributeError("half imported")


def test_the_interruption_behind_a_fault_is_found() -> None:
    assert find_interruption(None) is None
    assert find_interruption(ValueError("a fault")) is None
    interruption = Terminated()
    fault = OSError("the workers went first")
    fault.__context__ = interruption
    assert find_interruption(fault) is interruption


def test_a_signal_that_a_library_swallowed_whole_ends_the_run_at_its_next_step() -> None:
    with pytest.raises(KeyboardInterrupt):
        _swallow_and_go_on()
    assert not received


def _swallow_and_go_on() -> None:
    with interrupt_on_termination():
        with contextlib.suppress(KeyboardInterrupt):  # as DuckDB does where it imports another library
            os.kill(os.getpid(), signal.SIGINT)
        DirectRunner().perform("load", lambda: None)
