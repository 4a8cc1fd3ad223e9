"""What a worker process does: extract one batch and stage it as Parquet."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.batches import extract_batch
from articles.extraction.language import load_model
from articles.staged import write_batch

if TYPE_CHECKING:
    from spacy.language import Language

    from articles.grouping import Batch, JobArguments
    from articles.staged import StagedBatch


@dataclass(slots=True)
class JobState:
    """What a worker holds from job to job."""

    nlp: Language
    arguments: JobArguments
    schemas: Any = None


def prepare(arguments: JobArguments) -> JobState:
    """Load the language model. Raises articles.extraction.language.ModelError where it cannot be used."""
    return JobState(load_model(arguments.options.model), arguments)


def perform(state: JobState, batch: Batch) -> StagedBatch:
    """Extract a batch and stage it."""
    if state.schemas is None:
        state.schemas = pickle.loads(state.arguments.schemas)  # noqa: S301 -- our own parent wrote it
    extraction = extract_batch(batch.records, state.nlp, state.schemas, state.arguments.options)
    return write_batch(Path(state.arguments.version_folder), batch.batch_id, extraction)
