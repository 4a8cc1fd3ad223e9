from __future__ import annotations

import pytest

from tests.pipeline.runs import remember_checks


@pytest.fixture(autouse=True)
def _remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run in this process checks the same rows once."""
    remember_checks(monkeypatch)
