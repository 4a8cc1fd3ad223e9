"""Manifests: a table `manifest.csv` in a folder that says what is known of the files beside and below it.

Its column `path` names a file, relative to the manifest's folder, or one record of a file (`dump.jsonl#17`); the other
columns are metadata under the names that fields of exports have (url, outlet, date, headline, authors ...). For a file
of one article a manifest goes before what the file says, and a sidecar before the manifest; for a file of several
records it fills what they leave open.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from articles.errors import UnreadableRecord
from articles.reading.limits import ReadingLimits
from articles.reading.rejects import hash_payload, reject
from articles.reading.rows import dump_compactly
from articles.reading.streams import BoundedStream
from articles.reading.tables import decode_row, read_table
from articles.records import SourceFile, StatedLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from articles.records import RejectedRecord

MANIFEST_NAME = "manifest.csv"
PATH_FIELDS = ("path", "file", "filename", "file_name", "source_path")
MOST_LINES = 1_000_000  # of which each is kept, in about 600 bytes, until its file is read


def open_manifest(stream: IO[bytes], where: str) -> tuple[list[StatedLine], list[RejectedRecord]]:
    """Lines of a manifest at `where` below its root, and what of it cannot be used, each with its reason."""
    lines: list[StatedLine] = []
    rejected: list[RejectedRecord] = []
    folder = PurePosixPath(where).parent
    seen: set[str] = set()
    limits = ReadingLimits()
    try:
        for number, row in read_table(BoundedStream(stream, where, limits), where, limits):
            fields = {
                name: value for name, value in decode_row(row).items() if isinstance(value, str) and value.strip()
            }
            column = next((name for name in fields if name.lower() in PATH_FIELDS), None)
            place = f"{where}#{number}"
            if column is None:
                message = (
                    f"Line {number} of {where} names no file: it needs a path in a column {PATH_FIELDS[0]!r}. If the "
                    "table holds the articles themselves, give it another name."
                )
                rejected.append(reject(place, "broken_manifest", message))
                continue
            name = fields.pop(column).strip().replace("\\", "/").removeprefix("./")
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts:
                message = f"Line {number} of {where} names {name}, which is not below the manifest's folder."
                rejected.append(reject(place, "path_traversal", message))
                continue
            names = str(folder / path)
            if names in seen:
                message = f"Line {number} of {where} names {name} once more. The first line counts; remove this one."
                rejected.append(reject(place, "broken_manifest", message))
                continue
            seen.add(names)
            if len(lines) >= MOST_LINES:
                message = f"{where} has more than {MOST_LINES:,} lines. The rest is not read: give folders their own."
                rejected.append(reject(place, "too_large", message))
                break
            lines.append(StatedLine(place, names, dump_compactly(fields)))
    except UnreadableRecord as error:
        rejected.append(reject(where, error.reason_code, error.message))
    return lines, rejected


def attach_lines(
    files: Sequence[SourceFile], lines: Iterable[StatedLine]
) -> tuple[list[SourceFile], list[RejectedRecord]]:
    """Files with the lines that speak of them, and a rejected record for each line that speaks of none.

    A file of which other things are said is another state of the file: the lines are part of its revision.
    """
    known = {file.source_path for file in files}
    stated: dict[str, list[StatedLine]] = defaultdict(list)
    missing: list[RejectedRecord] = []
    for line in lines:
        path = line.names if line.names in known else line.names.partition("#")[0]
        if path in known:
            stated[path].append(line)
        else:
            message = f"{line.place.replace('#', ' line ')} names {path}, and no such file that can be read is there."
            missing.append(reject(line.place, "missing_file", f"{message} Correct the path, or remove the line."))
    return [_state(file, stated[file.source_path]) if stated.get(file.source_path) else file for file in files], missing


def _state(file: SourceFile, lines: Sequence[StatedLine]) -> SourceFile:
    is_known = file.modified_at_ns is not None or file.revision_id is not None
    parts = [file.revision_id or "", *(f"{line.names} {line.content.decode()}" for line in lines)]
    revision = hash_payload("\0".join(parts).encode()) if is_known else None
    return replace(file, stated=tuple(lines), revision_id=revision)
