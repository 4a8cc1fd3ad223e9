"""Which file names hold which format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

FORMATS_BY_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "json_lines",
    ".ndjson": "json_lines",
}
PACKINGS_BY_SUFFIX = {".gz": "gzip"}


@dataclass(frozen=True, slots=True)
class FileFormat:
    """What a file's name says about its content: the format, and how it is packed (None where it is plain)."""

    name: str
    packing: str | None


def find_format(path: str) -> FileFormat | None:
    """Format of a file by its name, in any letter case; None where the name says nothing we can read."""
    name = PurePosixPath(path.replace("\\", "/")).name.lower()
    packing = None
    stem, dot, last = name.rpartition(".")
    if dot and f".{last}" in PACKINGS_BY_SUFFIX:
        packing = PACKINGS_BY_SUFFIX[f".{last}"]
        stem, dot, last = stem.rpartition(".")
    if not dot or not stem:
        return None
    format_name = FORMATS_BY_SUFFIX.get(f".{last}")
    return FileFormat(format_name, packing) if format_name else None


def list_suffixes() -> str:
    """Readable suffixes, for messages."""
    return " ".join(FORMATS_BY_SUFFIX) + " (each also with " + " ".join(PACKINGS_BY_SUFFIX) + ")"
