"""Readers and cleaner on broken input: python -m benchmarks.fuzzing SECONDS [SEED] [--atheris]

Damages sound files of every format at random, and builds texts from boilerplate, mojibake and noise. For each input a
reader must return records or a reason, cleaning must lose no character, and the time must be in proportion to the
input. Ends with the count of inputs, or at the first fault, and keeps its input.
With --atheris (pip install atheris) the inputs evolve by the branches of our code that they reach.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import random
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from articles.cleaning.clean_article import clean_article
from articles.cleaning.rules import read_rules
from articles.errors import UnreadableRecord
from articles.reading.discovery import discover_files
from articles.reading.limits import ReadingLimits
from articles.reading.parse_record import parse_record
from articles.reading.records import read_records
from articles.records import RejectedRecord, SourceRecord
from tests.articles.cleaning.invariants import check_nothing_lost, make_article
from tests.articles.cleaning.test_properties import BREAKS, MOJIBAKE, POSTS, PROSE, SPACES
from tests.made_files import make_pdf, make_zip, wrap_paragraphs
from tests.pipeline.odd_files import make_line, make_response, make_story

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = ReadingLimits(article_byte_limit=200_000, unpacked_grace_bytes=400_000)
EXAMPLES = [text for rule in read_rules() for text in (*rule.must_match, *rule.must_not_match)]
SPLINTERS = (b"\0", b"\xff", b"{", b"[" * 500, b"\n", b'"', b"\x80", b"<", b"\r\n\r\n")
NOISE = [chr(code) for code in (0, 9, 13, 0x85, 0xAD, 0x200B, 0x2028, 0xFEFF, 0xFFFD, 0xD7FF, 0x1F600, 0x10FFFF)]
# A text of so many characters may take so long: far above what it takes (some 10 microseconds a character with the
# checks around it), far below what quadratic work takes.
FIRST_SECONDS, SECONDS_A_CHARACTER = 1.0, 0.0005


def main(seconds: float, seed: int = 0) -> None:
    """Fuzz for so many seconds of this process's time."""
    source = random.Random(seed)  # the same seed, the same inputs
    seeds = make_seeds()
    counts: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        while time.process_time() < seconds:
            if source.random() < 0.5:
                name, content = source.choice(list(seeds.items()))
                broken = break_bytes(source, content)
                slowest = max(slowest, watch(partial(read_bytes, Path(scratch), name, broken), name, broken))
                counts[f"reading {name.partition('.')[2]}"] += 1
            else:
                text = make_text(source)
                slowest = max(slowest, watch(partial(clean_text, text), "text", text.encode()))
                counts["cleaning"] += 1
    for what, count in sorted(counts.items()):
        print(f"{what}: {count:,}")
    print(f"{counts.total():,} inputs, no fault; the slowest took {slowest:.2f} CPU s")


def watch(step: Callable[[], None], name: str, content: bytes) -> float:
    """Carry out a step on an input; where it fails or takes too long, keep the input and say where."""
    began = time.process_time()
    try:
        step()
        seconds = time.process_time() - began
        if seconds > FIRST_SECONDS + SECONDS_A_CHARACTER * len(content):
            raise AssertionError(f"{len(content):,} bytes took {seconds:.1f} s")
    except BaseException:
        kept = Path(tempfile.gettempdir(), f"fault-{name}")
        kept.write_bytes(content)
        print(f"The input is {kept}")
        raise
    return seconds


def read_bytes(folder: Path, name: str, content: bytes) -> None:
    """Read a file to its last record and make articles of its records."""
    path = folder / name
    path.write_bytes(content)
    (file,) = discover_files([path])
    for record in read_records(file, LIMITS):
        if isinstance(record, SourceRecord):
            try:
                parse_record(record, LIMITS)
            except UnreadableRecord as error:
                check_reason(error)
        else:
            check_reason(record)


