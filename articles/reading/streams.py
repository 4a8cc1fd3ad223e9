"""Open a file, unpack it, and read it within bounds."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import zlib
from typing import IO, TYPE_CHECKING, Any, cast

from articles.errors import UnreadableRecord
from articles.reading.decoding import BYTE_ORDER_MARKS
from articles.reading.gzip_members import GzipMembers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from articles.reading.limits import ReadingLimits

BLOCK_BYTES = 1 << 16
# What the unpackers raise on data that is not sound; zstandard's error is a plain Exception subclass of its own.
DAMAGE = (gzip.BadGzipFile, zlib.error, lzma.LZMAError, OSError)


class BoundedStream:
    """Unpacked bytes, with the damage and the bombs that unpacking meets turned into UnreadableRecord."""

    def __init__(
        self,
        stream: IO[bytes],
        name: str,
        limits: ReadingLimits,
        packing: str | None = None,
        count_packed: Callable[[], int] | None = None,
    ) -> None:
        self._stream = stream
        self._name = name
        self._limits = limits
        self._packing = packing
        self._count_packed = count_packed
        self._unpacked_bytes = 0
        self._head = b""

    def read_head(self, byte_count: int) -> bytes:
        """The first bytes, which `read` and `read_line` will give again; to be called before these."""
        while len(self._head) < byte_count and (block := self._take(self._stream.read, byte_count - len(self._head))):
            self._head += block
        return self._head

    def read(self, byte_count: int = -1) -> bytes:
        """At most `byte_count` bytes; fewer may come, none only at the end."""
        wanted = byte_count if byte_count >= 0 else BLOCK_BYTES
        if self._head:
            head, self._head = self._head[:wanted], self._head[wanted:]
            return head
        return self._take(self._stream.read, wanted)

    def tell(self) -> int:
        """Unpacked bytes read so far."""
        return self._unpacked_bytes

    def read_line(self, byte_limit: int) -> tuple[bytes, int]:
        """The next line with its line end, cut after `byte_limit` bytes, and how many bytes the whole line has.

        An empty line (b"", 0) is the end. The rest of a long line is read over in blocks and not kept.
        """
        head, self._head = self._head, b""
        first, mark, rest = head.partition(b"\n")
        if mark:
            self._head = rest
            return first + mark, len(first) + 1
        line = head + self._take(self._stream.readline, byte_limit - len(head))
        total = len(line)
        last = line
        while len(last) and not last.endswith(b"\n") and total >= byte_limit:
            last = self._take(self._stream.readline, BLOCK_BYTES)
            total += len(last)
        return line, total

    def _take(self, read: Callable[[int], bytes], byte_count: int) -> bytes:
        try:
            block = read(byte_count)
        except EOFError as error:
            message = f"{self._name} breaks off in the middle of its {self._packing} data. Fetch or pack it again."
            raise UnreadableRecord("truncated", message) from error
        except Exception as error:
            if self._packing is None or not (isinstance(error, DAMAGE) or type(error).__name__ == "ZstdError"):
                raise
            message = f"{self._name} is not sound {self._packing} data ({error}). Fetch or pack it again."
            raise UnreadableRecord("damaged", message) from error
        self._unpacked_bytes += len(block)
        self._check_ratio()
        return block

    def _check_ratio(self) -> None:
        if self._count_packed is None or self._unpacked_bytes <= self._limits.unpacked_grace_bytes:
            return
        if self._unpacked_bytes > max(self._count_packed(), 1) * self._limits.unpacked_ratio_limit:
            message = (
                f"{self._name} unpacks to more than {self._limits.unpacked_ratio_limit} times its size, as a "
                "decompression bomb does. If it is sound, unpack it yourself and ingest the result."
            )
            raise UnreadableRecord("bomb", message)


class OpenFile:
    """An opened file unpacked as a BoundedStream; a context manager. `packed` stays open.

    With `has_members` each of a file's records may be packed by itself, and a damaged one costs no other.
    """

    def __init__(
        self, packed: IO[bytes], name: str, packing: str | None, limits: ReadingLimits, *, has_members: bool = False
    ) -> None:
        if packing == "gzip" and has_members:
            members = GzipMembers(packed, limits.article_byte_limit)
            self._unpacked = cast("IO[bytes]", io.BufferedReader(members, BLOCK_BYTES))
        else:
            self._unpacked = open_packed(packed, packing)
        self._is_wrapped = self._unpacked is not packed
        self.stream = BoundedStream(self._unpacked, name, limits, packing, packed.tell if packing else None)

    def __enter__(self) -> BoundedStream:
        return self.stream

    def __exit__(self, *_: object) -> None:
        if self._is_wrapped:
            self._unpacked.close()


def open_packed(packed: IO[bytes], packing: str | None) -> IO[bytes]:
    """A file object of the unpacked bytes."""
    if packing == "gzip":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=packed))
    if packing == "bzip2":
        return cast("IO[bytes]", bz2.BZ2File(packed))
    if packing == "xz":
        return cast("IO[bytes]", lzma.LZMAFile(packed))
    if packing == "zstd":
        import zstandard

        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
            packed, read_across_frames=True, closefd=False
        )
        return cast("IO[bytes]", io.BufferedReader(reader))
    return packed


class _Recoded(io.RawIOBase):
    """A stream of text in one encoding as UTF-8."""

    def __init__(self, stream: BoundedStream, encoding: str) -> None:
        super().__init__()
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and (block := self._stream.read(BLOCK_BYTES)):
            self._ready = self._decoder.decode(block).encode("utf-8", "replace")
        block, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(block)] = block
        return len(block)


def recode_to_utf8(stream: BoundedStream, where: str, limits: ReadingLimits) -> BoundedStream:
    """The stream as UTF-8, where a byte order mark says that it is UTF-16 or UTF-32; else the stream as it is."""
    head = stream.read_head(4)
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if head.startswith(mark)), None)
    if encoding is None:
        return stream
    recoded = io.BufferedReader(_Recoded(stream, encoding), BLOCK_BYTES)
    return BoundedStream(cast("IO[bytes]", recoded), where, limits)


def read_bounded(stream: BoundedStream, byte_limit: int) -> tuple[bytes, bool]:
    """Bytes of the stream, at most one more than `byte_limit`, and whether there are more than that many."""
    parts: list[bytes] = []
    missing = byte_limit + 1
    while missing and (block := stream.read(min(missing, BLOCK_BYTES))):
        parts.append(block)
        missing -= len(block)
    content = b"".join(parts)
    return content, len(content) > byte_limit


def iterate_lines(stream: BoundedStream, byte_limit: int) -> Iterator[tuple[bytes, int]]:
    """Lines of the stream with their full length in bytes; a line longer than `byte_limit` comes cut."""
    while True:
        line, byte_count = stream.read_line(byte_limit + 1)
        if not byte_count:
            return
        yield line, byte_count
