"""What validation needs is imported while the workers load their model."""

from __future__ import annotations

import gc

from pipeline.stages import extract


def test_the_collector_leaves_the_libraries_alone() -> None:
    gc.unfreeze()
    extract._import_late_libraries.cache_clear()
    extract._import_late_libraries()
    assert len(gc.get_objects()) < 10_000 < gc.get_freeze_count()
