"""What a run holds back: its rows in quarantine, and the bytes of whole records so that they can be tried again.

Files, including remote ones, are read before the load transaction; the transaction only writes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from articles.reading.records import read_records
from articles.records import SourceRecord
from warehouse.quarantine import KeptBytes, count_kept_bytes, find_whole_records, keep_bytes, quarantine_records

if TYPE_CHECKING:
    from articles.records import SourceFile
    from pipeline.run_context import RunContext

Wanted = set[tuple[str, str | None]]  # source_path and content_hash


class _Settings(NamedTuple):
    quarantine_bytes: int
    quarantine_item_bytes: int


def read_held_bytes(context: RunContext) -> None:
    """Read again what this run holds back: no more bytes of a record, or in all, than the settings allow."""
    if context.held_bytes is not None:
        return
    settings = context.take(_Settings)
    wanted: dict[tuple[str, str], Wanted] = {}
    for frame in context.quarantined:
        for root_path, file_path, source_path, content_hash in find_whole_records(context.con, frame):
            wanted.setdefault((root_path, file_path), set()).add((source_path, content_hash))
    room = settings.quarantine_bytes - count_kept_bytes(context.con)
    context.held_bytes = []
    for file_key in sorted(wanted.keys() & context.files.keys()):
        for kept in _read_wanted(context, context.files[file_key], wanted[file_key]):
            if len(kept.raw_bytes) <= min(room, settings.quarantine_item_bytes):
                context.held_bytes.append(kept)
                room -= len(kept.raw_bytes)


def quarantine_held(context: RunContext) -> None:
    """Write what reading, extraction and validation held back, in the current transaction."""
    for frame in context.quarantined:
        if frame.height:
            quarantine_records(context.con, context.run, frame)
    if context.held_bytes:
        keep_bytes(context.con, context.run, context.held_bytes)


def _read_wanted(context: RunContext, file: SourceFile, wanted: Wanted) -> list[KeptBytes]:
    limit = context.take(_Settings).quarantine_item_bytes
    is_whole = (file.source_path, None) in wanted and file.byte_count <= limit and file.address is None
    try:
        if is_whole:  # the file could not be split into records
            payload = Path(file.root_path, file.source_path).read_bytes()
            return [KeptBytes(file.root_path, file.source_path, None, None, payload)]
        found = []
        for record in read_records(file, context.options.limits):
            if (record.source_path, record.content_hash) not in wanted:
                continue
            where = (file.root_path, record.source_path, record.content_hash)
            if isinstance(record, SourceRecord):
                found.append(KeptBytes(*where, record.source_format, record.payload))
            elif record.byte_count == len(record.raw_excerpt):
                found.append(KeptBytes(*where, None, record.raw_excerpt))
    except OSError:  # the file no longer exists, or can no longer be read
        return []
    return found
