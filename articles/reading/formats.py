"""Which file names hold which format."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

FORMATS_BY_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".json": "json",
    ".jsonl": "json_lines",
    ".ndjson": "json_lines",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".zip": "zip",
    ".tar": "tar",
}
PACKINGS_BY_SUFFIX = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd"}
SHORT_SUFFIXES = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz", ".tzst": ".tar.zst"}
ARCHIVES = frozenset({"zip", "tar"})
# These are read from their end, so they have to stand on disk unpacked.
UNPACKED_ONLY = frozenset({"zip", "parquet"})


@dataclass(frozen=True, slots=True)
class FileFormat:
    """What a file's name says about its content: the format, and how it is packed (None where it is plain)."""

    name: str
    packing: str | None


@lru_cache(maxsize=1 << 14)  # a folder's names are asked about three times each
def find_format(path: str) -> FileFormat | None:
    """Format of a file by its name, in any letter case; None where the name says nothing we can read."""
    name = path.replace("\\", "/").rstrip("/").rpartition("/")[2].lower()
    for short, long in SHORT_SUFFIXES.items():
        if name.endswith(short):
            name = name.removesuffix(short) + long
    packing = None
    stem, dot, last = name.rpartition(".")
    if dot and f".{last}" in PACKINGS_BY_SUFFIX:
        packing = PACKINGS_BY_SUFFIX[f".{last}"]
        stem, dot, last = stem.rpartition(".")
    format_name = FORMATS_BY_SUFFIX.get(f".{last}") if dot and stem else None
    if format_name is None or (packing and format_name in UNPACKED_ONLY):
        return None
    return FileFormat(format_name, packing)


def list_suffixes() -> str:
    """Readable suffixes, for messages."""
    return " ".join(FORMATS_BY_SUFFIX) + " (most of them also with " + " ".join(PACKINGS_BY_SUFFIX) + ")"
