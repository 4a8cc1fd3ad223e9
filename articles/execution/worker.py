"""What a worker process does: extract one batch and stage it as Parquet."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.execution.extract_batch import extract_batch, warm_up
from articles.execution.memory import give_back_memory
from articles.execution.staged_files import write_batch
from articles.parsing.language_model import load_model
from articles.reading.records import hash_payload
from articles.records import SourceRecord

if TYPE_CHECKING:
    from spacy.language import Language

    from articles.execution.grouping import Batch, JobArguments
    from articles.execution.staged_files import StagedBatch


@dataclass(slots=True)
class JobState:
    """What a worker keeps from job to job."""

    nlp: Language
    arguments: JobArguments
    schemas: Any = None
    done_count: int = 0


# The heap of a worker that keeps what it freed doubled in 15 batches of 16 articles and kept growing. If it were
# returned after each batch, the same pages would be requested again at once.
TRIM_BATCHES = 8

# Enough text to make every step load what it loads on first use: rules, name lists, cue lists, parse tables.
WARM_UP = """Tram line will reach the harbour

PORT ANSEL, Jan. 3 - Marta Quill, the mayor of Port Ansel, said on Monday that the line would be built.

"We have talked for far too long," Quill told the Harbour Post. "Now we build," she said.
"""


def prepare(arguments: JobArguments) -> JobState:
    """Load the language model and everything else that workers share.

    Raises articles.parsing.language_model.ModelError where the model cannot be used.
    """
    nlp = load_model(arguments.options.model)
    payload = WARM_UP.encode()
    warm_up(SourceRecord("warm-up.txt", "text", payload, hash_payload(payload)), nlp, arguments.options)
    return JobState(nlp, arguments)


def perform(state: JobState, batch: Batch) -> StagedBatch:
    """Extract a batch and stage it."""
    if state.schemas is None:
        state.schemas = pickle.loads(state.arguments.schemas)  # noqa: S301 -- our own parent wrote it
    extraction = extract_batch(batch.records, state.nlp, state.schemas, state.arguments.options)
    staged = write_batch(Path(state.arguments.version_folder), batch.batch_id, extraction)
    del extraction
    state.done_count += 1
    if state.done_count % TRIM_BATCHES == 0:
        give_back_memory()
    return staged
