"""Make the records that say what could not be read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from articles.records import RejectedRecord

if TYPE_CHECKING:
    from articles.reading.limits import ReadingLimits

EXCERPT_BYTES = 1_000
HASH_BYTES = 16
TOO_DEEP = "nested_too_deep"


def hash_payload(payload: bytes) -> str:
    """BLAKE2b-128 of a record's bytes, in hexadecimal."""
    return hashlib.blake2b(payload, digest_size=HASH_BYTES).hexdigest()


def reject(where: str, reason_code: str, message: str, byte_count: int | None = None) -> RejectedRecord:
    """A rejected record of which no bytes are kept."""
    return RejectedRecord(where, "read", reason_code, message, byte_count=byte_count)


def reject_too_large(where: str, byte_count: int, content: bytes, limits: ReadingLimits) -> RejectedRecord:
    """A record beyond the limit for one article."""
    message = (
        f"{where} is larger than {limits.article_byte_limit:,} bytes, the limit for one article. Split it into one "
        "article a file or line, or raise the limit in the settings."
    )
    return RejectedRecord(where, "read", "too_large", message, None, byte_count, content[:EXCERPT_BYTES])


def reject_json(where: str, what: str, payload: bytes) -> RejectedRecord:
    """A line or an entry that is no JSON object."""
    message = f"{what}. Mend or remove it; the rest of the file is read."
    excerpt = payload[:EXCERPT_BYTES]
    return RejectedRecord(where, "read", "broken_json", message, hash_payload(payload), len(payload), excerpt)


def describe_depth(what: str) -> str:
    """Say of something on which a reader ran out of stack that its nesting is at fault."""
    return (
        f"{what} is nested too deep: parts within parts, or brackets within brackets, more of them than any article "
        "has. Save its text alone, or remove it."
    )
