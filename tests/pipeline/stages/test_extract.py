"""What validation needs is imported while the workers load their model."""

from __future__ import annotations

import gc

from pipeline.stages import extract as extracting


def test_the_collector_leaves_the_libraries_alone() -> None:
    gc.unfreeze()
    extracting._import_late_libraries.cache_clear()
    extracting._import_late_libraries()
    assert len(gc.get_objects()) < 10_000 < gc.get_freeze_count()
