"""The bytes of what is held back, kept within bounds, so that it can be looked at and tried again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from articles.reading.records import read_records
from articles.records import SourceRecord
from warehouse.quarantine import count_kept_bytes, find_without_bytes, keep_bytes

if TYPE_CHECKING:
    from articles.records import SourceFile
    from pipeline.run_context import RunContext

Wanted = dict[str, tuple[int, str | None]]  # quarantine_key and content_hash by source_path


def keep_held_bytes(context: RunContext) -> None:
    """Read again what this run held back and keep its bytes: of an item and in all no more than the settings allow."""
    settings = context.settings
    wanted: dict[tuple[str, str], Wanted] = {}
    for key, root_path, file_path, source_path, content_hash in find_without_bytes(context.con, context.run):
        wanted.setdefault((root_path, file_path), {})[source_path] = key, content_hash
    room = settings.quarantine_bytes - count_kept_bytes(context.con)
    rows: list[tuple[int, str | None, bytes]] = []
    for place in sorted(wanted.keys() & context.files.keys()):
        for row in _read_wanted(context, context.files[place], wanted[place]):
            if len(row[2]) <= min(room, settings.quarantine_item_bytes):
                rows.append(row)
                room -= len(row[2])
    if rows:
        keep_bytes(context.con, rows)


def _read_wanted(context: RunContext, file: SourceFile, wanted: Wanted) -> list[tuple[int, str | None, bytes]]:
    limit = context.settings.quarantine_item_bytes
    try:
        key, content_hash = wanted.get(file.source_path, (0, None))
        if key and content_hash is None and file.byte_count <= limit and file.address is None:  # it could not be split
            return [(key, None, Path(file.root_path, file.source_path).read_bytes())]
        found: list[tuple[int, str | None, bytes]] = []
        for record in read_records(file, context.settings.limits):
            key, content_hash = wanted.get(record.source_path, (0, None))
            if key and record.content_hash == content_hash:
                if isinstance(record, SourceRecord):
                    found.append((key, record.source_format, record.payload))
                elif record.byte_count == len(record.raw_excerpt):
                    found.append((key, None, record.raw_excerpt))
    except OSError:  # gone or closed since: there is nothing to keep
        return []
    return found
