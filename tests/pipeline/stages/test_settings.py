"""Each stage names the settings that it reads, and reads no others."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import pipeline.stages
from pipeline.settings import Settings

MODULES = sorted(module.name for module in pkgutil.iter_modules(pipeline.stages.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_settings_of_a_stage_are_settings_of_these_types(name: str) -> None:
    module = importlib.import_module(f"pipeline.stages.{name}")
    declared = getattr(module, "_Settings", None)
    for field, kind in (declared.__annotations__ if declared else {}).items():
        assert field in Settings.model_fields
        assert kind.__forward_arg__ == Settings.__annotations__[field]


def test_some_stages_read_settings() -> None:
    assert sum(hasattr(importlib.import_module(f"pipeline.stages.{name}"), "_Settings") for name in MODULES) > 3
