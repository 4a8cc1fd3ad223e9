"""What a run does: ingest paths, backfill articles, retry what is in quarantine, or rebuild."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from articles.reading.discovery import find_local_path, resolve_path, show_path, survey_known, survey_paths
from articles.reading.found_files import describe_unread
from articles.reading.rejects import hash_payload
from articles.reading.remote import is_address
from articles.records import SourceFile, SourceRecord
from pipeline.stages.read import Choice, Everything, Intake
from warehouse.quarantine import find_held
from warehouse.recorded_files import find_selected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb
    import polars as pl

    from articles.execution.grouping import ExtractionOptions
    from articles.reading.found_files import Discovery
    from warehouse.recorded_files import Selection

FileKey = tuple[str, str]  # root_path, source_path


class JobContext(Protocol):
    """What a job needs from a run, or from a plan of one, to find what there is to read."""

    con: duckdb.DuckDBPyConnection
    options: ExtractionOptions
    schemas: dict[str, pl.Schema]
    files: dict[FileKey, SourceFile]


@dataclass(frozen=True, slots=True)
class Job:
    """What a run does.

    `inputs` is what the run log and the lock name; `take_in` finds what the run reads. Articles below `retire_folders`
    (absolute paths) are retired when no file holds them any more. `notes` are shown when the run is over. With
    `needs_warehouse` there must be a warehouse already.
    """

    inputs: tuple[str, ...]
    take_in: Callable[[JobContext], Intake]
    retire_folders: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    needs_warehouse: bool = True


def ingest_paths(paths: Sequence[Path | str], *, is_retiring: bool) -> Job:
    """Read what is new or changed under `paths`; on request, retire what no longer exists there."""
    folders = tuple(
        show_path(path) if is_address(path) else str(resolve_path(path))
        for path in paths
        if is_address(path) or find_local_path(path).is_dir()
    )

    notes: list[str] = []

    def take_in(context: JobContext) -> Intake:
        survey = survey_paths(paths)
        if survey.unread_count:
            notes.append(describe_unread(survey.unread_count, survey.unread_names))
        intake = _make_intake(context, survey, Choice())
        intake.find_gone(context.con, folders, is_retiring=is_retiring)
        return intake

    return Job(
        tuple(show_path(path) for path in paths),
        take_in,
        folders if is_retiring else (),
        needs_warehouse=False,
        notes=notes,
    )


def reextract_selection(selection: Selection) -> Job:
    """Extract selected articles again with the current extractor, from the files that the ledger names."""
    notes: list[str] = []

    def take_in(context: JobContext) -> Intake:
        selected = find_selected(context.con, present=context.options.extractor_version, selection=selection)
        survey = survey_known({(root_path, file_path) for _, root_path, file_path in selected})
        found = {(file.root_path, file.source_path) for file in survey.files}
        file_keys: dict[str, FileKey] = {}
        for content_hash, root_path, file_path in selected:  # the file it was loaded from, then its copies
            if (root_path, file_path) in found:
                file_keys.setdefault(content_hash, (root_path, file_path))
        if lost := len({content_hash for content_hash, _, _ in selected} - file_keys.keys()):
            notes.append(f"{lost:,} selected articles stay as they are: their files are gone.")
        files = set(file_keys.values())
        survey.files = [file for file in survey.files if (file.root_path, file.source_path) in files]
        survey.rejected.clear()
        choice = Choice(opens_known=True, again=frozenset(file_keys), is_only=True)
        return _make_intake(context, survey, choice)

    return Job((f"backfill: {selection.describe()}",), take_in, notes=notes)


def retry_held(keys: Sequence[int] = (), reason: str = "") -> Job:
    """Read again what is held in quarantine: the rows of `keys`, or all, whose reason is `reason`.

    Files are read as they are now. Of a file that no longer exists, the records whose bytes were kept are read.
    """
    notes: list[str] = []

    def take_in(context: JobContext) -> Intake:
        held = find_held(context.con, keys, reason)
        places = {(row["root_path"], row["file_path"]) for row in held}
        survey = survey_known(places)
        found = {(file.root_path, file.source_path) for file in survey.files}
        kept = [record for row in held if (row["root_path"], row["file_path"]) not in found for record in _revive(row)]
        revived = {(file.root_path, file.source_path) for file, _ in kept}
        standing = {(reject.root_path, reject.source_path) for reject in survey.rejected}
        if lost := len({place for place in places - found - revived - standing if not _holds_any(place, found)}):
            notes.append(f"{lost:,} files are gone and their bytes were not kept: what they held stays in quarantine.")
        again = frozenset(row["content_hash"] for row in held if row["content_hash"])
        return _make_intake(context, survey, Choice(opens_known=True, again=again, kept=tuple(kept), may_fail=True))

    what = f"{len(keys)} chosen" if keys else f"reason {reason}" if reason else "everything"
    return Job((f"retry of quarantine: {what}",), take_in, notes=notes)


def rebuild_recorded(places: Iterable[FileKey]) -> Job:
    """Extract everything again from the recorded files that still exist."""
    recorded = set(places)
    notes: list[str] = []

    def take_in(context: JobContext) -> Intake:
        survey = survey_known(recorded)
        if lost := len(recorded) - len(survey.files) - len(survey.rejected):
            notes.append(f"{lost:,} recorded files are gone: their articles are as they were.")
        return _make_intake(context, survey, Choice(opens_known=True, again=Everything()))

    return Job(("rebuild from the recorded files",), take_in, notes=notes)


def _make_intake(context: JobContext, survey: Discovery, choice: Choice) -> Intake:
    version = context.options.extractor_version
    intake = Intake(survey, context.options.limits, version, context.schemas, choice)
    intake.skip_unchanged_files(context.con)
    context.files = {(file.root_path, file.source_path): file for file in survey.files}
    return intake


def _holds_any(place: FileKey, found: set[FileKey]) -> bool:
    root_path, path = place
    return any(root == root_path and name.startswith(f"{path}/") for root, name in found)


def _revive(row: Mapping[str, object]) -> list[tuple[SourceFile, SourceRecord]]:
    """Make a record from its kept bytes, where all of them were kept."""
    payload, content_hash = row["raw_bytes"], row["content_hash"]
    if not isinstance(payload, bytes) or not row["source_format"] or hash_payload(payload) != content_hash:
        return []
    file = SourceFile(str(row["root_path"]), str(row["file_path"]), len(payload), 0)
    return [(file, SourceRecord(str(row["source_path"]), str(row["source_format"]), payload, str(content_hash)))]
