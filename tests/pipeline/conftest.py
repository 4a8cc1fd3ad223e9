"""Runs in this process, with a language model that is loaded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.stages import extract as extracting
from tests.pipeline.runs import make_extractor_class

if TYPE_CHECKING:
    from spacy.language import Language

    from articles.execution.grouping import Batch


@pytest.fixture
def extracted(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> list[Batch]:
    """Extraction happens in this process; the batches it had to do."""
    done: list[Batch] = []
    monkeypatch.setattr(extracting, "Extractor", make_extractor_class(nlp, done.append))
    return done
