"""Split input files into records: the bytes of one article each.

This runs in the parent process, so it streams and imports nothing heavy; workers make articles of records
(`parse_record`).
"""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from articles.errors import UnreadableRecord
from articles.reading.day_order import settle_days
from articles.reading.discovery import describe_os_error
from articles.reading.formats import find_format, list_suffixes
from articles.reading.rejects import TOO_DEEP, describe_depth, hash_payload, reject
from articles.reading.remote import fetch_remote, is_address, open_remote
from articles.reading.splitting import split_content
from articles.reading.streams import OpenFile
from articles.records import RejectedRecord, SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.formats import FileFormat
    from articles.reading.limits import ReadingLimits
    from articles.records import SourceFile


def read_records(file: SourceFile, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a file in their order, and a rejected record with its reason for each part that cannot be read.

    Reason codes: unknown_format, unreadable, not_found, denied, unreachable, empty, too_large, broken_json,
    broken_table, invalid_encoding, truncated, damaged, bomb, encrypted, path_traversal, link_outside, nested_archive,
    special_file, too_many_members, missing_record, broken_record, http_error, nested_too_deep,
    read_fault.
    """
    path = Path(file.root_path, file.source_path)
    file_format = find_format(file.source_path)
    if file_format is None:
        message = f"{path} has no suffix that names a readable format. Readable are {list_suffixes()}."
        yield reject(file.source_path, "unknown_format", message, file.byte_count)
        return
    waiting = {line.names: line for line in file.stated}
    try:
        sidecar = _read_sidecar(file, limits)
        with _open_file(file, file_format) as content:
            for record in settle_days(_split_file(content, file.source_path, file_format, limits)):
                waiting.pop(record.source_path, None)
                yield _join_stated(record, file, sidecar)
    except OSError as error:
        yield reject(file.source_path, "unreadable", describe_os_error(path, error))
    except UnreadableRecord as error:
        yield reject(file.source_path, error.reason_code, error.message, file.byte_count)
    except RecursionError:
        yield reject(file.source_path, TOO_DEEP, describe_depth(str(path)), file.byte_count)
    except Exception as error:  # a file must not cost the run, whatever is wrong with it
        message = (
            f"{path} could not be read ({type(error).__name__}: {error}). This is a fault of Quotehouse, not of the "
            "file; please report it with the file."
        )
        yield reject(file.source_path, "read_fault", message, file.byte_count)
    else:
        for line in waiting.values():
            if line.names != file.source_path:
                message = f"{line.place.replace('#', ' line ')} names {line.names}, and the file holds no such record."
                yield reject(line.place, "missing_record", f"{message} Correct it, or remove the line.")


def _open_regular(path: Path) -> IO[bytes]:
    """A file on disk, open. One that became a pipe or a device since it was found must not be waited for."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UnreadableRecord("special_file", f"{path} is no regular file any more. Put the article there as a file.")
    return os.fdopen(handle, "rb")


def _open_file(file: SourceFile, file_format: FileFormat) -> IO[bytes]:
    if file.address is None:
        return _open_regular(Path(file.root_path, file.source_path))
    return fetch_remote(file.address) if file_format.input_format.is_seekable else open_remote(file.address)


def _split_file(
    content: IO[bytes], where: str, file_format: FileFormat, limits: ReadingLimits
) -> Iterator[SourceRecord | RejectedRecord]:
    input_format = file_format.input_format
    if input_format.is_seekable:
        yield from input_format.get_splitter()(content, where, limits)
        return
    with OpenFile(content, where, file_format.packing, limits, has_members=file_format.name == "warc") as stream:
        yield from split_content(stream, where, file_format.name, limits)


def _read_sidecar(file: SourceFile, limits: ReadingLimits) -> bytes | None:
    if file.sidecar is None:
        return None
    with open_remote(file.sidecar) if is_address(file.sidecar) else _open_regular(Path(file.sidecar)) as stream:
        content = stream.read(limits.article_byte_limit + 1)
    if len(content) > limits.article_byte_limit:
        message = (
            f"The JSON file beside {file.source_path} is larger than {limits.article_byte_limit:,} bytes, so it is no "
            "article's metadata. Give it another name."
        )
        raise UnreadableRecord("too_large", message)
    return content


def _join_stated(
    record: SourceRecord | RejectedRecord, file: SourceFile, sidecar: bytes | None
) -> SourceRecord | RejectedRecord:
    """The record with what a sidecar and manifests say of it; its hash is of all that, so a change is a new version."""
    if isinstance(record, RejectedRecord) or (sidecar is None and not file.stated):
        return record
    is_whole = record.source_path == file.source_path
    beside = (sidecar,) if is_whole and sidecar is not None else ()
    stated = (*beside, *(line.content for line in file.stated if line.names == record.source_path))
    defaults = () if is_whole else tuple(line.content for line in file.stated if line.names == file.source_path)
    if not stated and not defaults:
        return record
    content_hash = hash_payload(b"\0".join((record.payload, *stated, *defaults, *record.defaults)))
    return replace(record, stated=stated, defaults=(*defaults, *record.defaults), content_hash=content_hash)


__all__ = ["hash_payload", "read_records"]
