"""Memory that reading takes: python -m benchmarks.streams jsonl|json|warc GIGABYTES [FOLDER]

Writes a packed file of invented articles that unpacks to so many gigabytes, reads it through to its last record, and
prints records, seconds of this process's time and the most memory it ever held.
"""

from __future__ import annotations

import gzip
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from articles.reading.discovery import discover_files
from articles.reading.limits import ReadingLimits
from articles.reading.records import read_records
from articles.records import RejectedRecord
from tests.made_files import make_web_record

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = (
    *("the", "council", "of", "a", "town", "voted", "on", "that", "bridge", "which", "flood", "had", "taken", "and"),
    *("nobody", "said", "why", "it", "would", "cost", "more"),
)
ARTICLE_WORDS = 600
MEGABYTE = 1_000_000


def main(kind: str, gigabytes: float, folder: Path | None = None) -> None:
    """Write the file, read it, print the figures, and remove it."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        path = Path(scratch, f"articles.{kind}.gz")
        unpacked = write_file(path, kind, int(gigabytes * 1e9))
        print(f"{path.name}: {path.stat().st_size / MEGABYTE:,.0f} MB packed, {unpacked / MEGABYTE:,.0f} MB unpacked")
        (file,) = discover_files([path])
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.process_time()
        count = rejected = 0
        for record in read_records(file, ReadingLimits()):
            count += 1
            rejected += isinstance(record, RejectedRecord)
        seconds = time.process_time() - began
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(
            f"{count:,} records ({rejected} rejected) in {seconds:,.1f} CPU s, {unpacked / MEGABYTE / seconds:,.0f} "
            f"MB/s; most memory ever held: {after / 1024:,.0f} MB ({before / 1024:,.0f} MB before reading)"
        )


def write_file(path: Path, kind: str, byte_count: int) -> int:
    """Write a packed file of at least so many bytes unpacked; returns how many it has."""
    written = 0
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for part in list_parts(kind, byte_count):
            written += stream.write(part)
    return written


def list_parts(kind: str, byte_count: int) -> Iterator[bytes]:
    """Articles in the form of a JSON-lines file, a JSON list or a web archive."""
    written = number = 0
    if kind == "json":
        yield b'{"articles": [{}'
    while written < byte_count:
        number += 1
        text = " ".join(WORDS[(number * 7 + step * step) % len(WORDS)] for step in range(ARTICLE_WORDS)) + f" {number}."
        entry = json.dumps({"title": f"Bridge {number}", "text": text}).encode()
        page = f"<html><body><article><p>{text}</p></article></body></html>"
        part = make_web_record(number, page) if kind == "warc" else b"," + entry if kind == "json" else entry + b"\n"
        # One article is written many times over: what is measured is reading.
        for _ in range(50):
            yield part
        written += len(part) * 50
    if kind == "json":
        yield b"]}"


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), *map(Path, sys.argv[3:]))
