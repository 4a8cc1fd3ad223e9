"""Input that a stranger may hand over, sound and hostile: `python -m tests.pipeline.odd_files FOLDER`."""

from __future__ import annotations

import bz2
import gzip
import json
import sys
from pathlib import Path

from tests.made_files import make_pdf, make_web_record, make_zip, wrap_paragraphs

PLACES = ("Elmford", "Port Ansel", "Velden", "Halt", "Marsh End", "Quillport", "Brandt", "Solheim", "Calder", "Voss")
STORY = (
    "The council of {place} voted on {number} May to rebuild the bridge that the flood had taken, and nobody in the "
    "hall spoke against it.",
    '"We have waited {number} months for this," said Anna Brandt, the mayor of {place}. "Now the ferry of {place} can '
    'rest."',
    "Engineers told the council of {place} that the arch number {number} would stand for a hundred years.",
)
BOMB_BYTES = 4 << 30
BLOCK_BYTES = 46_000_000  # zeros that bzip2 packs into one of its blocks


def write_odd_files(folder: Path) -> dict[str, str]:
    """Write the files; gives by file name the reason codes that a run holds parts of it back with."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "crawl.warc.gz": (b"".join(gzip.compress(make_response(number)) for number in range(24)), ""),
        "sneaky.zip": (make_zip({"fine.txt": make_story(30), "../../etc/evil.txt": b"x"}), "path_traversal"),
        "bomb.jsonl.bz2": (make_bomb(), "bomb"),
        "nested.zip": (make_zip({"inner.zip": make_zip({"a.txt": b"x"})}), "nested_archive"),
        "paper.pdf": (make_pdf(wrap_paragraphs(make_story(31).decode().split("\n\n"))), ""),
        "cut.jsonl.gz": (make_cut_gzip(), "truncated"),
        "broken.jsonl": (make_line(60) + b'{"text": "broken off\n' + make_line(61), "broken_json"),
    }
    for name, (content, _) in files.items():
        (folder / name).write_bytes(content)
    return {name: reason for name, (_, reason) in files.items()}


def make_story(number: int) -> bytes:
    """Text of an article that differs from the others of other numbers."""
    place = f"{PLACES[number % len(PLACES)]} {PLACES[number // len(PLACES)]}"
    return "\n\n".join(paragraph.format(place=place, number=number) for paragraph in STORY).encode()


def make_line(number: int) -> bytes:
    """A line of a JSON-lines file."""
    return json.dumps({"id": number, "title": f"Bridge {number}", "text": make_story(number).decode()}).encode() + b"\n"


def make_response(number: int) -> bytes:
    """A record of a web archive: the answer of a server that sends a page."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in make_story(number).decode().split("\n\n"))
    page = f"<html><body><article><h1>Bridge {number} is back</h1>{body}</article></body></html>"
    return make_web_record(number, page)


def make_bomb() -> bytes:
    """About 40 kilobytes of bzip2 data that unpack to more than 4 gigabytes of zeros."""
    block = bz2.compress(bytes(BLOCK_BYTES))
    blocks = block * (BOMB_BYTES // BLOCK_BYTES + 1)
    return blocks + bz2.compress(b"") * ((42_000 - len(blocks)) // len(bz2.compress(b"")))


def make_cut_gzip() -> bytes:
    """A packed JSON-lines file that breaks off."""
    packed = gzip.compress(b"".join(make_line(number) for number in range(40, 56)))
    return packed[: len(packed) * 3 // 4]


if __name__ == "__main__":
    write_odd_files(Path(sys.argv[1]))
