"""Batches of records: what one worker takes at a time, under a name that says what it is and how it is extracted.

This is the parent's side and imports nothing heavy; `extract_batch` is what a worker does with a batch.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.cleaning.clean_article import CleaningPolicy
from articles.execution.version import read_extractor_version
from articles.reading.field_names import FieldNames
from articles.reading.limits import ReadingLimits
from articles.records import RejectedRecord, SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from articles.lexicon.outlet_registry import KnownOutlet

EXCERPT_BYTES = 1_000


@dataclass(frozen=True, slots=True)
class ExtractionOptions:
    """All that decides what is extracted from an article, besides its bytes and path.

    `schemas_version` names the layout of the staged tables, so that batches of another layout are not reused.
    """

    extractor_version: str
    model: str
    schemas_version: str = ""
    limits: ReadingLimits = field(default_factory=ReadingLimits)
    policy: CleaningPolicy = field(default_factory=CleaningPolicy)
    fields: FieldNames = field(default_factory=FieldNames)
    outlets: tuple[KnownOutlet, ...] = ()  # a user's own, before the shipped registry
    article_seconds: float = 10  # it only decides whether there is a result, so it is no part of the version


def read_version(
    model: str,
    limits: ReadingLimits,
    policy: CleaningPolicy,
    fields: FieldNames,
    outlets: tuple[KnownOutlet, ...] = (),
) -> str:
    """Version of the extraction in this process: of the code, its libraries, the model and what the user changed."""
    chosen = (limits, policy, fields, *outlets)
    usual = (ReadingLimits(), CleaningPolicy(), FieldNames())
    return read_extractor_version(model, "" if chosen == usual else repr(chosen))


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that one worker takes at a time. `batch_id` names what is in them and how they are extracted."""

    batch_number: int
    batch_id: str
    records: tuple[SourceRecord, ...]


@dataclass(frozen=True, slots=True)
class JobArguments:
    """What every worker needs. `schemas` is pickled: polars starts threads and may be imported in a worker only.

    `handover` is the address of storage through which batches reach `version_folder`, where workers do not see it.
    """

    options: ExtractionOptions
    version_folder: str
    schemas: bytes
    handover: str | None = None


def group_records(
    records: Iterable[SourceRecord], options: ExtractionOptions, *, article_limit: int, byte_limit: int
) -> Iterator[Batch]:
    """Group records into batches in their order, each of at most `article_limit` records and `byte_limit` bytes.

    A record larger than `byte_limit` is a batch of its own.
    """
    group: list[SourceRecord] = []
    byte_count = batch_number = 0
    for record in records:
        if group and (len(group) >= article_limit or byte_count + len(record.payload) > byte_limit):
            yield make_batch(batch_number, group, options)
            group, byte_count, batch_number = [], 0, batch_number + 1
        group.append(record)
        byte_count += len(record.payload)
    if group:
        yield make_batch(batch_number, group, options)


def make_batch(batch_number: int, records: Sequence[SourceRecord], options: ExtractionOptions) -> Batch:
    """A batch with the name that its records and the options give it."""
    digest = hashlib.blake2b(repr(options).encode(), digest_size=16)
    for record in records:
        digest.update(f"\0{record.content_hash}\0{record.source_format}\0{record.source_path}".encode())
    return Batch(batch_number, digest.hexdigest(), tuple(records))


def reject_record(record: SourceRecord, stage: str, reason_code: str, message: str) -> RejectedRecord:
    """A record that reached a worker and failed there."""
    return RejectedRecord(
        record.source_path,
        stage,
        reason_code,
        message,
        record.content_hash,
        len(record.payload),
        record.payload[:EXCERPT_BYTES],
    )
