"""Unpack a web archive's gzip members one by one, so that a damaged one costs its record alone."""

from __future__ import annotations

import io
import zlib
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

READ_BYTES = 1 << 16
PIECE_BYTES = 1 << 12  # what is unpacked at once; behind damage, members that begin in the same piece are found
UNPACKED_BYTES = 1 << 20
MAGIC = b"\x1f\x8b\x08"
RECORD = b"WARC/"


class GzipMembers(io.RawIOBase):
    """The unpacked bytes of a file whose records are gzip members of their own, as crawlers write web archives.

    A member of up to `member_limit` bytes is given when it is whole. Of a damaged one the header lines of its last
    record are given without a length, by which the reader of records tells of it. Raises zlib.error where no member
    follows damage, and EOFError where the last one breaks off.
    """

    def __init__(self, packed: IO[bytes], member_limit: int) -> None:
        super().__init__()
        self._packed = packed
        self._limit = member_limit
        self._waiting = b""  # packed bytes that are not unpacked yet
        self._blocks = self._unpack()
        self._ready = b""

    def readable(self) -> bool:
        """Whether it can be read, which it always can."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; 0 at the end."""
        while not self._ready:
            if (block := next(self._blocks, None)) is None:
                return 0
            self._ready = block
        block, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(block)] = block
        return len(block)

    def _unpack(self) -> Iterator[bytes]:
        damage: zlib.error | None = None
        while self._find_member(behind_damage=damage is not None):
            held, is_given = bytearray(), False
            try:
                for block in self._unpack_member():
                    held += block
                    if damage is not None and not is_given and not held.startswith(RECORD):
                        raise damage  # bytes of a damaged member that look like the beginning of one
                    if is_given or len(held) > self._limit:
                        yield bytes(held)
                        held.clear()
                        is_given = True
            except zlib.error as error:
                if not is_given and (damage is None or held.startswith(RECORD)):
                    yield _mark_broken(bytes(held))
                damage = error
                continue
            damage = None
            yield bytes(held)
        if damage is not None:
            raise damage

    def _find_member(self, *, behind_damage: bool) -> bool:
        """Whether packed bytes follow, up to the next mark of a member where the ones before are damaged."""
        while self._waiting or (block := self._packed.read(READ_BYTES)):
            self._waiting = self._waiting or block
            if not behind_damage:
                self._waiting = self._waiting.lstrip(b"\0")  # some writers fill files up with zeros
                if self._waiting:
                    return True
            elif (place := self._waiting.find(MAGIC)) >= 0:
                self._waiting = self._waiting[place:]
                return True
            else:
                more = self._packed.read(READ_BYTES)
                self._waiting = self._waiting[1 - len(MAGIC) :] + more if more else b""
        return False

    def _unpack_member(self) -> Iterator[bytes]:
        """Blocks of the next member; what follows it waits."""
        unpacker = zlib.decompressobj(wbits=31)
        is_first = True
        while not unpacker.eof:
            piece = unpacker.unconsumed_tail or self._take_piece()
            if not piece:
                raise EOFError
            try:
                block = unpacker.decompress(piece, UNPACKED_BYTES)
            except zlib.error:
                self._waiting = piece[is_first:] + self._waiting
                raise
            is_first = False
            yield block
        self._waiting = unpacker.unused_data + self._waiting

    def _take_piece(self) -> bytes:
        if not self._waiting:
            self._waiting = self._packed.read(READ_BYTES)
        piece, self._waiting = self._waiting[:PIECE_BYTES], self._waiting[PIECE_BYTES:]
        return piece


def _mark_broken(member: bytes) -> bytes:
    """What a damaged member holds up to its last record, and the header lines of that without its length."""
    start = member.rfind(b"\n" + RECORD) + 1
    lines = member[start:].replace(b"\r\n", b"\n").partition(b"\n\n")[0].split(b"\n")
    kept = [line for line in lines if not line.lower().startswith(b"content-length:")]
    head = kept if member.startswith(RECORD) else [RECORD + b"1.0", b"WARC-Type: response"]
    return member[:start] + b"\r\n".join(head) + b"\r\n\r\n\r\n\r\n"
