"""Bytes to text: which character encoding a record is in.

Sound UTF-8 is taken as UTF-8. In a text that is UTF-8 except for a few broken bytes each of these becomes U+FFFD, and
the article's encoding says so; with more of them the text is refused, because any guess would put wrong letters into
names. Text that never was UTF-8 gets the encoding that detection finds.
"""

from __future__ import annotations

import codecs
import re

from articles.errors import UnreadableRecord

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A sound sequence of two to four bytes, which no single-byte text has by chance.
UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}",
)
# What Western European text has outside ASCII, in Windows-1252: typographic marks, currency, signs, accented letters.
WESTERN_MARKS = frozenset("‚ƒ„…†‡‰‹‘’“”•–—™›¡¢£¥§©ª«®°±²³´·¹º»¼½¾¿€\xa0\xad")
WESTERN_LETTERS = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüŠšŒœŽžŸ")
META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
META_BYTES = 4_096
# If a text has more broken bytes than one in this many, nobody knows how much of it is right.
SOUND_BYTES_PER_BROKEN = 1_000
REPAIRED = "utf-8, repaired"  # the encoding of a text in which U+FFFD stands for broken bytes


def decode_text(payload: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """Text of a record and the name of its encoding. Line ends stay as they are.

    `declared` is an encoding that the record itself names. Raises UnreadableRecord with reason code binary or
    invalid_encoding.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if payload.startswith(mark):
            return _decode_declared(payload, encoding), encoding
    if (place := payload.find(b"\0")) >= 0:
        message = f"Byte {place} is NUL, so this is binary data and no text. Remove the file, or save it as text."
        raise UnreadableRecord("binary", message)
    try:
        return payload.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        first_bad = error.start
    if declared and (text := _try_declared(payload, declared)) is not None:
        return text, declared
    is_utf8 = UTF8_SEQUENCE.search(payload)
    if not is_utf8 and (legacy := _decode_legacy(payload)) is not None:
        return legacy
    text = payload.decode("utf-8", "replace")
    if text.count("\ufffd") - payload.count("\ufffd".encode()) <= max(1, len(payload) // SOUND_BYTES_PER_BROKEN):
        return text, REPAIRED
    message = (
        f"The text is UTF-8 but byte {first_bad} (0x{payload[first_bad]:02x}) and more are not. Fetch the article "
        "again, or mend it and save it as UTF-8."
        if is_utf8
        else f"Byte {first_bad} (0x{payload[first_bad]:02x}) is not UTF-8, and no other encoding gives readable text. "
        "Fetch the article again, or save it as UTF-8."
    )
    raise UnreadableRecord("invalid_encoding", message)


def find_declared_charset(payload: bytes) -> str | None:
    """Encoding that an HTML page names in a meta tag, as Python calls it; None where it names none known."""
    match = META_CHARSET.search(payload[:META_BYTES])
    if not match:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return None
    # Browsers read these two as Windows-1252, and so the pages mean them.
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _decode_declared(payload: bytes, encoding: str) -> str:
    try:
        return payload.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"The text starts as {encoding.upper()} but byte {error.start} is broken. Save it again as UTF-8."
        raise UnreadableRecord("invalid_encoding", message) from error


def _try_declared(payload: bytes, encoding: str) -> str | None:
    try:
        return payload.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _decode_legacy(payload: bytes) -> tuple[str, str] | None:
    if (text := _try_western(payload)) is not None:
        return text, "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(payload).best()
    if best is not None and best.chaos < 0.1 and best.coherence > 0:
        return str(best), best.encoding
    return None


def _try_western(payload: bytes) -> str | None:
    """The text as Windows-1252, if that gives words: each high character a usual mark, or a letter in a word."""
    try:
        text = payload.decode("cp1252")
    except UnicodeDecodeError:
        return None
    high = [place for place, character in enumerate(text) if character >= "\x80"]
    if len(high) > len(text) * 0.2:
        return None
    for place in high:
        character = text[place]
        if character in WESTERN_MARKS:
            continue
        beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        if character not in WESTERN_LETTERS or not any(letter.isascii() and letter.isalpha() for letter in beside):
            return None
    return text
