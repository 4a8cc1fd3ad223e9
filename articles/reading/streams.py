"""Open a file, unpack it, and read it within bounds."""

from __future__ import annotations

import gzip
import lzma
import zlib
from typing import IO, TYPE_CHECKING, cast

from articles.errors import UnreadableRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from articles.reading.limits import ReadingLimits

BLOCK_BYTES = 1 << 16


class BoundedStream:
    """A file's unpacked bytes, with the damage and the bombs that unpacking meets turned into UnreadableRecord."""

    def __init__(self, path: Path, packing: str | None, limits: ReadingLimits) -> None:
        self._packed = path.open("rb")
        self._stream: IO[bytes] = cast("IO[bytes]", open_packed(self._packed, packing))
        self._packing = packing
        self._limits = limits
        self._name = path.name
        self._unpacked_bytes = 0

    def __enter__(self) -> BoundedStream:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        self._packed.close()

    def read(self, byte_count: int) -> bytes:
        """At most `byte_count` bytes; fewer only at the end."""
        return self._count(self._guard(self._stream.read, byte_count))

    def read_line(self, byte_limit: int) -> tuple[bytes, int]:
        """The next line with its line end, cut after `byte_limit` bytes, and how many bytes the whole line has.

        An empty line (b"", 0) is the end. The rest of a long line is read over in blocks and not kept.
        """
        line = self._count(self._guard(self._stream.readline, byte_limit))
        total = len(line)
        last = line
        while len(last) and not last.endswith(b"\n") and total >= byte_limit:
            last = self._count(self._guard(self._stream.readline, BLOCK_BYTES))
            total += len(last)
        return line, total

    def _guard(self, read: Callable[[int], bytes], byte_count: int) -> bytes:
        try:
            return read(byte_count)
        except EOFError as error:
            message = f"{self._name} breaks off in the middle of its {self._packing} data. Fetch or pack it again."
            raise UnreadableRecord("truncated", message) from error
        except (gzip.BadGzipFile, zlib.error, lzma.LZMAError) as error:
            message = f"{self._name} is not sound {self._packing} data ({error}). Fetch or pack it again."
            raise UnreadableRecord("damaged", message) from error

    def _count(self, block: bytes) -> bytes:
        self._unpacked_bytes += len(block)
        if self._packing and self._unpacked_bytes > self._limits.unpacked_grace_bytes:
            packed_bytes = max(self._packed.tell(), 1)
            if self._unpacked_bytes > packed_bytes * self._limits.unpacked_ratio_limit:
                message = (
                    f"{self._name} unpacks to more than {self._limits.unpacked_ratio_limit} times its size, as a "
                    "decompression bomb does. If it is sound, unpack it yourself and ingest the result."
                )
                raise UnreadableRecord("bomb", message)
        return block


def open_packed(packed: IO[bytes], packing: str | None) -> object:
    """A file object of the unpacked bytes."""
    return gzip.GzipFile(fileobj=packed) if packing == "gzip" else packed


def read_bounded(stream: BoundedStream, byte_limit: int) -> tuple[bytes, bool]:
    """Bytes of the stream up to `byte_limit`, and whether there are more."""
    parts: list[bytes] = []
    missing = byte_limit + 1
    while missing and (block := stream.read(min(missing, BLOCK_BYTES))):
        parts.append(block)
        missing -= len(block)
    content = b"".join(parts)
    return content[:byte_limit], len(content) > byte_limit


def iterate_lines(stream: BoundedStream, byte_limit: int) -> Iterator[tuple[bytes, int]]:
    """Lines of the stream with their full length in bytes; a line longer than `byte_limit` comes cut."""
    while True:
        line, byte_count = stream.read_line(byte_limit + 1)
        if not byte_count:
            return
        yield line, byte_count
