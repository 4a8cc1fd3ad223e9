"""Staged frames of invented articles."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.expectations import staged_frames
from tests.staged_rows import Frames

FrameMaker = Callable[..., Frames]


@pytest.fixture(scope="session")
def make_frames() -> FrameMaker:
    """make_frames(article_count=3, mention_count=4, quote_count=2): the five staged frames."""
    return staged_frames.make_frames
