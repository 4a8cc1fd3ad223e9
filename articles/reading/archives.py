"""Members of .zip and .tar archives. Nothing is ever written to disk."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any, cast

from articles.errors import UnreadableRecord
from articles.reading.formats import Holds, find_format
from articles.reading.found_files import describe_unread
from articles.reading.rejects import reject
from articles.reading.splitting import split_content
from articles.reading.streams import BoundedStream, open_packed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reading.limits import ReadingLimits
    from articles.records import RejectedRecord, SourceRecord


def split_zip(content: IO[bytes], where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a zip archive's members, named `archive.zip#member`."""
    passed_over: list[str] = []
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            _check_member_count(len(members), where, limits)
            for member in members:
                if member.is_dir():
                    continue
                if member.flag_bits & 1:
                    message = f"{member.filename} in {where} is encrypted. Unpack it with its password first."
                    yield reject(f"{where}#{member.filename}", "encrypted", message, member.file_size)
                    continue
                problem = _check_member(member.filename, where, passed_over)
                if problem is not None:
                    yield problem
                elif find_format(member.filename) is not None:
                    with archive.open(member) as stream:
                        packed = max(member.compress_size, 1)
                        yield from _split_member(stream, member.filename, where, limits, packed)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        message = f"{where} is not a sound zip archive ({error}). Fetch or pack it again."
        yield reject(where, "damaged", message)
    yield from _tell_passed_over(passed_over, where)


def split_tar(stream: BoundedStream, where: str, limits: ReadingLimits) -> Iterator[SourceRecord | RejectedRecord]:
    """Records of a tar archive's members, named `archive.tar#member`, in one pass over the stream."""
    passed_over: list[str] = []
    try:
        with tarfile.open(fileobj=cast("Any", stream), mode="r|") as archive:
            for number, member in enumerate(archive, start=1):
                _check_member_count(number, where, limits)
                if member.isdir():
                    continue
                problem = _check_member(member.name, where, passed_over)
                if problem is not None:
                    yield problem
                elif not member.isfile():
                    message = (
                        f"{member.name} in {where} is a link or a device, which is not followed. Pack the file itself."
                    )
                    yield reject(f"{where}#{member.name}", "link_outside", message)
                elif find_format(member.name) is not None:
                    content = archive.extractfile(member)
                    if content is not None:
                        yield from _split_member(content, member.name, where, limits, None)
    except tarfile.TarError as error:
        message = f"{where} is not a sound tar archive ({error}). Fetch or pack it again; what stands before is read."
        yield reject(where, "truncated" if "unexpected end" in str(error) else "damaged", message)
    yield from _tell_passed_over(passed_over, where)


def _check_member_count(count: int, where: str, limits: ReadingLimits) -> None:
    if count > limits.archive_member_limit:
        message = f"{where} has more than {limits.archive_member_limit:,} members. Unpack it and ingest the folder."
        raise UnreadableRecord("too_many_members", message)


def _check_member(name: str, where: str, passed_over: list[str]) -> RejectedRecord | None:
    """A rejected record for a member that must not be read; formats that nobody reads are added to `passed_over`."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":"):
        message = f"{name} in {where} points out of the archive. Such members are not read; pack the archive again."
        return reject(f"{where}#{name}", "path_traversal", message)
    file_format = find_format(name)
    if path.name.startswith(".") or file_format is None:
        passed_over.append(name)
        return None
    if file_format.input_format.holds is Holds.FILES or file_format.input_format.is_seekable:
        message = f"{name} is packed within {where}. Unpack the outer archive and ingest the folder."
        return reject(f"{where}#{name}", "nested_archive", message)
    return None


def _split_member(
    content: IO[bytes], name: str, where: str, limits: ReadingLimits, packed_bytes: int | None
) -> Iterator[SourceRecord | RejectedRecord]:
    place = f"{where}#{name}"
    file_format = find_format(name)
    if file_format is None or PurePosixPath(name).name.startswith("."):
        return
    count_packed = (lambda: packed_bytes) if packed_bytes is not None else None
    stream = BoundedStream(
        open_packed(content, file_format.packing), place, limits, file_format.packing or "zip", count_packed
    )
    try:
        yield from split_content(stream, place, file_format.name, limits)
    except UnreadableRecord as error:
        yield reject(place, error.reason_code, error.message)


def _tell_passed_over(passed_over: list[str], where: str) -> Iterator[RejectedRecord]:
    if passed_over:
        message = f"{where}: {describe_unread(len(passed_over), passed_over)}"
        yield reject(where, "unknown_format", message)
