"""What an ingest would do. Nothing is locked, made or written."""

from __future__ import annotations

import dataclasses
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from articles.execution.grouping import group_records
from articles.execution.staged_files import find_batch, find_version_folder
from articles.execution.version import name_changes
from pipeline.jobs import ingest_paths
from pipeline.run_context import make_options
from pipeline.settings import make_home
from pipeline.summary import SilentProgress
from warehouse.backends.find import find_backend
from warehouse.errors import WarehouseError
from warehouse.ledger import read_seconds_per_record
from warehouse.schema.catalog import create_schema, read_schemas
from warehouse.support.connections import connect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import polars as pl

    from articles.execution.grouping import ExtractionOptions
    from articles.records import SourceFile
    from pipeline.settings import Settings
    from pipeline.stages.read import Intake
    from warehouse.home import Home


@dataclass(slots=True)
class IngestPlan:
    """What an ingest would find and do.

    Files: `file_count` = new + changed + outdated (unchanged, but read by another extractor version) + unchanged +
    rejected. `missing_file_count` counts files that the ledger knows and that no longer exist.

    Records of the files to be read: `extract_count` is how many would be extracted; `outdated_record_count` (an upper
    bound) how many of those only because the extractor changed, by the version that extracted them in `outdated`.
    Staged batches are reused. `estimated_seconds` comes from the last runs; None where none has loaded anything.
    """

    extractor_version: str
    file_count: int = 0
    new_file_count: int = 0
    changed_file_count: int = 0
    outdated_file_count: int = 0
    unchanged_file_count: int = 0
    rejected_file_count: int = 0
    missing_file_count: int = 0
    unread_file_count: int = 0  # of formats that are not read; `unread_file_names` are at most 1,000 of them
    unread_file_names: list[str] = field(default_factory=list)
    extract_count: int = 0
    outdated_record_count: int = 0
    known_record_count: int = 0
    batch_count: int = 0
    reused_batch_count: int = 0
    reused_record_count: int = 0
    estimated_seconds: float | None = None
    outdated: list[dict[str, Any]] = field(default_factory=list)  # extractor_version, record_count, changed

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain values, ready for JSON."""
        return dataclasses.asdict(self)


@dataclass(slots=True)
class _Looking:
    """The part of a run context that a plan needs."""

    con: duckdb.DuckDBPyConnection
    options: ExtractionOptions
    schemas: dict[str, pl.Schema]
    files: dict[tuple[str, str], SourceFile] = field(default_factory=dict)


def plan_ingest(settings: Settings, paths: Sequence[Path | str]) -> IngestPlan:
    """Find out what an ingest of `paths` would do. Files that look new or changed are read, as their contents decide.

    Raises InputError for paths that cannot be used, WarehouseError where the published warehouse cannot be read.
    """
    home = make_home(settings)
    schemas = read_schemas()
    options = make_options(settings, schemas)
    plan = IngestPlan(options.extractor_version)
    with _open_ledger(home) as con:
        intake = ingest_paths(paths, is_retiring=True).take_in(_Looking(con, options, schemas))
        _count_files(plan, intake, con)
        folder = find_version_folder(home.staging, options.extractor_version)
        records = intake.read_pending(con, SilentProgress())
        for batch in group_records(
            records, options, article_limit=settings.batch_articles, byte_limit=settings.batch_bytes
        ):
            plan.batch_count += 1
            if find_batch(folder, batch.batch_id) is not None:
                plan.reused_batch_count += 1
                plan.reused_record_count += len(batch.records)
        plan.extract_count = intake.pending_count
        plan.known_record_count = intake.unopened_count + intake.unchanged_count + intake.duplicate_count
        seconds = read_seconds_per_record(con)
        if seconds is not None:
            plan.estimated_seconds = round((plan.extract_count - plan.reused_record_count) * seconds, 1)
    return plan


def _count_files(plan: IngestPlan, intake: Intake, con: duckdb.DuckDBPyConnection) -> None:
    outdated = intake.outdated
    plan.unread_file_count = intake.survey.unread_count
    plan.unread_file_names = intake.survey.unread_names
    plan.file_count = intake.file_count
    plan.new_file_count = len(intake.find_new_files(con))
    plan.outdated_file_count = 0 if outdated is None else outdated.height
    plan.changed_file_count = len(intake.to_open) - plan.new_file_count - plan.outdated_file_count
    plan.rejected_file_count = intake.reject_count
    plan.unchanged_file_count = plan.file_count - len(intake.to_open) - plan.rejected_file_count
    plan.missing_file_count = intake.make_gone_sources().height
    if outdated is not None:
        plan.outdated_record_count = int(outdated["record_count"].sum())
        plan.outdated = [
            {
                "extractor_version": version,
                "record_count": int(files["record_count"].sum()),
                "changed": name_changes(version, plan.extractor_version),
            }
            for (version,), files in sorted(outdated.group_by("extractor_version"), key=lambda item: str(item[0]))
        ]


@contextmanager
def _open_ledger(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published warehouse, whose ledger a plan reads; an empty one where nothing is published."""
    backend = find_backend(home)
    if not backend.is_there():
        with connect() as con:
            create_schema(con)
            yield con
        return
    with backend.connect_published() as con:
        try:
            yield con
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise WarehouseError(
                f"{backend.name} was published by another release, whose ledger a plan cannot go by. "
                "Run `quotehouse migrate`, or ingest without --plan."
            ) from error
