"""Split input files into records: the bytes of one article each.

This runs in the parent process, so it streams and imports nothing heavy; `parsing` makes articles of records in the
workers.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from articles.errors import UnreadableRecord
from articles.reading.archives import split_tar, split_zip
from articles.reading.discovery import describe_os_error, find_sidecar
from articles.reading.formats import find_format, list_suffixes
from articles.reading.rejects import hash_payload, reject
from articles.reading.splitting import make_row_records, split_content
from articles.reading.streams import OpenFile
from articles.records import RejectedRecord, SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.records import SourceFile

ROWS_AT_ONCE = 200


def read_records(file: SourceFile, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a file in their order, and a rejected record with its reason for each part that cannot be read.

    Reason codes: unknown_format, unreadable, empty, too_large, broken_json, broken_table, invalid_encoding, truncated,
    damaged, bomb, encrypted, path_traversal, link_outside, nested_archive, too_many_members.
    """
    path = Path(file.root_path, file.source_path)
    file_format = find_format(file.source_path)
    if file_format is None:
        message = f"{path} has no suffix that names a readable format. Readable are {list_suffixes()}."
        yield reject(file.source_path, "unknown_format", message, file.byte_count)
        return
    try:
        if file_format.name == "zip":
            yield from split_zip(path, file.source_path, limits)
        elif file_format.name == "parquet":
            yield from _split_parquet(path, file.source_path, limits)
        else:
            with OpenFile(path, file_format.packing, limits) as stream:
                if file_format.name == "tar":
                    yield from split_tar(stream, file.source_path, limits)
                else:
                    for record in split_content(stream, file.source_path, file_format.name, limits):
                        yield _join_sidecar(record, path) if record.source_path == file.source_path else record
    except OSError as error:
        yield reject(file.source_path, "unreadable", describe_os_error(path, error))
    except UnreadableRecord as error:
        yield reject(file.source_path, error.reason_code, error.message, file.byte_count)


def _join_sidecar(record: SourceRecord | RejectedRecord, path: Path) -> SourceRecord | RejectedRecord:
    """The record with the bytes of the metadata file beside it, if there is one."""
    sidecar = find_sidecar(path)
    if sidecar is None or isinstance(record, RejectedRecord):
        return record
    content = sidecar.read_bytes()
    return replace(record, sidecar=content, content_hash=hash_payload(record.payload + b"\0" + content))


def _split_parquet(path: Path, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            number = 1
            for batch in table.iter_batches(batch_size=ROWS_AT_ONCE):
                rows = batch.to_pylist()
                yield from make_row_records(rows, where, limits, first_number=number)
                number += len(rows)
            if number == 1:
                yield reject(where, "empty", f"{where} has no rows. Remove it, or export the articles again.")
    except pa.ArrowInvalid as error:
        yield reject(where, "damaged", f"{where} is not a sound Parquet file ({error}). Export it again.")


__all__ = ["hash_payload", "read_records"]
