"""What SIGTERM does to a run."""

from __future__ import annotations

import os
import signal

import pytest

from pipeline.runner import find_interruption, interrupt_on_termination


class Terminated(BaseException):
    """What another handler raises, as Prefect's does."""


def test_termination_ends_the_block_as_ctrl_c_does() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        with pytest.raises(KeyboardInterrupt), interrupt_on_termination():
            os.kill(os.getpid(), signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_handler_that_stands_is_left() -> None:
    def terminate(*_: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        with pytest.raises(Terminated), interrupt_on_termination():
            os.kill(os.getpid(), signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) is terminate
    finally:
        signal.signal(signal.SIGTERM, before)


def test_the_interruption_behind_a_fault_is_found() -> None:
    assert find_interruption(None) is None
    assert find_interruption(ValueError("a fault")) is None
    interruption = Terminated()
    fault = OSError("the workers went first")
    fault.__context__ = interruption
    assert find_interruption(fault) is interruption
