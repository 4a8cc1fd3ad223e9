"""Input that a stranger may hand over, sound and hostile, made on the fly: `python -m tests.flows.odd_files FOLDER`."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import sys
import zipfile
from pathlib import Path

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
        "paper.pdf": (make_pdf(make_story(31).decode().split("\n\n")), ""),
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
    page = f"<html><body><article><h1>Bridge {number} is back</h1>{body}</article></body></html>".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.com/{number}\r\n"
        f"WARC-Date: 2019-05-14T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def make_zip(members: dict[str, bytes]) -> bytes:
    """A zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def make_bomb() -> bytes:
    """About 40 kilobytes of bzip2 data that unpack to more than 4 gigabytes of zeros."""
    block = bz2.compress(bytes(BLOCK_BYTES))
    blocks = block * (BOMB_BYTES // BLOCK_BYTES + 1)
    return blocks + bz2.compress(b"") * ((42_000 - len(blocks)) // len(bz2.compress(b"")))


def make_cut_gzip() -> bytes:
    """A packed JSON-lines file that breaks off."""
    packed = gzip.compress(b"".join(make_line(number) for number in range(40, 56)))
    return packed[: len(packed) * 3 // 4]


def make_pdf(paragraphs: list[str]) -> bytes:
    """A PDF of one page, by hand, its lines broken at 80 characters."""
    lines: list[str] = []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) > 80:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    content = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    ]
    pdf, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    pdf += f"xref\n0 5\n0000000000 65535 f \n{table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{len(pdf)}\n%%EOF\n"
    return pdf.encode("latin-1")


if __name__ == "__main__":
    write_odd_files(Path(sys.argv[1]))