def check_reason(rejected: RejectedRecord | UnreadableRecord) -> None:
    """What is not read says why."""
    if not rejected.message or rejected.reason_code in {"", "read_fault"}:
        raise AssertionError(f"no reason: {rejected!r}")


def clean_text(text: str) -> None:
    """Clean a text and look where each of its characters went."""
    check_nothing_lost(clean_article(make_article(text)))


def make_seeds() -> dict[str, bytes]:
    """A sound file of each format, by name."""
    lines = b"".join(make_line(number) for number in range(4))
    rows = [json.loads(line) for line in lines.splitlines()]
    table = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), table)
    story = make_story(7)
    page = make_response(3).partition(b"\r\n\r\n<")[2]
    return {
        "a.txt": story,
        "a.html": b"<" + page,
        "a.json": json.dumps({"articles": rows}).encode(),
        "a.jsonl": lines,
        "a.csv": b"id,title,text\n" + b"".join(b'%d,T,"%s"\n' % (row["id"], story) for row in rows),
        "a.parquet": table.getvalue(),
        "a.warc": make_response(1) + make_response(2),
        "a.pdf": make_pdf(wrap_paragraphs(story.decode().split("\n\n"))),
        "a.zip": make_zip({"a.txt": story, "b.jsonl": lines}),
        "a.jsonl.gz": gzip.compress(lines),
        "a.jsonl.bz2": bz2.compress(lines),
        "a.warc.gz": gzip.compress(make_response(1)) + gzip.compress(make_response(2)),
        "a.jsonl.zst": zstandard.compress(lines),
    }


def break_bytes(source: random.Random, content: bytes) -> bytes:
    """A file with bytes changed, taken out, doubled or put in."""
    broken = bytearray(content)
    for _ in range(source.choice((1, 1, 2, 3, 8, 30))):
        start = source.randrange(len(broken) + 1)
        end = min(start + source.choice((1, 1, 2, 4, 16, 200)), len(broken))
        kind = source.randrange(5)
        if kind == 0:
            broken[start:end] = source.randbytes(end - start)
        elif kind == 1:
            del broken[start:end]
        elif kind == 2:
            broken[start:start] = broken[start:end] * source.choice((1, 2, 50))
        elif kind == 3:
            broken[start:start] = source.choice(SPLINTERS)
        else:
            del broken[start:]
    return bytes(broken)


def make_text(source: random.Random) -> str:
    """A text of prose, boilerplate, posts, mojibake and noise."""
    parts: list[str] = []
    for _ in range(source.choice((1, 3, 8, 20, 60))):
        part = source.choice(source.choice((PROSE, EXAMPLES, EXAMPLES, POSTS, MOJIBAKE, NOISE)))
        if source.random() < 0.3:
            start = source.randrange(len(part) + 1)
            part = part[:start] + source.choice((*NOISE, *SPACES, *BREAKS, "\x0c", "Ã", "©", "-", '"')) + part[start:]
        if source.random() < 0.1:
            part *= source.choice((2, 30))
        parts += [part, source.choice(BREAKS)]
    return "".join(parts)


def run_atheris() -> None:
    """Let atheris choose the inputs; its own options follow on the command line."""
    import atheris

    with atheris.instrument_imports(include=["articles"]):
        import articles.cleaning.clean_article
        import articles.reading.records  # noqa: F401
    seeds = list(make_seeds().items())
    scratch = Path(tempfile.mkdtemp())

    def test_one(content: bytes) -> None:
        if not content:
            return
        if content[0] % 2:
            clean_text(content[1:].decode("utf-8", "replace"))
        else:
            read_bytes(scratch, seeds[content[0] // 2 % len(seeds)][0], content[1:])

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *(argument for argument in sys.argv[1:] if argument.startswith("-runs"))], test_one)
    atheris.Fuzz()


if __name__ == "__main__":
    if "--atheris" in sys.argv:
        run_atheris()
    else:
        main(float(sys.argv[1]), *map(int, sys.argv[2:]))
